// Where models are trained up to, and the stretches of periods whose moments every training set is merged from.

import { LeastwiseError } from "#base/error.ts";
import type { RollingOriginOptions } from "./types.ts";

/** Models at a time; each holds its own coefficients. */
const MOST_ORIGINS = 2000;

export interface Origins {
  /** Last training period of each model, ascending. */
  last: number[];
  /** The stretches, first to last (exclusive), that each model is trained on. */
  stretches: { from: number; to: number }[];
  /** Stretch of each period; −1 for those in none. */
  stretchOf: Int32Array;
  nStretches: number;
}

/** @throws LeastwiseError `bad-argument` for options that leave no origin or too many */
export function originsOf(
  nPeriods: number,
  options: Pick<RollingOriginOptions, "step" | "window" | "initial">,
): Origins {
  const { step = 1, window = "expanding", initial = Math.ceil(nPeriods / 2) } = options;
  requireWhole("step", step);
  requireWhole("initial", initial);
  if (window !== "expanding") requireWhole("window", window);
  const last: number[] = [];
  for (let period = initial - 1; period < nPeriods - 1; period += step) last.push(period);
  if (last.length === 0) {
    const message = `initial: must leave a period to forecast, of ${nPeriods}; got ${initial}`;
    throw new LeastwiseError("bad-argument", message, { value: initial });
  }
  if (last.length > MOST_ORIGINS) {
    const message = `step: must give ${MOST_ORIGINS} origins at most; got ${last.length}`;
    throw new LeastwiseError("bad-argument", message, { value: step });
  }
  const starts = last.map((period) => (window === "expanding" ? 0 : Math.max(0, period + 1 - window)));
  const cuts = [...new Set([...starts, ...last.map((period) => period + 1)])].sort((a, b) => a - b);
  const stretchOf = new Int32Array(nPeriods).fill(-1);
  for (const [s, cut] of cuts.entries()) stretchOf.fill(s, cut, cuts[s + 1] ?? cut);
  const index = new Map(cuts.map((cut, s) => [cut, s]));
  const stretches = last.map((period, o) => ({
    from: index.get(starts[o] as number) as number,
    to: index.get(period + 1) as number,
  }));
  return { last, stretches, stretchOf, nStretches: cuts.length - 1 };
}

/** Check that an option counts periods. */
export function requireWhole(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new LeastwiseError("bad-argument", `${name}: must be a whole number from 1; got ${String(value)}`, {
    value: String(value),
  });
}

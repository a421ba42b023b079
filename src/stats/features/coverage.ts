// How often intervals hold what came, how wide they are, and the pinball loss of their ends, by group.

import { intervalOf, predictorOf } from "../models/predict.ts";
import { tableRowOf } from "../passes/pick.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { conformalInterval } from "./conformal.ts";
import { fittedIn, responseIn } from "./residuals.ts";
import type { Calibration, GroupCoverage } from "./types.ts";

/** Which intervals are judged. */
export type JudgedInterval =
  | { kind: "confidence" | "prediction"; level: number }
  | { kind: "conformal"; calibration: Calibration };

interface CoverageArgs {
  fit: Fit;
  interval: JudgedInterval;
  /** Group of every row of the table, −1 where it is missing; null for one group. */
  groups: Int32Array | null;
  nGroups: number;
}

const WIDTH = 5;

/** Of each group: rows, rows covered, Σ width, Σ pinball loss of the lower and of the upper end. */
export const coveragePass: RowPass<CoverageArgs, Float64Array> = {
  async run(block, { fit, interval, groups, nGroups }, backend) {
    const isScaled = interval.kind !== "conformal" || interval.calibration.scores === "scaled";
    const { fitted, quadratic = new Float64Array(block.n) } = await fittedIn(
      block,
      predictorOf(fit),
      backend,
      isScaled,
    );
    const { lower, upper } =
      interval.kind === "conformal"
        ? conformalInterval(fit, { fitted, quadratic }, interval.calibration)
        : intervalOf(fit, fitted, quadratic, { interval: interval.kind, level: interval.level });
    const tail = (1 - levelOf(interval)) / 2;
    const y = responseIn(block);
    const sums = new Float64Array(nGroups * WIDTH);
    for (let i = 0; i < block.n; i++) {
      const group = groups === null ? 0 : (groups[tableRowOf(block, i)] as number);
      if (group < 0 || block.weights?.[i] === 0) continue;
      const [low, high, came] = [lower[i] as number, upper[i] as number, y[i] as number];
      const add = [
        1,
        low <= came && came <= high ? 1 : 0,
        high - low,
        pinball(came - low, tail),
        pinball(came - high, 1 - tail),
      ];
      for (const [k, value] of add.entries()) sums[group * WIDTH + k] = (sums[group * WIDTH + k] as number) + value;
    }
    return sums;
  },
  merge: (a, b) => a.map((v, k) => v + (b[k] as number)),
};

/** Loss of a forecast of quantile `tau` that what came exceeds by `over` (Koenker and Bassett 1978). */
export function pinball(over: number, tau: number): number {
  return over >= 0 ? tau * over : (tau - 1) * over;
}

function levelOf(interval: JudgedInterval): number {
  return interval.kind === "conformal" ? interval.calibration.level : interval.level;
}

/** Coverage of each group that rows are in, in the order of `labels`; on the scale of the formula's response. */
export async function coverageOf(
  fit: Fit,
  rows: Pick<Rows, "reduce">,
  interval: JudgedInterval,
  by: { groups: Int32Array; labels: readonly string[] } | null,
): Promise<GroupCoverage[]> {
  const nGroups = by === null ? 1 : by.labels.length;
  const sums = await rows.reduce(coveragePass, { fit, interval, groups: by?.groups ?? null, nGroups });
  return Array.from({ length: nGroups }, (_, g) => {
    const [n = 0, ...rest] = sums.subarray(g * WIDTH, (g + 1) * WIDTH);
    // A fit without sigma has no ends, so that nothing can lie within.
    const hasEnds = rest.every(Number.isFinite);
    const mean = rest.map((sum) => (n > 0 && hasEnds ? sum / n : null));
    const [coverage = null, width = null, lower = null, upper = null] = mean;
    return { group: by?.labels[g] ?? null, n, coverage, width, pinball: { lower, upper } };
  }).filter(({ n }) => n > 0);
}

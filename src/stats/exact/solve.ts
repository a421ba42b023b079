// Solves the normal equations in double-double and refines the solution from residuals of the data in double-double.

import {
  at,
  type DoubleDouble,
  type DoubleDoubles,
  difference,
  product,
  put,
  quotient,
  sum,
  widen,
  zeros,
} from "#base/double-double.ts";
import type { ExactOrigin } from "#kernel/backend.ts";
import { packedIndex } from "../moments/packed.ts";
import { powerOf2 } from "../moments/units.ts";
import type { ExactRowBlock, ExactRowPass, Rows } from "../rows.ts";
import { type ExactFactor, factorExactly, solveExactly } from "./factor.ts";
import type { ExactSystem } from "./system.ts";

/** A solution at the origin of its system, over the columns kept; all in the units of the moments. */
export interface ExactSolution {
  factor: ExactFactor;
  /** k values. */
  beta: DoubleDoubles;
  level: DoubleDouble;
  rss: DoubleDouble;
  /** The last change of each coefficient, which bounds what is left to change. */
  lastStep: Float64Array;
}

/** Corrections below this are lost when the coefficients are rounded to doubles. */
const TOL = 2 ** -60;

/** A correction may be small and yet much of residuals that are nearly 0. */
const GAIN = 1e-3;

const MAX_PASSES = 4;

/** Sums over rows, and what they are taken about. */
interface ResidualArgs {
  /** Columns kept, then the response. */
  columns: number[];
  origin: ExactOrigin;
  /** Level, then beta. */
  predictor: DoubleDoubles;
}

/** Some columns of a block. */
export function selected(block: ExactRowBlock, columns: readonly number[]): ExactRowBlock {
  const pick = <T>(of: readonly T[]): T[] => columns.map((j) => of[j] as T);
  return { ...block, columns: pick(block.columns), low: pick(block.low), slopes: pick(block.slopes) };
}

export const exactResidualPass: ExactRowPass<ResidualArgs, DoubleDoubles> = {
  run: (block, { columns, origin, predictor }, backend) =>
    backend.exact.residuals(selected(block, columns), origin, predictor),
  merge(a, b) {
    const out = zeros(a.hi.length);
    for (let i = 0; i < a.hi.length; i++) put(out, i, sum(at(a, i), at(b, i)));
    return out;
  },
};

/** Where the columns kept, and the response, are seen from. */
export function originOf(
  { p, moments, centre }: ExactSystem,
  kept: readonly number[],
): ExactOrigin & { columns: number[] } {
  const columns = [...kept, p];
  const scale = Float64Array.from(columns, (j) => powerOf2(-(moments.exponent[j] as number)));
  const of = zeros(columns.length);
  for (const [i, j] of columns.entries()) put(of, i, at(centre, j));
  return { columns, scale, centre: of };
}

function dot(x: DoubleDoubles, y: DoubleDoubles): DoubleDouble {
  let total = widen(0);
  for (let i = 0; i < x.hi.length; i++) total = sum(total, product(at(x, i), at(y, i)));
  return total;
}

/** The change that the residuals ask for, and how much it lowers their sum of squares. */
function correctionFor(
  { intercept, moments }: ExactSystem,
  factor: ExactFactor,
  sums: DoubleDoubles,
): { level: DoubleDouble; beta: DoubleDoubles; gain: DoubleDouble } {
  const gradient = { hi: sums.hi.subarray(2), lo: sums.lo.subarray(2) };
  const beta = solveExactly(factor, gradient);
  const left = at(sums, 1);
  const level = intercept ? quotient(left, moments.weight) : widen(0);
  return { level, beta, gain: sum(dot(beta, gradient), product(level, left)) };
}

/** Solve, then refine until the corrections are below what a double holds. Each pass reads the rows once. */
export async function solveFromRows(system: ExactSystem, rows: Rows): Promise<ExactSolution> {
  const { p, packed, moments } = system;
  const factor = factorExactly({ p, packed, rounding: moments.rounding });
  const { kept } = factor;
  const right = zeros(kept.length);
  for (const [i, j] of kept.entries()) put(right, i, at(packed, packedIndex(j, p)));
  const { columns, ...origin } = originOf(system, kept);
  let beta = solveExactly(factor, right);
  let level = widen(0);
  for (let passes = 1; ; passes++) {
    const predictor = { hi: Float64Array.of(level.hi, ...beta.hi), lo: Float64Array.of(level.lo, ...beta.lo) };
    const sums = await rows.reduceExact(exactResidualPass, { columns, origin, predictor });
    const correction = correctionFor(system, factor, sums);
    const next = zeros(kept.length);
    for (let i = 0; i < kept.length; i++) put(next, i, sum(at(beta, i), at(correction.beta, i)));
    beta = next;
    level = sum(level, correction.level);
    const lastStep = correction.beta.hi.map(Math.abs);
    const settled =
      lastStep.every((change, i) => change <= TOL * Math.abs(next.hi[i] as number)) &&
      correction.gain.hi <= GAIN * (sums.hi[0] as number);
    if (!settled && passes < MAX_PASSES) continue;
    const left = difference(at(sums, 0), correction.gain);
    return { factor, beta, level, rss: left.hi > 0 ? left : widen(0), lastStep };
  }
}

// How many digits of each coefficient can be trusted: a componentwise bound on rounding (Skeel; Higham 2002, ch. 20).

import { momentsRounding } from "./from-moments.ts";
import { type NormalEquations, termsNorm } from "./normal-equations.ts";
import type { Solution } from "./solve.ts";

/** Bounds count worst cases; this makes up for products and sums that each round more than once. */
const ROUNDINGS = 2;

const UNIT_ROUNDOFF = Number.EPSILON / 2;

/** A double has no more. */
const MAX_DIGITS = 15.95;

/** Absolute error bounds of the coefficients and of the intercept at 0. */
export interface ErrorBounds {
  beta: Float64Array;
  intercept: number;
}

/** Rounding of the last correction: |A|·|its b|, which the solve then carries through A⁻¹. */
function correctionResidual({ p, A, scale }: NormalEquations, { correction }: Solution): Float64Array {
  const residual = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const b = Math.abs((correction.beta[j] as number) * (scale[j] as number));
    for (let i = 0; i < p; i++) residual[i] = (residual[i] as number) + Math.abs(A[j * p + i] as number) * b;
  }
  return residual;
}

/**
 * Error bounds after refinement. A residual's own rounding reaches coefficient j through row j of the pseudo-inverse, of
 * norm √(A⁻¹)ⱼⱼ; the rounding of the sums Σ w e z and of the solve reaches it through row j of A⁻¹.
 *
 * @param inverse A⁻¹, p×p
 */
export function errorBounds(system: NormalEquations, solution: Solution, inverse: Float64Array): ErrorBounds {
  const { p, scale, centre, weight } = system;
  const c = ROUNDINGS * UNIT_ROUNDOFF;
  const terms = termsNorm(system, solution.predictor);
  const sumsNorm = Math.sqrt(solution.sums.rss);
  const summed = solution.hasRows ? null : momentsRounding(system, solution);
  const residual = correctionResidual(system, solution).map((value, j) => value + (summed?.[j] ?? sumsNorm));
  const beta = new Float64Array(p);
  const toZero = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    const d = scale[j] as number;
    if (solution.factor.aliased[j] || d === 0) continue;
    let carried = 0;
    for (let i = 0; i < p; i++) {
      carried += Math.abs(inverse[i * p + j] as number) * (residual[i] as number);
      toZero[i] = (toZero[i] as number) + ((inverse[i * p + j] as number) * (centre[j] as number)) / d;
    }
    beta[j] = (c * (Math.sqrt(inverse[j * p + j] as number) * terms + carried)) / d;
  }
  // The intercept is the level less toZero'(scale·beta): the same two roads, through the row toZero of A⁻¹.
  let squared = 1 / weight;
  let carried = 0;
  for (let j = 0; j < p; j++) {
    const d = scale[j] as number;
    if (d === 0) continue;
    squared += ((toZero[j] as number) * (centre[j] as number)) / d;
    carried += Math.abs(toZero[j] as number) * (residual[j] as number);
  }
  return { beta, intercept: c * (Math.sqrt(Math.max(squared, 1 / weight)) * terms + carried) };
}

/** −log10 of the relative error, from 0 to what a double holds; null for a coefficient of 0, which has no relative error. */
export function digitsOf(value: number, bound: number): number | null {
  if (value === 0) return null;
  return Math.min(MAX_DIGITS, Math.max(0, -Math.log10(bound / Math.abs(value) + UNIT_ROUNDOFF)));
}

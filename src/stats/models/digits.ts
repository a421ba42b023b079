// How many digits of each coefficient can be trusted: componentwise bounds on rounding (Skeel; Higham 2002, ch. 20).

import type { NormalEquations } from "./normal-equations.ts";
import type { Solution } from "./solve.ts";

/** Bounds count worst cases; this makes up for products and sums that each round more than once. */
const ROUNDINGS = 2;

/** Relative rounding of an entry of the moments, in units, beside one for each column of the factorisation. */
const MOMENT_ROUNDINGS = 8;

const UNIT_ROUNDOFF = Number.EPSILON / 2;

/** A double has no more. */
const MAX_DIGITS = 15.95;

/** Absolute error bounds of the coefficients and of the intercept at 0. */
interface ErrorBounds {
  beta: Float64Array;
  intercept: number;
}

/** What reaches the scaled coefficients: `spread` of residuals through √(A⁻¹)ⱼⱼ, and the rest through |A⁻¹|. */
interface Disturbance {
  spread: number;
  carried: Float64Array;
}

/** √(W m² + d²) of each column over d: how much more there is to round in a column than in its distance from the mean. */
function reaches({ p, weight, centre, scale, level, tss }: NormalEquations): {
  columns: Float64Array;
  response: number;
} {
  const columns = new Float64Array(p);
  for (const [j, d] of scale.entries()) {
    if (d > 0) columns[j] = Math.sqrt(weight * ((centre[j] as number) / d) ** 2 + 1);
  }
  return { columns, response: Math.sqrt(weight * level * level + tss) };
}

/** Coefficients in units of scale, what was added last included. */
function scaledBeta({ scale }: NormalEquations, { predictor, correction }: Solution): Float64Array {
  return scale.map((d, j) => d * ((predictor.beta[j] as number) + (correction.beta[j] as number)));
}

/** Rounding of moments and of their factorisation: A and r are known to a few units of each column's reach. */
function momentDisturbance(system: NormalEquations, solution: Solution): Disturbance {
  const { p, tss } = system;
  const c = (MOMENT_ROUNDINGS + p) * UNIT_ROUNDOFF;
  const { columns, response } = reaches(system);
  const b = scaledBeta(system, solution).map(Math.abs);
  // Merging takes differences of means, which are rounded to units of the mean rather than of the spread.
  const loss = columns.map((reach) => 1 + reach);
  const right = Math.sqrt(tss) + response;
  const total = b.reduce((sum, value, k) => sum + value * (loss[k] as number), right);
  const plain = b.reduce((sum, value) => sum + value, Math.sqrt(tss));
  return { spread: 0, carried: loss.map((own) => c * (total + own * plain)) };
}

/** Rounding of residuals, of their sums, and of the last correction: |A|·|its b|. */
function residualDisturbance(system: NormalEquations, solution: Solution): Disturbance {
  const { p, A, scale } = system;
  const c = ROUNDINGS * UNIT_ROUNDOFF;
  const carried = new Float64Array(p).fill(Math.sqrt(solution.rss));
  for (let j = 0; j < p; j++) {
    const b = Math.abs((solution.correction.beta[j] as number) * (scale[j] as number));
    for (let i = 0; i < p; i++) carried[i] = (carried[i] as number) + Math.abs(A[j * p + i] as number) * b;
  }
  const terms = scaledBeta(system, solution).reduce((sum, value) => sum + value * value, system.tss);
  return { spread: c * Math.sqrt(terms), carried: carried.map((value) => c * value) };
}

/**
 * What rounding the inputs to doubles did, through y − Xb and through X in the normal equations. Values that recur are rounded
 * alike, and moments do not tell how many do, so that all errors of a column count in one direction.
 */
function inputDisturbance(system: NormalEquations, solution: Solution): { spread: number; columns: Float64Array } {
  const { columns, response } = reaches(system);
  const b = scaledBeta(system, solution);
  const squares = b.reduce((sum, value, j) => sum + (value * (columns[j] as number)) ** 2, response * response);
  const residual = UNIT_ROUNDOFF * Math.sqrt(solution.rss);
  return { spread: UNIT_ROUNDOFF * Math.sqrt(squares), columns: columns.map((reach) => reach * residual) };
}

/** What arithmetic may have done, which another road may do better, and all there is with the rounding of the inputs. */
export interface AllBounds {
  arithmetic: ErrorBounds;
  total: ErrorBounds;
}

/**
 * Error bounds of a solution. The rounding of residuals reaches coefficient j through row j of the pseudo-inverse, of norm
 * √(A⁻¹)ⱼⱼ; that of the sums Σ w e z and of the moments reaches it through row j of A⁻¹.
 *
 * @param inverse A⁻¹, p×p
 */
export function errorBounds(system: NormalEquations, solution: Solution, inverse: Float64Array): AllBounds {
  const { p, scale, centre, weight, level, intercept } = system;
  const own = solution.passes === 0 ? momentDisturbance(system, solution) : residualDisturbance(system, solution);
  const inputs = inputDisturbance(system, solution);
  const through = (row: Float64Array, squared: number): { arithmetic: number; total: number } => {
    let carried = 0;
    let moved = inputs.spread ** 2 * squared;
    for (let i = 0; i < p; i++) {
      const value = row[i] as number;
      carried += Math.abs(value) * (own.carried[i] as number);
      moved += (value * (inputs.columns[i] as number)) ** 2;
    }
    const arithmetic = Math.sqrt(squared) * own.spread + carried;
    return { arithmetic, total: arithmetic + Math.sqrt(moved) };
  };
  const arithmetic: ErrorBounds = { beta: new Float64Array(p), intercept: 0 };
  const total: ErrorBounds = { beta: new Float64Array(p), intercept: 0 };
  const toZero = new Float64Array(p);
  for (const [j, d] of scale.entries()) {
    if (solution.factor.aliased[j] || d === 0) continue;
    const row = inverse.subarray(j * p, (j + 1) * p);
    for (let i = 0; i < p; i++) {
      toZero[i] = (toZero[i] as number) + ((row[i] as number) * (centre[j] as number)) / d;
    }
    const bounds = through(row, row[j] as number);
    arithmetic.beta[j] = bounds.arithmetic / d;
    total.beta[j] = bounds.total / d;
  }
  if (!intercept) return { arithmetic, total };
  // The intercept is the level less toZero'(scale·beta): the same roads, through the row toZero of A⁻¹.
  let squared = 1 / weight;
  for (const [j, d] of scale.entries()) {
    if (d > 0) squared += ((toZero[j] as number) * (centre[j] as number)) / d;
  }
  const bounds = through(toZero, Math.max(squared, 1 / weight));
  const ofLevel = UNIT_ROUNDOFF * MOMENT_ROUNDINGS * Math.abs(level);
  arithmetic.intercept = ofLevel + bounds.arithmetic;
  total.intercept = ofLevel + bounds.total;
  return { arithmetic, total };
}

/** −log10 of the relative error, from 0 to what a double holds; null for a coefficient of 0, which has no relative error. */
export function digitsOf(value: number, bound: number): number | null {
  if (value === 0) return null;
  return Math.min(MAX_DIGITS, Math.max(0, -Math.log10(bound / Math.abs(value) + UNIT_ROUNDOFF)));
}

// Estimates and the unscaled covariance of a solution: everything about coefficients that does not need sigma.

import type { Dense } from "#kernel/backend.ts";
import { type AllBounds, digitsOf, errorBounds } from "./digits.ts";
import { levelAfter } from "./level.ts";
import type { NormalEquations } from "./normal-equations.ts";
import type { Solution } from "./solve.ts";

/** One row of the coefficient table before sigma is known; null rows are aliased. */
export interface Estimate {
  value: number;
  /** Standard error over sigma, in units of 2^exponent: alone it may leave the range of doubles. */
  unitError: number;
  exponent: number;
  digits: number | null;
}

export interface Estimates {
  /** Present where there is an intercept. */
  intercept: Estimate | null;
  slopes: (Estimate | null)[];
}

/** Variance of the intercept at 0 over sigma²: 1/W + m′C⁻¹m, as a sum of squares. */
function interceptVariance(system: NormalEquations, { factor }: Solution, dense: Dense): number {
  const u = system.scale.map((d, j) => (d === 0 ? 0 : (system.centre[j] as number) / d));
  let sum = 1 / system.weight;
  for (const v of dense.solveTriangular(factor, u, 1, true)) sum += v * v;
  return sum;
}

/** Coefficients on the scale of the data, and what bounds their errors. */
export function estimatesOf(
  system: NormalEquations,
  solution: Solution,
  dense: Dense,
): { estimates: Estimates; bounds: AllBounds } {
  const { p, scale, centre } = system;
  const { factor, predictor, correction } = solution;
  const inverse = dense.inverse(factor);
  const bounds = errorBounds(system, solution, inverse);
  const split = Array.from(predictor.beta, (value, j) => ({ value, correction: correction.beta[j] as number }));
  const slopes = split.map(({ value, correction: change }, j): Estimate | null => {
    if (factor.aliased[j]) return null;
    const unitError = Math.sqrt(inverse[j * p + j] as number) / (scale[j] as number);
    return {
      value: value + change,
      unitError,
      exponent: 0,
      digits: digitsOf(value + change, bounds.total.beta[j] as number),
    };
  });
  if (!system.intercept) return { estimates: { intercept: null, slopes }, bounds };
  const level = { value: predictor.intercept, correction: correction.intercept };
  const value = levelAfter(
    level,
    split,
    Array.from(centre, (c) => -c),
  );
  const unitError = Math.sqrt(interceptVariance(system, solution, dense));
  const intercept = { value, unitError, exponent: 0, digits: digitsOf(value, bounds.total.intercept) };
  return { estimates: { intercept, slopes }, bounds };
}

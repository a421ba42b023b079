// Which columns of a design depend on earlier ones, to the rounding of their moments.

import type { Cholesky, Dense } from "#kernel/backend.ts";

/**
 * Relative rounding of an entry of the correlation matrix and of a pivot of p products. Exact dependence was seen to leave
 * pivots of a few units of rounding; R's tolerance in `lm`, 1e-7 on norms, is 1e-14 on this scale.
 */
const rounding = (p: number): number => 16 * Number.EPSILON * (p + 2);

/** A factor and what is left of the matrix without the columns it aliases. */
export interface RankedFactor {
  factor: Cholesky;
  /** 1-norm condition over the columns kept; 1 where none is. */
  condition: number;
}

/** The first column whose pivot is within its own rounding: column j of R⁻¹ is (−s, 1)/rⱼⱼ, s its regression on earlier ones. */
function firstUnresolved(factor: Cholesky, dense: Dense): number {
  const { p, aliased } = factor;
  const identity = new Float64Array(p * p);
  for (let j = 0; j < p; j++) identity[j * p + j] = 1;
  const inverse = dense.solveTriangular(factor, identity, p, false);
  return Array.from(aliased).findIndex((left, j) => {
    let norm = 0;
    for (let i = 0; i <= j; i++) norm += Math.abs(inverse[j * p + i] as number);
    return !left && norm * norm * rounding(p) >= 1;
  });
}

/**
 * Factor a p×p correlation matrix, leaving out in R's order every column that depends on the columns kept before it.
 *
 * A perturbation of the matrix by its rounding changes the pivot of column j by up to rounding·(1 + ‖s‖₁)². A column
 * whose pivot, 1 − R² on the earlier ones, does not exceed that cannot be told from a dependent one.
 */
export function factorByRank(A: Float64Array, p: number, dense: Dense): RankedFactor {
  const left = A.slice();
  for (;;) {
    const factor = dense.cholesky(left, p, rounding(p));
    if (factor.rank === 0) return { factor, condition: 1 };
    const condition = dense.condition(factor, left);
    // ‖R⁻¹eⱼ‖₁² <= p·‖A⁻¹‖₁ shows most designs to be free of such columns; 10 allows for the estimate.
    const unresolved = 10 * p * condition * rounding(p) < 1 ? -1 : firstUnresolved(factor, dense);
    if (unresolved < 0) return { factor, condition };
    for (let k = 0; k < p; k++) {
      left[unresolved * p + k] = 0;
      left[k * p + unresolved] = 0;
    }
  }
}

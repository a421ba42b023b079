// Covariances and correlations of Moments, and which columns vary.

import { type Correlation, toCorrelation } from "../../moments/correlation.ts";
import { packedIndex } from "../../moments/packed.ts";
import { roundingScatter } from "../../moments/scale.ts";
import type { Moments } from "../../types.ts";

/**
 * Sum of products about the means as n rows of weight 1 would have it, so that the scale of analytic weights is of no
 * account.
 */
export function productsOf({ scatter, n, weight }: Moments): number[] {
  return weight === n ? scatter.slice() : scatter.map((s) => (s * n) / weight);
}

/** The largest sums of squares that constant columns with these means can show. */
export function constantFloor({ mean, n }: Moments): number[] {
  return mean.map((m) => roundingScatter(m, n));
}

/** Variances with n − 1; exactly 0 for a constant column, NaN below two rows. */
export function variancesOf(moments: Moments): number[] {
  const products = productsOf(moments);
  return constantFloor(moments).map((floor, j) => {
    const squares = products[packedIndex(j, j)] as number;
    return (squares > floor ? squares : 0) / (moments.n > 1 ? moments.n - 1 : Number.NaN);
  });
}

/** The correlation matrix, and the roots of the sums of squares that were divided out. */
export const correlationOf = (moments: Moments): Correlation =>
  toCorrelation(productsOf(moments), constantFloor(moments));

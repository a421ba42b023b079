// Residual sums of squares of many responses on one design, from one pass that takes the moments of all of them together.

import type { Cholesky, Dense } from "#kernel/backend.ts";
import { normalEquations } from "../models/normal-equations.ts";
import { factorByRank } from "../models/rank.ts";
import { subsetMoments } from "../moments/subset.ts";
import type { Moments } from "../types.ts";

/** Of the total: below this a residual sum of squares from moments has lost too many digits to be told. */
const LEAST_SHARE = 1e-11;

/**
 * Residual sum of squares of each response after the first p columns of `moments`, from ‖R⁻ᵀr‖²; null where it is no more
 * than the rounding of the moments. Relative error some 1e-15·tss/rss.
 */
export function residualSums(
  moments: Moments,
  { p, intercept }: { p: number; intercept: boolean },
  dense: Dense,
): { rss: (number | null)[]; rank: number } {
  const design = Array.from({ length: p }, (_, j) => j);
  const nResponses = moments.mean.length - p;
  let factor: Cholesky | null = null;
  const rss = Array.from({ length: nResponses }, (_, k) => {
    const system = normalEquations(subsetMoments(moments, [...design, p + k]), intercept);
    if (p === 0) return system.tss;
    factor ??= factorByRank(system.A, p, dense).factor;
    const z = dense.solveTriangular(factor, system.r, 1, true);
    const explained = z.reduce((sum, v) => sum + v * v, 0);
    const left = system.tss - explained;
    return left > LEAST_SHARE * system.tss ? left : null;
  });
  // The compiler does not see the assignment in the callback.
  const rank = (factor as Cholesky | null)?.rank ?? 0;
  return { rss, rank: rank + (intercept ? 1 : 0) };
}

// The least-squares fit of one window from its moments alone, as tests between windows need it.

import type { Dense } from "#kernel/backend.ts";
import { levelAfter } from "../../models/level.ts";
import { type NormalEquations, normalEquations } from "../../models/normal-equations.ts";
import { factorByRank } from "../../models/rank.ts";
import type { Moments } from "../../types.ts";
import type { CoefficientEstimates } from "../report/types.ts";

/** A residual sum of squares at or below this share of the total, times the columns, is rounding. */
const EXACT_FIT = 32 * Number.EPSILON;

export interface WindowFit extends CoefficientEstimates {
  n: number;
  /** Coefficients estimated, the intercept among them. */
  rank: number;
  rss: number;
}

/**
 * Fit the last column of `moments` on the others. Coefficients are in the order of the names, after the intercept;
 * `null` where aliased, standard errors also where no degree of freedom is left.
 *
 * The residual sum of squares comes from moments, and keeps 16 − log10(TSS/RSS) digits.
 *
 * @throws LeastwiseError `response-constant`, `value-not-finite`
 */
export function windowFit(moments: Moments, intercept: boolean, dense: Dense): WindowFit {
  const system = normalEquations(moments, intercept);
  const { p, A, scale, r, tss } = system;
  const { factor } = factorByRank(A, p, dense);
  const b = dense.solve(factor, r, 1);
  const explained = b.reduce((sum, value, j) => sum + value * (r[j] as number), 0);
  const rank = factor.rank + (intercept ? 1 : 0);
  const df = moments.n - rank;
  const left = tss - explained;
  const rss = df > 0 && left > EXACT_FIT * (p + 1) * tss ? left : 0;
  const sigma = df > 0 ? Math.sqrt(rss / df) : Number.NaN;
  const inverse = dense.inverse(factor);
  const unit = (j: number) => (factor.aliased[j] ? 0 : 1 / (scale[j] as number));
  const slopes = Array.from(b, (value, j) => (factor.aliased[j] ? null : value * unit(j)));
  const slopeErrors = slopes.map((value, j) =>
    value === null ? null : finite(sigma * Math.sqrt(inverse[j * p + j] as number) * unit(j)),
  );
  const fit = { n: moments.n, rank, rss };
  const terms = moments.names.slice(0, p);
  if (!intercept) return { ...fit, terms, coefficients: slopes, standardErrors: slopeErrors };
  const centre = system.centre.map((c, j) => c * unit(j));
  const half = dense.solveTriangular(factor, centre, 1, true);
  const variance = half.reduce((sum, h) => sum + h * h, 1 / moments.weight);
  return {
    ...fit,
    terms: ["(Intercept)", ...terms],
    coefficients: [interceptOf(system, slopes), ...slopes],
    standardErrors: [finite(sigma * Math.sqrt(variance)), ...slopeErrors],
  };
}

/** The fitted value at 0: a long way from the means the sum may cancel. */
function interceptOf({ level, centre }: NormalEquations, slopes: readonly (number | null)[]): number {
  const split = (value: number | null) => ({ value: value ?? 0, correction: 0 });
  return levelAfter(
    split(level),
    slopes.map(split),
    Array.from(centre, (c) => -c),
  );
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

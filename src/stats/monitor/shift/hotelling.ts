// Hotelling's two-sample test: one number for the change of all means.

import type { Dense } from "#kernel/backend.ts";
import { fUpperTail } from "../../inference/f.ts";
import { factorByRank } from "../../models/rank.ts";
import { toCorrelation } from "../../moments/correlation.ts";
import type { Moments } from "../../types.ts";
import type { Hotelling } from "../report/types.ts";
import { constantFloor, productsOf } from "./spread.ts";

/**
 * T² = nm/(n + m)·dᵀS⁻¹d with d the difference of the means of the same columns and S the pooled covariance on n + m − 2
 * degrees of freedom. Columns that depend on earlier ones, and constant ones, have no part in it; df1 counts the others.
 * `null` where no column is left, there are too few rows, or the distance is infinite.
 *
 * Hotelling 1931; Anderson, An Introduction to Multivariate Statistical Analysis, section 5.3.
 */
export function hotelling(a: Moments, b: Moments, dense: Dense): Hotelling | null {
  const p = a.mean.length;
  const other = productsOf(b);
  const pooled = productsOf(a).map((s, k) => s + (other[k] as number));
  const floorB = constantFloor(b);
  const { A, scale } = toCorrelation(
    pooled,
    constantFloor(a).map((floor, j) => floor + (floorB[j] as number)),
  );
  const { factor } = factorByRank(A, p, dense);
  const rank = factor.rank;
  const n = a.n + b.n;
  const df2 = n - rank - 1;
  if (rank === 0 || df2 < 1) return null;
  const d = scale.map((s, j) => (s === 0 ? 0 : ((b.mean[j] as number) - (a.mean[j] as number)) / s));
  const whitened = dense.solveTriangular(factor, d, 1, true);
  const squared = (n - 2) * whitened.reduce((sum, w) => sum + w * w, 0);
  const t2 = ((a.n * b.n) / n) * squared;
  if (!Number.isFinite(t2)) return null;
  const f = (df2 / (rank * (n - 2))) * t2;
  return { t2, distance: Math.sqrt(squared), f, df1: rank, df2, p: fUpperTail(f, rank, df2) };
}

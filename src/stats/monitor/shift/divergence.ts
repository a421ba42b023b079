// Kullback–Leibler divergence of the normal distributions that two Moments describe.

import { log } from "#base/elementary.ts";
import type { Cholesky, Dense } from "#kernel/backend.ts";
import { factorByRank } from "../../models/rank.ts";
import { packedIndex } from "../../moments/packed.ts";
import type { Moments } from "../../types.ts";
import type { GaussianDivergence } from "../report/types.ts";
import { correlationOf, productsOf } from "./spread.ts";

interface Normal {
  mean: readonly number[];
  /** Covariances with n − 1, packed, and the roots of their diagonal. */
  covariance: number[];
  sd: Float64Array;
  factor: Cholesky;
  logDeterminant: number;
}

/** `null` where a column is constant or depends on the others. */
function normalOf(moments: Moments, dense: Dense): Normal | null {
  const p = moments.mean.length;
  const df = moments.n - 1;
  const { A, scale } = correlationOf(moments);
  const { factor } = factorByRank(A, p, dense);
  if (df < 1 || factor.rank < p) return null;
  const sd = scale.map((s) => s / Math.sqrt(df));
  let logDeterminant = 0;
  for (let j = 0; j < p; j++) logDeterminant += 2 * (log(factor.R[j * p + j] as number) + log(sd[j] as number));
  return { mean: moments.mean, covariance: productsOf(moments).map((s) => s / df), sd, factor, logDeterminant };
}

/** KL(of ‖ from) = ½(tr Σ⁻¹Σ′ + dᵀΣ⁻¹d − p + ln|Σ|/|Σ′|), Σ of `from` and Σ′ of `of`. */
function divergence(of: Normal, from: Normal, dense: Dense): number {
  const p = of.sd.length;
  const inverse = dense.inverse(from.factor);
  let trace = 0;
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++) {
      const covariance = (of.covariance[packedIndex(i, j)] as number) / (from.sd[i] as number) / (from.sd[j] as number);
      trace += (inverse[j * p + i] as number) * covariance;
    }
  }
  const d = from.sd.map((s, j) => ((of.mean[j] as number) - (from.mean[j] as number)) / s);
  const whitened = dense.solveTriangular(from.factor, d, 1, true);
  const distance = whitened.reduce((sum, w) => sum + w * w, 0);
  // What is left of 0 is rounding.
  return Math.max(0, 0.5 * (trace - p + distance + from.logDeterminant - of.logDeterminant));
}

/** Both divergences in nats; `null` where one is infinite, as where a covariance matrix is singular. */
export function gaussianDivergence(reference: Moments, current: Moments, dense: Dense): GaussianDivergence | null {
  const from = normalOf(reference, dense);
  const of = normalOf(current, dense);
  if (!from || !of) return null;
  const both = { forward: divergence(of, from, dense), backward: divergence(from, of, dense) };
  return Number.isFinite(both.forward) && Number.isFinite(both.backward) ? both : null;
}

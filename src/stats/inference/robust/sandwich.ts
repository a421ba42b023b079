// Bread and meat: the covariance of the coefficients from the middle of a robust estimator.

import type { Dense } from "#kernel/backend.ts";
import type { FittedModel } from "./scores.ts";

/** (X′WX)⁻¹ times k columns, about the centre, where the level and the slopes do not mix. */
function breadTimes(
  { intercept, weight, whiten }: FittedModel,
  B: Float64Array,
  k: number,
  dense: Dense,
): Float64Array {
  const first = intercept ? 1 : 0;
  const p = k - first;
  const out = new Float64Array(k * k);
  if (intercept) for (let c = 0; c < k; c++) out[c * k] = (B[c * k] as number) / weight;
  if (p === 0) return out;
  const slopes = Float64Array.from({ length: p * k }, (_, e) => B[Math.floor(e / p) * k + first + (e % p)] as number);
  const solved = dense.solve(whiten, slopes, k);
  for (let c = 0; c < k; c++) out.set(solved.subarray(c * p, (c + 1) * p), c * k + first);
  return out;
}

function transposed(A: Float64Array, k: number): Float64Array {
  return Float64Array.from({ length: k * k }, (_, e) => A[(e % k) * k + Math.floor(e / k)] as number);
}

/** Rows of the level at the centre become rows of the intercept at 0. */
function toIntercept(A: Float64Array, k: number, { predictor }: FittedModel): Float64Array {
  const out = A.slice();
  for (let c = 0; c < k; c++) {
    let value = A[c * k] as number;
    for (let j = 1; j < k; j++) value -= (predictor.centre[j - 1] as number) * (A[c * k + j] as number);
    out[c * k] = value;
  }
  return out;
}

/**
 * sigma² B M B for the intercept at 0, where there is one, and the slopes.
 *
 * @param meat k×k about the centre, of scores over sigma
 * @returns the packed upper triangle by columns
 */
export function sandwich(model: FittedModel, meat: Float64Array, dense: Dense): number[] {
  const k = model.predictor.beta.length + (model.intercept ? 1 : 0);
  const half = breadTimes(model, meat, k, dense);
  let V = breadTimes(model, transposed(half, k), k, dense);
  if (model.intercept) V = toIntercept(transposed(toIntercept(V, k, model), k), k, model);
  const { sigma } = model;
  const packed: number[] = [];
  for (let j = 0; j < k; j++) for (let i = 0; i <= j; i++) packed.push((V[j * k + i] as number) * sigma * sigma);
  return packed;
}

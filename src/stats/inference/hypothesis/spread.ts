// Estimates of linear forms of the coefficients and their covariance, classical or robust.

import type { Dense } from "#kernel/backend.ts";
import { levelAfter } from "../../models/level.ts";
import { predictorOf } from "../../models/predict.ts";
import { packedIndex } from "../../moments/packed.ts";
import type { Fit } from "../../types.ts";
import type { RobustTable } from "../types.ts";

/** Covariance of q forms: q×q, column-major. `null` where the fit's cannot be computed, or a number cannot hold it. */
export type FormCovariance = Float64Array | null;

/** Σ weights[j]·beta[j], rounded once at the end. */
export function formValue(fit: Fit, weights: ArrayLike<number>): number {
  const parts = fit.coefficients.map((value) => ({ value: value ?? 0, correction: 0 }));
  return levelAfter({ value: 0, correction: 0 }, parts, Array.from(weights));
}

/**
 * A form as a vector of length sqrt(variance)/sigma: about the centre, where the level and the slopes do not mix, so that
 * what cancels in the data cancels before it is squared.
 */
function whitened(fit: Fit, weights: ArrayLike<number>, dense: Dense): Float64Array {
  const { whiten, columns } = predictorOf(fit);
  const first = fit.plan.intercept ? 1 : 0;
  const onLevel = first === 1 ? (weights[0] as number) : 0;
  const { centre, weight } = fit.covariance;
  const slopes = Float64Array.from(columns, (j, k) => (weights[j + first] as number) - onLevel * (centre[k] as number));
  const u = slopes.length === 0 ? slopes : dense.solveTriangular(whiten, slopes, 1, true);
  return Float64Array.from([onLevel / Math.sqrt(weight), ...u]);
}

function classical(fit: Fit, forms: readonly ArrayLike<number>[], dense: Dense): FormCovariance {
  const { sigma } = fit;
  if (sigma === null) return null;
  return unitCovariance(fit, forms, dense).map((v) => v * sigma * sigma);
}

/** Covariance of q forms over sigma²: q×q, column-major. It is there where sigma is 0 or unknown, too. */
export function unitCovariance(fit: Fit, forms: readonly ArrayLike<number>[], dense: Dense): Float64Array {
  const u = forms.map((weights) => whitened(fit, weights, dense));
  const q = forms.length;
  return Float64Array.from({ length: q * q }, (_, e) => {
    const a = u[e % q] as Float64Array;
    const b = u[Math.floor(e / q)] as Float64Array;
    return a.reduce((sum, v, k) => sum + v * (b[k] as number), 0);
  });
}

/** Pivots of a covariance on the scale of unit variances below this are rounding: a form follows from others. */
const DEPENDENT = 1e-11;

/** d′V⁻¹d of q distances, on the scale of unit variances; or the place of a form that follows from those before it. */
export function waldForm(d: readonly number[], V: Float64Array, dense: Dense): { sum: number; dependent: number } {
  const q = d.length;
  const sd = d.map((_, r) => Math.sqrt(V[r * q + r] as number));
  const scaled = V.map((v, e) => v / ((sd[e % q] as number) * (sd[Math.floor(e / q)] as number)));
  const factor = dense.cholesky(scaled, q, DEPENDENT);
  const unit = Float64Array.from(d, (v, r) => v / (sd[r] as number));
  const sum = dense.solveTriangular(factor, unit, 1, true).reduce((total, v) => total + v * v, 0);
  return { sum, dependent: factor.aliased.indexOf(1) };
}

function fromTable(fit: Fit, forms: readonly ArrayLike<number>[], { covariance }: RobustTable): FormCovariance {
  if (covariance === null) return null;
  const kept = fit.coefficients.flatMap((value, j) => (value === null ? [] : [j]));
  const V = (a: number, b: number): number => covariance[packedIndex(a, b)] as number;
  const times = forms.map((weights) =>
    kept.map((_, b) => kept.reduce((sum, j, a) => sum + (weights[j] as number) * V(a, b), 0)),
  );
  const q = forms.length;
  return Float64Array.from({ length: q * q }, (_, e) => {
    const half = times[e % q] as number[];
    const weights = forms[Math.floor(e / q)] as ArrayLike<number>;
    return kept.reduce((sum, j, b) => sum + (half[b] as number) * (weights[j] as number), 0);
  });
}

/** Covariance of forms over the terms of a fit, from its own covariance or a robust one. */
export function formCovariance(
  fit: Fit,
  forms: readonly ArrayLike<number>[],
  table: RobustTable | null,
  dense: Dense,
): FormCovariance {
  const found = table ? fromTable(fit, forms, table) : classical(fit, forms, dense);
  return found?.every(Number.isFinite) ? found : null;
}

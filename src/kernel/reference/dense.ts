// Dense algebra of small symmetric matrices in plain TypeScript: Cholesky, triangular solves, condition estimate.

import type { Cholesky, Dense } from "../backend.ts";
import { checkMatrix } from "../shapes.ts";
import { eigen } from "./eigen.ts";

/** Steps of the condition estimator; Higham (1988) sees more than 5 help nowhere. */
const MAX_ESTIMATE_STEPS = 5;

/** Factor A = RᵀR; a column whose pivot falls to `tol` times its diagonal is left out. */
function cholesky(A: Float64Array, p: number, tol: number): Cholesky {
  checkMatrix("A", A, p);
  const R = new Float64Array(p * p);
  const aliased = new Uint8Array(p);
  const pivots = new Float64Array(p);
  let rank = 0;
  for (let j = 0; j < p; j++) {
    const diagonal = A[j * p + j] as number;
    let pivot = diagonal;
    for (let i = 0; i < j; i++) {
      if (aliased[i]) continue;
      let value = A[j * p + i] as number;
      for (let k = 0; k < i; k++) value -= (R[i * p + k] as number) * (R[j * p + k] as number);
      value /= R[i * p + i] as number;
      R[j * p + i] = value;
      pivot -= value * value;
    }
    pivots[j] = diagonal > 0 ? pivot / diagonal : 0;
    if (diagonal > 0 && pivot > tol * diagonal) {
      R[j * p + j] = Math.sqrt(pivot);
      rank += 1;
    } else {
      R.fill(0, j * p, (j + 1) * p);
      aliased[j] = 1;
    }
  }
  return { p, R, rank, aliased, pivots };
}

function solveColumn({ p, R, aliased }: Cholesky, x: Float64Array, transposed: boolean): void {
  if (transposed) {
    for (let j = 0; j < p; j++) {
      let value = x[j] as number;
      for (let i = 0; i < j; i++) value -= (R[j * p + i] as number) * (x[i] as number);
      x[j] = aliased[j] ? 0 : value / (R[j * p + j] as number);
    }
    return;
  }
  for (let j = p - 1; j >= 0; j--) {
    const value = aliased[j] ? 0 : (x[j] as number) / (R[j * p + j] as number);
    x[j] = value;
    for (let i = 0; i < j; i++) x[i] = (x[i] as number) - (R[j * p + i] as number) * value;
  }
}

function solveTriangular(factor: Cholesky, B: Float64Array, nRhs: number, transposed: boolean): Float64Array {
  checkMatrix("B", B, factor.p, nRhs);
  const X = B.slice();
  for (let c = 0; c < nRhs; c++) solveColumn(factor, X.subarray(c * factor.p, (c + 1) * factor.p), transposed);
  return X;
}

function solve(factor: Cholesky, B: Float64Array, nRhs: number): Float64Array {
  return solveTriangular(factor, solveTriangular(factor, B, nRhs, true), nRhs, false);
}

function inverse(factor: Cholesky): Float64Array {
  const { p } = factor;
  const identity = new Float64Array(p * p);
  for (let j = 0; j < p; j++) identity[j * p + j] = 1;
  const X = solve(factor, identity, p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < j; i++) X[i * p + j] = X[j * p + i] as number;
  }
  return X;
}

/** Largest column sum of |A| over the columns kept; only the upper triangle is read. */
function norm1(A: Float64Array, { p, aliased }: Cholesky): number {
  const sums = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i <= j; i++) {
      if (aliased[i] || aliased[j]) continue;
      const value = Math.abs(A[j * p + i] as number);
      sums[j] = (sums[j] as number) + value;
      if (i < j) sums[i] = (sums[i] as number) + value;
    }
  }
  return sums.reduce((a, b) => Math.max(a, b), 0);
}

function sumAbs(x: Float64Array): number {
  return x.reduce((sum, value) => sum + Math.abs(value), 0);
}

/** Lower bound of ‖A⁻¹‖₁, nearly always within a factor 3 (Hager, 1984; Higham, 1988). */
function estimateInverseNorm(factor: Cholesky): number {
  const { p, rank, aliased } = factor;
  let x = Float64Array.from(aliased, (a) => (a ? 0 : 1 / rank));
  let estimate = 0;
  let last = -1;
  for (let step = 0; step < MAX_ESTIMATE_STEPS; step++) {
    const y = solve(factor, x, 1);
    const norm = sumAbs(y);
    if (norm <= estimate) break;
    estimate = norm;
    const z = solve(
      factor,
      y.map((v) => (v < 0 ? -1 : 1)),
      1,
    );
    let at = 0;
    for (let j = 1; j < p; j++) if (Math.abs(z[j] as number) > Math.abs(z[at] as number)) at = j;
    if (at === last) break;
    last = at;
    x = new Float64Array(p);
    x[at] = 1;
  }
  // A vector of alternating, growing entries catches the matrices that fool the iteration.
  let kept = 0;
  const alternating = Float64Array.from(aliased, (a) => {
    if (a) return 0;
    const value = (kept % 2 === 0 ? 1 : -1) * (1 + (rank > 1 ? kept / (rank - 1) : 0));
    kept += 1;
    return value;
  });
  return Math.max(estimate, (2 * sumAbs(solve(factor, alternating, 1))) / (3 * rank));
}

function condition(factor: Cholesky, A: Float64Array): number {
  checkMatrix("A", A, factor.p);
  return factor.rank === 0 ? 0 : norm1(A, factor) * estimateInverseNorm(factor);
}

/** Dense algebra of the reference backend. */
export const dense: Dense = { cholesky, solve, solveTriangular, inverse, condition, eigen };

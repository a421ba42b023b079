// Goodnight's sweep operator (1979) on the correlation matrix of predictors and response: sweeping a column in or out of a
// regression is the same step, and costs O(q²).

import type { NormalEquations } from "../models/normal-equations.ts";

/**
 * Sweep a q×q matrix (column-major) on column k, in place. A second sweep on k undoes the first. With columns S swept, the
 * last column holds the regression on S and the last diagonal entry what is left of the response.
 */
export function sweep(A: Float64Array, q: number, k: number): void {
  const pivot = A[k * q + k] as number;
  for (let j = 0; j < q; j++) {
    if (j === k) continue;
    const b = (A[j * q + k] as number) / pivot;
    A[j * q + k] = b;
    if (b === 0) continue;
    for (let i = 0; i < q; i++) if (i !== k) A[j * q + i] = (A[j * q + i] as number) - b * (A[k * q + i] as number);
  }
  for (let i = 0; i < q; i++) if (i !== k) A[k * q + i] = -(A[k * q + i] as number) / pivot;
  A[k * q + k] = 1 / pivot;
}

/**
 * By how much the last diagonal entry falls when `columns` are swept: positive where they come in, negative where they go
 * out. A sum of squares over pivots, so that nothing cancels. `A` is left as it is.
 */
export function reductionBy(A: Float64Array, q: number, columns: readonly number[]): number {
  const at = [...columns, q - 1];
  const size = at.length;
  const part = Float64Array.from({ length: size * size }, (_, e) => {
    const row = at[e % size] as number;
    return A[(at[Math.floor(e / size)] as number) * q + row] as number;
  });
  let sum = 0;
  const y = size - 1;
  for (let k = 0; k < y; k++) {
    const pivot = part[k * size + k] as number;
    sum += ((part[k * size + y] as number) * (part[y * size + k] as number)) / pivot;
    if (k + 1 < y) sweep(part, size, k);
  }
  return sum;
}

/** Predictors and response on the correlation scale, ready to sweep. */
export interface SweepSystem {
  /** q×q, the kept predictors and the response last; unit diagonal. */
  A: Float64Array;
  q: number;
  /** Place among the design columns of each kept predictor. */
  columns: number[];
}

/** The augmented correlation matrix of the columns that are not aliased. */
export function sweepSystem(system: NormalEquations, aliased: ArrayLike<number>): SweepSystem {
  const { p, A, r, tss } = system;
  const columns = Array.from({ length: p }, (_, j) => j).filter((j) => !aliased[j]);
  const q = columns.length + 1;
  const out = new Float64Array(q * q);
  const norm = Math.sqrt(tss);
  for (const [b, j] of columns.entries()) {
    for (const [a, i] of columns.entries()) out[b * q + a] = A[j * p + i] as number;
    const toResponse = (r[j] as number) / norm;
    out[b * q + q - 1] = toResponse;
    out[(q - 1) * q + b] = toResponse;
  }
  out[q * q - 1] = 1;
  return { A: out, q, columns };
}

// Eigenvalues and eigenvectors of a symmetric matrix in plain TypeScript by cyclic Jacobi rotations.

import type { Eigen } from "../backend.ts";
import { checkMatrix } from "../shapes.ts";

/** Sweeps over all pairs; ten are usual for hundreds of columns. */
const MAX_SWEEPS = 60;

interface Rotation {
  i: number;
  j: number;
  c: number;
  s: number;
}

/** Columns i and j of M, turned. */
function turnColumns(M: Float64Array, p: number, { i, j, c, s }: Rotation): void {
  for (let k = 0; k < p; k++) {
    const x = M[i * p + k] as number;
    const y = M[j * p + k] as number;
    M[i * p + k] = c * x - s * y;
    M[j * p + k] = s * x + c * y;
  }
}

function turnRows(M: Float64Array, p: number, { i, j, c, s }: Rotation): void {
  for (let k = 0; k < p; k++) {
    const x = M[k * p + i] as number;
    const y = M[k * p + j] as number;
    M[k * p + i] = c * x - s * y;
    M[k * p + j] = s * x + c * y;
  }
}

/** The rotation that makes entry (i, j) 0, by the smaller angle. */
function rotationFor(M: Float64Array, p: number, i: number, j: number): Rotation {
  const theta = ((M[j * p + j] as number) - (M[i * p + i] as number)) / (2 * (M[j * p + i] as number));
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  return { i, j, c, s: t * c };
}

/** See `Dense.eigen`. */
export function eigen(A: Float64Array, p: number): Eigen {
  checkMatrix("A", A, p);
  const M = Float64Array.from(
    A,
    (_, k) => A[Math.max(k % p, Math.floor(k / p)) * p + Math.min(k % p, Math.floor(k / p))] as number,
  );
  const V = Float64Array.from(A, (_, k) => (k % (p + 1) === 0 ? 1 : 0));
  const rounding = (Number.EPSILON * M.reduce((most, value) => Math.max(most, Math.abs(value)), 0)) / p;
  for (let sweep = 0, turned = true; turned && sweep < MAX_SWEEPS; sweep++) {
    turned = false;
    for (let j = 1; j < p; j++) {
      for (let i = 0; i < j; i++) {
        if (Math.abs(M[j * p + i] as number) <= rounding) continue;
        const rotation = rotationFor(M, p, i, j);
        turned = true;
        turnColumns(M, p, rotation);
        turnRows(M, p, rotation);
        turnColumns(V, p, rotation);
      }
    }
  }
  const values = Array.from({ length: p }, (_, j) => M[j * p + j] as number);
  const order = values.map((_, j) => j).sort((a, b) => (values[b] as number) - (values[a] as number));
  const vectors = new Float64Array(p * p);
  for (const [k, j] of order.entries()) vectors.set(V.subarray(j * p, (j + 1) * p), k * p);
  return { values: Float64Array.from(order, (j) => values[j] as number), vectors };
}

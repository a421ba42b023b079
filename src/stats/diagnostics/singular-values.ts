// Singular values of a small matrix by one-sided Jacobi rotations (Hestenes 1958). Small ones keep their relative accuracy
// where the columns, scaled to one length, are well conditioned (Demmel and Veselić 1992).

const MAX_SWEEPS = 40;

export interface SingularValues {
  /** q values, descending. */
  values: number[];
  /** Right singular vectors, q×q column-major, in the order of the values. */
  V: Float64Array;
}

/** Make columns i and j of A orthogonal; the same rotation turns V. Whether they were not. */
function rotate(A: Float64Array, V: Float64Array, q: number, [i, j]: readonly [number, number]): boolean {
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let k = 0; k < q; k++) {
    const a = A[i * q + k] as number;
    const b = A[j * q + k] as number;
    aa += a * a;
    bb += b * b;
    ab += a * b;
  }
  if (Math.abs(ab) <= Number.EPSILON * Math.sqrt(aa) * Math.sqrt(bb)) return false;
  const zeta = (bb - aa) / (2 * ab);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (const M of [A, V]) {
    for (let k = 0; k < q; k++) {
      const a = M[i * q + k] as number;
      const b = M[j * q + k] as number;
      M[i * q + k] = c * a - s * b;
      M[j * q + k] = s * a + c * b;
    }
  }
  return true;
}

/** Singular values and right vectors of A, q×q column-major. */
export function singularValues(matrix: Float64Array, q: number): SingularValues {
  const A = matrix.slice();
  const V = new Float64Array(q * q);
  for (let j = 0; j < q; j++) V[j * q + j] = 1;
  for (let sweep = 0, rotated = true; rotated && sweep < MAX_SWEEPS; sweep++) {
    rotated = false;
    for (let i = 0; i < q; i++) for (let j = i + 1; j < q; j++) rotated = rotate(A, V, q, [i, j]) || rotated;
  }
  const norms = Array.from({ length: q }, (_, j) => Math.hypot(...A.subarray(j * q, (j + 1) * q)));
  const order = norms.map((_, j) => j).sort((a, b) => (norms[b] as number) - (norms[a] as number));
  const sorted = new Float64Array(q * q);
  for (const [k, j] of order.entries()) sorted.set(V.subarray(j * q, (j + 1) * q), k * q);
  return { values: order.map((j) => norms[j] as number), V: sorted };
}

// Packed upper triangles by columns: entry (i <= j) of a symmetric matrix stands at j(j + 1)/2 + i.

/** Place of entry (i, j) in a packed triangle, in either order. */
export function packedIndex(i: number, j: number): number {
  return i <= j ? (j * (j + 1)) / 2 + i : (i * (i + 1)) / 2 + j;
}

/** Entries of the packed triangle of a q×q matrix. */
export function packedLength(q: number): number {
  return (q * (q + 1)) / 2;
}

/** The whole matrix, p×p column by column, of the leading part of a packed triangle. */
export function symmetricOf(packed: ArrayLike<number>, p: number): Float64Array {
  const A = new Float64Array(p * p);
  for (let j = 0, at = 0; j < p; j++) {
    for (let i = 0; i <= j; i++, at++) {
      A[j * p + i] = packed[at] as number;
      A[i * p + j] = packed[at] as number;
    }
  }
  return A;
}

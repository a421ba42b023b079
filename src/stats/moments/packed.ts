// Packed upper triangles by columns: entry (i <= j) of a symmetric matrix stands at j(j + 1)/2 + i.

/** Place of entry (i, j) in a packed triangle, in either order. */
export function packedIndex(i: number, j: number): number {
  return i <= j ? (j * (j + 1)) / 2 + i : (i * (i + 1)) / 2 + j;
}

/** Entries of the packed triangle of a q×q matrix. */
export function packedLength(q: number): number {
  return (q * (q + 1)) / 2;
}

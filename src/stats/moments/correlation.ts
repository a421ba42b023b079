// Scaling of second moments to unit diagonal, which nearly minimises the condition of what is factored (van der Sluis
// 1969).

import { packedIndex } from "./packed.ts";

/** A p×p column-major matrix with unit diagonal, and the scale D^½ that was divided out. */
export interface Correlation {
  A: Float64Array;
  /** √ of the diagonal; 0 where the column was dropped, and its row and column of `A` are 0. */
  scale: Float64Array;
}

/**
 * Scale the leading p×p part of a packed triangle to unit diagonal.
 *
 * @param floor p values: a diagonal entry at or below its floor is rounding of 0, and its column is dropped
 */
export function toCorrelation(packed: readonly number[], floor: readonly number[]): Correlation {
  const p = floor.length;
  const scale = new Float64Array(p);
  for (const [j, least] of floor.entries()) {
    const diagonal = packed[packedIndex(j, j)] as number;
    scale[j] = diagonal > least ? Math.sqrt(diagonal) : 0;
  }
  const A = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i <= j; i++) {
      const dd = (scale[i] as number) * (scale[j] as number);
      if (dd === 0) continue;
      const value = i === j ? 1 : (packed[packedIndex(i, j)] as number) / (scale[i] as number) / (scale[j] as number);
      A[j * p + i] = value;
      A[i * p + j] = value;
    }
  }
  return { A, scale };
}

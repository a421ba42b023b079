// Cholesky of a symmetric positive semidefinite matrix, columns in their order; one that depends on earlier ones is left out.

import { dot_f64 } from "../shared/lanes";

/**
 * Factor the upper triangle of A (p×p, column-major) into R with A = RᵀR over the columns kept. A column whose pivot
 * falls to `tol` times its diagonal is marked in `aliased` and its row and column of R are zero; `pivots` are relative
 * to the diagonal. Returns the rank.
 */
export function choleskyFactor(A: usize, p: usize, tol: f64, R: usize, aliased: usize, pivots: usize): usize {
  let rank: usize = 0;
  memory.fill(R, 0, p * p * 8);
  for (let j: usize = 0; j < p; j++) {
    const a = A + j * p * 8;
    const r = R + j * p * 8;
    const diagonal = load<f64>(a + j * 8);
    for (let i: usize = 0; i < j; i++) {
      if (load<u8>(aliased + i)) continue;
      const other = R + i * p * 8;
      store<f64>(r + i * 8, (load<f64>(a + i * 8) - dot_f64(other, r, i)) / load<f64>(other + i * 8));
    }
    const pivot = diagonal - dot_f64(r, r, j);
    store<f64>(pivots + j * 8, diagonal > 0 ? pivot / diagonal : 0);
    const kept = diagonal > 0 && pivot > tol * diagonal;
    store<u8>(aliased + j, kept ? 0 : 1);
    if (kept) {
      store<f64>(r + j * 8, Math.sqrt(pivot));
      rank += 1;
    } else memory.fill(r, 0, j * 8);
  }
  return rank;
}

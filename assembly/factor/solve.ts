// Triangular solves with an upper factor R (p×p, column-major), in place, over the columns kept.

import { axpy_f64, dot_f64 } from "../shared/lanes";

/** Solve RᵀX = B; B is p×nRhs. */
export function solveTransposed(R: usize, aliased: usize, p: usize, B: usize, nRhs: usize): void {
  for (let c: usize = 0; c < nRhs; c++, B += p * 8) {
    for (let j: usize = 0; j < p; j++) {
      const r = R + j * p * 8;
      const value = load<f64>(B + j * 8) - dot_f64(r, B, j);
      store<f64>(B + j * 8, load<u8>(aliased + j) ? 0 : value / load<f64>(r + j * 8));
    }
  }
}

/** Solve R X = B; B is p×nRhs. */
export function solveUpper(R: usize, aliased: usize, p: usize, B: usize, nRhs: usize): void {
  for (let c: usize = 0; c < nRhs; c++, B += p * 8) {
    for (let j = p; j > 0; ) {
      j--;
      const r = R + j * p * 8;
      const value = load<u8>(aliased + j) ? 0 : load<f64>(B + j * 8) / load<f64>(r + j * 8);
      store<f64>(B + j * 8, value);
      axpy_f64(-value, r, B, j);
    }
  }
}

// The Cholesky factor of the block of free terms, kept while terms come and go.

import { axpy_f64, dot_f64 } from "../shared/lanes";
import {
  A2,
  CAPACITY,
  COSINES,
  DIRECTION,
  entryAt,
  FACTOR,
  FREE,
  IS_FREE,
  MATRIX,
  N_FREE,
  P,
  SINES,
  termAt,
} from "./net";

/** A pivot of a unit diagonal at or below this tells a term from the span of the others no more. */
const DEPENDENT: f64 = 1e-11;

function columnAt(net: usize, k: usize): usize {
  return load<usize>(net, FACTOR) + k * load<usize>(net, CAPACITY) * 8;
}

/** Solve Rᵀx = v for the free terms, in place. */
function solveTransposed(net: usize, x: usize): void {
  const m = load<usize>(net, N_FREE);
  for (let k: usize = 0; k < m; k++) {
    const r = columnAt(net, k);
    store<f64>(x + k * 8, (entryAt(x, k) - dot_f64(r, x, k)) / entryAt(r, k));
  }
}

/** Solve R x = v for the free terms, in place. */
export function solveUpper(net: usize, x: usize): void {
  for (let k = load<usize>(net, N_FREE); k > 0; ) {
    k--;
    const r = columnAt(net, k);
    const value = entryAt(x, k) / entryAt(r, k);
    store<f64>(x + k * 8, value);
    axpy_f64(-value, r, x, k);
  }
}

/** Solve the block of the free terms, in place. */
export function solveFree(net: usize, x: usize): void {
  solveTransposed(net, x);
  solveUpper(net, x);
}

/**
 * Append term j to the free terms, of which there is room for one more. Where it depends on them it is left out, and the
 * direction holds R⁻ᵀ times its column.
 */
export function append(net: usize, j: usize): bool {
  const p = load<usize>(net, P);
  const m = load<usize>(net, N_FREE);
  const free = load<usize>(net, FREE);
  const source = load<usize>(net, MATRIX) + j * p * 8;
  const column = columnAt(net, m);
  for (let k: usize = 0; k < m; k++) store<f64>(column + k * 8, entryAt(source, termAt(free, k)));
  solveTransposed(net, column);
  const diagonal = entryAt(source, j) + entryAt(load<usize>(net, A2), j);
  const pivot = diagonal - dot_f64(column, column, m);
  if (pivot <= DEPENDENT * diagonal) {
    memory.copy(load<usize>(net, DIRECTION), column, m * 8);
    return false;
  }
  store<f64>(column + m * 8, Math.sqrt(pivot));
  store<u32>(free + m * 4, <u32>j);
  store<u8>(load<usize>(net, IS_FREE) + j, 1);
  store<usize>(net, m + 1, N_FREE);
  return true;
}

/** Take the term at place `at` out of the free terms; rotations of rows make R upper again. */
export function removeAt(net: usize, at: usize): void {
  const m = load<usize>(net, N_FREE) - 1;
  const free = load<usize>(net, FREE);
  const cosines = load<usize>(net, COSINES);
  const sines = load<usize>(net, SINES);
  store<u8>(load<usize>(net, IS_FREE) + termAt(free, at), 0);
  memory.copy(free + at * 4, free + (at + 1) * 4, (m - at) * 4);
  store<usize>(net, m, N_FREE);
  for (let k = at; k < m; k++) {
    const r = columnAt(net, k);
    memory.copy(r, columnAt(net, k + 1), (k + 2) * 8);
    for (let i = at; i < k; i++) {
      const c = entryAt(cosines, i);
      const s = entryAt(sines, i);
      const upper = entryAt(r, i);
      const lower = entryAt(r, i + 1);
      store<f64>(r + i * 8, c * upper + s * lower);
      store<f64>(r + (i + 1) * 8, c * lower - s * upper);
    }
    const upper = entryAt(r, k);
    const lower = entryAt(r, k + 1);
    const size = Math.sqrt(upper * upper + lower * lower);
    store<f64>(cosines + k * 8, upper / size);
    store<f64>(sines + k * 8, lower / size);
    store<f64>(r + k * 8, size);
  }
}

// The state of an elastic net while it is solved: a header of addresses, then what they point to.

import { axpy_f64 } from "../shared/lanes";

// What the caller gives: A (p×p) and r, then four vectors of p: weights of |b| and of b²/2, lower and upper bounds.
export const P: usize = 0;
/** Terms that the exact solver can hold. */
export const CAPACITY: usize = 4;
export const MATRIX: usize = 8;
export const RIGHT: usize = 12;
export const L1: usize = 16;
export const L2: usize = 20;
export const LOWER: usize = 24;
export const UPPER: usize = 28;

/** Penalties of |b| and of b²/2 of each term, and the first of the lambda before. */
export const A1: usize = 32;
export const A2: usize = 36;
export const BEFORE: usize = 40;
export const BETA: usize = 44;
/** r − A b, kept for every term. */
export const GRADIENT: usize = 48;

/** Terms that descent cycles over, those of them that are not 0, and whether a term is among the former. */
export const STRONG: usize = 52;
export const ACTIVE: usize = 56;
export const IS_STRONG: usize = 60;

/** Free terms in the order of the factor R (capacity² values, column-major) of their block. */
export const FREE: usize = 64;
export const FACTOR: usize = 68;
/** A direction of the free terms, and rotations. */
export const DIRECTION: usize = 72;
export const COSINES: usize = 76;
export const SINES: usize = 80;
/** A byte a term: 1 or 255 for the side of 0 it is on, whether it is free, whether rounding alone would free it. */
export const SIDE: usize = 84;
export const IS_FREE: usize = 88;
export const BARRED: usize = 92;

export const N_FREE: usize = 96;
export const N_STRONG: usize = 100;
/** How far the last move went, f64. */
export const MOVED: usize = 104;
/** lambda2 of the factor, f64. */
export const FACTOR_LAMBDA2: usize = 112;

const HEADER: usize = 128;

/** Roundings of a gradient in units of what it sums. */
export const ROUNDING: f64 = 16 * f64.EPSILON;

/** Bytes of the state of p terms, of which the exact solver holds `capacity`. */
export function netBytes(p: usize, capacity: usize): usize {
  const values: usize = p * 5 + capacity * (capacity + 3);
  return HEADER + values * 8 + (p * 2 + capacity) * 4 + p * 4;
}

function place(net: usize, field: usize, at: usize, bytes: usize): usize {
  store<usize>(net + field, at);
  return at + bytes;
}

/** Lay the state out at `net`, at b = 0. */
export function netBegin(A: usize, r: usize, limits: usize, p: usize, capacity: usize, net: usize): void {
  memory.fill(net, 0, netBytes(p, capacity));
  store<usize>(net, p, P);
  store<usize>(net, capacity, CAPACITY);
  store<usize>(net, A, MATRIX);
  store<usize>(net, r, RIGHT);
  for (let field = L1; field <= UPPER; field += 4) limits = place(net, field, limits, p * 8);
  let at = net + HEADER;
  for (let field = A1; field <= GRADIENT; field += 4) at = place(net, field, at, p * 8);
  at = place(net, FACTOR, at, capacity * capacity * 8);
  for (let field = DIRECTION; field <= SINES; field += 4) at = place(net, field, at, capacity * 8);
  at = place(net, STRONG, at, p * 4);
  at = place(net, ACTIVE, at, p * 4);
  at = place(net, FREE, at, capacity * 4);
  at = place(net, IS_STRONG, at, p);
  for (let field = SIDE; field <= BARRED; field += 4) at = place(net, field, at, p);
  memory.copy(load<usize>(net, GRADIENT), r, p * 8);
}

/** Term `k` of a list of terms. */
export function termAt(list: usize, k: usize): usize {
  return <usize>load<u32>(list + k * 4);
}

/** Value `j` of the vector that a field of the header points to. */
export function entryAt(vector: usize, j: usize): f64 {
  return load<f64>(vector + j * 8);
}

/** Change one coefficient and follow it in the gradient. */
export function setTerm(net: usize, j: usize, value: f64): void {
  const p = load<usize>(net, P);
  const at = load<usize>(net, BETA) + j * 8;
  const change = value - load<f64>(at);
  if (change === 0) return;
  store<f64>(at, value);
  axpy_f64(-change, load<usize>(net, MATRIX) + j * p * 8, load<usize>(net, GRADIENT), p);
}

/** Compute the gradient anew, free of the rounding of its updates. */
export function refreshGradient(net: usize): void {
  const p = load<usize>(net, P);
  const g = load<usize>(net, GRADIENT);
  const b = load<usize>(net, BETA);
  const A = load<usize>(net, MATRIX);
  memory.copy(g, load<usize>(net, RIGHT), p * 8);
  for (let j: usize = 0; j < p; j++) {
    const value = entryAt(b, j);
    if (value !== 0) axpy_f64(-value, A + j * p * 8, g, p);
  }
}

/** Start from b. */
export function netStart(net: usize, b: usize): void {
  memory.copy(load<usize>(net, BETA), b, load<usize>(net, P) * 8);
  refreshGradient(net);
}

/** What a gradient cannot be told from: it sums r and products of entries up to 1 with b. */
export function gradientRounding(net: usize): f64 {
  const p = load<usize>(net, P);
  const b = load<usize>(net, BETA);
  let sum: f64 = 1;
  for (let j: usize = 0; j < p; j++) sum += Math.abs(entryAt(b, j));
  return ROUNDING * sum;
}

/** Whether there is anything to fit to a term. */
export function isFittable(net: usize, j: usize): bool {
  return load<f64>(load<usize>(net, MATRIX) + j * (load<usize>(net, P) + 1) * 8) !== 0;
}

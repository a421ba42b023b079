// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals, then implicit QL with
// Wilkinson's shift (Golub and Van Loan 2013, §8.3).

import { axpy_f64, dot_f64 } from "../shared/lanes";
import { OK } from "../shared/status";

/** Sweeps of an eigenvalue; two or three are usual. */
const MAX_SWEEPS = 60;

/** Eigenvalues did not settle. */
const UNSETTLED: i32 = 2;

function at(x: usize, i: usize): f64 {
  return load<f64>(x + i * 8);
}

function put(x: usize, i: usize, value: f64): void {
  store<f64>(x + i * 8, value);
}

/** Turn x (n values) into v with (I − beta·v vᵀ) x = alpha·e₀; returns alpha, and beta at `beta`. */
function reflector(x: usize, n: usize, beta: usize): f64 {
  const tail = dot_f64(x + 8, x + 8, n - 1);
  const head = load<f64>(x);
  if (tail === 0) {
    store<f64>(beta, 0);
    return head;
  }
  const norm = Math.sqrt(head * head + tail);
  const alpha = head > 0 ? -norm : norm;
  const first = head - alpha;
  store<f64>(x, first);
  store<f64>(beta, 2 / (first * first + tail));
  return alpha;
}

/** A22 −= v wᵀ + w vᵀ with w = beta·A22 v − ½ beta²·(vᵀA22 v) v: the reflection from both sides. */
function reflectBoth(A22: usize, stride: usize, v: usize, beta: f64, w: usize, n: usize): void {
  for (let j: usize = 0; j < n; j++) put(w, j, beta * dot_f64(A22 + j * stride, v, n));
  axpy_f64(-0.5 * beta * dot_f64(v, w, n), v, w, n);
  for (let j: usize = 0; j < n; j++) {
    axpy_f64(-at(w, j), v, A22 + j * stride, n);
    axpy_f64(-at(v, j), w, A22 + j * stride, n);
  }
}

/** Reduce V to diagonal d and neighbours e (e[k] beside d[k] and d[k + 1]), and leave in V the product of the reflections. */
function tridiagonalise(V: usize, p: usize, d: usize, e: usize, betas: usize, w: usize): void {
  const stride = p * 8;
  for (let k: usize = 0; k + 2 < p; k++) {
    const v = V + k * stride + (k + 1) * 8;
    const n = p - k - 1;
    put(d, k, load<f64>(v - 8));
    put(e, k, reflector(v, n, betas + k * 8));
    reflectBoth(v + stride, stride, v, at(betas, k), w, n);
  }
  if (p > 1) {
    put(d, p - 2, load<f64>(V + (p - 2) * (stride + 8)));
    put(e, p - 2, load<f64>(V + (p - 2) * stride + (p - 1) * 8));
  }
  put(d, p - 1, load<f64>(V + (p - 1) * (stride + 8)));
  put(e, p - 1, 0);
  unitColumns(V, p);
  for (let k = p - 1; k > 1; ) {
    k--;
    reflectColumns(V, p, k - 1, at(betas, k - 1));
  }
  if (p > 1) setUnit(V, p, 0);
}

/** Make the last two columns unit vectors from their diagonal on. */
function unitColumns(V: usize, p: usize): void {
  setUnit(V, p, p - 1);
  if (p > 1) setUnit(V, p, p - 2);
}

/** Column and row k, from the diagonal on, become those of the identity. */
function setUnit(V: usize, p: usize, k: usize): void {
  memory.fill(V + k * p * 8, 0, p * 8);
  for (let j = k; j < p; j++) put(V, j * p + k, 0);
  put(V, k * p + k, 1);
}

/** Apply reflection k, which stands in column k below the diagonal, to the columns after k; then column k + 1 is done. */
function reflectColumns(V: usize, p: usize, k: usize, beta: f64): void {
  const v = V + (k * p + k + 1) * 8;
  const n = p - k - 1;
  for (let j = k + 1; j < p; j++) {
    const column = V + (j * p + k + 1) * 8;
    axpy_f64(-beta * dot_f64(v, column, n), v, column, n);
  }
  if (k > 0) setUnit(V, p, k);
}

/** Turn columns x and y by the angle of c and s. */
function rotate(x: usize, y: usize, c: f64, s: f64, n: usize): void {
  if (ASC_FEATURE_SIMD) {
    const cosine = f64x2.splat(c);
    const sine = f64x2.splat(s);
    for (const end = x + (n & ~1) * 8; x < end; x += 16, y += 16) {
      const a = v128.load(x);
      const b = v128.load(y);
      v128.store(x, f64x2.sub(f64x2.mul(cosine, a), f64x2.mul(sine, b)));
      v128.store(y, f64x2.add(f64x2.mul(sine, a), f64x2.mul(cosine, b)));
    }
    n &= 1;
  }
  for (let i: usize = 0; i < n; i++, x += 8, y += 8) {
    const a = load<f64>(x);
    const b = load<f64>(y);
    store<f64>(x, c * a - s * b);
    store<f64>(y, s * a + c * b);
  }
}

/**
 * Rounding of the largest entries. Sweeps that pass over those leave as much beside values near 0, of which a matrix of low
 * rank has many (EISPACK's tql2 has the same bound).
 */
function roundingOf(d: usize, e: usize, p: usize): f64 {
  let most: f64 = 0;
  for (let k: usize = 0; k < p; k++) most = Math.max(most, Math.abs(at(d, k)) + Math.abs(at(e, k)));
  return 0.5 * f64.EPSILON * most;
}

/** First place from `l` on whose neighbour is rounding. */
function splitAfter(d: usize, e: usize, l: usize, p: usize, rounding: f64): usize {
  let m = l;
  for (; m + 1 < p; m++) {
    const size = Math.abs(at(e, m));
    if (size <= rounding || size <= f64.EPSILON * (Math.abs(at(d, m)) + Math.abs(at(d, m + 1)))) break;
  }
  return m;
}

/** One implicit QL sweep over the rows l to m. */
function sweep(d: usize, e: usize, V: usize, p: usize, l: usize, m: usize): void {
  // Wilkinson's shift: the eigenvalue of the leading 2×2 block nearer to its first entry.
  const half = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
  const root = Math.sqrt(half * half + 1);
  let g = at(d, m) - at(d, l) + at(e, l) / (half + (half < 0 ? -root : root));
  let s: f64 = 1;
  let c: f64 = 1;
  let shift: f64 = 0;
  for (let i = m; i > l; ) {
    i--;
    const f = s * at(e, i);
    const b = c * at(e, i);
    const r = Math.sqrt(f * f + g * g);
    put(e, i + 1, r);
    if (r === 0) {
      put(d, i + 1, at(d, i + 1) - shift);
      put(e, m, 0);
      return;
    }
    s = f / r;
    c = g / r;
    const below = at(d, i + 1) - shift;
    const t = (at(d, i) - below) * s + 2 * c * b;
    shift = s * t;
    put(d, i + 1, below + shift);
    g = c * t - b;
    rotate(V + i * p * 8, V + (i + 1) * p * 8, c, s, p);
  }
  put(d, l, at(d, l) - shift);
  put(e, l, g);
  put(e, m, 0);
}

/** Largest eigenvalue first, its vector with it. */
function sort(d: usize, V: usize, p: usize, spare: usize): void {
  for (let k: usize = 0; k + 1 < p; k++) {
    let most = k;
    for (let j = k + 1; j < p; j++) if (at(d, j) > at(d, most)) most = j;
    if (most === k) continue;
    const value = at(d, k);
    put(d, k, at(d, most));
    put(d, most, value);
    memory.copy(spare, V + k * p * 8, p * 8);
    memory.copy(V + k * p * 8, V + most * p * 8, p * 8);
    memory.copy(V + most * p * 8, spare, p * 8);
  }
}

/**
 * Replace the symmetric V (p×p, p >= 1, both triangles given) by its eigenvectors as columns, their values in d, the largest
 * first. `work` is scratch of 3p values. Returns OK, or 2 where a value did not settle.
 */
export function symmetricEigen(V: usize, p: usize, d: usize, work: usize): i32 {
  const e = work;
  const betas = e + p * 8;
  const w = betas + p * 8;
  tridiagonalise(V, p, d, e, betas, w);
  const rounding = roundingOf(d, e, p);
  for (let l: usize = 0; l < p; l++) {
    let sweeps = 0;
    for (let m = splitAfter(d, e, l, p, rounding); m > l; m = splitAfter(d, e, l, p, rounding)) {
      if (sweeps++ === MAX_SWEEPS) return UNSETTLED;
      sweep(d, e, V, p, l, m);
    }
  }
  sort(d, V, p, w);
  return OK;
}

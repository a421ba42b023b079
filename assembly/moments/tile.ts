// Register tiles of the symmetric Gram: sums of products of three columns with three, two rows at a time.
//
// The lanes take one pair of rows a turn: compilers load all of a turn first, and two turns do not fit the sixteen
// registers (1.3 times slower in Chromium 156). One lane alone takes two rows a turn, which V8 11 runs 1.3 times faster and
// V8 15 1.3 times slower (20 columns): scalar computes where SIMD is missing, in engines of V8 11's age and older.
//
// Measured in Chromium 156 at 1M × 20, copy and centring included: simd is 2.0 to 2.1 times scalar; with one row a turn in scalar
// 1.7 (1.67 to 1.76 in 30 runs), with both lanes in one turn, whose eighteen sums spill, 2.3. Products alone are 2.06 to 1
// with one row a turn, at the limit of the adders; the copy, which no build can shorten, takes a quarter of simd's time.

import { addLanes, madd } from "../shared/lanes";
import { STRIDE } from "../shared/layout";

/** Add the 3×3 products of the columns at `a` with those at `b` to the pairs of sums at `out`. */
export function tile(a: usize, b: usize, out: usize, rows: usize): void {
  if (ASC_FEATURE_SIMD) tileLanes(a, b, out, rows);
  else {
    tilePart(a, b, out, rows);
    tilePart(a + 8, b + 8, out + 8, rows);
  }
}

/**
 * Two tiles on the diagonal, with the bits of one and then the other. The six sums of one wait for their fused adders, which
 * twelve do not (4 % of the Gram of 21 columns); adders alone are faster, and so no others gain.
 */
export function diagonalTiles(a: usize, aOut: usize, b: usize, bOut: usize, rows: usize): void {
  if (ASC_FEATURE_RELAXED_SIMD) diagonalPairs(a, aOut, b, bOut, rows);
  else {
    diagonalTile(a, aOut, rows);
    diagonalTile(b, bOut, rows);
  }
}

/** A tile on the diagonal needs six of the nine sums. */
export function diagonalTile(a: usize, out: usize, rows: usize): void {
  if (ASC_FEATURE_SIMD) diagonalLanes(a, out, rows);
  else {
    diagonalPart(a, out, rows);
    diagonalPart(a + 8, out + 8, rows);
  }
}

function tileLanes(a: usize, b: usize, out: usize, rows: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s02 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s12 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s22 = f64x2.splat(0);
  for (const end = a + rows * 8; a < end; a += 16, b += 16) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, STRIDE);
    const x2 = v128.load(a, 2 * STRIDE);
    let y = v128.load(b);
    s00 = madd(x0, y, s00);
    s10 = madd(x1, y, s10);
    s20 = madd(x2, y, s20);
    y = v128.load(b, STRIDE);
    s01 = madd(x0, y, s01);
    s11 = madd(x1, y, s11);
    s21 = madd(x2, y, s21);
    y = v128.load(b, 2 * STRIDE);
    s02 = madd(x0, y, s02);
    s12 = madd(x1, y, s12);
    s22 = madd(x2, y, s22);
  }
  addLanes(out, s00);
  addLanes(out + 16, s01);
  addLanes(out + 32, s02);
  addLanes(out + 48, s10);
  addLanes(out + 64, s11);
  addLanes(out + 80, s12);
  addLanes(out + 96, s20);
  addLanes(out + 112, s21);
  addLanes(out + 128, s22);
}

function diagonalLanes(a: usize, out: usize, rows: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s02 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s12 = f64x2.splat(0);
  let s22 = f64x2.splat(0);
  for (const end = a + rows * 8; a < end; a += 16) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, STRIDE);
    const x2 = v128.load(a, 2 * STRIDE);
    s00 = madd(x0, x0, s00);
    s01 = madd(x0, x1, s01);
    s02 = madd(x0, x2, s02);
    s11 = madd(x1, x1, s11);
    s12 = madd(x1, x2, s12);
    s22 = madd(x2, x2, s22);
  }
  addSix(out, s00, s01, s02, s11, s12, s22);
}

function diagonalPairs(a: usize, aOut: usize, b: usize, bOut: usize, rows: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s02 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s12 = f64x2.splat(0);
  let s22 = f64x2.splat(0);
  let t00 = f64x2.splat(0);
  let t01 = f64x2.splat(0);
  let t02 = f64x2.splat(0);
  let t11 = f64x2.splat(0);
  let t12 = f64x2.splat(0);
  let t22 = f64x2.splat(0);
  for (const end = a + rows * 8; a < end; a += 16, b += 16) {
    let x0 = v128.load(a);
    let x1 = v128.load(a, STRIDE);
    let x2 = v128.load(a, 2 * STRIDE);
    s00 = madd(x0, x0, s00);
    s01 = madd(x0, x1, s01);
    s02 = madd(x0, x2, s02);
    s11 = madd(x1, x1, s11);
    s12 = madd(x1, x2, s12);
    s22 = madd(x2, x2, s22);
    x0 = v128.load(b);
    x1 = v128.load(b, STRIDE);
    x2 = v128.load(b, 2 * STRIDE);
    t00 = madd(x0, x0, t00);
    t01 = madd(x0, x1, t01);
    t02 = madd(x0, x2, t02);
    t11 = madd(x1, x1, t11);
    t12 = madd(x1, x2, t12);
    t22 = madd(x2, x2, t22);
  }
  addSix(aOut, s00, s01, s02, s11, s12, s22);
  addSix(bOut, t00, t01, t02, t11, t12, t22);
}

/** Add the six sums of a tile on the diagonal. */
function addSix(out: usize, s00: v128, s01: v128, s02: v128, s11: v128, s12: v128, s22: v128): void {
  addLanes(out, s00);
  addLanes(out + 16, s01);
  addLanes(out + 32, s02);
  addLanes(out + 64, s11);
  addLanes(out + 80, s12);
  addLanes(out + 128, s22);
}

function add(sum: usize, value: f64): void {
  store<f64>(sum, load<f64>(sum) + value);
}

/** One lane of `tileLanes`: every second row, from `a` and `b` on. Both lanes at once would need eighteen sums. */
function tilePart(a: usize, b: usize, out: usize, rows: usize): void {
  let s00: f64 = 0;
  let s01: f64 = 0;
  let s02: f64 = 0;
  let s10: f64 = 0;
  let s11: f64 = 0;
  let s12: f64 = 0;
  let s20: f64 = 0;
  let s21: f64 = 0;
  let s22: f64 = 0;
  for (const end = a + rows * 8; a < end; a += 32, b += 32) {
    let x0 = load<f64>(a);
    let x1 = load<f64>(a, STRIDE);
    let x2 = load<f64>(a, 2 * STRIDE);
    let y = load<f64>(b);
    s00 += x0 * y;
    s10 += x1 * y;
    s20 += x2 * y;
    y = load<f64>(b, STRIDE);
    s01 += x0 * y;
    s11 += x1 * y;
    s21 += x2 * y;
    y = load<f64>(b, 2 * STRIDE);
    s02 += x0 * y;
    s12 += x1 * y;
    s22 += x2 * y;
    x0 = load<f64>(a, 16);
    x1 = load<f64>(a, STRIDE + 16);
    x2 = load<f64>(a, 2 * STRIDE + 16);
    y = load<f64>(b, 16);
    s00 += x0 * y;
    s10 += x1 * y;
    s20 += x2 * y;
    y = load<f64>(b, STRIDE + 16);
    s01 += x0 * y;
    s11 += x1 * y;
    s21 += x2 * y;
    y = load<f64>(b, 2 * STRIDE + 16);
    s02 += x0 * y;
    s12 += x1 * y;
    s22 += x2 * y;
  }
  add(out, s00);
  add(out + 16, s01);
  add(out + 32, s02);
  add(out + 48, s10);
  add(out + 64, s11);
  add(out + 80, s12);
  add(out + 96, s20);
  add(out + 112, s21);
  add(out + 128, s22);
}

/** One lane of `diagonalLanes`. */
function diagonalPart(a: usize, out: usize, rows: usize): void {
  let s00: f64 = 0;
  let s01: f64 = 0;
  let s02: f64 = 0;
  let s11: f64 = 0;
  let s12: f64 = 0;
  let s22: f64 = 0;
  for (const end = a + rows * 8; a < end; a += 32) {
    let x0 = load<f64>(a);
    let x1 = load<f64>(a, STRIDE);
    let x2 = load<f64>(a, 2 * STRIDE);
    s00 += x0 * x0;
    s01 += x0 * x1;
    s02 += x0 * x2;
    s11 += x1 * x1;
    s12 += x1 * x2;
    s22 += x2 * x2;
    x0 = load<f64>(a, 16);
    x1 = load<f64>(a, STRIDE + 16);
    x2 = load<f64>(a, 2 * STRIDE + 16);
    s00 += x0 * x0;
    s01 += x0 * x1;
    s02 += x0 * x2;
    s11 += x1 * x1;
    s12 += x1 * x2;
    s22 += x2 * x2;
  }
  add(out, s00);
  add(out + 16, s01);
  add(out + 32, s02);
  add(out + 64, s11);
  add(out + 80, s12);
  add(out + 128, s22);
}

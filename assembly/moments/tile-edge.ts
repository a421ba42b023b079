// Tiles at the edge of the symmetric Gram, where the number of columns is no multiple of three: products of three columns
// with one or two, so that no time goes into the columns that pad a tile.

import { addLanes, addParts, madd } from "../shared/lanes";
import { STRIDE } from "../shared/layout";

/** Add the products of the three columns at `a` with the one or two (`left`) at `b` to the pairs of sums at `out`. */
export function edgeTile(a: usize, b: usize, out: usize, rows: usize, left: usize): void {
  if (ASC_FEATURE_SIMD) {
    if (left === 2) twoLanes(a, b, out, rows);
    else oneLanes(a, b, out, rows);
  } else {
    oneColumn(a, b, out, rows);
    if (left === 2) oneColumn(a, b + STRIDE, out + 16, rows);
  }
}

function twoLanes(a: usize, b: usize, out: usize, rows: usize): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
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
  }
  addLanes(out, s00);
  addLanes(out + 16, s01);
  addLanes(out + 48, s10);
  addLanes(out + 64, s11);
  addLanes(out + 96, s20);
  addLanes(out + 112, s21);
}

function oneLanes(a: usize, b: usize, out: usize, rows: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  for (const end = a + rows * 8; a < end; a += 16, b += 16) {
    const y = v128.load(b);
    s0 = madd(v128.load(a), y, s0);
    s1 = madd(v128.load(a, STRIDE), y, s1);
    s2 = madd(v128.load(a, 2 * STRIDE), y, s2);
  }
  addLanes(out, s0);
  addLanes(out + 48, s1);
  addLanes(out + 96, s2);
}

/** Even and odd rows of `oneLanes`: six sums fit the registers. */
function oneColumn(a: usize, b: usize, out: usize, rows: usize): void {
  let s0: f64 = 0;
  let s1: f64 = 0;
  let s2: f64 = 0;
  let t0: f64 = 0;
  let t1: f64 = 0;
  let t2: f64 = 0;
  for (const end = a + rows * 8; a < end; a += 16, b += 16) {
    let y = load<f64>(b);
    s0 += load<f64>(a) * y;
    s1 += load<f64>(a, STRIDE) * y;
    s2 += load<f64>(a, 2 * STRIDE) * y;
    y = load<f64>(b, 8);
    t0 += load<f64>(a, 8) * y;
    t1 += load<f64>(a, STRIDE + 8) * y;
    t2 += load<f64>(a, 2 * STRIDE + 8) * y;
  }
  addParts(out, s0, t0);
  addParts(out + 48, s1, t1);
  addParts(out + 96, s2, t2);
}

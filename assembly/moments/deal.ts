// Work on the columns of sub-panels: values of a column dealt to where their rows go, and sums of what was dealt.

import { addLanes, addParts } from "../shared/lanes";
import { DESCRIPTOR_BYTES, F32, STRIDE, valueAt } from "../shared/layout";

/**
 * Write √w (x − shift) of `length` rows from row `from` of a column to `offset` bytes after the place of each row, which
 * `places` lists; `roots` is 0 without weights.
 */
export function dealColumn(
  column: usize,
  from: usize,
  length: usize,
  shift: f64,
  roots: usize,
  places: usize,
  offset: usize,
): void {
  if (ASC_FEATURE_SIMD) {
    const pairs = length & ~1;
    if (load<u32>(column, 4) === F32) dealSingles(column, from, pairs, shift, roots, places, offset);
    else dealDoubles(column, from, pairs, shift, roots, places, offset);
    if (pairs < length) dealRow(column, from, pairs, shift, roots, places, offset);
  } else {
    for (let i: usize = 0; i < length; i++) dealRow(column, from, i, shift, roots, places, offset);
  }
}

/** Whether a column and the next are both f64. */
export function isPair(column: usize): bool {
  return load<u32>(column, 4) !== F32 && load<u32>(column + DESCRIPTOR_BYTES, 4) !== F32;
}

/** `dealColumn` of a column and the next, both f64 and without weights, so that places are read once for two values. */
export function dealPair(
  column: usize,
  from: usize,
  length: usize,
  shift: f64,
  nextShift: f64,
  places: usize,
  offset: usize,
): void {
  let x = <usize>load<u32>(column) + from * 8;
  let y = <usize>load<u32>(column + DESCRIPTOR_BYTES) + from * 8;
  const end = x + length * 8;
  if (ASC_FEATURE_SIMD) {
    const k = f64x2.splat(shift);
    const l = f64x2.splat(nextShift);
    for (const pairs = x + (length & ~1) * 8; x < pairs; x += 16, y += 16, places += 8) {
      const z = f64x2.sub(v128.load(x), k);
      const w = f64x2.sub(v128.load(y), l);
      const a = <usize>load<u32>(places) + offset;
      const b = <usize>load<u32>(places, 4) + offset;
      v128.store64_lane(a, z, 0);
      v128.store64_lane(a, w, 0, STRIDE);
      v128.store64_lane(b, z, 1);
      v128.store64_lane(b, w, 1, STRIDE);
    }
  }
  for (; x < end; x += 8, y += 8, places += 4) {
    const a = <usize>load<u32>(places) + offset;
    store<f64>(a, load<f64>(x) - shift);
    store<f64>(a, load<f64>(y) - nextShift, STRIDE);
  }
}

function dealRow(column: usize, from: usize, i: usize, shift: f64, roots: usize, places: usize, offset: usize): void {
  const z = valueAt(column, from + i) - shift;
  store<f64>(<usize>load<u32>(places + i * 4) + offset, roots ? load<f64>(roots + i * 8) * z : z);
}

/** Store two values at the places of their rows. */
function place(values: v128, places: usize, offset: usize): void {
  v128.store64_lane(<usize>load<u32>(places) + offset, values, 0);
  v128.store64_lane(<usize>load<u32>(places, 4) + offset, values, 1);
}

function dealDoubles(
  column: usize,
  from: usize,
  length: usize,
  shift: f64,
  roots: usize,
  places: usize,
  offset: usize,
): void {
  let x = <usize>load<u32>(column) + from * 8;
  const end = x + length * 8;
  const k = f64x2.splat(shift);
  if (roots) {
    for (; x < end; x += 16, places += 8, roots += 16) {
      place(f64x2.mul(v128.load(roots), f64x2.sub(v128.load(x), k)), places, offset);
    }
  } else {
    for (; x < end; x += 16, places += 8) place(f64x2.sub(v128.load(x), k), places, offset);
  }
}

function dealSingles(
  column: usize,
  from: usize,
  length: usize,
  shift: f64,
  roots: usize,
  places: usize,
  offset: usize,
): void {
  let x = <usize>load<u32>(column) + from * 4;
  const end = x + length * 4;
  const k = f64x2.splat(shift);
  if (roots) {
    for (; x < end; x += 8, places += 8, roots += 16) {
      const z = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(x)), k);
      place(f64x2.mul(v128.load(roots), z), places, offset);
    }
  } else {
    for (; x < end; x += 8, places += 8) {
      place(f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(x)), k), places, offset);
    }
  }
}

/**
 * Add Σ z of up to three neighbouring panel columns (`left` may be more), a multiple of 4 rows, to the pairs of sums at
 * `sum`. Three at a time, since one sum alone waits for its own addition.
 */
export function sumThree(z: usize, rows: usize, sum: usize, left: usize): void {
  if (ASC_FEATURE_SIMD) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let c = f64x2.splat(0);
    let d = f64x2.splat(0);
    let e = f64x2.splat(0);
    let f = f64x2.splat(0);
    for (const end = z + rows * 8; z < end; z += 32) {
      a = f64x2.add(a, v128.load(z));
      b = f64x2.add(b, v128.load(z, 16));
      c = f64x2.add(c, v128.load(z, STRIDE));
      d = f64x2.add(d, v128.load(z, STRIDE + 16));
      e = f64x2.add(e, v128.load(z, 2 * STRIDE));
      f = f64x2.add(f, v128.load(z, 2 * STRIDE + 16));
    }
    addLanes(sum, f64x2.add(a, b));
    if (left > 1) addLanes(sum + 16, f64x2.add(c, d));
    if (left > 2) addLanes(sum + 32, f64x2.add(e, f));
  } else {
    sumOne(z, rows, sum);
    if (left > 1) sumOne(z + STRIDE, rows, sum + 16);
    if (left > 2) sumOne(z + 2 * STRIDE, rows, sum + 32);
  }
}

function sumOne(z: usize, rows: usize, sum: usize): void {
  let s0: f64 = 0;
  let s1: f64 = 0;
  let t0: f64 = 0;
  let t1: f64 = 0;
  for (const end = z + rows * 8; z < end; z += 32) {
    s0 += load<f64>(z);
    s1 += load<f64>(z, 8);
    t0 += load<f64>(z, 16);
    t1 += load<f64>(z, 24);
  }
  addParts(sum, s0 + t0, s1 + t1);
}

// Packing a column into its panel: values become f64, then the shift goes off, then √weight comes on. In that order:
// subtracting in f32 loses digits. A panel column is padded with zeros to a multiple of 4 rows.

import { addLanes, addParts, madd } from "./lanes";
import { F32, valueAt } from "./layout";

/** Rows of a panel column that hold values or padding. */
export function padded(length: usize): usize {
  return (length + 3) & ~3;
}

/** Write √w of the weights of `length` rows from row `from` to `roots`. */
export function packRoots(weights: usize, from: usize, length: usize, roots: usize): void {
  for (let i: usize = 0; i < length; i++) store<f64>(roots + i * 8, Math.sqrt(valueAt(weights, from + i)));
  for (let i = length; i < padded(length); i++) store<f64>(roots + i * 8, 0);
}

/**
 * Write √w (x − shift) of `length` rows from row `from` of a column to `z`; `roots` is 0 without weights. Add
 * Σ w (x − shift) to the pair of sums at `sum` unless that is 0.
 */
export function packColumn(
  column: usize,
  from: usize,
  length: usize,
  shift: f64,
  roots: usize,
  z: usize,
  sum: usize,
): void {
  const whole = length & ~3;
  let x = <usize>load<u32>(column);
  if (load<u32>(column, 4) === F32) {
    promote(x + from * 4, z, whole);
    x = z;
  } else x += from * 8;
  centre(x, whole, shift, roots, z, sum);
  if (whole === length) return;
  const tail = z + whole * 8;
  for (let i = whole; i < length; i++) store<f64>(z + i * 8, valueAt(column, from + i));
  for (let i = length; i < whole + 4; i++) store<f64>(z + i * 8, shift);
  centre(tail, 4, shift, roots ? roots + whole * 8 : 0, tail, sum);
}

function promote(x: usize, z: usize, length: usize): void {
  const end = x + length * 4;
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16, z += 32) {
      v128.store(z, f64x2.promote_low_f32x4(v128.load64_zero(x)));
      v128.store(z, f64x2.promote_low_f32x4(v128.load64_zero(x, 8)), 16);
    }
  } else {
    for (; x < end; x += 8, z += 16) {
      store<f64>(z, <f64>load<f32>(x));
      store<f64>(z, <f64>load<f32>(x, 4), 8);
    }
  }
}

function centre(x: usize, length: usize, shift: f64, roots: usize, z: usize, sum: usize): void {
  if (ASC_FEATURE_SIMD) {
    const s = roots ? weighLanes(x, length, shift, roots, z) : shiftLanes(x, length, shift, z);
    if (sum) addLanes(sum, s);
  } else if (roots) weighParts(x, length, shift, roots, z, sum);
  else shiftParts(x, length, shift, z, sum);
}

function shiftLanes(x: usize, length: usize, shift: f64, z: usize): v128 {
  const k = f64x2.splat(shift);
  let s = f64x2.splat(0);
  let t = f64x2.splat(0);
  for (const end = x + length * 8; x < end; x += 32, z += 32) {
    const a = f64x2.sub(v128.load(x), k);
    const b = f64x2.sub(v128.load(x, 16), k);
    v128.store(z, a);
    v128.store(z, b, 16);
    s = f64x2.add(s, a);
    t = f64x2.add(t, b);
  }
  return f64x2.add(s, t);
}

function weighLanes(x: usize, length: usize, shift: f64, roots: usize, z: usize): v128 {
  const k = f64x2.splat(shift);
  let s = f64x2.splat(0);
  for (const end = x + length * 8; x < end; x += 16, z += 16, roots += 16) {
    const r = v128.load(roots);
    const a = f64x2.mul(r, f64x2.sub(v128.load(x), k));
    v128.store(z, a);
    s = madd(r, a, s);
  }
  return s;
}

function shiftParts(x: usize, length: usize, shift: f64, z: usize, sum: usize): void {
  let s0: f64 = 0;
  let s1: f64 = 0;
  let t0: f64 = 0;
  let t1: f64 = 0;
  for (const end = x + length * 8; x < end; x += 32, z += 32) {
    const a0 = load<f64>(x) - shift;
    const a1 = load<f64>(x, 8) - shift;
    const b0 = load<f64>(x, 16) - shift;
    const b1 = load<f64>(x, 24) - shift;
    store<f64>(z, a0);
    store<f64>(z, a1, 8);
    store<f64>(z, b0, 16);
    store<f64>(z, b1, 24);
    s0 += a0;
    s1 += a1;
    t0 += b0;
    t1 += b1;
  }
  if (sum) addParts(sum, s0 + t0, s1 + t1);
}

function weighParts(x: usize, length: usize, shift: f64, roots: usize, z: usize, sum: usize): void {
  let even: f64 = 0;
  let odd: f64 = 0;
  for (const end = x + length * 8; x < end; x += 16, z += 16, roots += 16) {
    const r0 = load<f64>(roots);
    const r1 = load<f64>(roots, 8);
    const a0 = r0 * (load<f64>(x) - shift);
    const a1 = r1 * (load<f64>(x, 8) - shift);
    store<f64>(z, a0);
    store<f64>(z, a1, 8);
    even += r0 * a0;
    odd += r1 * a1;
  }
  if (sum) addParts(sum, even, odd);
}

// Linear combinations of panel columns: the panel times a small matrix, eight rows and two results at a time.

import { madd } from "../shared/lanes";
import { STRIDE } from "../shared/layout";
import { addMultiple, fillColumn } from "./panel";

/** Rows of a panel column that whole turns of eight cover. */
function eights(length: usize): usize {
  return (length + 7) & ~7;
}

/**
 * Write to `out` the sum of a start value and of multiples of `count` columns from `z` on; `a` holds the start value and the
 * factors. Rows up to the next multiple of 8 are written.
 */
export function combine(z: usize, count: usize, a: usize, out: usize, length: usize): void {
  fillColumn(out, eights(length), load<f64>(a));
  for (let i: usize = 1; i <= count; i++, z += STRIDE) addMultiple(load<f64>(a + i * 8), z, out, eights(length));
}

/** The same for two results, `a` to `out` and `b` to the column after it. */
export function combinePair(z: usize, count: usize, a: usize, b: usize, out: usize, length: usize): void {
  if (ASC_FEATURE_SIMD) {
    for (const end = out + eights(length) * 8; out < end; out += 64, z += 64) combineLanes(z, count, a, b, out);
  } else {
    combine(z, count, a, out, length);
    combine(z, count, b, out + STRIDE, length);
  }
}

function combineLanes(z: usize, count: usize, a: usize, b: usize, out: usize): void {
  let factor = v128.load64_splat(a);
  let a0 = factor;
  let a1 = factor;
  let a2 = factor;
  let a3 = factor;
  factor = v128.load64_splat(b);
  let b0 = factor;
  let b1 = factor;
  let b2 = factor;
  let b3 = factor;
  for (const end = a + count * 8; a < end; z += STRIDE) {
    a += 8;
    b += 8;
    const x0 = v128.load(z);
    const x1 = v128.load(z, 16);
    const x2 = v128.load(z, 32);
    const x3 = v128.load(z, 48);
    factor = v128.load64_splat(a);
    a0 = madd(factor, x0, a0);
    a1 = madd(factor, x1, a1);
    a2 = madd(factor, x2, a2);
    a3 = madd(factor, x3, a3);
    factor = v128.load64_splat(b);
    b0 = madd(factor, x0, b0);
    b1 = madd(factor, x1, b1);
    b2 = madd(factor, x2, b2);
    b3 = madd(factor, x3, b3);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, b0, STRIDE);
  v128.store(out, b1, STRIDE + 16);
  v128.store(out, b2, STRIDE + 32);
  v128.store(out, b3, STRIDE + 48);
}

/** y += z², row by row. */
export function addSquares(z: usize, y: usize, length: usize): void {
  const end = z + length * 8;
  if (ASC_FEATURE_SIMD) {
    for (; z < end; z += 16, y += 16) {
      const value = v128.load(z);
      v128.store(y, madd(value, value, v128.load(y)));
    }
  } else {
    for (; z < end; z += 8, y += 8) store<f64>(y, load<f64>(y) + load<f64>(z) * load<f64>(z));
  }
}

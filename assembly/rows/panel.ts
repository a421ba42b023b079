// Elementwise work on panel columns, whose length is a multiple of 4.

import { madd } from "../shared/lanes";

/** Set every row of a panel column to one value. */
export function fillColumn(z: usize, length: usize, value: f64): void {
  for (const end = z + length * 8; z < end; z += 8) store<f64>(z, value);
}

/** y += a·z, row by row. */
export function addMultiple(a: f64, z: usize, y: usize, length: usize): void {
  const end = z + length * 8;
  if (ASC_FEATURE_SIMD) {
    const factor = f64x2.splat(a);
    for (; z < end; z += 16, y += 16) v128.store(y, madd(factor, v128.load(z), v128.load(y)));
  } else {
    for (; z < end; z += 8, y += 8) store<f64>(y, load<f64>(y) + a * load<f64>(z));
  }
}

// Sums of products of two panel columns.

import { addLanes, addParts, madd } from "./lanes";

/** Add Σ x·z of two panel columns, a multiple of 4 rows, to the pair of sums at `sum`. */
export function addProducts(x: usize, z: usize, rows: usize, sum: usize): void {
  const end = z + rows * 8;
  if (ASC_FEATURE_SIMD) {
    let s = f64x2.splat(0);
    let t = f64x2.splat(0);
    for (; z < end; z += 32, x += 32) {
      s = madd(v128.load(x), v128.load(z), s);
      t = madd(v128.load(x, 16), v128.load(z, 16), t);
    }
    addLanes(sum, f64x2.add(s, t));
  } else {
    let s0: f64 = 0;
    let s1: f64 = 0;
    let t0: f64 = 0;
    let t1: f64 = 0;
    for (; z < end; z += 32, x += 32) {
      s0 += load<f64>(x) * load<f64>(z);
      s1 += load<f64>(x, 8) * load<f64>(z, 8);
      t0 += load<f64>(x, 16) * load<f64>(z, 16);
      t1 += load<f64>(x, 24) * load<f64>(z, 24);
    }
    addParts(sum, s0 + t0, s1 + t1);
  }
}

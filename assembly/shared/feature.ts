// What this build is, so that a caller can tell what really runs.

import { madd } from "./lanes";

/** Values that one instruction works on. */
export const LANES: i32 = ASC_FEATURE_SIMD ? 2 : 1;

/** Whether multiply-add rounds once: a·a − fl(a·a) is what the product lost, and 0 where nothing fuses. */
export function multiplyAddFuses(a: f64): bool {
  if (ASC_FEATURE_SIMD) {
    const x = f64x2.splat(a);
    return f64x2.extract_lane(madd(x, x, f64x2.splat(-(a * a))), 0) !== 0;
  }
  return a * a - a * a !== 0;
}

// Powers of 2 as units: exact, and in steps where the power itself is no double.

import { scale } from "#base/elementary.ts";

/** 2^k for k <= 2046, 0 below the least double. */
export function powerOf2(k: number): number {
  return k < -1074 ? 0 : scale(1, k);
}

/** x·2^k, rounded only where it leaves the normal range. */
export function timesPowerOf2(x: number, k: number): number {
  const half = Math.trunc(k / 2);
  return x * powerOf2(half) * powerOf2(k - half);
}

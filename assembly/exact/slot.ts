// A slot holds one column of a panel in double-double: high and low parts, and the high part split in two halves of 26 bits,
// which the exact error of its products needs (Veltkamp; Dekker 1971). No fused multiply-add: all builds give the same bits.

import { STRIDE } from "../shared/layout";

export const LOW: usize = STRIDE;
export const TOP: usize = 2 * STRIDE;
export const REST: usize = 3 * STRIDE;
export const SLOT_BYTES: usize = 4 * STRIDE;

/** 2^27 + 1. */
const SPLITTER: f64 = 134217729;

/** The upper half of a double. */
export function topOf(a: f64): f64 {
  const t = SPLITTER * a;
  return t - (t - a);
}

/** Write a + b, normalised and split, to row address `at` of a slot. */
export function storeSum(at: usize, a: f64, b: f64): void {
  const high = a + b;
  const back = high - a;
  const top = topOf(high);
  store<f64>(at, high);
  store<f64>(at, a - (high - back) + (b - back), LOW);
  store<f64>(at, top, TOP);
  store<f64>(at, high - top, REST);
}

/** Add s + c to the double-double at `sum`. */
export function addTo(sum: usize, s: f64, c: f64): void {
  const high = load<f64>(sum);
  const next = high + s;
  const back = next - high;
  const low = load<f64>(sum, 8) + (high - (next - back) + (s - back) + c);
  const total = next + low;
  const moved = total - next;
  store<f64>(sum, total);
  store<f64>(sum, next - (total - moved) + (low - moved), 8);
}

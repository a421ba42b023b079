// As many multiplications and additions as registers hold, and nothing loaded: what this build can ask of the machine at most.

import { fold, madd } from "./lanes";

/** Floating-point operations of one round: twelve chains, enough to hide how long an addition takes, on each lane. */
export const ROUND_OPERATIONS: i32 = ASC_FEATURE_SIMD ? 48 : 24;

/** Keeps values near 1, where no sum overflows or becomes subnormal. */
const FACTOR: f64 = 0.75;
const TERM: f64 = 0.25;

/** Run `rounds` rounds; the sum comes back so that none of it can be left out. */
export function multiplyAdd(rounds: i32): f64 {
  return ASC_FEATURE_SIMD ? inLanes(rounds) : oneByOne(rounds);
}

function inLanes(rounds: i32): f64 {
  const a = f64x2.splat(FACTOR);
  const b = f64x2.splat(TERM);
  let s0 = b;
  let s1 = b;
  let s2 = b;
  let s3 = b;
  let s4 = b;
  let s5 = b;
  let s6 = a;
  let s7 = a;
  let s8 = a;
  let s9 = a;
  let s10 = a;
  let s11 = a;
  for (let i = 0; i < rounds; i++) {
    s0 = madd(s0, a, b);
    s1 = madd(s1, a, b);
    s2 = madd(s2, a, b);
    s3 = madd(s3, a, b);
    s4 = madd(s4, a, b);
    s5 = madd(s5, a, b);
    s6 = madd(s6, a, b);
    s7 = madd(s7, a, b);
    s8 = madd(s8, a, b);
    s9 = madd(s9, a, b);
    s10 = madd(s10, a, b);
    s11 = madd(s11, a, b);
  }
  const low = f64x2.add(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)), f64x2.add(s4, s5));
  const high = f64x2.add(f64x2.add(f64x2.add(s6, s7), f64x2.add(s8, s9)), f64x2.add(s10, s11));
  return fold(f64x2.add(low, high));
}

function oneByOne(rounds: i32): f64 {
  let s0 = TERM;
  let s1 = TERM;
  let s2 = TERM;
  let s3 = TERM;
  let s4 = TERM;
  let s5 = TERM;
  let s6 = FACTOR;
  let s7 = FACTOR;
  let s8 = FACTOR;
  let s9 = FACTOR;
  let s10 = FACTOR;
  let s11 = FACTOR;
  for (let i = 0; i < rounds; i++) {
    s0 = s0 * FACTOR + TERM;
    s1 = s1 * FACTOR + TERM;
    s2 = s2 * FACTOR + TERM;
    s3 = s3 * FACTOR + TERM;
    s4 = s4 * FACTOR + TERM;
    s5 = s5 * FACTOR + TERM;
    s6 = s6 * FACTOR + TERM;
    s7 = s7 * FACTOR + TERM;
    s8 = s8 * FACTOR + TERM;
    s9 = s9 * FACTOR + TERM;
    s10 = s10 * FACTOR + TERM;
    s11 = s11 * FACTOR + TERM;
  }
  return s0 + s1 + (s2 + s3) + (s4 + s5) + (s6 + s7 + (s8 + s9) + (s10 + s11));
}

// numpy's legacy draws from one stream: uniform, polar normal with its cached second value, Bernoulli, permutation.

import { log } from "./log";
import { CACHED_AT, NORMAL_AT, nextDouble, nextWord } from "./mt19937";

/** n values low + (high − low)·u. */
export function drawUniform(stream: usize, out: usize, n: usize, low: f64, high: f64): void {
  for (const end = out + n * 8; out < end; out += 8) store<f64>(out, low + (high - low) * nextDouble(stream));
}

function nextNormal(stream: usize): f64 {
  if (load<u32>(stream, CACHED_AT)) {
    store<u32>(stream, 0, CACHED_AT);
    return load<f64>(stream, NORMAL_AT);
  }
  let x1: f64;
  let x2: f64;
  let r2: f64;
  do {
    x1 = 2 * nextDouble(stream) - 1;
    x2 = 2 * nextDouble(stream) - 1;
    r2 = x1 * x1 + x2 * x2;
  } while (r2 >= 1 || r2 === 0);
  const f = Math.sqrt((-2 * log(r2)) / r2);
  store<u32>(stream, 1, CACHED_AT);
  store<f64>(stream, f * x1, NORMAL_AT);
  return f * x2;
}

/** n normal values; the polar method makes two at a time, and the first of them waits in the stream. */
export function drawNormal(stream: usize, out: usize, n: usize, mean: f64, sd: f64): void {
  for (const end = out + n * 8; out < end; out += 8) store<f64>(out, mean + sd * nextNormal(stream));
}

/** n values 0 or 1; 0 where the double is below `zeroBelow`. */
export function drawBernoulli(stream: usize, out: usize, n: usize, zeroBelow: f64): void {
  for (const end = out + n * 8; out < end; out += 8) store<f64>(out, nextDouble(stream) < zeroBelow ? 0 : 1);
}

/** The numbers 0 to n − 1 in random order: Fisher–Yates from the end, indices by masked rejection. */
export function drawPermutation(stream: usize, out: usize, n: u32): void {
  for (let i: u32 = 0; i < n; i++) store<u32>(out + <usize>i * 4, i);
  for (let i = n; i > 1; ) {
    i--;
    const mask = <u32>-1 >> clz(i);
    let j = nextWord(stream) & mask;
    while (j > i) j = nextWord(stream) & mask;
    const a = out + <usize>i * 4;
    const b = out + <usize>j * 4;
    const kept = load<u32>(a);
    store<u32>(a, load<u32>(b));
    store<u32>(b, kept);
  }
}

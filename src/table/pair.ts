// Sums of two doubles ("double-double"), for results that must be rounded correctly.

/** high + low, with |low| at most half a unit in the last place of high. */
export interface Pair {
  high: number;
  low: number;
}

/** Veltkamp's 2^27 + 1, which halves a significand. */
const SPLIT = 134_217_729;

/** a·b − product exactly, for product = fl(a·b) and magnitudes from 1e-290 to 1e290 (Dekker 1971). */
export function productError(a: number, b: number, product: number): number {
  const splitA = a * SPLIT;
  const aHigh = splitA - (splitA - a);
  const aLow = a - aHigh;
  const splitB = b * SPLIT;
  const bHigh = splitB - (splitB - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b exactly (Knuth). */
export function sum(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

export function add(a: Pair, b: Pair): Pair {
  const s = sum(a.high, b.high);
  return sum(s.high, s.low + (a.low + b.low));
}

export function multiply(a: Pair, b: Pair): Pair {
  const product = a.high * b.high;
  return sum(product, productError(a.high, b.high, product) + (a.high * b.low + a.low * b.high));
}

export function divide(a: Pair, n: number): Pair {
  const quotient = a.high / n;
  const product = quotient * n;
  return sum(quotient, (a.high - product - productError(quotient, n, product) + a.low) / n);
}

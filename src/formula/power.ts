// x^y in software with the same bits in every engine, error below 1 ulp: products in double-double (Dekker 1971; Muller et
// al., Handbook of Floating-Point Arithmetic, 2nd ed., chapter 4), for whole y by repeated squaring, else exp(y ln x).

import { expOfSum, exponentOf, LN2_HIGH, LN2_LOW, mantissaOf, scale } from "#base/elementary.ts";

/** Veltkamp's splitter, 2^27 + 1. */
const SPLITTER = 134217729;
/** The largest whole exponent that is squared; mantissas in [√½, √2) then stay within 2^±512. */
const MOST_SQUARED = 1024;
/** Beyond this exponent every power but that of 1 over- or underflows. */
const MOST_REAL = 2 ** 70;

/** High and low part of the last double-double result; no call here nests another's. */
const pair = new Float64Array(2);

/** x^y as IEEE 754's pow: 1 where y is 0 or x is 1, NaN for a negative x and a fractional y. */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 1) return x;
  if (y === 0 || x === 1) return 1;
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return atTheEdge(x, y);
  const whole = Number.isInteger(y);
  if (x < 0 && !whole) return Number.NaN;
  const size = whole && Math.abs(y) <= MOST_SQUARED ? powerWhole(Math.abs(x), y) : powerReal(Math.abs(x), y);
  return x < 0 && Math.abs(y % 2) === 1 ? -size : size;
}

/** No rounding is at stake here, so the engine's own function gives what the standard fixes. */
function atTheEdge(x: number, y: number): number {
  return x ** y;
}

function powerWhole(x: number, y: number): number {
  const k = exponentOf(x);
  let n = Math.abs(y);
  let baseHigh = mantissaOf(x, k);
  let baseLow = 0;
  let high = 1;
  let low = 0;
  for (;;) {
    if (n % 2 === 1) {
      multiply(high, low, baseHigh, baseLow);
      high = pair[0] as number;
      low = pair[1] as number;
    }
    n = Math.floor(n / 2);
    if (n === 0) break;
    multiply(baseHigh, baseLow, baseHigh, baseLow);
    baseHigh = pair[0] as number;
    baseLow = pair[1] as number;
  }
  if (y > 0) return scale(high, k * y);
  divide(1, high, low);
  return scale(pair[0] as number, k * y);
}

/** y ln x to some 2^−70 relative, so that the exponential is right to the last bit or next to it. */
function powerReal(x: number, y: number): number {
  logarithm(x);
  multiply(pair[0] as number, pair[1] as number, Math.max(-MOST_REAL, Math.min(MOST_REAL, y)), 0);
  return expOfSum(pair[0] as number, pair[1] as number);
}

/** ln x = k ln 2 + 2s(1 + z/3 + z²/5 + …), z = s²; terms from z³ on need single precision only. */
function logarithm(x: number): void {
  const k = exponentOf(x);
  const f = mantissaOf(x, k) - 1;
  const below = 2 + f;
  divide(f, below, 2 - below + f);
  const s = pair[0] as number;
  const sLow = pair[1] as number;
  multiply(s, sLow, s, sLow);
  const z = pair[0] as number;
  const zLow = pair[1] as number;
  series(z, zLow);
  multiply(pair[0] as number, pair[1] as number, 2 * s, 2 * sLow);
  const small = pair[0] as number;
  const smallLow = pair[1] as number;
  const large = k * LN2_HIGH;
  add(large, small, smallLow + k * LN2_LOW);
}

/** 1 + z/3 + z²/5 + z³/7 + …, at z ≤ 0.0295. */
function series(z: number, zLow: number): void {
  let tail = 0;
  for (let j = 23; j >= 7; j -= 2) tail = z * (tail + 1 / j);
  // 1/5 and 1/3 in two parts: what the double leaves is (1 − d·double)/d.
  add(1 / 5, tail, FIFTH_LOW);
  multiply(pair[0] as number, pair[1] as number, z, zLow);
  add(1 / 3, pair[0] as number, (pair[1] as number) + THIRD_LOW);
  multiply(pair[0] as number, pair[1] as number, z, zLow);
  add(1, pair[0] as number, pair[1] as number);
}

/** (aHigh + aLow)(bHigh + bLow). */
function multiply(aHigh: number, aLow: number, bHigh: number, bLow: number): void {
  const product = aHigh * bHigh;
  const rest = productError(aHigh, bHigh, product) + (aHigh * bLow + aLow * bHigh);
  const high = product + rest;
  pair[0] = high;
  pair[1] = product - high + rest;
}

/** a/(bHigh + bLow). */
function divide(a: number, bHigh: number, bLow: number): void {
  const quotient = a / bHigh;
  const product = quotient * bHigh;
  const rest = (a - product - productError(quotient, bHigh, product) - quotient * bLow) / bHigh;
  const high = quotient + rest;
  pair[0] = high;
  pair[1] = quotient - high + rest;
}

/** a + b + low for |a| ≥ |b| or a = 0. */
function add(a: number, b: number, low: number): void {
  const sum = a + b;
  const rest = (a === 0 ? 0 : a - sum + b) + low;
  const high = sum + rest;
  pair[0] = high;
  pair[1] = sum - high + rest;
}

/** a·b − product, exact (Dekker). */
function productError(a: number, b: number, product: number): number {
  const aTop = SPLITTER * a - (SPLITTER * a - a);
  const bTop = SPLITTER * b - (SPLITTER * b - b);
  const aRest = a - aTop;
  const bRest = b - bTop;
  return aTop * bTop - product + aTop * bRest + aRest * bTop + aRest * bRest;
}

const THIRD_LOW = remainderOfInverse(3);
const FIFTH_LOW = remainderOfInverse(5);

/** 1/d less its double. */
function remainderOfInverse(d: number): number {
  const product = d * (1 / d);
  return (1 - product - productError(d, 1 / d, product)) / d;
}

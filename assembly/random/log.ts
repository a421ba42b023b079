// The natural logarithm for the normal stream, summed in double-double so that its bits are the same everywhere. The
// sequence of operations is that of the reference backend's log.

import { productError } from "../shared/product-error";

const LN2_HIGH: f64 = Math.LN2;
const LN2_LOW: f64 = 2.3190468138462996e-17;
const SQRT_HALF: f64 = Math.SQRT1_2;

/** What the last operation's result lacks; functions return the high part and leave the low part here. */
let low: f64 = 0;

function twoSum(a: f64, b: f64): f64 {
  const high = a + b;
  const t = high - a;
  low = a - (high - t) + (b - t);
  return high;
}

function twoProduct(a: f64, b: f64): f64 {
  const high = a * b;
  low = productError(a, b, high);
  return high;
}

function multiply(a: f64, aLow: f64, b: f64, bLow: f64): f64 {
  const high = twoProduct(a, b);
  return twoSum(high, low + (a * bLow + aLow * b));
}

function add(a: f64, aLow: f64, b: f64, bLow: f64): f64 {
  const high = twoSum(a, b);
  return twoSum(high, low + (aLow + bLow));
}

function quotient(a: f64, b: f64, bLow: f64): f64 {
  const q = a / b;
  const high = twoProduct(q, b);
  return twoSum(q, (a - high - low - q * bLow) / b);
}

/** Natural logarithm of a normal positive number. */
export function log(x: f64): f64 {
  let k: f64 = 0;
  let m = x;
  while (m < SQRT_HALF) {
    m *= 2;
    k -= 1;
  }
  while (m > 2 * SQRT_HALF) {
    m *= 0.5;
    k += 1;
  }
  const divisor = twoSum(m, 1);
  const s = quotient(m - 1, divisor, low);
  const sLow = low;
  const s2 = multiply(s, sLow, s, sLow);
  const s2Low = low;
  let sum: f64 = 0;
  for (let i: f64 = 29; i >= 13; i -= 2) sum = sum * s2 + 1 / i;
  let sumLow: f64 = 0;
  for (let i: f64 = 11; i >= 1; i -= 2) {
    const term = quotient(1, i, 0);
    const termLow = low;
    sum = multiply(sum, sumLow, s2, s2Low);
    sum = add(sum, low, term, termLow);
    sumLow = low;
  }
  const mantissa = multiply(sum, sumLow, 2 * s, 2 * sLow);
  const mantissaLow = low;
  const exponent = twoProduct(k, LN2_HIGH);
  const total = add(exponent, low, k * LN2_LOW, 0);
  return add(total, low, mantissa, mantissaLow);
}

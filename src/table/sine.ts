// The sine, rounded correctly in all but about one case in 2^45: engines' Math.sin differ in the last bit, and generated
// data must not.

import { add, divide, multiply, type Pair, productError, sum } from "./pair.ts";

/** π/2 as a sum of three doubles. */
const HALF_PI = [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591833e-33] as const;
/** Terms of the series at π/4 that are above 1e-33 of the sum. */
const N_TERMS = 14;

/** sin x for x in radians, |x| <= 1e6. */
export function sine(x: number): number {
  const quarter = Math.round(x / HALF_PI[0]);
  const rest = reduce(x, quarter);
  const even = quarter % 2 === 0;
  const value = even ? series(rest, rest, 2) : series({ high: 1, low: 0 }, rest, 1);
  const magnitude = value.high + value.low;
  return (quarter & 2) === 0 ? magnitude : -magnitude;
}

/** x − quarter·π/2. */
function reduce(x: number, quarter: number): Pair {
  let rest: Pair = { high: x, low: 0 };
  for (const part of HALF_PI) {
    const product = quarter * part;
    rest = add(rest, { high: -product, low: -productError(quarter, part, product) });
  }
  return rest;
}

/** first·(1 − r²/(k(k+1)) + r⁴/(k(k+1)(k+2)(k+3)) − …): the sine for first = r, k = 2; the cosine for first = 1, k = 1. */
function series(first: Pair, r: Pair, k: number): Pair {
  const square = multiply(r, r);
  const terms: Pair[] = [first];
  let term = first;
  for (let i = 0; i < N_TERMS; i++) {
    term = divide(multiply(term, square), -(k + 2 * i) * (k + 2 * i + 1));
    terms.push(term);
  }
  // Small terms first, so that none is lost.
  return terms.reduceRight((total, next) => add(next, total), sum(0, 0));
}

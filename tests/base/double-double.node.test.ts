// Arithmetic in double-double against big integers.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DoubleDouble,
  difference,
  minusDot,
  product,
  put,
  quotient,
  squareRoot,
  sum,
  twoProduct,
  twoSum,
  zeros,
} from "#base/double-double.ts";
import { fixedAbs, fixedError, fixedProduct, fixedQuotient, toFixed } from "#tests/helpers/fixed-point.ts";

/** Four roundings of 2^−106. */
const TOLERANCE = 2 ** -104;

const exactly = ({ hi, lo }: DoubleDouble): bigint => toFixed(hi) + toFixed(lo);

const double = fc
  .tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: -60, max: 60 }), fc.boolean())
  .map(([m, e, minus]) => (minus ? -m : m) * 2 ** e);

const pair = fc
  .tuple(double, fc.double({ min: -1, max: 1, noNaN: true }))
  .map(([hi, share]) => twoSum(hi, hi * share * 2 ** -54));

function holds(claim: (x: DoubleDouble, y: DoubleDouble) => void): void {
  fc.assert(fc.property(pair, pair, claim), { numRuns: 2000, seed: 1 });
}

describe("double-double", () => {
  test("twoSum and twoProduct are exact", () => {
    holds((x, y) => {
      expect(exactly(twoSum(x.hi, y.hi))).toBe(toFixed(x.hi) + toFixed(y.hi));
      expect(exactly(twoProduct(x.hi, y.hi))).toBe(fixedProduct(toFixed(x.hi), toFixed(y.hi)));
    });
  });

  test("sum and difference are right to 2^−104", () => {
    holds((x, y) => {
      const wanted = exactly(x) + exactly(y);
      const less = exactly(x) - exactly(y);
      expect(fixedError(exactly(sum(x, y)), wanted, fixedAbs(wanted))).toBeLessThan(TOLERANCE);
      expect(fixedError(exactly(difference(x, y)), less, fixedAbs(less))).toBeLessThan(TOLERANCE);
    });
  });

  test("product and quotient are right to 2^−104", () => {
    holds((x, y) => {
      const wanted = fixedProduct(exactly(x), exactly(y));
      const over = fixedQuotient(exactly(x), exactly(y));
      expect(fixedError(exactly(product(x, y)), wanted, fixedAbs(wanted))).toBeLessThan(TOLERANCE);
      expect(fixedError(exactly(quotient(x, y)), over, fixedAbs(over))).toBeLessThan(TOLERANCE);
    });
  });

  test("squareRoot squares back to 2^−102, and is 0 at 0", () => {
    holds((x) => {
      const size = x.hi < 0 ? { hi: -x.hi, lo: -x.lo } : x;
      const root = exactly(squareRoot(size));
      expect(fixedError(fixedProduct(root, root), exactly(size), exactly(size))).toBeLessThan(2 ** -102);
    });
    expect(squareRoot({ hi: 0, lo: 0 })).toEqual({ hi: 0, lo: 0 });
  });

  test("minusDot keeps 29 digits of its terms where they cancel", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(pair, pair), { minLength: 1, maxLength: 50 }), (terms) => {
        const x = zeros(terms.length);
        const y = zeros(terms.length);
        let total = 0n;
        let size = 0n;
        for (const [i, [a, b]] of terms.entries()) {
          put(x, i, a);
          put(y, i, b);
          const term = fixedProduct(exactly(a), exactly(b));
          total += term;
          size += fixedAbs(term);
        }
        const start = twoSum(1 / 3, 0);
        const got = minusDot(start, { of: x, from: 0 }, { of: y, from: 0 }, terms.length);
        expect(fixedError(exactly(got), toFixed(1 / 3) - total, size + toFixed(1 / 3))).toBeLessThan(1e-29);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

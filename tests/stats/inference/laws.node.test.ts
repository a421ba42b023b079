// What ties the distributions to themselves and to each other, and what they refuse.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  chiSquaredCdf,
  chiSquaredQuantile,
  chiSquaredUpperQuantile,
  chiSquaredUpperTail,
} from "#stats/inference/chi-squared.ts";
import { fCdf, fQuantile, fUpperQuantile, fUpperTail } from "#stats/inference/f.ts";
import { normalCdf, normalQuantile, normalUpperTail } from "#stats/inference/normal.ts";
import { studentTCdf, studentTQuantile, studentTUpperTail } from "#stats/inference/student-t.ts";

const RUNS = { numRuns: 300, seed: 20_240_601 };

/** Degrees of freedom from 0.2 to a billion, not only whole ones. */
const df = fc.double({ min: Math.log(0.2), max: Math.log(1e9), noNaN: true }).map(Math.exp);
/** Tails from 1e-250 to ½. */
const tail = fc.double({ min: -575, max: Math.log(0.5), noNaN: true }).map(Math.exp);

function expectRatio(got: number, wanted: number, tolerance: number): void {
  expect(Math.abs(got / wanted - 1)).toBeLessThanOrEqual(tolerance);
}

/** A rounding of the point moves a tail by its slope: some z·√df of a concentrated distribution, z to 34 here. */
const concentrated = (n: number): number => 1e-12 + 1e-14 * Math.sqrt(n);

describe("quantiles invert their tails", () => {
  test("normal", () =>
    fc.assert(
      fc.property(tail, (p) => expectRatio(normalCdf(normalQuantile(p)), p, 1e-12)),
      RUNS,
    ));

  test("Student t", () =>
    fc.assert(
      fc.property(tail, df, (p, n) => {
        const t = studentTQuantile(p, n);
        fc.pre(Number.isFinite(t));
        expectRatio(studentTCdf(t, n), p, 1e-12);
      }),
      RUNS,
    ));

  test("chi-squared", () =>
    fc.assert(
      fc.property(tail, df, (p, n) => {
        expectRatio(chiSquaredUpperTail(chiSquaredUpperQuantile(p, n), n), p, concentrated(n));
        const x = chiSquaredQuantile(p, n);
        if (x > 1e-300) expectRatio(chiSquaredCdf(x, n), p, concentrated(n));
      }),
      RUNS,
    ));

  test("F", () =>
    fc.assert(
      fc.property(tail, df, df, (p, n, m) => {
        const above = fUpperQuantile(p, n, m);
        if (Number.isFinite(above)) expectRatio(fUpperTail(above, n, m), p, concentrated(Math.min(n, m)));
        const below = fQuantile(p, n, m);
        if (below > 1e-300) expectRatio(fCdf(below, n, m), p, concentrated(Math.min(n, m)));
      }),
      RUNS,
    ));
});

describe("distributions agree where they meet", () => {
  const point = fc.double({ min: 0.001, max: 30, noNaN: true });

  test("t² on n degrees of freedom is F on 1 and n", () =>
    fc.assert(
      fc.property(point, df, (t, n) => expectRatio(2 * studentTUpperTail(t, n), fUpperTail(t * t, 1, n), 1e-12)),
      RUNS,
    ));

  test("z² is chi-squared on 1", () =>
    fc.assert(
      fc.property(point, (z) => expectRatio(2 * normalUpperTail(z), chiSquaredUpperTail(z * z, 1), 1e-12)),
      RUNS,
    ));

  test("1/F swaps the degrees of freedom", () =>
    fc.assert(
      fc.property(point, df, df, (f, n, m) => {
        const upper = fUpperTail(f, n, m);
        fc.pre(upper > 1e-280 && upper < 0.9);
        expectRatio(fCdf(1 / f, m, n), upper, concentrated(Math.min(n, m)));
      }),
      RUNS,
    ));

  test("Student t on 1 degree of freedom is Cauchy", () => {
    for (const t of [0.3, 1, 7, 1e8]) expectRatio(studentTUpperTail(t, 1), Math.atan(1 / t) / Math.PI, 1e-14);
  });

  test("lower and upper tails add up to 1", () =>
    fc.assert(
      fc.property(point, df, df, (v, n, m) => {
        expect(studentTCdf(v, n) + studentTUpperTail(v, n)).toBeCloseTo(1, 14);
        expect(fCdf(v, n, m) + fUpperTail(v, n, m)).toBeCloseTo(1, 14);
        expect(chiSquaredCdf(v, n) + chiSquaredUpperTail(v, n)).toBeCloseTo(1, 14);
      }),
      RUNS,
    ));
});

describe("ends of the range", () => {
  test("probabilities 0 and 1 have the ends of the support as quantiles", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect([studentTQuantile(0, 3), studentTQuantile(1, 3)]).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
    expect([chiSquaredQuantile(0, 3), chiSquaredQuantile(1, 3)]).toEqual([0, Number.POSITIVE_INFINITY]);
    expect([fUpperQuantile(0, 3, 4), fUpperQuantile(1, 3, 4)]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });

  test("the ends of the support have tails of 0 and 1", () => {
    expect([normalUpperTail(Number.POSITIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    expect([studentTUpperTail(Number.POSITIVE_INFINITY, 2), studentTUpperTail(0, 2)]).toEqual([0, 0.5]);
    expect([fUpperTail(0, 2, 3), fUpperTail(Number.POSITIVE_INFINITY, 2, 3), fCdf(-1, 2, 3)]).toEqual([1, 0, 0]);
    expect([chiSquaredUpperTail(0, 2), chiSquaredCdf(Number.POSITIVE_INFINITY, 2)]).toEqual([1, 1]);
  });

  test("a median of ½ is 0, to the sign", () => {
    expect([normalQuantile(0.5), studentTQuantile(0.5, 2.5)]).toEqual([0, 0]);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("degrees of freedom %f are refused", (n) => {
    expect(() => studentTCdf(1, n)).toThrow(/df: must be finite and > 0/);
    expect(() => fUpperTail(1, 3, n)).toThrow(/df2/);
    expect(() => chiSquaredQuantile(0.5, n)).toThrow(/df/);
  });

  test.each([-0.1, 1.1, Number.NaN])("a probability of %f is refused", (p) => {
    expect(() => normalQuantile(p)).toThrow(/probability: must be in \[0, 1\]/);
    expect(() => fUpperQuantile(p, 1, 2)).toThrow(/probability/);
  });

  test("a point that is not a number is refused", () => {
    expect(() => normalCdf(Number.NaN)).toThrow(/z: must be a number/);
    expect(() => fCdf(Number.NaN, 1, 1)).toThrow(/f: must be a number/);
  });
});

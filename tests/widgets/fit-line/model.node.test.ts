// What is said of a line that a person drew: an invariant, a known value and a degenerate input each.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cloudOf,
  errorOf,
  judge,
  largestError,
  majorAxisOf,
  rSquaredOf,
  sumOfSquares,
} from "#widgets/fit-line/model.ts";

/** Anscombe's first set (1973): slope 0.500, intercept 3.00, regression and residual sums of squares 27.51 and 13.76. */
const ANSCOMBE = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5].map((x, i) => ({
  x,
  y: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68][i] ?? Number.NaN,
}));

// Thousandths, as people type them: squares of the smallest doubles are 0.
const number = fc.integer({ min: -1e7, max: 1e7 }).map((thousandths) => thousandths / 1000);
const points = fc.array(fc.record({ x: number, y: number }), { minLength: 1, maxLength: 40 });

describe("sumOfSquares", () => {
  test("of Anscombe's first set about 3 + 0.5 x is 13.76", () => {
    expect(sumOfSquares(ANSCOMBE, { slope: 0.5, intercept: 3 })).toBeCloseTo(13.76, 2);
  });

  test("equals the sum of squared errors, for any line", () => {
    fc.assert(
      fc.property(points, number, number, (cloud, slope, intercept) => {
        const plain = cloud.reduce((sum, point) => sum + errorOf(point, { slope, intercept }) ** 2, 0);
        expect(sumOfSquares(cloud, { slope, intercept })).toBeCloseTo(plain, -Math.log10(1e-9 * (1 + plain)));
      }),
    );
  });

  test("keeps its digits far from zero", () => {
    const far = ANSCOMBE.map(({ x, y }) => ({ x: x + 2 ** 30, y: y + 2 ** 30 }));
    const near = far.map(({ x, y }) => ({ x: x - 2 ** 30, y: y - 2 ** 30 }));
    const expected = sumOfSquares(near, { slope: 0.5, intercept: 3 });
    expect(sumOfSquares(far, { slope: 0.5, intercept: 3 + 2 ** 29 }) / expected).toBeCloseTo(1, 6);
  });

  test("of no points is 0", () => expect(sumOfSquares([], { slope: 1, intercept: 1 })).toBe(0));
});

describe("majorAxisOf", () => {
  test("is as steep as sd(y)/sd(x), through the means", () => {
    const axis = majorAxisOf(cloudOf(ANSCOMBE));
    // Both sets of numbers as printed in Anscombe (1973): sd(y)/sd(x) = sqrt(41.27 / 110).
    expect(axis?.slope).toBeCloseTo(Math.sqrt(41.27 / 110), 3);
    expect((axis?.intercept ?? 0) + 9 * (axis?.slope ?? 0)).toBeCloseTo(7.5, 2);
  });

  test("goes the way of the correlation, and swaps to its inverse with x and y", () => {
    fc.assert(
      fc.property(points, (cloud) => {
        const axis = majorAxisOf(cloudOf(cloud));
        const swapped = majorAxisOf(cloudOf(cloud.map(({ x, y }) => ({ x: y, y: x }))));
        if (!axis || !swapped) return;
        expect(axis.slope * swapped.slope).toBeCloseTo(1, 6);
      }),
    );
  });

  test("is null where x does not vary or nothing has a direction", () => {
    expect(
      majorAxisOf(
        cloudOf([
          { x: 1, y: 2 },
          { x: 1, y: 3 },
        ]),
      ),
    ).toBeNull();
    expect(
      majorAxisOf(
        cloudOf([
          { x: 0, y: 1 },
          { x: 1, y: 0 },
          { x: 2, y: 1 },
        ]),
      ),
    ).toBeNull();
    expect(majorAxisOf(cloudOf([]))).toBeNull();
  });
});

test("rSquaredOf is 0 at the mean, 1 without error and null where y does not vary", () => {
  const cloud = cloudOf(ANSCOMBE);
  expect(rSquaredOf(sumOfSquares(ANSCOMBE, { slope: 0, intercept: cloud.meanY }), cloud)).toBeCloseTo(0, 12);
  expect(rSquaredOf(0, cloud)).toBe(1);
  expect(rSquaredOf(0, cloudOf([{ x: 1, y: 1 }]))).toBeNull();
});

test("largestError finds the farthest point on either side", () => {
  const line = { slope: 0, intercept: 0 };
  expect(
    largestError(
      [
        { x: 0, y: 1 },
        { x: 1, y: -3 },
      ],
      line,
    ),
  ).toEqual({ index: 1, error: -3 });
  expect(largestError([], line)).toBeNull();
});

describe("judge", () => {
  const cloud = cloudOf(ANSCOMBE);
  const best = { slope: 0.50009, intercept: 3.00009, sse: 13.7627 };
  const verdict = (slope: number, intercept: number) => {
    const line = { slope, intercept };
    return judge({ ...line, sse: sumOfSquares(ANSCOMBE, line) }, best, cloud).verdict;
  };

  test("says in which way a line is worse", () => {
    expect(verdict(0.2, 7.5 - 9 * 0.2)).toBe("flat");
    expect(verdict(0.9, 7.5 - 9 * 0.9)).toBe("steep");
    expect(verdict(-0.3, 7.5 + 9 * 0.3)).toBe("opposite");
    expect(verdict(0.5, 6)).toBe("high");
    expect(verdict(0.5, 1)).toBe("low");
    expect(verdict(0.5, 3)).toBe("as-good");
  });

  test("counts how many times the least possible, without end where the least is 0", () => {
    const two = cloudOf([
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ]);
    const perfect = { slope: 1, intercept: 0, sse: 0 };
    expect(judge({ slope: 0, intercept: 0.5, sse: 0.5 }, perfect, two)).toEqual({ verdict: "flat", times: Infinity });
    expect(judge(perfect, perfect, two)).toEqual({ verdict: "as-good", times: 1 });
  });
});

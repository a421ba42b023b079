// Order statistics without a full sort are those of the sort.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "#kernel/reference/random.ts";
import { orderStatistics, sortedValues } from "#stats/diagnostics/order-statistics.ts";

/** Ranks over the whole range, the ends and neighbours among them. */
const ranksOf = (n: number) =>
  [...new Set([n - 1, 0, 1, n - 2, ...Array.from({ length: 40 }, (_, k) => (k * n) / 40)])].map(Math.floor);

function expectSorted(parts: readonly Float64Array[]): void {
  const sorted = sortedValues(parts);
  const ranks = ranksOf(sorted.length);
  const got = orderStatistics(parts, ranks);
  expect(ranks.map((rank) => got.get(rank))).toEqual(ranks.map((rank) => sorted[rank]));
}

const normal = (n: number, seed: number) => randomStream(seed).normal(n, 1, 3);

describe("orderStatistics", () => {
  test("of normal values in parts are those of a sort", () => {
    expectSorted([normal(30_000, 1), new Float64Array(), normal(7, 2), normal(20_000, 3)]);
  });

  test("of few values, of equal ones and of ties are those of a sort", () => {
    expectSorted([Float64Array.of(3, 1, 2, 2)]);
    expectSorted([new Float64Array(9000).fill(4)]);
    expectSorted([normal(20_000, 4).map((v) => Math.round(v))]);
  });

  test("beside values far from the others are those of a sort", () => {
    const far = normal(20_000, 5);
    far.set([1e300, -1e18, 1e9], 400);
    expectSorted([far]);
    expectSorted([normal(20_000, 6).map((v) => Math.exp(20 * v))]);
    expectSorted([Float64Array.of(-Number.MAX_VALUE, Number.MAX_VALUE), normal(9000, 7)]);
    expectSorted([Float64Array.of(0, Number.MIN_VALUE), new Float64Array(9000)]);
  });

  test("of any values, each many times, are those of a sort", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 20 }),
        (few) => {
          const values = few.map((v) => v + 0);
          expectSorted([Float64Array.from({ length: 5000 }, (_, i) => values[i % values.length] as number)]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

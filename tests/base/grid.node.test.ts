// Grids of counts: exact, and the same however the values were cut.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addGrids, countPairs, emptyGrid, GRID_CELLS, type GridCounts, plainGrid, widened } from "#base/grid.ts";

type Pair = [number, number];

const extentOf = (values: readonly number[]) => ({ least: Math.min(...values), most: Math.max(...values) });

function gridOf(pairs: readonly Pair[]): GridCounts {
  const x = Float64Array.from(pairs, ([value]) => value);
  const y = Float64Array.from(pairs, ([, value]) => value);
  const grid = widened(emptyGrid(), extentOf(Array.from(x)), extentOf(Array.from(y)));
  countPairs(grid, x, y);
  return grid;
}

/** Counts by comparing each pair with the edges of each cell. */
function countsOf(pairs: readonly Pair[], { x, y }: Pick<ReturnType<typeof plainGrid>, "x" | "y">): number[] {
  const edge = ({ from, to, n }: typeof x, k: number) => from + ((to - from) / n) * k;
  const isIn = (axis: typeof x, k: number, value: number) => value >= edge(axis, k) && value < edge(axis, k + 1);
  return Array.from({ length: x.n * y.n }, (_, at) => {
    return pairs.filter(([a, b]) => isIn(x, at % x.n, a) && isIn(y, Math.floor(at / x.n), b)).length;
  });
}

/** Numbers of any size, small ones and equal ones among them. */
const values = fc.oneof(
  fc.double({ min: -8, max: 8, noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -1e-12, max: 1e-12, noNaN: true }),
  fc.double({ min: 1e-270, max: 1e-250, noNaN: true }).map((v) => -v),
  fc.double({ min: 1e9 - 1, max: 1e9 + 1, noNaN: true }),
);
/** What is not 0 and yet vanishes against a cell's width counts as 0, and would fall in another cell. */
const isSeen = (v: number) => v === 0 || Math.abs(v) > 1e-280;
const seen = values.filter(isSeen);
const pairLists = fc.array(fc.tuple(seen, seen), { minLength: 1, maxLength: 60 });

describe("a grid", () => {
  test("counts what a comparison with the edges of its cells counts", () => {
    fc.assert(
      fc.property(pairLists, (pairs) => {
        const got = plainGrid(gridOf(pairs));
        expect(got.counts).toEqual(countsOf(pairs, got));
        expect(got.counts.reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
      }),
      { numRuns: 60 },
    );
  });

  test("is the same of whole lists as of their parts, in any grouping", () => {
    fc.assert(
      fc.property(fc.array(pairLists, { minLength: 1, maxLength: 6 }), (parts) => {
        const grids = parts.map(gridOf);
        const whole = plainGrid(gridOf(parts.flat()));
        expect(plainGrid(grids.reduce(addGrids))).toEqual(whole);
        expect(plainGrid(grids.reduceRight((right, left) => addGrids(left, right)))).toEqual(whole);
        expect(plainGrid(addGrids(emptyGrid(), addGrids(grids.reduce(addGrids), emptyGrid())))).toEqual(whole);
      }),
    );
  });

  test("has from a half of all cells to all of them along an axis of several values", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter(isSeen),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (from, length) => {
          const { x } = plainGrid(
            gridOf([
              [from, 0],
              [from + length, 1],
            ]),
          );
          expect(x.n).toBeGreaterThanOrEqual(GRID_CELLS / 2);
          expect(x.n).toBeLessThanOrEqual(GRID_CELLS);
          expect(Number.isInteger(Math.log2((x.to - x.from) / x.n))).toBe(true);
          expect([x.from <= from, x.to > from + length]).toEqual([true, true]);
        },
      ),
    );
  });

  test("of one value has a range about it", () => {
    const { x, y, counts } = plainGrid(
      gridOf([
        [5, 0],
        [5, 0],
      ]),
    );
    expect([x.from < 5, x.to > 5, y.from < 0, y.to > 0]).toEqual([true, true, true, true]);
    expect(counts.filter((count) => count > 0)).toEqual([2]);
  });

  test("of nothing counts nothing, and NaN is no value", () => {
    expect(plainGrid(emptyGrid()).counts.every((count) => count === 0)).toBe(true);
    const grid = gridOf([
      [0, 0],
      [1, 1],
    ]);
    countPairs(grid, Float64Array.of(Number.NaN, 1), Float64Array.of(1, Number.NaN));
    expect(plainGrid(grid).counts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  test("holds the largest numbers, the smallest and infinite ones", () => {
    const most = Number.MAX_VALUE;
    const ends = plainGrid(
      gridOf([
        [-most, 0],
        [most, Number.MIN_VALUE],
        [0, -Number.MIN_VALUE],
      ]),
    );
    expect(ends.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    const infinite = plainGrid(
      gridOf([
        [Number.POSITIVE_INFINITY, 1],
        [3, 2],
      ]),
    );
    expect(infinite.counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  });
});

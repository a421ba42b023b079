// The seeded permutation behind shuffled folds.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { foldsOf, numberRows } from "#stats/resampling/deal.ts";
import { checkSeed, shuffledPlaces } from "#stats/resampling/feistel.ts";
import type { RowBlock } from "#stats/rows.ts";
import { blockRows } from "#tests/helpers/block-rows.ts";

const placesOf = (n: number, seed: number, repeat = 0) => shuffledPlaces({ n, seed, repeat }, 0, new Int32Array(n));

describe("shuffledPlaces", () => {
  test("is a permutation for every n, seed and repeat", () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      fc.integer({ min: 0, max: 50 }),
      (n, seed, repeat) => {
        const sorted = placesOf(n, seed, repeat).sort();
        expect(sorted.every((place, i) => place === i)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test("is a permutation of 4096, 4097 and 100,003 rows", () => {
    for (const n of [4096, 4097, 100_003]) {
      expect(
        placesOf(n, 7)
          .sort()
          .every((place, i) => place === i),
      ).toBe(true);
    }
  });

  test("answers for any stretch of rows as for all of them", () => {
    const property = fc.property(
      fc.integer({ min: 2, max: 5000 }),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      fc.float({ min: 0, max: 1, noNaN: true }),
      (n, seed, share) => {
        const from = Math.floor(share * (n - 1));
        const stretch = shuffledPlaces({ n, seed, repeat: 0 }, from, new Int32Array(n - from));
        expect(stretch).toEqual(placesOf(n, seed).subarray(from));
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  test("seeds and repeats give orders of their own", () => {
    expect(placesOf(200, 1)).toEqual(placesOf(200, 1));
    expect(placesOf(200, 1)).not.toEqual(placesOf(200, 2));
    expect(placesOf(200, 1, 0)).not.toEqual(placesOf(200, 1, 1));
  });

  test("every row comes to every place about equally often", () => {
    for (const n of [3, 10, 64]) {
      const counts = new Float64Array(n * n);
      const nSeeds = 4000;
      for (let seed = 0; seed < nSeeds; seed++) {
        for (const [i, place] of placesOf(n, seed).entries())
          counts[i * n + place] = (counts[i * n + place] as number) + 1;
      }
      const expected = nSeeds / n;
      const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
      const df = (n - 1) ** 2;
      // Of a fair shuffle, chi2 is below df + 5·√(2 df) all but one time in a million; a little structure is allowed.
      expect(chi2).toBeLessThan(1.5 * (df + 5 * Math.sqrt(2 * df)));
    }
  });

  test("neighbours are in the same half about as often as others", () => {
    const n = 1000;
    let same = 0;
    for (let seed = 0; seed < 200; seed++) {
      const places = placesOf(n, seed);
      for (let i = 1; i < n; i++) if ((places[i] as number) % 2 === (places[i - 1] as number) % 2) same += 1;
    }
    expect(same / (200 * (n - 1))).toBeCloseTo(499 / 999, 2);
  });

  test.each([-1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY])("the seed %s is refused", (seed) => {
    expect(() => checkSeed(seed)).toThrow(`seed: must be an integer from 0 to 4294967295; got ${seed}`);
  });
});

describe("shuffled folds", () => {
  const backend = referenceBackend();
  const blockAt = (superblock: number, n: number, kept: Int32Array | null = null): RowBlock => ({
    n,
    columns: [new Float64Array(n)],
    superblock,
    kept,
  });

  test("sizes differ by one at most", () => {
    const property = fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 40, max: 900 }),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      (nFolds, n, seed) => {
        const rule = { kind: "shuffled", nFolds, first: [0], shuffle: { n, seed, repeat: 0 } } as const;
        const sizes = new Int32Array(nFolds);
        for (const fold of foldsOf(blockAt(0, n), rule)) sizes[fold] = (sizes[fold] as number) + 1;
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  test("count the rows used, so that missing rows leave sizes even", async () => {
    const kept = Int32Array.from({ length: 40 }, (_, i) => 3 * i);
    const blocks = [blockAt(0, 40, kept), blockAt(1, 33)];
    const { first, n } = await numberRows(blockRows(blocks, { names: ["y"], nDropped: 0, backend }));
    expect([first, n]).toEqual([[0, 40], 73]);
    const sizes = new Int32Array(5);
    const rule = { kind: "shuffled", nFolds: 5, first, shuffle: { n, seed: 3, repeat: 0 } } as const;
    for (const block of blocks) for (const fold of foldsOf(block, rule)) sizes[fold] = (sizes[fold] as number) + 1;
    expect(sizes).toEqual(Int32Array.of(15, 15, 15, 14, 14));
  });

  test("given folds follow rows of the table over superblocks and missing rows", () => {
    const ids = Int32Array.from({ length: SUPERBLOCK_ROWS + 10 }, (_, i) => i % 7);
    const rule = { kind: "given", nFolds: 7, ids } as const;
    const folds = foldsOf(blockAt(1, 3, Int32Array.of(0, 4, 9)), rule);
    expect([...folds]).toEqual([0, 4, 9].map((i) => (SUPERBLOCK_ROWS + i) % 7));
    expect([...foldsOf(blockAt(0, 4), rule)]).toEqual([0, 1, 2, 3]);
  });
});

// The seeded shuffle: one suite for every backend.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { shuffle as oracle } from "#kernel/reference/shuffle.ts";

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });

export function shuffleSuite(name: string, backend: () => Backend): void {
  const placesOf = (n: number, seed: number, repeat = 0) => backend().shuffle({ n, seed, repeat }, 0, n);
  const isPermutation = (places: Int32Array) =>
    places
      .slice()
      .sort()
      .every((place, i) => place === i);

  describe(`${name}: shuffle`, () => {
    test("is a permutation for every n, seed and repeat", () => {
      const property = fc.property(fc.integer({ min: 1, max: 3000 }), seeds, fc.nat({ max: 50 }), (n, seed, repeat) => {
        expect(isPermutation(placesOf(n, seed, repeat))).toBe(true);
      });
      fc.assert(property, { numRuns: 100 });
      for (const n of [4096, 4097, 131_072, 200_003]) expect(isPermutation(placesOf(n, 7))).toBe(true);
    });

    test("is the reference's, at every length from 0 to 67 and from odd places", () => {
      for (let length = 0; length <= 67; length++) {
        const order = { n: 5000 + 700 * length, seed: length, repeat: length % 3 };
        const from = 61 * length;
        expect(backend().shuffle(order, from, length)).toEqual(oracle(order, from, length));
        const parts = 1 + (length % 12);
        expect(backend().shuffle(order, from, length, parts)).toEqual(oracle(order, from, length, parts));
      }
    });

    test("is the reference's for the largest n and many parts", () => {
      const order = { n: 2 ** 30, seed: 0xffff_ffff, repeat: 9 };
      const from = 2 ** 30 - 100_001;
      expect(backend().shuffle(order, from, 100_001)).toEqual(oracle(order, from, 100_001));
      for (const parts of [2, 3, 7, 1000, 65_537]) {
        expect(backend().shuffle(order, from, 5000, parts)).toEqual(oracle(order, from, 5000, parts));
      }
    });

    test("answers for any stretch as for all numbers", () => {
      const property = fc.property(fc.integer({ min: 2, max: 5000 }), seeds, fc.nat(), (n, seed, cut) => {
        const from = cut % n;
        expect(backend().shuffle({ n, seed, repeat: 0 }, from, n - from)).toEqual(placesOf(n, seed).subarray(from));
      });
      fc.assert(property, { numRuns: 60 });
    });

    test("seeds and repeats give orders of their own", () => {
      expect(placesOf(200, 1)).not.toEqual(placesOf(200, 2));
      expect(placesOf(200, 1, 0)).not.toEqual(placesOf(200, 1, 1));
    });

    test.each([-1, 1.5, 2 ** 32, Number.NaN])("the seed %s is refused", (seed) => {
      expect(() => placesOf(5, seed)).toThrow(`seed: must be an integer from 0 to 4294967295; got ${seed}`);
    });

    test("stretches beyond n, and n beyond 2^30, are refused", () => {
      const order = { n: 10, seed: 1, repeat: 0 };
      expect(() => backend().shuffle(order, 5, 6)).toThrow("stretch: must lie within 0 to 10; got 5 to 11");
      expect(() => backend().shuffle(order, -1, 2)).toThrow("stretch: must lie within 0 to 10; got -1 to 1");
      expect(() => backend().shuffle({ ...order, n: 2 ** 30 + 1 }, 0, 1)).toThrow("n: must be at most 2^30");
    });
  });
}

export function shuffleFairnessSuite(): void {
  const placesOf = (n: number, seed: number) => oracle({ n, seed, repeat: 0 }, 0, n);

  describe("shuffle", () => {
    test("brings every number to every place about equally often", () => {
      for (const n of [3, 10, 64]) {
        const counts = new Float64Array(n * n);
        const nSeeds = 4000;
        for (let seed = 0; seed < nSeeds; seed++) {
          for (const [i, place] of placesOf(n, seed).entries()) {
            counts[i * n + place] = (counts[i * n + place] as number) + 1;
          }
        }
        const expected = nSeeds / n;
        const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
        const df = (n - 1) ** 2;
        // Of a fair shuffle, chi2 is below df + 5·√(2 df) all but one time in a million; a little structure is allowed.
        expect(chi2).toBeLessThan(1.5 * (df + 5 * Math.sqrt(2 * df)));
      }
    });

    test("parts neighbours, and numbers 64 apart, as often as others", () => {
      const n = 1000;
      for (const gap of [1, 2, 64, 500]) {
        let same = 0;
        for (let seed = 0; seed < 200; seed++) {
          const places = placesOf(n, seed);
          for (let i = gap; i < n; i++) if ((places[i] as number) % 2 === (places[i - gap] as number) % 2) same += 1;
        }
        expect(same / (200 * (n - gap))).toBeCloseTo(499 / 999, 2);
      }
    });
  });
}

// Draws by counter: published vectors, and one suite for every backend.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { normalQuantile } from "#kernel/reference/normal.ts";
import { philox } from "#kernel/reference/philox.ts";
import { place as oracle } from "#kernel/reference/place.ts";

/** Mean of the k-th powers. */
const power = (values: Float64Array, k: number) => values.reduce((total, x) => total + x ** k, 0) / values.length;

export function placeSuite(name: string, backend: () => Backend): void {
  describe(`${name}: place`, () => {
    test("key 0, place 0 and 1 are the words of the published vector", () => {
      const words = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] as const;
      const double = (high: number, low: number) => (high * 2 ** 21 + Math.floor(low / 2 ** 11)) / 2 ** 53;
      expect([...backend().place({ seed: 0, stream: 0 }, "uniform", 0, 2)]).toEqual([
        double(words[0], words[1]),
        double(words[2], words[3]),
      ]);
    });

    test("is the reference's, at every length from 0 to 67 and from odd places", () => {
      for (let length = 0; length <= 67; length++) {
        const key = { seed: 7 * length, stream: 0xffff_ffff - length };
        for (const law of ["uniform", "normal"] as const) {
          expect(backend().place(key, law, 61 * length, length)).toEqual(oracle(key, law, 61 * length, length));
        }
      }
    });

    test("is the reference's up to the last place", () => {
      const key = { seed: 0xffff_ffff, stream: 3 };
      const from = 2 ** 32 - 40_001;
      for (const law of ["uniform", "normal"] as const) {
        expect(backend().place(key, law, from, 40_001)).toEqual(oracle(key, law, from, 40_001));
      }
    });

    test("answers for any stretch as for all places", () => {
      const whole = backend().place({ seed: 42, stream: 1 }, "normal", 0, 3000);
      const property = fc.property(fc.nat({ max: 2999 }), fc.nat({ max: 3000 }), (from, size) => {
        const length = Math.min(size, 3000 - from);
        const part = backend().place({ seed: 42, stream: 1 }, "normal", from, length);
        expect(part).toEqual(whole.slice(from, from + length));
      });
      fc.assert(property, { numRuns: 50 });
    });

    test("refuses what is no seed, no stream and no place", () => {
      expect(() => backend().place({ seed: -1, stream: 0 }, "uniform", 0, 1)).toThrow("seed: must be an integer");
      expect(() => backend().place({ seed: 1, stream: 0.5 }, "uniform", 0, 1)).toThrow("stream: must be an integer");
      expect(() => backend().place({ seed: 1, stream: 0 }, "uniform", 2 ** 32, 1)).toThrow("places: must lie within");
    });
  });
}

export function philoxSuite(): void {
  describe("philox", () => {
    test.each([
      { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
      {
        counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
        key: [0xffffffff, 0xffffffff],
        words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
      },
      {
        counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
        key: [0xa4093822, 0x299f31d0],
        words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
      },
    ])("$counter under $key gives the words of Random123's known answers", ({ counter, key, words }) => {
      expect(philox(counter as [number, number, number, number], key as [number, number])).toEqual(words);
    });

    test("normalQuantile is R's qnorm to 15 digits, and odd about ½", () => {
      for (const [u, x] of [
        [0.975, 1.959963984540054],
        [0.75, 0.6744897501960817],
        [0.0001, -3.7190164854556804],
        [1e-12, -7.034483825301132],
        [1e-15, -7.941345326170998],
      ] as const) {
        expect(Math.abs(normalQuantile(u) / x - 1)).toBeLessThan(2e-15);
      }
      expect(normalQuantile(0.5)).toBe(0);
      expect(normalQuantile(0.875)).toBe(-normalQuantile(0.125));
    });

    test("200,000 draws have the moments of their law, and streams do not move together", () => {
      const n = 200_000;
      const u = oracle({ seed: 42, stream: 1 }, "uniform", 0, n);
      const z = oracle({ seed: 42, stream: 2 }, "normal", 0, n);
      const other = oracle({ seed: 42, stream: 3 }, "normal", 0, n);
      // Five standard errors each: of the mean, the square, and for normals the third and fourth powers.
      const within = (got: number, want: number, variance: number) =>
        expect(Math.abs(got - want)).toBeLessThan(5 * Math.sqrt(variance / n));
      within(power(u, 1), 1 / 2, 1 / 12);
      within(power(u, 2), 1 / 3, 4 / 45);
      within(power(z, 1), 0, 1);
      within(power(z, 2), 1, 2);
      within(power(z, 3), 0, 15);
      within(power(z, 4), 3, 96);
      within(
        power(
          z.map((x, i) => x * (other[i] as number)),
          1,
        ),
        0,
        1,
      );
      within(
        power(
          z.map((x, i) => x * (z[(i + 1) % n] as number)),
          1,
        ),
        0,
        1,
      );
    });
  });
}

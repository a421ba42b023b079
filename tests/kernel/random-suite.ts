// Random streams: golden values to the last bit, one suite for every backend.

import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { golden } from "../fixtures/kernel/mt19937.ts";

/** Days of the course's first two data sets. */
const DAYS = 1000;

export function randomSuite(name: string, backend: () => Backend): void {
  describe(`${name}: random`, () => {
    test.each(golden.draws)("seed $seed draws numpy's values to the last bit", (want) => {
      const stream = backend().random(want.seed);
      stream.uniform(golden.skipped, 0, 1);
      expect([...stream.uniform(5, -3, 7)]).toEqual(want.uniform);
      expect([...stream.normal(7, 10, 2)]).toEqual(want.normal);
      expect([...stream.bernoulli(20, 0.3)]).toEqual(want.bernoulli);
      expect([...stream.permutation(37)]).toEqual(want.permutation);
      expect([...stream.normal(2, 0, 1)]).toEqual(want.normalAfter);
    });

    test("the course's first data set, seed 42", () => {
      const stream = backend().random(42);
      const marketing = stream.uniform(DAYS, 10_000, 100_000);
      const traffic = stream.uniform(DAYS, 50_000, 200_000);
      const price = stream.uniform(DAYS, 20, 200);
      const reviews = stream.uniform(DAYS, 3.5, 5);
      const inventory = stream.uniform(DAYS, 0.3, 1);
      const competitor = stream.uniform(DAYS, 0.8, 1.2);
      const noise = stream.normal(DAYS, 0, 8000);
      expect([marketing, traffic, price, reviews, inventory, competitor, noise].map((column) => column[0])).toEqual([
        43_708.61069626262, 77_769.93932579295, 67.10702307246308, 4.509054491313347, 0.7003971147985149,
        0.9574542081109768, -8368.968680500035,
      ]);
    });

    test("the course's second data set, seed 42", () => {
      const stream = backend().random(42);
      const marketing = stream.uniform(DAYS, 10_000, 100_000)[0] as number;
      const traffic = stream.uniform(DAYS, 50_000, 200_000)[0] as number;
      const price = stream.uniform(DAYS, 20, 200)[0] as number;
      const promotion = stream.bernoulli(DAYS, 0.3)[0] as number;
      const noise = stream.normal(DAYS, 0, 5000)[0] as number;
      const revenue = 50_000 + 0.8 * marketing + 0.3 * traffic + 100 * price + 15_000 * promotion + noise;
      expect(revenue.toFixed(6)).toBe("121651.776803");
    });

    test("the course's split, seed 42", () => {
      const order = backend().random(42).permutation(DAYS);
      expect([...order.subarray(0, 8)]).toEqual([521, 737, 740, 660, 411, 678, 626, 513]);
      expect([...order.subarray(200, 205)]).toEqual([29, 535, 695, 557, 836]);
    });

    test("long draws have the reference's bits, and draws in pieces those of one", () => {
      const whole = randomStream(7);
      const pieces = backend().random(7);
      const join = (parts: Float64Array[]) => parts.flatMap((part) => [...part]);
      const normal = whole.normal(40_001, 3, 2);
      const drawn = join([pieces.normal(1, 3, 2), pieces.normal(30_000, 3, 2), pieces.normal(10_000, 3, 2)]);
      expect(Float64Array.from(drawn)).toEqual(normal);
      expect(pieces.uniform(20_000, -1, 1)).toEqual(whole.uniform(20_000, -1, 1));
      expect(pieces.bernoulli(20_000, 0.4)).toEqual(whole.bernoulli(20_000, 0.4));
      expect(pieces.permutation(30_000)).toEqual(whole.permutation(30_000));
    });

    test("streams are independent of each other and of other work", () => {
      const a = backend().random(1);
      const b = backend().random(1);
      const first = a.uniform(3, 0, 1);
      backend().dense.cholesky(Float64Array.of(1), 1, 0);
      expect(b.uniform(3, 0, 1)).toEqual(first);
      expect(a.uniform(3, 0, 1)).not.toEqual(first);
    });

    test("no draws leave the stream where it was", () => {
      const stream = backend().random(5);
      expect(stream.normal(0, 0, 1).length).toBe(0);
      expect([...stream.permutation(0)]).toEqual([]);
      expect([...stream.permutation(1)]).toEqual([0]);
      expect(stream.uniform(2, 0, 1)).toEqual(randomStream(5).uniform(2, 0, 1));
    });

    test("refuses what is no seed, no count and no probability", () => {
      for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => backend().random(seed)).toThrow("seed: must be");
      const stream = backend().random(0);
      expect(() => stream.uniform(-1, 0, 1)).toThrow("n: must be an integer");
      expect(() => stream.bernoulli(3, 1.5)).toThrow("p: must be from 0 to 1; got 1.5");
    });
  });
}

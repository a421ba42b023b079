// The exact Gram on a GPU (SwiftShader in CI): equal to the oracle in every bit, in both variants.

import { beforeAll, describe, expect, test } from "vitest";
import { whyWrong } from "#kernel/webgpu/check.ts";
import { GpuGram, MAX_VALUE } from "#kernel/webgpu/gram.ts";
import { openGpuHere } from "#tests/helpers/webgpu.ts";
import { exactGram, randomWhole, wholeColumns } from "./whole.ts";

for (const variant of ["packed", "limbs"] as const) {
  describe(`${variant}: products`, () => {
    let gram: GpuGram;

    beforeAll(async () => {
      gram = new GpuGram(await openGpuHere(), variant);
      expect(gram.variant).toBe(variant);
    });

    test.each([
      [1, 1],
      [3, 2],
      [31, 5],
      [32, 17],
      [33, 32],
      [67, 33],
      [257, 65],
      [300, 129],
      [5000, 8],
    ])("%i rows × %i columns equal the exact sums in every bit", async (n, q) => {
      const columns = randomWhole(n, q, n + q);
      expect((await gram.products(wholeColumns(columns))).sums).toEqual(exactGram(columns));
    });

    test("65,536 rows of the largest values, in more than one chunk, neither overflow nor round", async () => {
      const n = 65_536;
      const columns = [
        new Int32Array(n).fill(MAX_VALUE),
        new Int32Array(n).fill(-MAX_VALUE),
        // Two digits at −128, and the third nearly so.
        new Int32Array(n).fill(-128 - 128 * 256 - 126 * 65_536),
        Int32Array.from({ length: n }, (_, i) => (i % 2 === 0 ? MAX_VALUE : -MAX_VALUE)),
        new Int32Array(n).fill(2047),
        new Int32Array(n).fill(-2048),
      ];
      expect((await gram.products(wholeColumns(columns))).sums).toEqual(exactGram(columns));
    });

    test("65,000 rows × 20 columns in chunks equal the exact sums", async () => {
      const columns = randomWhole(65_000, 20, 4);
      expect((await gram.products(wholeColumns(columns))).sums).toEqual(exactGram(columns));
    });

    test("jobs of different shapes at the same time do not touch each other", async () => {
      const shapes = [
        [40_000, 4],
        [70, 70],
        [40_000, 3],
        [1, 40],
      ] as const;
      const jobs = shapes.map(([n, q]) => randomWhole(n, q, n * q));
      const sums = await Promise.all(jobs.map((columns) => gram.products(wholeColumns(columns))));
      expect(sums.map(({ sums: of }) => of)).toEqual(jobs.map(exactGram));
    });

    test("passes the check that comes before trust, and tells the device's time", async () => {
      expect(await whyWrong(gram)).toBeNull();
      const { gpuMs } = await gram.products(wholeColumns(randomWhole(5000, 8, 1)));
      expect(gpuMs).toBeGreaterThan(0);
    });
  });
}

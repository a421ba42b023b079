// The helpers around moments: packing, scaling, subsets and the Gram matrix about 0.

import { expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { toCorrelation } from "#stats/moments/correlation.ts";
import { uncentredGram } from "#stats/moments/gram.ts";
import { packedIndex, packedLength } from "#stats/moments/packed.ts";
import { toMoments } from "#stats/moments/state.ts";
import { subsetMoments } from "#stats/moments/subset.ts";

const columns = [
  [1, 2, 4, 8],
  [5, 5, 5, 5],
  [3, -1, 0, 2],
];
const weights = [1, 2, 0.5, 1];
const block = (use: number[][]) => ({
  n: 4,
  columns: use.map((column) => Float64Array.from(column)),
  weights: Float64Array.from(weights),
});
const backend = referenceBackend();
const moments = toMoments(await backend.moments(block(columns)), ["a", "b", "y"], Math.log(2) + Math.log(0.5));

test("packedIndex walks the upper triangle by columns, in either order of its arguments", () => {
  const order = [0, 1, 2].flatMap((j) => Array.from({ length: j + 1 }, (_, i) => packedIndex(i, j)));
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(packedIndex(2, 1)).toBe(packedIndex(1, 2));
  expect(packedLength(3)).toBe(6);
});

test("toMoments makes plain data", () => {
  expect(JSON.parse(JSON.stringify(moments))).toEqual(moments);
  expect(moments).toMatchObject({ n: 4, weight: 4.5, names: ["a", "b", "y"], sumLogWeight: 0 });
});

test("subsetMoments of reordered columns are the moments of those columns", async () => {
  const wanted = toMoments(await backend.moments(block([columns[2] ?? [], columns[0] ?? []])), ["y", "a"], 0);
  expect(subsetMoments(moments, [2, 0])).toEqual(wanted);
});

test("uncentredGram holds the weighted sums of products", () => {
  const gram = uncentredGram(moments);
  for (const [j, z] of columns.entries()) {
    for (let i = 0; i <= j; i++) {
      const wanted = z.reduce((sum, v, row) => sum + (weights[row] ?? 0) * v * (columns[i]?.[row] ?? 0), 0);
      expect(gram[packedIndex(i, j)]).toBeCloseTo(wanted, 12);
    }
  }
});

test("toCorrelation has a unit diagonal and drops what is at its floor", () => {
  const { A, scale } = toCorrelation(moments.scatter, [0, 1e-20, 0]);
  expect([A[0], A[4], A[8]]).toEqual([1, 0, 1]);
  expect([A[1], A[3], A[5], A[7], scale[1]]).toEqual([0, 0, 0, 0, 0]);
  expect(A[2]).toBe(A[6]);
  expect((A[2] ?? 0) * (scale[0] ?? 0) * (scale[2] ?? 0)).toBeCloseTo(moments.scatter[packedIndex(0, 2)] ?? 0, 12);
});

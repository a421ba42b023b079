// Moments by fold: one suite for every backend.

import { describe, expect, test } from "vitest";
import type { Backend, Block, BlockMoments } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { expectClose, expectSameMoments, makeBlock } from "./data.ts";

const oracle = referenceBackend();

/** Fold ids that follow no pattern; some rows are in no fold where `none` is true. */
function scattered(n: number, nFolds: number, none = false): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => (none && i % 7 === 3 ? -1 : (i * i * 7 + (i >> 2)) % nFolds));
}

async function expectAgreement(backend: Backend, block: Block, folds: Int32Array, nFolds: number): Promise<void> {
  const got = await backend.foldMoments(block, folds, nFolds);
  const want = await oracle.foldMoments(block, folds, nFolds);
  expect(got).toHaveLength(nFolds);
  for (const [k, state] of want.entries()) {
    const own = got[k] as BlockMoments;
    if (state.n > 1) expectSameMoments(own, state);
    else expectSameConstant(own, state);
  }
}

/** States of one row, whose scatter is 0 but for the rounding of its mean. */
function expectSameConstant(got: BlockMoments, want: BlockMoments): void {
  expect(got).toMatchObject({ n: want.n, weight: want.weight });
  expectClose(got.mean, want.mean, 1e-14);
  const size = Math.max(...want.mean.map(Math.abs), 1);
  for (const value of got.scatter) expect(Math.abs(value)).toBeLessThanOrEqual(1e-28 * size * size * want.weight);
}

export function foldsSuite(name: string, backend: () => Backend): void {
  describe(`${name}: foldMoments`, () => {
    test("agrees with the reference at every length from 0 to 67 and from odd offsets", async () => {
      for (let n = 0; n <= 67; n++) {
        for (const weights of [undefined, "some-zero"] as const) {
          const block = makeBlock({ n, q: 1 + (n % 20), seed: n, offset: n % 4, ...(weights && { weights }) });
          await expectAgreement(backend(), block, scattered(n, 1 + (n % 9), n % 2 === 0), 1 + (n % 9));
        }
      }
    });

    test("agrees with the reference over many copies, for few folds and many", async () => {
      const block = makeBlock({ n: 40_001, q: 4, weights: "some-zero", offset: 1 });
      const plain = makeBlock({ n: 20_003, q: 33 });
      for (const nFolds of [1, 2, 10, 64]) {
        await expectAgreement(backend(), block, scattered(block.n, nFolds), nFolds);
        await expectAgreement(backend(), plain, scattered(plain.n, nFolds, true), nFolds);
      }
    });

    test("takes more folds than fit one pass", async () => {
      const block = makeBlock({ n: 700, q: 60 });
      const folds = scattered(700, 120);
      const states = await backend().foldMoments(block, folds, 120);
      expect(states).toHaveLength(120);
      for (const fold of [0, 90, 104, 119]) {
        const only = folds.map((f) => (f === fold ? 0 : -1));
        const [want] = await oracle.foldMoments(block, only, 1);
        expectSameMoments(states[fold] as BlockMoments, want as BlockMoments);
      }
    });

    test("folds that are stretches of rows, one of them far from the others, keep their digits", async () => {
      const noise = makeBlock({ n: 12_000, q: 3 });
      const columns = noise.columns.map((c) => Float64Array.from(c, (x, i) => (i >= 8000 ? x + 1e8 : x)));
      const folds = Int32Array.from({ length: 12_000 }, (_, i) => Math.floor(i / 4000));
      await expectAgreement(backend(), { n: 12_000, columns }, folds, 3);
    });

    test("a column that is constant within a fold has no products there", async () => {
      const [noise = new Float64Array()] = makeBlock({ n: 5000, q: 1 }).columns;
      const folds = scattered(5000, 5);
      const level = Float64Array.from(folds, (fold, i) => (fold === 3 && i % 2 === 0 ? 1 : 0));
      for (const weights of [undefined, Float64Array.from(folds, (_, i) => (i % 9 === 0 ? 0 : 0.3))]) {
        const states = await backend().foldMoments({ n: 5000, columns: [noise, level], weights }, folds, 5);
        for (const [k, { mean, scatter }] of states.entries()) {
          if (k !== 3) expect([mean[1], scatter[1], scatter[2]]).toEqual([0, 0, 0]);
          else expect(scatter[2]).toBeGreaterThan(1);
        }
      }
    });

    test("the folds merged are the whole", async () => {
      const block = makeBlock({ n: 9000, q: 6, weights: "some-zero" });
      const states = await backend().foldMoments(block, scattered(9000, 10), 10);
      expectSameMoments(states.reduce(backend().merge), await oracle.moments(block));
    });

    test("a fold without rows has no weight, and rows in no fold count nowhere", async () => {
      const block = { n: 4, columns: [Float64Array.of(1, 2, 4, 100), Float32Array.of(1, 1, 1, 7)] };
      const states = await backend().foldMoments(block, Int32Array.of(0, 0, 2, -1), 4);
      expect(states.map(({ n, weight }) => [n, weight])).toEqual([
        [2, 2],
        [0, 0],
        [1, 1],
        [0, 0],
      ]);
      expect([...(states[0]?.mean ?? [])]).toEqual([1.5, 1]);
      expect([...(states[2]?.mean ?? [])]).toEqual([4, 1]);
      expect([...(states[2]?.scatter ?? [])]).toEqual([0, 0, 0]);
      expect([...(states[1]?.mean ?? []), ...(states[1]?.shift ?? [])]).toEqual([0, 0, 0, 0]);
    });

    test("leaves out rows in no fold, whatever their number is", async () => {
      const block = makeBlock({ n: 3, q: 2 });
      for (const id of [-1, -2, 2, 2 ** 31 - 1, -(2 ** 31)]) {
        const folds = await backend().foldMoments(block, Int32Array.of(0, id, 1), 2);
        expect(folds.map(({ n }) => n)).toEqual([1, 1]);
      }
    });

    test("deals rows by their places in a shuffled order as by the numbers that give", async () => {
      const order = { n: 70_000, seed: 7, repeat: 1 };
      for (const [n, from] of [
        [0, 5],
        [1, 0],
        [67, 69_933],
        [20_000, 31],
      ] as const) {
        const block = makeBlock({ n, q: 4 });
        const listed = await backend().foldMoments(block, backend().shuffle(order, from, n, 5), 5);
        expect(await backend().foldMoments(block, { order, from }, 5)).toEqual(listed);
      }
      const block = makeBlock({ n: 2, q: 2 });
      await expect(backend().foldMoments(block, { order, from: 69_999 }, 2)).rejects.toMatchObject({
        code: "bad-argument",
      });
    });

    test("refuses folds of another length, and none", async () => {
      const block = makeBlock({ n: 3, q: 2 });
      const refused = { code: "bad-argument" };
      await expect(backend().foldMoments(block, Int32Array.of(0, 1), 2)).rejects.toMatchObject(refused);
      await expect(backend().foldMoments(block, Int32Array.of(0, 0, 0), 0)).rejects.toMatchObject(refused);
    });
  });
}

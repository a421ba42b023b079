// Moments and their merge: one suite for every backend.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend, Block, BlockMoments } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { expectSameMoments, makeBlock, packedIndex } from "./data.ts";

const oracle = referenceBackend();

/** Small integers as columns: their sums are exact, so that invariants can be tested tightly. */
const integers = (q: number) =>
  fc.array(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: q, maxLength: q }), {
    minLength: 1,
    maxLength: 90,
  });

function blockOf(rows: number[][], shift = 0): Block {
  const q = rows[0]?.length ?? 0;
  const columns = Array.from({ length: q }, (_, j) => Float64Array.from(rows, (row) => (row[j] as number) + shift));
  return { n: rows.length, columns };
}

function slice({ columns, weights }: Block, from: number, to: number): Block {
  return {
    n: to - from,
    columns: columns.map((column) => column.subarray(from, to)),
    weights: weights?.subarray(from, to),
  };
}

export function momentsSuite(name: string, backend: () => Backend): void {
  describe(`${name}: moments`, () => {
    test("agrees with the reference at every length from 0 to 67 and from odd offsets", async () => {
      for (let n = 0; n <= 67; n++) {
        for (const weights of [undefined, "some-zero"] as const) {
          const shape = { n, q: 1 + (n % 20), seed: n, offset: n % 4, ...(weights && { weights }) };
          const block = makeBlock(shape);
          expectSameMoments(await backend().moments(block), await oracle.moments(block));
        }
      }
    });

    test("agrees with the reference for 1 to 20 columns and up to 70", async () => {
      for (const q of [...Array.from({ length: 20 }, (_, j) => j + 1), 32, 33, 50, 64, 70]) {
        const block = makeBlock({ n: 300, q, seed: q });
        expectSameMoments(await backend().moments(block), await oracle.moments(block));
      }
    });

    test("agrees with the reference over many copies and with weights that are zero", async () => {
      const tall = makeBlock({ n: 40_001, q: 3, weights: "some-zero", offset: 1 });
      const wide = makeBlock({ n: 20_003, q: 40 });
      expectSameMoments(await backend().moments(tall), await oracle.moments(tall));
      expectSameMoments(await backend().moments(wide), await oracle.moments(wide));
    });

    test("counts the rows of positive weight", async () => {
      const columns = [Float64Array.of(1, 2, 100)];
      const state = await backend().moments({ n: 3, columns, weights: Float32Array.of(1, 3, 0) });
      expect(state).toMatchObject({ n: 2, weight: 4 });
      expect(state.mean[0]).toBe(1.75);
      expect(state.scatter[0]).toBe(0.75);
    });

    test("keeps all digits of a column at 1e9 ± 1", async () => {
      const column = Float64Array.from({ length: 50_000 }, (_, i) => 1e9 + (i % 2 === 0 ? 1 : -1));
      const state = await backend().moments({ n: column.length, columns: [column] });
      expect(state.mean[0]).toBe(1e9);
      expect(state.scatter[0]).toBe(50_000);
    });

    test("keeps its digits where the first rows lie far from the others", async () => {
      const noise = makeBlock({ n: 30_000, q: 2 });
      const far = noise.columns.map((c) => Float64Array.from(c, (x, i) => (i < 300 ? x * 1e-3 : x + 1e8)));
      const block = {
        n: 30_000,
        columns: far,
        weights: Float64Array.from({ length: 30_000 }, (_, i) => (i < 300 ? 0 : 1)),
      };
      const state = await backend().moments(block);
      expectSameMoments(state, await oracle.moments(block));
      for (const origin of state.shift) expect(Math.abs(origin - 1e8)).toBeLessThan(10);
    });

    test("subnormal values have a mean, and squares too small for a double", async () => {
      const column = Float64Array.from({ length: 33 }, (_, i) => 5e-324 * (i + 1));
      const state = await backend().moments({ n: 33, columns: [column] });
      expect(state.mean[0]).toBe(5e-324 * 17);
      expect(state.scatter[0]).toBe(0);
    });

    test("a constant column has a scatter of exactly 0", async () => {
      const block = { n: 1000, columns: [new Float64Array(1000).fill(0.1), new Float32Array(1000).fill(1e7)] };
      const state = await backend().moments(block);
      expect([...state.mean]).toEqual([0.1, 1e7]);
      expect([...state.scatter]).toEqual([0, 0, 0]);
    });

    test("a column that is constant among the rows of positive weight has no products at all", async () => {
      for (const at of [0, 300, 20_000]) {
        const n = at + 900;
        const [noise = new Float64Array()] = makeBlock({ n, q: 1 }).columns;
        const spike = Float64Array.from({ length: n }, (_, i) => (i === at + 5 ? 1 : 0));
        const weights = Float64Array.from({ length: n }, (_, i) => (i < at || i === at + 5 ? 0 : 1 + (i % 3)));
        const state = await backend().moments({ n, columns: [noise, spike], weights });
        expect([state.mean[1], state.scatter[1], state.scatter[2]]).toEqual([0, 0, 0]);
      }
    });

    test("no rows, or weights that are all zero, give a state of no weight", async () => {
      const empty = await backend().moments({ n: 0, columns: [new Float64Array(0), new Float32Array(0)] });
      const block = makeBlock({ n: 9, q: 2 });
      const weightless = await backend().moments({ ...block, weights: new Float64Array(9) });
      for (const state of [empty, weightless]) {
        expect(state).toMatchObject({ n: 0, weight: 0 });
        expect([...state.mean, ...state.scatter, ...state.shift]).toEqual(new Array(7).fill(0));
      }
    });

    test("leaves its block as it was", async () => {
      const block = makeBlock({ n: 500, q: 4, weights: "some-zero" });
      const before = structuredClone(block);
      await backend().moments(block);
      expect(block).toEqual(before);
    });

    test("refuses columns and weights of another length", async () => {
      const columns = [new Float64Array(3), new Float64Array(2)];
      await expect(backend().moments({ n: 3, columns })).rejects.toMatchObject({ code: "bad-argument" });
      const weights = new Float64Array(4);
      const one = { n: 3, columns: columns.slice(0, 1), weights };
      await expect(backend().moments(one)).rejects.toMatchObject({ code: "bad-argument" });
      await expect(backend().moments({ n: 0, columns: [] })).rejects.toMatchObject({ code: "bad-argument" });
    });

    test("scatter is positive semidefinite", async () => {
      const property = fc.asyncProperty(integers(4), async (rows) => {
        const { scatter } = await backend().moments(blockOf(rows));
        const A = new Float64Array(16);
        let size = 0;
        for (let j = 0; j < 4; j++) {
          for (let i = 0; i <= j; i++) A[j * 4 + i] = scatter[packedIndex(i, j)] as number;
          size = Math.max(size, A[j * 5] as number);
        }
        for (let j = 0; j < 4; j++) A[j * 5] = (A[j * 5] as number) + 1e-9 * size + Number.MIN_VALUE;
        expect(oracle.dense.cholesky(A, 4, 0).pivots.every((pivot) => pivot > 0 || size === 0)).toBe(true);
      });
      await fc.assert(property, { numRuns: 60 });
    });

    test("adding a constant to every row moves the mean and nothing else", async () => {
      const property = fc.asyncProperty(integers(3), fc.integer({ min: -1e9, max: 1e9 }), async (rows, shift) => {
        const here = await backend().moments(blockOf(rows));
        const there = await backend().moments(blockOf(rows, shift));
        const back = { ...there, mean: there.mean.map((m) => m - shift) };
        for (const [j, m] of back.mean.entries()) expect(m).toBeCloseTo(here.mean[j] as number, 5);
        expectSameMoments({ ...back, mean: here.mean }, here);
      });
      await fc.assert(property, { numRuns: 60 });
    });
  });

  describe(`${name}: merge`, () => {
    const merged = async (block: Block, cuts: number[]): Promise<BlockMoments[]> => {
      const ends = [...cuts, block.n];
      return Promise.all(
        ends.map((to, k) => backend().moments(slice(block, k === 0 ? 0 : (ends[k - 1] as number), to))),
      );
    };

    test("pieces merged are the whole", async () => {
      const block = makeBlock({ n: 5000, q: 7, weights: "some-zero" });
      const [a, b, c] = (await merged(block, [11, 3000])) as [BlockMoments, BlockMoments, BlockMoments];
      const { merge } = backend();
      expectSameMoments(merge(merge(a, b), c), await oracle.moments(block));
    });

    test("merging is associative and symmetric within rounding", async () => {
      const property = fc.asyncProperty(integers(3), integers(3), integers(3), async (x, y, z) => {
        const { merge, moments } = backend();
        const [a, b, c] = await Promise.all([moments(blockOf(x)), moments(blockOf(y, 500)), moments(blockOf(z, -7))]);
        const left = merge(merge(a, b), c);
        expectSameMoments(merge(a, merge(b, c)), left);
        expectSameMoments(merge(c, merge(b, a)), left);
      });
      await fc.assert(property, { numRuns: 60 });
    });

    test("a state of no weight changes nothing, and neither operand is changed", async () => {
      const full = await backend().moments(makeBlock({ n: 50, q: 3 }));
      const empty = await backend().moments(makeBlock({ n: 0, q: 3 }));
      const before = structuredClone([full, empty]);
      expect(backend().merge(full, empty)).toEqual(full);
      expect(backend().merge(empty, full)).toEqual(full);
      backend().merge(full, full);
      expect([full, empty]).toEqual(before);
    });

    test("refuses states of different columns", async () => {
      const a = await backend().moments(makeBlock({ n: 5, q: 2 }));
      const b = await backend().moments(makeBlock({ n: 5, q: 3 }));
      expect(() => backend().merge(a, b)).toThrow("merge: both states must have 2 columns; got 3");
    });
  });
}

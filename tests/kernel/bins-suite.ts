// Counts in the cells of a grid: one suite for every backend.

import { describe, expect, test } from "vitest";
import { binEdges } from "#base/bin-edges.ts";
import type { Backend, BinGrid, Block } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { expectClose, makeBlock } from "./data.ts";

const oracle = referenceBackend();

const square = (from: number, to: number, n: number): BinGrid => ({
  x: { from, to, n },
  y: { from, to, n },
  origin: 0,
});

function pairs(points: readonly (readonly [number, number])[]): Block {
  const column = (k: 0 | 1) => Float64Array.from(points, (point) => point[k]);
  return { n: points.length, columns: [column(0), column(1)] };
}

async function expectSame(backend: Backend, block: Block, grid: BinGrid): Promise<void> {
  const got = await backend.bins(block, grid);
  const want = await oracle.bins(block, grid);
  expect({ ...got, sums: null }).toEqual({ ...want, sums: null });
  // Each cell is summed row by row in both.
  expectClose(got.sums, want.sums, 0);
}

export function binsSuite(name: string, backend: () => Backend): void {
  describe(`${name}: bins`, () => {
    test("agrees with the reference at every length from 0 to 67 and at odd offsets", async () => {
      for (let n = 0; n <= 67; n++) {
        const block = makeBlock({ n, q: 2 + (n % 2), seed: n, offset: n % 3 });
        const y = block.columns[1]?.[0];
        if (n > 5 && y !== undefined) (block.columns[1] as Float64Array)[3] = Number.NaN;
        await expectSame(backend(), block, {
          x: { from: -7, to: -3.5, n: 1 + (n % 9) },
          y: { from: -4, to: 1, n: 7 },
          origin: 0.25,
        });
      }
    });

    test("agrees with the reference over many copies", async () => {
      const block = makeBlock({ n: 40_001, q: 3 });
      await expectSame(backend(), block, { x: { from: -8, to: -2, n: 97 }, y: { from: -6, to: 2, n: 61 }, origin: 3 });
    });

    test("a value on an edge is in the cell above it, and one on the last edge in the last cell", async () => {
      const { counts, nInside } = await backend().bins(
        pairs([
          [0, 0],
          [1, 0],
          [2, 2],
          [3, 3],
        ]),
        square(0, 3, 3),
      );
      expect([...counts]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 2]);
      expect(nInside).toBe(4);
    });

    test("every edge of a window without round numbers is in the cell that it begins", async () => {
      const axis = { from: 0.1, to: 0.7, n: 187 };
      const edges = binEdges(axis);
      const block = { n: edges.length, columns: [edges, new Float64Array(edges.length)] };
      const { counts } = await backend().bins(block, { x: axis, y: { from: 0, to: 1, n: 1 }, origin: 0 });
      expect([...counts]).toEqual([...new Array<number>(186).fill(1), 2]);
    });

    test("cells are told apart where numbers are as near each other as they can be", async () => {
      const from = 2 ** 52;
      const block = pairs([0, 1, 1, 2, 3].map((k) => [from + k, 0] as const));
      const { counts } = await backend().bins(block, {
        x: { from, to: from + 3, n: 3 },
        y: { from: 0, to: 1, n: 1 },
        origin: 0,
      });
      expect([...counts]).toEqual([1, 2, 2]);
    });

    test("rows outside the window, infinite ones too, and missing ones are counted apart", async () => {
      const block = pairs([
        [0.5, 0.5],
        [-1, 0.5],
        [0.5, 2],
        [Number.POSITIVE_INFINITY, 0.5],
        [Number.NaN, 0.5],
        [5, Number.NaN],
      ]);
      const { nInside, nOutside, nMissing } = await backend().bins(block, square(0, 1, 2));
      expect([nInside, nOutside, nMissing]).toEqual([1, 3, 2]);
    });

    test("sums are of the third column, less the origin, and a row without it is missing", async () => {
      const block: Block = {
        n: 3,
        columns: [Float64Array.of(0, 0, 0), Float32Array.of(0, 0, 0), Float64Array.of(11, 14, Number.NaN)],
      };
      const { sums, nMissing } = await backend().bins(block, { ...square(0, 1, 1), origin: 10 });
      expect([...sums, nMissing]).toEqual([5, 1]);
    });

    test("refuses what is no grid", async () => {
      const block = pairs([[0, 0]]);
      for (const grid of [
        square(0, 1, 0),
        square(0, 1, 1.5),
        square(1, 1, 1),
        square(2, 1, 1),
        square(0, Number.NaN, 1),
        square(-1e308, 1e308, 2),
        square(1, 1 + Number.EPSILON, 2),
        square(0, 1, 1000),
        { ...square(0, 1, 1), origin: Number.NaN },
      ]) {
        await expect(backend().bins(block, grid)).rejects.toMatchObject({ code: "bad-argument" });
      }
      await expect(backend().bins(makeBlock({ n: 1, q: 1 }), square(0, 1, 1))).rejects.toMatchObject({
        code: "bad-argument",
      });
    });
  });
}

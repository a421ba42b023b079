// Which fold a row is in: sizes, rows left out, superblocks.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { foldsOf, numberRows } from "#stats/resampling/deal.ts";
import type { RowBlock } from "#stats/rows.ts";
import { blockRows } from "#tests/helpers/block-rows.ts";

describe("foldsOf", () => {
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
        for (const fold of foldsOf(blockAt(0, n), rule, backend)) sizes[fold] = (sizes[fold] as number) + 1;
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
    for (const block of blocks)
      for (const fold of foldsOf(block, rule, backend)) sizes[fold] = (sizes[fold] as number) + 1;
    expect(sizes).toEqual(Int32Array.of(15, 15, 15, 14, 14));
  });

  test("given folds follow rows of the table over superblocks and missing rows", () => {
    const ids = Int32Array.from({ length: SUPERBLOCK_ROWS + 10 }, (_, i) => i % 7);
    const rule = { kind: "given", nFolds: 7, ids } as const;
    const folds = foldsOf(blockAt(1, 3, Int32Array.of(0, 4, 9)), rule, backend);
    expect([...folds]).toEqual([0, 4, 9].map((i) => (SUPERBLOCK_ROWS + i) % 7));
    expect([...foldsOf(blockAt(0, 4), rule, backend)]).toEqual([0, 1, 2, 3]);
  });
});

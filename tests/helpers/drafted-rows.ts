// Rows of an array model in superblocks, with drafts where the backend makes them.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { draftedMoments } from "#engine/host/draft.ts";
import type { Backend } from "#kernel/backend.ts";
import type { RowBlock, Rows } from "#stats/rows.ts";
import type { ArrayModel } from "./array-rows.ts";
import { blockRows } from "./block-rows.ts";

/** Cut into blocks of `size` rows. */
export function draftedRows({ columns, y, weights }: ArrayModel, backend: Backend, size = SUPERBLOCK_ROWS): Rows {
  const names = [...Object.keys(columns), "y"];
  const all = [...Object.values(columns), y].map((column) => Float64Array.from(column));
  const w = weights && Float64Array.from(weights);
  const blocks: RowBlock[] = [];
  for (let from = 0; from < y.length; from += size) {
    const n = Math.min(size, y.length - from);
    const part = all.map((column) => column.subarray(from, from + n));
    blocks.push({ n, columns: part, weights: w?.subarray(from, from + n), superblock: blocks.length, kept: null });
  }
  const rows = blockRows(blocks, { names, nDropped: 0, backend });
  const { draft } = backend;
  if (!draft) return rows;
  const source = { rows, names, nWorkers: 1, first: () => blocks[0], nDropped: () => 0 };
  return { ...rows, draftMoments: () => draftedMoments(draft, source) };
}

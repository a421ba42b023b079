// The one loop of passes over columns: superblock by superblock, merged in the fixed tree over their index.

import { mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { RowBlock, RowPass } from "#stats/rows.ts";
import type { CallContext } from "./planned.ts";

/** Which rows a pass reads, and how chunk k of the table becomes its block. */
export interface ColumnSource {
  rows: readonly [from: number, to: number];
  blockAt(k: number): RowBlock;
}

/** Run a pass over the superblocks that hold a row of `[from, to)`. */
export async function reduceColumns<Args, Result>(
  { table, backend, pace }: CallContext,
  { rows: [from, to], blockAt }: ColumnSource,
  pass: RowPass<Args, Result>,
  args: Args,
): Promise<Result> {
  const results: Result[] = [];
  for (let k = 0; k < table.superblocks.length; k++) {
    if (results.length > 0) await pace.turn();
    const first = (table.superblocks[k] ?? k) * SUPERBLOCK_ROWS;
    if (first < to && first + SUPERBLOCK_ROWS > from) results.push(await pass.run(blockAt(k), args, backend));
  }
  return mergeTree(results, (a, b) => pass.merge(a, b, backend));
}

// Rows in pieces of any size, so that what depends on where rows are cut shows.

import type { Backend } from "#kernel/backend.ts";
import type { RowBlock, Rows } from "#stats/rows.ts";
import type { ArrayModel } from "#tests/helpers/array-rows.ts";
import { blockRows } from "#tests/helpers/block-rows.ts";

/** Rows of the model in pieces of the given sizes, the last of which takes what is left; rows keep their numbers. */
export function cutRows({ columns, y, weights }: ArrayModel, sizes: readonly number[], backend: Backend): Rows {
  const names = Object.keys(columns);
  const all = [...names.map((name) => columns[name] ?? []), y];
  const blocks: RowBlock[] = [];
  let from = 0;
  for (const [k, size] of [...sizes, y.length].entries()) {
    const to = k === sizes.length ? y.length : Math.min(y.length, from + size);
    const piece = (values: ArrayLike<number>) =>
      Float64Array.from({ length: to - from }, (_, i) => values[from + i] as number);
    const start = from;
    blocks.push({
      n: to - from,
      columns: all.map(piece),
      weights: weights && piece(weights),
      superblock: 0,
      kept: Int32Array.from({ length: to - from }, (_, i) => start + i),
    });
    from = to;
  }
  return blockRows(blocks, { names: [...names, "y"], nDropped: 0, backend });
}

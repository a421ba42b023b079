// Some rows of a block: which they are in the table, which have weight, and their values.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import type { RowBlock } from "../rows.ts";

/** Row of the table, counted from 0, that the places of a block are counted from. */
function firstOf({ superblock, first = superblock * SUPERBLOCK_ROWS }: Pick<RowBlock, "superblock" | "first">): number {
  return first;
}

/** Row of the table, counted from 0, that is row i of a block. */
export function tableRowOf(block: RowBlock, i: number): number {
  const { kept } = block;
  return firstOf(block) + (kept ? (kept[i] as number) : i);
}

/** Rows of the table that a block's are. */
export function tableRows(block: RowBlock): Float64Array {
  const rows = new Float64Array(block.n);
  for (let i = 0; i < block.n; i++) rows[i] = tableRowOf(block, i);
  return rows;
}

/** What a list with an entry a row of the table holds for the rows of a block. */
export function entriesOf(
  values: Int32Array,
  block: Pick<RowBlock, "n" | "superblock" | "first" | "kept">,
): Int32Array {
  const { n, kept } = block;
  const from = firstOf(block);
  return kept === null ? values.subarray(from, from + n) : kept.map((i) => values[from + i] as number);
}

/** Indices of the rows with weight > 0. */
export function liveRows({ n, weights }: Pick<RowBlock, "n" | "weights">): Int32Array {
  const live = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (weights && !((weights[i] as number) > 0)) continue;
    live[count] = i;
    count += 1;
  }
  return live.subarray(0, count);
}

/** Values at ascending indices; a view where these have no gap. */
export function pickRows<T extends NumericColumn>(values: T, at: Int32Array): T | Float64Array {
  const first = at[0] ?? 0;
  const last = at.at(-1) ?? -1;
  if (last - first + 1 === at.length) return values.subarray(first, last + 1) as T;
  const picked = new Float64Array(at.length);
  for (let k = 0; k < at.length; k++) picked[k] = values[at[k] as number] as number;
  return picked;
}

/** One array after the other. */
export function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

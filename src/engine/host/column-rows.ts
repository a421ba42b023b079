// The columns of a table as monitoring reads them: superblock by superblock, missing values too, merged in the fixed tree.

import { mapValues } from "#base/map-values.ts";
import { mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import type { ColumnRows } from "#stats/monitor/rows.ts";
import { pickRows } from "#stats/passes/pick.ts";
import type { RowBlock, RowPass } from "#stats/rows.ts";
import type { Column, Table } from "#table/types.ts";
import type { CallContext } from "./planned.ts";

/** Passes over the rows `[from, to)` of the columns of a table. */
export function columnRows(context: CallContext, [from, to]: readonly [number, number]): ColumnRows {
  const { table, backend, pace } = context;
  async function reduce<Args, Result>(
    blockAt: (k: number) => RowBlock,
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
  const block = (names: readonly string[]) => (k: number) => blockOf(table, names, { chunk: k, from, to });
  return {
    nRows: to - from,
    reduce: (names, pass, args) => reduce(block(names), pass, args),
    reduceComplete: (names, pass, args) => reduce((k) => completeOf(block(names)(k)), pass, args),
  };
}

interface Part {
  chunk: number;
  from: number;
  to: number;
}

/** The part of a superblock's rows that lies in `[from, to)`. */
function blockOf(table: Table, names: readonly string[], { chunk, from, to }: Part): RowBlock {
  const superblock = table.superblocks[chunk] ?? chunk;
  const first = superblock * SUPERBLOCK_ROWS;
  const low = Math.max(0, from - first);
  const high = Math.min(SUPERBLOCK_ROWS, to - first, table.columns[0]?.chunks[chunk]?.length ?? 0);
  const columns = names.map((name) => {
    const column = table.columns.find(({ info }) => info.name === name) as Column;
    return column.kind === "category"
      ? codesOf(column.chunks[chunk] as Int32Array, low, high)
      : (column.chunks[chunk] as NumericColumn).subarray(low, high);
  });
  const kept = low === 0 ? null : new Int32Array(high - low).map((_, i) => low + i);
  return { n: high - low, columns, superblock, kept };
}

/** Codes as numbers, NaN where the value is missing. */
function codesOf(codes: Int32Array, low: number, high: number): Float64Array {
  return mapValues(codes.subarray(low, high), (code) => (code < 0 ? Number.NaN : code));
}

/** The rows of a block where no column is missing. */
function completeOf(block: RowBlock): RowBlock {
  const { n, columns, kept } = block;
  const missing = new Uint8Array(n);
  for (const column of columns) for (let i = 0; i < n; i++) if (Number.isNaN(column[i])) missing[i] = 1;
  const whole = new Int32Array(n).map((_, i) => i).filter((i) => missing[i] === 0);
  if (whole.length === n) return block;
  return {
    ...block,
    n: whole.length,
    columns: columns.map((column) => pickRows(column, whole)),
    kept: kept ? whole.map((i) => kept[i] as number) : whole,
  };
}

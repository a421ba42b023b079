// The columns of a table as they are, missing values too, in the superblocks that one worker holds.

import { mapValues } from "#base/map-values.ts";
import { firstRowOf } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { pickRows } from "#stats/passes/pick.ts";
import type { RowBlock, RowPass } from "#stats/rows.ts";
import type { Column, Table } from "#table/types.ts";
import type { PassPlace } from "./model.ts";

/** Which rows of which columns a pass is to see. */
export interface ColumnWindow {
  names: readonly string[];
  /** Rows from 0 on, the last exclusive. */
  from: number;
  to: number;
  /** Whether rows are left out where one of the columns is missing. */
  complete: boolean;
}

/** What a pass made of each superblock that has a row in the window; null for the others. */
export async function runOnColumns<Args, Result>(
  table: Table,
  window: ColumnWindow,
  { pass, args }: { pass: RowPass<Args, Result>; args: Args },
  { backend, pace }: PassPlace,
): Promise<(Result | null)[]> {
  const { from, to, complete } = window;
  const results: (Result | null)[] = [];
  for (const k of table.superblocks.keys()) {
    await pace.turn();
    const first = firstRowOf(table, k);
    const size = table.columns[0]?.chunks[k]?.length ?? 0;
    if (first >= to || first + size <= from) {
      results.push(null);
      continue;
    }
    const block = blockOf(table, k, window);
    results.push(await pass.run(complete ? completeOf(block) : block, args, backend));
  }
  return results;
}

/** The part of a superblock's rows that lies in `[from, to)`. */
function blockOf(table: Table, chunk: number, { names, from, to }: ColumnWindow): RowBlock {
  const superblock = table.superblocks[chunk] ?? chunk;
  const first = firstRowOf(table, chunk);
  const low = Math.max(0, from - first);
  const high = Math.min(to - first, table.columns[0]?.chunks[chunk]?.length ?? 0);
  const columns = names.map((name) => {
    const column = table.columns.find(({ info }) => info.name === name) as Column;
    return column.kind === "category"
      ? codesOf(column.chunks[chunk] as Int32Array, low, high)
      : (column.chunks[chunk] as NumericColumn).subarray(low, high);
  });
  return { n: high - low, columns, superblock, first: first + low, kept: null };
}

/** Codes as numbers, NaN where the value is missing. */
function codesOf(codes: Int32Array, low: number, high: number): Float64Array {
  return mapValues(codes.subarray(low, high), (code) => (code < 0 ? Number.NaN : code));
}

/** The rows of a block where no column is missing. */
function completeOf(block: RowBlock): RowBlock {
  const { n, columns } = block;
  const missing = new Uint8Array(n);
  for (const column of columns) for (let i = 0; i < n; i++) if (Number.isNaN(column[i])) missing[i] = 1;
  const whole = new Int32Array(n).map((_, i) => i).filter((i) => missing[i] === 0);
  if (whole.length === n) return block;
  return {
    ...block,
    n: whole.length,
    columns: columns.map((column) => pickRows(column, whole)),
    kept: whole,
  };
}

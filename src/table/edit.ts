// A table with rows removed, values set and rows added. The table given is left as it was, and shares what did not change.

import { edgesOf, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { categoryColumn, cutAt, numberColumn, tableOf } from "./column.ts";
import { type Changes, checkEdit, type Value } from "./edit-check.ts";
import type { Column, Table, TableEdit } from "./types.ts";

/**
 * Apply an edit to a whole table (all its superblocks): rows count from 0, as they were before it. A column that an added
 * row does not name is missing there; dates are given in days or as ISO 8601 text; levels no longer used go. Rows stay in
 * their superblock; those added fill the last one, then new ones.
 *
 * @throws LeastwiseError `bad-argument` (no such row, or it is removed too), `column-unknown`, `column-type` naming row
 * (from 1), column and value
 */
export function editTable(table: Table, edit: TableEdit): Table {
  const changes = checkEdit(table, edit);
  const { removed, added } = changes;
  const moved = removed.size > 0 || added.length > 0;
  const sizes = sizesAfter(table.columns[0]?.chunks.map(({ length }) => length) ?? [], changes);
  const columns = table.columns.map((column) =>
    moved || changes.set.has(column.info.name) ? rewrite(column, changes, sizes) : column,
  );
  return tableOf(table.nRows - removed.size + added.length, columns);
}

/** How many rows superblocks hold after an edit; empty ones go. */
function sizesAfter(before: readonly number[], { removed, added }: Changes): number[] {
  const edges = edgesOf(before);
  const sizes = before.slice();
  for (const row of removed) {
    const b = edges.findIndex((edge) => edge > row) - 1;
    sizes[b] = (sizes[b] as number) - 1;
  }
  for (let left = added.length; left > 0; ) {
    if ((sizes.at(-1) ?? SUPERBLOCK_ROWS) >= SUPERBLOCK_ROWS) sizes.push(0);
    const last = sizes.at(-1) as number;
    const taken = Math.min(SUPERBLOCK_ROWS - last, left);
    sizes[sizes.length - 1] = last + taken;
    left -= taken;
  }
  return sizes.filter((size) => size > 0);
}

function rewrite(column: Column, changes: Changes, sizes: readonly number[]): Column {
  const { name, type, levels = [] } = column.info;
  const nRows = changes.nRows - changes.removed.size + changes.added.length;
  if (column.kind === "category") {
    const words = new Map(levels.map((level, code) => [level, code]));
    const codeOf = (value: Value): number => {
      if (value === null) return -1;
      const code = words.get(String(value)) ?? words.size;
      words.set(String(value), code);
      return code;
    };
    const codes = new Int32Array(nRows);
    gather({ column, changes, into: codes, encode: codeOf });
    return categoryColumn(name, [...words.keys()], cutAt(codes, sizes));
  }
  const numbers = new Float64Array(nRows);
  gather({ column, changes, into: numbers, encode: (value) => (value === null ? Number.NaN : Number(value)) });
  return numberColumn(name, type === "date" ? "date" : "number", cutAt(numbers, sizes));
}

/** Copy the rows that stay, with what is set in them, and then the rows that are added. */
function gather(task: {
  column: Column;
  changes: Changes;
  into: Float64Array | Int32Array;
  encode: (value: Value) => number;
}): void {
  const { column, changes, into, encode } = task;
  const set = changes.set.get(column.info.name);
  let from = 0;
  let to = 0;
  for (const chunk of column.chunks) {
    for (let i = 0; i < chunk.length; i++, from++) {
      if (changes.removed.has(from)) continue;
      const value = set?.get(from);
      into[to++] = value === undefined ? (chunk[i] as number) : encode(value);
    }
  }
  for (const values of changes.added) into[to++] = encode(values.get(column.info.name) ?? null);
}

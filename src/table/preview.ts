// Rows of a table as a person would read them.

import { LeastwiseError } from "#base/error.ts";
import { firstRowOf } from "#base/superblock.ts";
import { textOfDays } from "./date.ts";
import type { Column, PreviewRow, Table } from "./types.ts";

/**
 * Rows `from` to `to` (exclusive, from 0, cut to the rows there are): numbers, levels, dates as text, null where missing.
 *
 * @throws LeastwiseError `bad-argument` if `from` or `to` is no whole number >= 0
 */
export function previewRows(table: Table, from: number, to: number): PreviewRow[] {
  for (const [name, value] of [
    ["from", from],
    ["to", to],
  ] as const) {
    if (!Number.isInteger(value) || value < 0) {
      throw new LeastwiseError("bad-argument", `${name}: must be a whole number >= 0; got ${value}`, { value });
    }
  }
  const rows: PreviewRow[] = [];
  for (const chunk of table.superblocks.keys()) {
    const first = firstRowOf(table, chunk);
    const size = table.columns[0]?.chunks[chunk]?.length ?? 0;
    for (let i = Math.max(0, from - first); i < Math.min(size, to - first); i++) {
      rows.push(table.columns.map((column) => valueAt(column, chunk, i)));
    }
  }
  return rows;
}

function valueAt(column: Column, chunk: number, i: number): number | string | null {
  const value = column.chunks[chunk]?.[i] ?? Number.NaN;
  if (column.kind === "category") return column.info.levels?.[value] ?? null;
  if (Number.isNaN(value)) return null;
  return column.info.type === "date" ? textOfDays(value) : value;
}

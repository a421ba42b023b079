// The edits that a table has seen since it was read, kept short so that a long drag stays one edit.

import type { TableEdit } from "../contract.ts";

/** Edits with one more; values that are set again replace the earlier ones. */
export function withEdit(edits: readonly TableEdit[], edit: TableEdit): TableEdit[] {
  const last = edits.at(-1);
  if (!last || !setsOnly(last) || !setsOnly(edit)) return [...edits, edit];
  const rows = new Map<number, Map<string, number | string | null>>();
  for (const { row, values } of [...(last.set ?? []), ...(edit.set ?? [])]) {
    const cells = rows.get(row) ?? new Map<string, number | string | null>();
    for (const { column, value } of values) cells.set(column, value);
    rows.set(row, cells);
  }
  const set = Array.from(rows, ([row, cells]) => ({
    row,
    values: Array.from(cells, ([column, value]) => ({ column, value })),
  }));
  return [...edits.slice(0, -1), { set }];
}

function setsOnly({ remove, add }: TableEdit): boolean {
  return !remove?.length && !add?.length;
}

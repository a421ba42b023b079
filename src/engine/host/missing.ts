// Where a value is missing, for callers that want no row left out.

import { LeastwiseError } from "#base/error.ts";
import type { RowWindow } from "#stats/types.ts";
import type { Column } from "#table/types.ts";
import type { CallContext } from "./planned.ts";

/**
 * Throws unless the named columns hold a value in every row, or in those of a window.
 *
 * @throws LeastwiseError `missing-values` naming the first row, and its first column, without one
 */
export async function refuseMissing(
  { table, whole }: Pick<CallContext, "table" | "whole">,
  names: readonly string[],
  window: RowWindow | null = null,
): Promise<void> {
  const incomplete = table.columns.filter(({ info }) => names.includes(info.name) && info.missing > 0);
  if (incomplete.length === 0) return;
  const { columns } = await whole(incomplete.map(({ info }) => info.name));
  let first: { row: number; column: string } | null = null;
  for (const column of columns) {
    const row = firstMissing(column, window ?? [0, table.nRows]);
    if (row !== null && (!first || row < first.row)) first = { row, column: column.info.name };
  }
  if (!first) return;
  const message = `column ${JSON.stringify(first.column)}, row ${first.row}: must not be missing where missing is "error"; got no value`;
  throw new LeastwiseError("missing-values", message, { at: first });
}

/** Row, from 1, of the first missing value in a window. */
function firstMissing(column: Column, [from, to]: RowWindow): number | null {
  let before = 0;
  for (const chunk of column.chunks) {
    const low = Math.max(0, from - before);
    const rows = chunk.subarray(low, Math.max(low, to - before));
    const i = column.kind === "category" ? rows.indexOf(-1) : rows.findIndex(Number.isNaN);
    if (i >= 0) return before + low + i + 1;
    before += chunk.length;
  }
  return null;
}

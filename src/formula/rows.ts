// One chunk of a table seen row by row: which rows are complete, and where a row stands in the whole table.

import { LeastwiseError } from "#base/error.ts";
import { nearest } from "#base/nearest.ts";
import { firstRowOf } from "#base/superblock.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import { quoteName } from "./deparse.ts";

/** A column of numbers as a chunk stores it. */
export type NumericColumn = NumberColumn["chunks"][number];

/** `kept` holds the indices of the complete rows within the chunk, null where all of them are. */
export interface CompleteRows {
  n: number;
  kept: Int32Array | null;
  dropped: number;
  /** Columns of numbers that are finite in every row of the chunk, so that nobody need look again. */
  finite: ReadonlySet<Column>;
}

/** The table's columns by name; a Map, so that a column may be called `__proto__`. */
export function columnsByName(table: Table): Map<string, Column> {
  return new Map(table.columns.map((column) => [column.info.name, column]));
}

/** A column that a model needs of the table at hand. Throws `column-unknown`. */
export function findColumn(columns: Map<string, Column>, name: string): Column {
  const column = columns.get(name);
  if (column !== undefined) return column;
  const near = nearest(name, [...columns.keys()]);
  const hint = near === undefined ? "" : `, perhaps ${quoteName(near)}`;
  const message = `column ${quoteName(name)}: the model needs it${hint}; got a table without it`;
  throw new LeastwiseError("column-unknown", message, { at: { column: name }, value: name });
}

/** Rows of chunk `chunk` in which none of `columns` is missing. */
export function completeRows(table: Table, columns: readonly Column[], chunk: number): CompleteRows {
  const size = chunkSize(table, chunk);
  const finite = new Set(
    columns.filter(
      (column) => column.kind === "number" && (isWhole(column) || allFinite(column.chunks[chunk] as NumericColumn)),
    ),
  );
  const incomplete = columns.filter(
    (column) => column.info.missing > 0 && !finite.has(column) && hasMissing(column, chunk),
  );
  if (incomplete.length === 0) return { n: size, kept: null, dropped: 0, finite };
  const missing = new Uint8Array(size);
  for (const column of incomplete) markMissing(column, chunk, missing);
  const kept = new Int32Array(size);
  let n = 0;
  for (let i = 0; i < size; i++) {
    kept[n] = i;
    n += 1 - (missing[i] as number);
  }
  return { n, kept: kept.subarray(0, n), dropped: size - n, finite };
}

/** Whether the summary of a column tells that every value is there and finite, so that no pass over it is needed. */
export function isWhole({ info: { missing, min, max } }: NumberColumn): boolean {
  return missing === 0 && Number.isFinite(min) && Number.isFinite(max);
}

function hasMissing(column: Column, chunk: number): boolean {
  if (column.kind === "number") return (column.chunks[chunk] as NumericColumn).some(Number.isNaN);
  const codes = column.chunks[chunk] as Int32Array;
  let signs = 0;
  for (let i = 0; i < codes.length; i++) signs |= codes[i] as number;
  return signs < 0;
}

function markMissing(column: Column, chunk: number, missing: Uint8Array): void {
  const size = missing.length;
  if (column.kind === "number") {
    const values = column.chunks[chunk] as NumericColumn;
    for (let i = 0; i < size; i++) if (Number.isNaN(values[i])) missing[i] = 1;
  } else {
    const codes = column.chunks[chunk] as Int32Array;
    for (let i = 0; i < size; i++) if ((codes[i] as number) < 0) missing[i] = 1;
  }
}

/** Whether no value is NaN or infinite: x − x is 0 for a finite x and NaN otherwise. */
export function allFinite(values: NumericColumn): boolean {
  let a = 0;
  let b = 0;
  const even = values.length & ~1;
  for (let i = 0; i < even; i += 2) {
    const x = values[i] as number;
    const y = values[i + 1] as number;
    a += x - x;
    b += y - y;
  }
  const last = values.length > even ? (values[even] as number) : 0;
  return a + b + (last - last) === 0;
}

/** Rows in chunk `k`. */
export function chunkSize({ columns }: Table, k: number): number {
  return columns[0]?.chunks[k]?.length ?? 0;
}

/** The rows of chunk `k`, from 0 and the last exclusive, that lie in a window of the whole table; none where `low >= high`. */
export function chunkRows(
  table: Table,
  k: number,
  window: readonly [number, number] | null,
): { low: number; high: number } {
  const size = chunkSize(table, k);
  if (window === null) return { low: 0, high: size };
  const first = firstRowOf(table, k);
  return { low: Math.max(0, window[0] - first), high: Math.min(size, window[1] - first) };
}

/** Row of the whole table, from 1, of the `i`-th complete row of a chunk. */
export function tableRow(table: Table, chunk: number, i: number, kept: Int32Array | null): number {
  const index = kept === null ? i : (kept[i] as number);
  return firstRowOf(table, chunk) + index + 1;
}

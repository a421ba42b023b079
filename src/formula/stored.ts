// What a table holds in the complete rows of a chunk: its columns of numbers, and those made of earlier rows.

import { LeastwiseError } from "#base/error.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import { quoteName } from "./deparse.ts";
import type { Leaf } from "./leaves.ts";
import { type CompleteRows, findColumn, type NumericColumn } from "./rows.ts";
import { shiftColumn, shiftText } from "./shift.ts";

/** Where rows are read. */
export interface Place {
  table: Table;
  chunk: number;
  rows: CompleteRows;
  columns: Map<string, Column>;
}

/** The column of numbers behind a leaf. Throws `column-unknown` or `column-type`. */
export function columnOfLeaf({ table, columns }: Pick<Place, "table" | "columns">, leaf: Leaf): NumberColumn {
  if (leaf.kind === "shift") return shiftColumn(table, columns, leaf);
  const column = findColumn(columns, leaf.name);
  if (column.kind === "number") return column;
  const message = `column ${quoteName(leaf.name)}: the model needs numbers; got a category`;
  throw new LeastwiseError("column-type", message, { at: { column: leaf.name }, value: "category" });
}

/** Reads leaves in the complete rows; the same array for the same leaf, the table's own where no row is dropped. */
export function leafReader(place: Place): (leaf: Leaf) => NumericColumn {
  const stored = new Map<string, NumericColumn>();
  return (leaf) => {
    const key = leaf.kind === "column" ? `column ${leaf.name}` : `shift ${shiftText(leaf)}`;
    const known = stored.get(key);
    if (known !== undefined) return known;
    const chunk = columnOfLeaf(place, leaf).chunks[place.chunk] as NumericColumn;
    const { n, kept } = place.rows;
    const values = kept === null ? chunk : new Float64Array(n);
    if (kept !== null) for (let i = 0; i < n; i++) values[i] = chunk[kept[i] as number] as number;
    stored.set(key, values);
    return values;
  };
}

// What a table holds in the complete rows of a chunk: its columns of numbers, and those made of earlier rows.

import { LeastwiseError } from "#base/error.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import { quoteName } from "./deparse.ts";
import type { Leaf } from "./leaves.ts";
import { type CompleteRows, findColumn, type NumericColumn } from "./rows.ts";
import { shiftColumn, shiftText } from "./shift.ts";
import { type ShuffleRows, targetValues } from "./target.ts";
import type { TargetExpr } from "./types.ts";

/** Where rows are read. */
export interface Place {
  table: Table;
  chunk: number;
  rows: CompleteRows;
  columns: Map<string, Column>;
  /** Deals rows to the folds of target encodings, where these are the rows they were learned from; else null. */
  shuffle: ShuffleRows | null;
}

/** The column of numbers behind a leaf. Throws `column-unknown` or `column-type`. */
function columnOfLeaf({ table, columns }: Place, leaf: Exclude<Leaf, TargetExpr>): NumberColumn {
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
    const key = keyOf(leaf);
    const known = stored.get(key);
    if (known !== undefined) return known;
    if (leaf.kind === "target") {
      const encoded = targetValues(leaf, place, place.shuffle);
      stored.set(key, encoded);
      return encoded;
    }
    const chunk = columnOfLeaf(place, leaf).chunks[place.chunk] as NumericColumn;
    const { n, kept } = place.rows;
    const values = kept === null ? chunk : new Float64Array(n);
    if (kept !== null) for (let i = 0; i < n; i++) values[i] = chunk[kept[i] as number] as number;
    stored.set(key, values);
    return values;
  };
}

function keyOf(leaf: Leaf): string {
  if (leaf.kind === "column") return `column ${leaf.name}`;
  if (leaf.kind === "shift") return `shift ${shiftText(leaf)}`;
  const { arg, folds, smoothing, seed } = leaf;
  return `target ${folds} ${smoothing} ${seed} ${arg.name}`;
}

// Lags and rolling means over the whole table, as columns of their own: rows may reach back across superblocks.

import { LeastwiseError } from "#base/error.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import { quoteName } from "./deparse.ts";
import { findColumn } from "./rows.ts";
import type { ShiftExpr } from "./types.ts";
import { groupCodes, wholeColumn } from "./whole.ts";

/** Tables never change, so what was made of one holds as long as it does. */
const made = new WeakMap<Table, Map<string, unknown>>();

/**
 * The column of numbers that `shift` makes of a table, missing where it reaches before the first row, or a value or a place
 * in the order is missing.
 *
 * @throws LeastwiseError `column-unknown`, `column-type`; `bad-argument` on a part of a table, whose earlier rows are elsewhere
 */
export function shiftColumn(table: Table, columns: Map<string, Column>, shift: ShiftExpr): NumberColumn {
  const { fn, source, k } = shift;
  return remembered(table, shiftText(shift), () => {
    if (table.superblocks.some((superblock, chunk) => superblock !== chunk)) {
      const message = `${shiftText(shift)}: needs all rows of its table in one place; got a part`;
      throw new LeastwiseError("bad-argument", message);
    }
    const column = numbersOf(columns, source.name);
    const values = wholeColumn(column.chunks);
    const places = placesOf(table, columns, shift);
    const shifted = fn === "lag" ? lagged(values, places, k) : rolled(values, places, k);
    return cut(shiftText(shift), shifted, column.chunks);
  });
}

/** A name for a shift, which tells it from every other. */
export function shiftText({ fn, source, k, order, by }: ShiftExpr): string {
  const rest = [
    order === null ? "" : `, order = ${quoteName(order.name)}`,
    by === null ? "" : `, by = ${quoteName(by.name)}`,
  ];
  return `${fn}(${quoteName(source.name)}, ${k}${rest.join("")})`;
}

function remembered<T>(table: Table, key: string, make: () => T): T {
  const known = made.get(table) ?? new Map<string, unknown>();
  made.set(table, known);
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}

function numbersOf(columns: Map<string, Column>, name: string): NumberColumn {
  const column = findColumn(columns, name);
  if (column.kind === "number") return column;
  const message = `column ${quoteName(name)}: the model needs numbers; got a category`;
  throw new LeastwiseError("column-type", message, { at: { column: name }, value: "category" });
}

function cut(name: string, values: Float64Array, like: readonly ArrayLike<number>[]): NumberColumn {
  let at = 0;
  const chunks = like.map(({ length }) => {
    at += length;
    return values.subarray(at - length, at);
  });
  const missing = values.reduce((sum, x) => sum + (Number.isNaN(x) ? 1 : 0), 0);
  return { kind: "number", info: { name, type: "number", missing }, chunks };
}

/** Rows one after another, and where each group of them starts. */
interface Places {
  /** Rows that have a place, group by group, in order. */
  rows: Int32Array;
  /** The place at which the group of each place starts. */
  start: Int32Array;
}

function placesOf(table: Table, columns: Map<string, Column>, { order, by }: ShiftExpr): Places {
  return remembered(table, `places of ${JSON.stringify([order?.name ?? null, by?.name ?? null])}`, () => {
    const n = table.nRows;
    const keys = order === null ? null : wholeColumn(numbersOf(columns, order.name).chunks);
    const groups = by === null ? null : groupCodes(findColumn(columns, by.name));
    let rows = new Int32Array(n).map((_, row) => row);
    if (keys !== null || groups !== null) {
      const isPlaced = (row: number) => !Number.isNaN(keys?.[row] ?? 0) && (groups?.[row] ?? 0) >= 0;
      const compare = (a: number, b: number) =>
        (groups?.[a] ?? 0) - (groups?.[b] ?? 0) || difference(keys?.[a] ?? 0, keys?.[b] ?? 0) || a - b;
      rows = rows.filter(isPlaced).sort(compare);
    }
    const start = new Int32Array(rows.length);
    for (let i = 1; i < rows.length; i++) {
      const same = groups === null || groups[rows[i] as number] === groups[rows[i - 1] as number];
      start[i] = same ? (start[i - 1] as number) : i;
    }
    return { rows, start };
  });
}

/** a − b, and 0 for equal infinities. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function lagged(values: Float64Array, { rows, start }: Places, k: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let i = 0; i < rows.length; i++) {
    if (i - k >= (start[i] as number)) out[rows[i] as number] = values[rows[i - k] as number] as number;
  }
  return out;
}

/** Each mean is summed by itself, oldest first: a running sum would carry the rounding of all earlier rows. */
function rolled(values: Float64Array, { rows, start }: Places, k: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let i = 0; i < rows.length; i++) {
    if (i - k < (start[i] as number)) continue;
    let sum = 0;
    for (let j = i - k; j < i; j++) sum += values[rows[j] as number] as number;
    out[rows[i] as number] = sum / k;
  }
  return out;
}

// A table from values given column by column. Copies; the caller's arrays stay the caller's.

import { LeastwiseError } from "#base/error.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { categoryColumn, checkNames, cut, numberColumn, quote, tableOf } from "./column.ts";
import type { Column, ColumnInput, Table } from "./types.ts";

const MS_A_DAY = 86_400_000;

type Scalar = number | string | boolean | Date;

/**
 * A table of columns of n values each: strings and booleans become categories, Dates dates; null, undefined and NaN are
 * missing. A column with nothing present is a column of numbers.
 *
 * @throws LeastwiseError `bad-argument` (lengths differ, no column), `column-name-empty`, `column-duplicate`,
 * `column-type` (kinds of value are mixed), `value-not-finite`
 */
export function fromColumns(columns: { name: string; values: ColumnInput }[]): Table {
  const first = columns[0];
  if (first === undefined) throw new LeastwiseError("bad-argument", "columns: must not be empty; got 0");
  checkNames(columns.map(({ name }) => name));
  const nRows = first.values.length;
  for (const { name, values } of columns) {
    if (values.length !== nRows) {
      const message = `columns: must have as many values each; got ${nRows} in ${quote(first.name)} and ${values.length} in ${quote(name)}`;
      throw new LeastwiseError("bad-argument", message, { at: { column: name }, value: values.length });
    }
  }
  return tableOf(
    nRows,
    columns.map(({ name, values }) => columnOf(name, values)),
  );
}

function columnOf(name: string, values: ColumnInput): Column {
  if (values instanceof Float64Array || values instanceof Float32Array) return numbersOf(name, values);
  const list = values as readonly (Scalar | null | undefined)[];
  const kind = kindOf(list.find((value) => kindOf(value) !== "missing"));
  switch (kind) {
    case "missing":
    case "number":
      return numbersOf(name, valuesOf(name, list, kind));
    case "date":
      return numberColumn(name, "date", cut(valuesOf(name, list, kind)));
    case "string":
    case "boolean":
      return wordsOf(name, list, kind);
    case "other":
      break;
    default:
      kind satisfies never;
  }
  const row = list.findIndex((value) => kindOf(value) === "other");
  throw typeError(name, row, list[row], "a number, a string, a boolean, a Date or null");
}

type Kind = "missing" | "number" | "string" | "boolean" | "date" | "other";

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined || Number.isNaN(value)) return "missing";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "missing" : "date";
  const type = typeof value;
  return type === "number" || type === "string" || type === "boolean" ? type : "other";
}

function numbersOf(name: string, values: NumericColumn): Column {
  const row = values.findIndex((value) => !Number.isFinite(value) && !Number.isNaN(value));
  if (row >= 0) {
    const message = `column ${quote(name)}, row ${row + 1}: must be finite; got ${values[row]}`;
    throw new LeastwiseError("value-not-finite", message, { at: { row: row + 1, column: name }, value: values[row] });
  }
  return numberColumn(name, "number", cut(values));
}

function valuesOf(name: string, list: readonly unknown[], expected: Kind): Float64Array {
  return Float64Array.from(list, (value, row) => {
    const kind = kindOf(value);
    if (kind === "missing") return Number.NaN;
    if (kind !== expected) throw typeError(name, row, value, `a ${expected} as in earlier rows`);
    return value instanceof Date ? value.getTime() / MS_A_DAY : (value as number);
  });
}

function wordsOf(name: string, list: readonly unknown[], expected: Kind): Column {
  const codes = new Map<string, number>();
  const values = Int32Array.from(list, (value, row) => {
    const kind = kindOf(value);
    if (kind === "missing") return -1;
    if (kind !== expected) throw typeError(name, row, value, `a ${expected} as in earlier rows`);
    const word = String(value);
    const code = codes.get(word) ?? codes.size;
    codes.set(word, code);
    return code;
  });
  return categoryColumn(name, [...codes.keys()], cut(values));
}

function typeError(name: string, row: number, value: unknown, rule: string): LeastwiseError {
  const message = `column ${quote(name)}, row ${row + 1}: must be ${rule}; got ${quote(value)}`;
  return new LeastwiseError("column-type", message, { at: { row: row + 1, column: name }, value: String(value) });
}

// A table with rows removed, values set and rows added. The table given is left as it was, and shares what did not change.

import { LeastwiseError } from "#base/error.ts";
import { categoryColumn, cut, numberColumn, quote, tableOf } from "./column.ts";
import { daysOfText } from "./date.ts";
import type { Column, Table, TableEdit } from "./types.ts";

type Value = number | string | null;

/** Checked edits, by column: what to set (row before the edit) and what each added row holds. */
interface Changes {
  nRows: number;
  removed: Set<number>;
  set: Map<string, Map<number, Value>>;
  added: Map<string, Value>[];
}

/**
 * Apply an edit to a whole table (all its superblocks): rows count from 0, as they were before it. A column that an added
 * row does not name is missing there; dates are given in days or as ISO 8601 text; levels no longer used go.
 *
 * @throws LeastwiseError `bad-argument` (no such row, or it is removed too), `column-unknown`, `column-type` naming row
 * (from 1), column and value
 */
export function editTable(table: Table, edit: TableEdit): Table {
  const changes = check(table, edit);
  const nRows = table.nRows - changes.removed.size + changes.added.length;
  const moved = changes.removed.size > 0 || changes.added.length > 0;
  const columns = table.columns.map((column) =>
    moved || changes.set.has(column.info.name) ? rewrite(column, changes) : column,
  );
  return tableOf(nRows, columns);
}

function check(table: Table, edit: TableEdit): Changes {
  const byName = new Map(table.columns.map((column) => [column.info.name, column]));
  const removed = new Set(edit.remove ?? []);
  for (const row of removed) checkRow(table, "remove", row);
  const set: Changes["set"] = new Map();
  for (const { row, values } of edit.set ?? []) {
    checkRow(table, "set", row);
    if (removed.has(row)) {
      throw new LeastwiseError("bad-argument", `set: must not name a row that is removed; got row ${row + 1}`, {
        at: { row: row + 1 },
        value: row,
      });
    }
    for (const { column, value } of values) {
      const checked = checkValue(byName, row, column, value);
      const ofColumn = set.get(column) ?? new Map<number, Value>();
      set.set(column, ofColumn.set(row, checked));
    }
  }
  const firstAdded = table.nRows - removed.size;
  const added = (edit.add ?? []).map(
    (values, i) =>
      new Map(values.map(({ column, value }) => [column, checkValue(byName, firstAdded + i, column, value)])),
  );
  return { nRows: table.nRows, removed, set, added };
}

function checkRow(table: Table, what: string, row: number): void {
  if (Number.isInteger(row) && row >= 0 && row < table.nRows) return;
  const message = `${what}: row must be a whole number from 0 to ${table.nRows - 1}; got ${row}`;
  throw new LeastwiseError("bad-argument", message, { value: row });
}

function checkValue(byName: Map<string, Column>, row: number, name: string, value: Value): Value {
  const column = byName.get(name);
  const at = { row: row + 1, column: name };
  if (column === undefined) {
    const known = [...byName.keys()].map(quote).join(", ");
    throw new LeastwiseError("column-unknown", `column: must be one of ${known}; got ${quote(name)}`, { at, value });
  }
  if (value === null || Number.isNaN(value)) return null;
  const { type } = column.info;
  if (type === "category" && typeof value === "string") return value;
  if (type !== "category" && Number.isFinite(value)) return value;
  const days = type === "date" && typeof value === "string" ? daysOfText(value) : null;
  if (days !== null) return days;
  const rule = { number: "a finite number", category: "text", date: "an ISO 8601 date or finite days" }[type];
  const message = `column ${quote(name)}, row ${row + 1}: must be ${rule} or null; got ${quote(value)}`;
  throw new LeastwiseError("column-type", message, { at, value });
}

function rewrite(column: Column, changes: Changes): Column {
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
    return categoryColumn(name, [...words.keys()], cut(codes));
  }
  const numbers = new Float64Array(nRows);
  gather({ column, changes, into: numbers, encode: (value) => (value === null ? Number.NaN : Number(value)) });
  return numberColumn(name, type === "date" ? "date" : "number", cut(numbers));
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

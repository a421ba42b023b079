// Edits as they are given, checked: which row gets which value in which column.

import { LeastwiseError } from "#base/error.ts";
import { quote } from "./column.ts";
import { daysOfText } from "./date.ts";
import type { Column, Table, TableEdit } from "./types.ts";

export type Value = number | string | null;

/** Checked edits, by column: what to set (row before the edit) and what each added row holds. */
export interface Changes {
  nRows: number;
  removed: Set<number>;
  set: Map<string, Map<number, Value>>;
  added: Map<string, Value>[];
}

/** Check an edit of a table, of which names, types and the number of rows are looked at. @throws LeastwiseError as `editTable` */
export function checkEdit(table: Table, edit: TableEdit): Changes {
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

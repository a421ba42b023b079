// The columns that options name.

import { LeastwiseError } from "#base/error.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import type { CallContext } from "./planned.ts";

/** @throws LeastwiseError `column-unknown` with the names that there are */
export function columnNamed(table: Table, option: string, name: unknown): Column {
  const column = table.columns.find(({ info }) => info.name === name);
  if (column) return column;
  const known = table.columns.map(({ info }) => JSON.stringify(info.name)).join(", ");
  const message = `${option}: must be one of ${known}; got ${JSON.stringify(name)}`;
  const at = typeof name === "string" ? { at: { column: name } } : {};
  throw new LeastwiseError("column-unknown", message, { ...at, value: String(name) });
}

/** All rows of a column that is known to be there. */
export async function wholeOf<C extends Column>({ whole }: Pick<CallContext, "whole">, column: C): Promise<C> {
  return (await whole([column.info.name])).columns[0] as C;
}

/** @throws LeastwiseError as `columnNamed`, and `column-type` for a category where `wanted` are numbers of some kind */
export function numbersNamed(table: Table, option: string, name: unknown, wanted: string): NumberColumn {
  const column = columnNamed(table, option, name);
  if (column.kind === "number") return column;
  throw wrongType(option, column, wanted);
}

/** The error of a column that an option cannot take. */
export function wrongType(option: string, { info }: Column, wanted: string): LeastwiseError {
  const message = `${option}: ${JSON.stringify(info.name)} must be a column of ${wanted}; got a ${info.type}`;
  return new LeastwiseError("column-type", message, { at: { column: info.name }, value: info.type });
}

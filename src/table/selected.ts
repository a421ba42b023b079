// Which columns of a file are read.

import { LeastwiseError } from "#base/error.ts";
import { checkNames, quote } from "./column.ts";

/** @throws LeastwiseError `bad-argument` for no names, `column-unknown`, `column-duplicate`, `column-name-empty` */
export function requireNames(wanted: readonly string[], all: readonly string[]): void {
  if (wanted.length === 0) throw new LeastwiseError("bad-argument", "columns: must name at least one; got 0");
  for (const name of wanted) {
    if (all.includes(name)) continue;
    const message = `columns: must be columns of the file (${all.map(quote).join(", ")}); got ${quote(name)}`;
    throw new LeastwiseError("column-unknown", message, { at: { column: name }, value: name });
  }
  checkNames(wanted);
}

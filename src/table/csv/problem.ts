// What is wrong with a CSV, in words: where, the rule, and what stands there instead.

import { LeastwiseError } from "#base/error.ts";
import { quote } from "../column.ts";
import type { ColumnType } from "../types.ts";
import { guessText } from "./text.ts";
import type { Problem } from "./tokenise.ts";

/** Bytes shown of a text that did not fit; `quote` cuts further. */
const SHOWN_BYTES = 120;

/** A row as people count: from 1 without the header, and its line where quoted line ends make that differ. */
function place(row: number, line: number): string {
  if (row === 0) return line === 1 ? "header" : `header (line ${line})`;
  return line === row + 1 ? `row ${row}` : `row ${row} (line ${line})`;
}

/** The first name without a field, or the first field without a name. */
function surplusOrLack(names: string[], found: number, extra: string): string {
  const name = names[found];
  return name === undefined ? `the first too many being ${quote(extra)}` : `no value for ${quote(name)}`;
}

/** What the tokeniser found wrong, in a file whose columns have these names; `row` counts from 1, 0 is the header. */
export function problemError(problem: Problem, bytes: Uint8Array, names: string[], row: number): LeastwiseError {
  const { kind, line, column, found } = problem;
  const name = names[column];
  const at = { ...(row > 0 ? { row } : {}), ...(name === undefined ? {} : { column: name }) };
  const where = place(row, line);
  const field = name === undefined ? `${where}, field ${column + 1}` : `column ${quote(name)}, ${where}`;
  const text = guessText(bytes.subarray(problem.from, Math.min(problem.to, problem.from + SHOWN_BYTES)));
  switch (kind) {
    case "ragged": {
      const got = found === 0 ? "a blank line" : `${found}, ${surplusOrLack(names, found, text)}`;
      const message = `${where}: must have ${names.length} fields like the header; got ${got}`;
      return new LeastwiseError("csv-ragged-row", message, { at, value: found });
    }
    case "unclosed":
      return new LeastwiseError("csv-unclosed-quote", `${field}: must close its quote; got ${quote(text)}`, {
        at,
        value: text,
      });
    case "after-quote": {
      const rest = text.split(/[\r\n]/, 1)[0] as string;
      const message = `${field}: must end with its closing quote; got ${quote(rest)} after it`;
      return new LeastwiseError("csv-text-after-quote", message, { at, value: rest });
    }
    case "nul":
      return new LeastwiseError("csv-binary", `${field}: must be text; got a NUL byte`, { at, value: 0 });
    default:
      throw kind satisfies never;
  }
}

/** A value that does not fit the type that was asked for. */
export function misfitError(
  cell: { name: string; row: number; line: number; bytes: Uint8Array },
  type: ColumnType,
): LeastwiseError {
  const text = guessText(cell.bytes);
  const rule = type === "date" ? "an ISO 8601 date" : "a finite number";
  const message = `column ${quote(cell.name)}, ${place(cell.row, cell.line)}: must be ${rule} or missing; got ${quote(text)}`;
  return new LeastwiseError("column-type", message, { at: { row: cell.row, column: cell.name }, value: text });
}

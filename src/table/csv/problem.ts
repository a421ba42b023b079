// What is wrong with a CSV, in words: where, the rule, and what stands there instead.

import { LeastwiseError } from "#base/error.ts";
import { quote } from "../column.ts";
import type { ColumnType } from "../types.ts";
import type { PartProblem } from "./part.ts";
import { MAX_ROW_BYTES } from "./split.ts";
import { guessText } from "./text.ts";
import type { Problem } from "./tokenise.ts";

type Shown = Omit<PartProblem, "row">;

/** Bytes shown of a text that did not fit; `quote` cuts further. */
const SHOWN_BYTES = 120;

/** A row as people count: from 1 without the header, and its line where quoted line ends make that differ. */
function place(row: number, line: number): string {
  if (row === 0) return line === 1 ? "header" : `header (line ${line})`;
  return line === row + 1 ? `row ${row}` : `row ${row} (line ${line})`;
}

/** The first name without a field, or the first field without a name. */
function surplusOrLack(names: readonly string[], found: number, extra: string): string {
  const name = names[found];
  return name === undefined ? `the first too many being ${quote(extra)}` : `no value for ${quote(name)}`;
}

/** A problem with the bytes that show it, cut out of the batch it was found in. */
export function shown({ kind, column, line, found, from, to }: Problem, bytes: Uint8Array): Shown {
  return { kind, column, line, found, text: bytes.slice(from, Math.min(to, from + SHOWN_BYTES)) };
}

/** What is wrong in a file whose columns have these names, at a line of the file; `row` counts from 1, 0 is the header. */
export function problemError(problem: Shown, names: readonly string[], row: number): LeastwiseError {
  const { kind, line, column, found } = problem;
  const name = names[column];
  const at = { ...(row > 0 ? { row } : {}), ...(name === undefined ? {} : { column: name }) };
  const where = place(row, line);
  const field = name === undefined ? `${where}, field ${column + 1}` : `column ${quote(name)}, ${where}`;
  const text = guessText(problem.text);
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
    case "overlong":
      return tooLong(MAX_ROW_BYTES);
    default:
      throw kind satisfies never;
  }
}

/** A row that is too long to wait for. */
export function tooLong(nBytes: number): LeastwiseError {
  const message = `file: must have rows of at most ${MAX_ROW_BYTES / 2 ** 20} MiB; got a longer one`;
  return new LeastwiseError("csv-binary", message, { value: nBytes });
}

/** A value that does not fit its column's type, which was asked for or decided by the column's first values. */
export function misfitError(
  cell: { name: string; row: number; line: number; bytes: Uint8Array },
  { type, asked }: { type: ColumnType | null; asked: boolean },
): LeastwiseError {
  const text = guessText(cell.bytes);
  const rule = type === "date" ? "an ISO 8601 date" : "a finite number";
  const name = quote(cell.name);
  const choice = asked ? "" : `, as its first rows are (types: [{ column: ${name}, type: "category" }] makes it text)`;
  const message = `column ${name}, ${place(cell.row, cell.line)}: must be ${rule} or missing${choice}; got ${quote(text)}`;
  return new LeastwiseError("column-type", message, { at: { row: cell.row, column: cell.name }, value: text });
}

// What is wrong with a binary file, Parquet or Arrow, in words.

import { LeastwiseError } from "#base/error.ts";
import { quote } from "./column.ts";
import type { Refused } from "./exact.ts";

/** A file that is not as the format prescribes. */
export function damaged(subject: string, got: string): LeastwiseError {
  return new LeastwiseError("file-damaged", `${subject}: must be whole and sound; got ${got}`, { value: got });
}

/** Run what decodes; whatever it trips over is damage to `subject`. */
export function sound<T>(subject: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof LeastwiseError) throw error;
    throw damaged(subject, error instanceof Error ? error.message : String(error));
  }
}

/** A column that a table has no place for. */
export function unfitColumn(name: string, got: string): LeastwiseError {
  const message = `column ${quote(name)}: must hold numbers, text, dates or true and false; got ${got}`;
  return new LeastwiseError("column-kind", message, { at: { column: name }, value: got });
}

/** A value that a table cannot hold; `row` counts from 1. */
export function refusedValue(name: string, row: number, { code, rule }: Refused, got: string): LeastwiseError {
  const message = `column ${quote(name)}, row ${row}: must be ${rule}; got ${got}`;
  return new LeastwiseError(code, message, { at: { row, column: name }, value: got });
}

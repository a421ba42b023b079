// How the rows of a file are to be read: decided from its first rows, corrected by the rest of its first superblock.

import { LeastwiseError } from "#base/error.ts";
import { quote } from "../column.ts";
import { parseDate } from "../date.ts";
import type { ColumnType, CsvOptions } from "../types.ts";
import { type MissingRule, missingRule } from "./missing.ts";
import { NumberReader } from "./number.ts";
import type { CsvFile } from "./open.ts";
import type { CsvPlan, Part, PlannedColumn } from "./part.ts";
import { Tokeniser } from "./tokenise.ts";

/** So many rows are looked at before the first part is read; a later one of the first superblock may still widen a type. */
const SAMPLE_ROWS = 500;

/**
 * The plan that the first rows suggest, `null` if there are none. A column without a value among them has no type yet.
 *
 * @throws LeastwiseError `column-unknown` if `types` names no column of the file
 */
export function planOf(file: CsvFile, first: Part | null, types: CsvOptions["types"]): CsvPlan {
  const { names } = file.header;
  const asked = askedTypes(names, types);
  const delimiter = file.dialect.delimiter.charCodeAt(0);
  const mark = file.dialect.decimal.charCodeAt(0);
  const { na } = file.dialect;
  const rows = new Tokeniser(delimiter, names.length);
  // A copy, because doubled quotes are made single in place.
  const sample = first?.bytes.slice(0, first.length) ?? new Uint8Array(0);
  rows.read(sample, 0, sample.length, { final: true, maxRows: SAMPLE_ROWS });
  const rule: TypeRule = { mark, missing: missingRule(na) };
  const columns = names.map((name, c): PlannedColumn => {
    const given = asked.get(name);
    if (given !== undefined) return { name, type: given, asked: true };
    const cells = Array.from({ length: rows.nRows }, (_, row) => {
      const k = row * names.length + c;
      return rows.bytes.subarray(rows.start[k], rows.end[k]);
    });
    return { name, type: typeOf(cells, rule), asked: false };
  });
  return { delimiter, mark, na, columns };
}

export interface TypeRule {
  /** Byte of the decimal mark. */
  mark: number;
  missing: MissingRule;
}

/** The type of cells in their order: what the first value is if all others are that too, else text; `null` without values. */
export function typeOf(cells: Iterable<Uint8Array>, { mark, missing }: TypeRule): ColumnType | null {
  const number = new NumberReader(mark, true);
  let type: ColumnType | null = null;
  for (const cell of cells) {
    if (missing.test(cell, 0, cell.length)) continue;
    type ??= number.read(cell, 0, cell.length) ? "number" : "date";
    const fits = type === "number" ? number.read(cell, 0, cell.length) : parseDate(cell, 0, cell.length) !== null;
    if (!fits) return "category";
  }
  return type;
}

/** The value of a cell that is a number or a date by the rules for columns whose type was not asked for, else NaN. */
export function cellValue(cell: Uint8Array, type: "number" | "date", { mark }: TypeRule): number {
  if (type === "date") return parseDate(cell, 0, cell.length) ?? Number.NaN;
  const number = new NumberReader(mark, true);
  return number.read(cell, 0, cell.length) ? number.value : Number.NaN;
}

function askedTypes(names: readonly string[], types: CsvOptions["types"]): Map<string, ColumnType> {
  const asked = new Map<string, ColumnType>();
  for (const { column, type } of types ?? []) {
    if (!names.includes(column)) {
      const message = `types: must name columns of the file (${names.map(quote).join(", ")}); got ${quote(column)}`;
      throw new LeastwiseError("column-unknown", message, { at: { column }, value: column });
    }
    asked.set(column, type);
  }
  return asked;
}

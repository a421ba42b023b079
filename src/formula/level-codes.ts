// The level of a factor in every row, counted in the plan's levels, whatever codes the table at hand uses.

import { LeastwiseError } from "#base/error.ts";
import type { CategoryColumn, Column, NumberColumn, Table } from "#table/types.ts";
import { calendarNumber, calendarText } from "./calendar.ts";
import { formatNumber } from "./deparse.ts";
import { type CompleteRows, tableRow } from "./rows.ts";
import type { FactorPart } from "./types.ts";

type PlannedRows = Omit<FactorRows, "unseen">;

interface FactorRows {
  table: Table;
  chunk: number;
  rows: CompleteRows;
  column: Column;
  /** The factor's label, and its levels in the plan. */
  variable: string;
  levels: readonly string[];
  part: FactorPart | null;
  /** Code of a level that is not in the plan; null where there must be none. */
  unseen: number | null;
}

/** Index into `levels` of every complete row. A number matches the level that it would be written as. Throws `level-unseen`. */
export function levelCodes(factor: FactorRows): Int32Array {
  const { unseen } = factor;
  const codes = plannedCodes(factor);
  const i = codes.indexOf(-1);
  if (i < 0) return codes;
  if (unseen === null) throw unseenLevel(factor, i);
  return codes.map((code) => (code < 0 ? unseen : code));
}

/** The same with −1 where the plan has not seen the level. */
export function plannedCodes(factor: PlannedRows): Int32Array {
  const { column, part } = factor;
  if (column.kind === "category") return codesOfCategory(factor, column);
  return part === null ? codesOfNumber(factor, column) : codesOfPart(factor, column, part);
}

function codesOfPart({ levels, rows, chunk }: PlannedRows, column: NumberColumn, part: FactorPart): Int32Array {
  const index = new Map(levels.map((level, code) => [level, code]));
  const stored = column.chunks[chunk] as Float64Array;
  const codes = new Int32Array(rows.n);
  for (let i = 0; i < rows.n; i++) {
    const value = calendarNumber(part, stored[rows.kept === null ? i : (rows.kept[i] as number)] as number);
    codes[i] = Number.isFinite(value) ? (index.get(calendarText(part, value)) ?? -1) : -1;
  }
  return codes;
}

function codesOfCategory({ levels, rows, chunk }: PlannedRows, column: CategoryColumn): Int32Array {
  const index = new Map(levels.map((level, code) => [level, code]));
  const planned = Int32Array.from(column.info.levels ?? [], (level) => index.get(level) ?? -1);
  const stored = column.chunks[chunk] as Int32Array;
  const { n, kept } = rows;
  const codes = new Int32Array(n);
  if (kept === null) for (let i = 0; i < n; i++) codes[i] = planned[stored[i] as number] as number;
  else for (let i = 0; i < n; i++) codes[i] = planned[stored[kept[i] as number] as number] as number;
  return codes;
}

function codesOfNumber({ levels, rows, chunk }: PlannedRows, column: NumberColumn): Int32Array {
  const numbers = levels.flatMap((level, code) =>
    formatNumber(Number(level)) === level ? [{ x: Number(level), code }] : [],
  );
  numbers.sort((a, b) => a.x - b.x);
  const values = Float64Array.from(numbers, ({ x }) => x);
  const stored = column.chunks[chunk] as Float64Array;
  const { n, kept } = rows;
  const codes = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const x = stored[kept === null ? i : (kept[i] as number)] as number;
    const place = lowerBound(values, x);
    // A level keeps 15 digits of its number, so 0.1 + 0.2 is found by its text.
    codes[i] = values[place] === x ? (numbers[place]?.code ?? -1) : levels.indexOf(formatNumber(x));
  }
  return codes;
}

/** Index of the first of the ascending `values` that is >= x. */
function lowerBound(values: Float64Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function unseenLevel({ table, chunk, rows, column, variable, levels, part }: PlannedRows, i: number): LeastwiseError {
  const row = tableRow(table, chunk, i, rows.kept);
  const stored = column.chunks[chunk]?.[rows.kept === null ? i : (rows.kept[i] as number)] as number;
  const value = levelText(column, part, stored);
  const some = levels.slice(0, 5).map((level) => `"${level}"`);
  const more = levels.length > some.length ? ", …" : "";
  const message = `${variable}: must be one of the levels the model saw, ${some.join(", ")}${more}; got "${value}" in row ${row}`;
  return new LeastwiseError("level-unseen", message, { at: { row, column: column.info.name }, value });
}

function levelText(column: Column, part: FactorPart | null, stored: number): string {
  if (column.kind === "category") return column.info.levels?.[stored] ?? "";
  return part === null ? formatNumber(stored) : calendarText(part, calendarNumber(part, stored));
}

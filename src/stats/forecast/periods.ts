// Days, weeks and months as whole numbers in a row, and back as text.

import { civilOfDay } from "#base/civil.ts";
import { LeastwiseError } from "#base/error.ts";
import { wholeColumn } from "#formula/whole.ts";
import type { NumberColumn } from "#table/types.ts";
import type { PeriodUnit } from "./types.ts";

/** 1970-01-01 was a Thursday: its week began three days before. */
const DAYS_BEFORE_THURSDAY = 3;
/** More periods than this are no series of days, weeks or months. */
const MOST_PERIODS = 100_000;

/** The period of every row of a table, counted from the first one; −1 where it is missing. */
export interface Periods {
  of: Int32Array;
  count: number;
  text(period: number): string;
}

/**
 * @throws LeastwiseError `column-type` for numbers by week or month; `value-not-finite` for numbers that are not whole;
 * `rows-too-few` without any; `bad-argument` where they span more than 100,000 periods
 */
export function periodsOf(column: NumberColumn, unit: PeriodUnit): Periods {
  const { name, type } = column.info;
  const isDate = type === "date";
  if (!isDate && unit !== "day") {
    const message = `order: periods of a ${unit} need a column of dates; got ${name}, a ${type}`;
    throw new LeastwiseError("column-type", message, { at: { column: name }, value: type });
  }
  const all = wholeColumn(column.chunks);
  const numbers = all.map((value, row) => periodOf(value, { unit, isDate, name, row }));
  const present = numbers.filter((value) => !Number.isNaN(value));
  if (present.length === 0) {
    throw new LeastwiseError("rows-too-few", `order: must have a value in some row; got none in ${name}`);
  }
  const first = present.reduce((a, b) => Math.min(a, b));
  const count = present.reduce((a, b) => Math.max(a, b)) - first + 1;
  if (count > MOST_PERIODS) {
    const message = `order: must span ${MOST_PERIODS} periods at most; got ${count} in ${name}`;
    throw new LeastwiseError("bad-argument", message, { value: count });
  }
  const of = Int32Array.from(numbers, (value) => (Number.isNaN(value) ? -1 : value - first));
  return { of, count, text: (period) => textOf(first + period, unit, isDate) };
}

function periodOf(
  value: number,
  { unit, isDate, name, row }: { unit: PeriodUnit; isDate: boolean; name: string; row: number },
): number {
  if (Number.isNaN(value)) return value;
  if (!Number.isFinite(value) || (!isDate && !Number.isInteger(value))) {
    const message = `order, row ${row + 1}: must be a date or a whole number; got ${value}`;
    throw new LeastwiseError("value-not-finite", message, { at: { row: row + 1, column: name }, value });
  }
  const day = Math.floor(value);
  if (unit === "day") return day;
  if (unit === "week") return Math.floor((day + DAYS_BEFORE_THURSDAY) / 7);
  const { year, month } = civilOfDay(day);
  return year * 12 + month - 1;
}

function textOf(period: number, unit: PeriodUnit, isDate: boolean): string {
  if (!isDate) return String(period);
  const pad = (value: number, width: number) => String(value).padStart(width, "0");
  if (unit === "month") return `${pad(Math.floor(period / 12), 4)}-${pad((period % 12) + 1, 2)}-01`;
  const { year, month, day } = civilOfDay(unit === "week" ? period * 7 - DAYS_BEFORE_THURSDAY : period);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

// Windows of rows as calls are given them.

import { badOption } from "./options.ts";

/** @throws LeastwiseError `bad-argument` unless the window holds a row of the table */
export function rowWindow(nRows: number, rows: readonly [number, number] | undefined): [number, number] {
  if (rows === undefined && nRows > 0) return [0, nRows];
  const [from, to] = Array.isArray(rows) && rows.length === 2 ? rows : [Number.NaN, Number.NaN];
  const whole = Number.isInteger(from) && Number.isInteger(to);
  if (whole && from >= 0 && from < to && to <= nRows) return [from, to];
  throw badOption("rows", `[from, to) with 0 <= from < to <= ${nRows}`, rows ?? `a table of ${nRows} rows`);
}

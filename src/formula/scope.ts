// What one expansion of a chunk works with: the rows that count, how to read them, and what was made of them so far.

import type { Table } from "#table/types.ts";
import type { Leaf } from "./leaves.ts";
import { plannedCodes } from "./level-codes.ts";
import { type CompleteRows, columnsByName, completeRows, findColumn, type NumericColumn } from "./rows.ts";
import { shiftColumn } from "./shift.ts";
import { leafReader, type Place } from "./stored.ts";
import type { ShuffleRows } from "./target.ts";
import type { Plan, PlanLevels, ShiftExpr, UnseenLevels } from "./types.ts";

/** Levels of a factor, and the code of each. */
export type FactorEntry = PlanLevels & { index: Map<string, number> };

/** What one call shares between design columns; every array in it is over the complete rows. */
export interface Scope extends Place {
  plan: Plan;
  unseen: UnseenLevels;
  /** Columns of the table, and those of earlier rows, less the dropped rows. */
  read: (leaf: Leaf) => NumericColumn;
  /** Values of numeric factors and their products, by label. */
  numeric: Map<string, NumericColumn>;
  /** All columns of a basis, by its label. */
  bases: Map<string, Float64Array[]>;
  /** Cell of each row in the cross table of some factors, by their labels. */
  cells: Map<string, Int32Array>;
  levels: Map<string, FactorEntry>;
}

/** What to do where a table does not quite fit the plan. */
export interface ExpandOptions {
  /** Default "error". A "missing" row is dropped as if its value were missing. */
  unseenLevels?: UnseenLevels;
  /**
   * Given where the rows are those that the plan was made on: target encodings are then those of each row's fold, and the
   * same function must have made the plan. Else all rows count as new ones.
   */
  shuffle?: ShuffleRows | null;
}

/** The rows of a chunk in which the columns and lags are there. */
export function openScope(
  plan: Plan,
  wanted: { table: Table; chunk: number; names: readonly string[]; shifts: readonly ShiftExpr[] },
  { unseenLevels: unseen = "error", shuffle = null }: ExpandOptions,
): Scope {
  const { table, chunk } = wanted;
  const columns = columnsByName(table);
  const used = [
    ...wanted.names.map((name) => findColumn(columns, name)),
    ...wanted.shifts.map((shift) => shiftColumn(table, columns, shift)),
  ];
  const complete = { table, chunk, columns, shuffle, rows: completeRows(table, used, chunk) };
  const place = unseen === "missing" ? { ...complete, rows: seenRows(plan, complete) } : complete;
  const levels = new Map(
    plan.levels.map((entry) => [
      entry.variable,
      { ...entry, index: new Map(entry.levels.map((level, code) => [level, code])) },
    ]),
  );
  const empty = { numeric: new Map(), bases: new Map(), cells: new Map() };
  return { ...place, plan, unseen, read: leafReader(place), ...empty, levels };
}

/** The complete rows in which every level is one of the plan's. */
function seenRows(plan: Plan, { table, chunk, columns, rows }: Place): CompleteRows {
  let { n, kept } = rows;
  for (const { variable, column, levels, part = null } of plan.levels) {
    const here = { ...rows, n, kept };
    const codes = plannedCodes({
      table,
      chunk,
      rows: here,
      column: findColumn(columns, column),
      variable,
      levels,
      part,
    });
    if (!codes.includes(-1)) continue;
    const before = kept;
    const seen = codes.map((code, i) => (code < 0 ? -1 : i)).filter((i) => i >= 0);
    kept = before === null ? seen : seen.map((i) => before[i] as number);
    n = kept.length;
  }
  return { ...rows, n, kept, dropped: rows.dropped + rows.n - n };
}

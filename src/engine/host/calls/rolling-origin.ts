// Rolling-origin forecasts of a formula over the dates of a table.

import { LeastwiseError } from "#base/error.ts";
import { periodsOf } from "#stats/forecast/periods.ts";
import { rollingOriginOf } from "#stats/forecast/rolling-origin.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import type { RollingOrigin, RollingOriginCall } from "../../contract.ts";
import { badOption } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

const UNITS = ["day", "week", "month"] as const;

export function rollingOrigin(
  context: CallContext,
  formula: string,
  options: RollingOriginCall,
): Promise<RollingOrigin> {
  const { table, backend } = context;
  const { order, unit = "day", by, quantiles } = options;
  if (quantiles !== undefined && !Array.isArray(quantiles))
    throw badOption("quantiles", "a list of numbers", quantiles);
  if (!UNITS.includes(unit)) throw badOption("unit", '"day", "week" or "month"', unit);
  const column = columnOf(table, "order", order);
  if (column.kind !== "number") throw badOption("order", "a column of dates or whole numbers", order);
  const periods = periodsOf(column satisfies NumberColumn, unit);
  const series = by === undefined ? one(table) : groupsOf(columnOf(table, "by", by), table);
  const { plan, rows } = planned(context, formula, options);
  const columns = table.columns.map(({ info }) => info.name);
  return rollingOriginOf(plan, { rows, columns, periods, ...series }, backend, options);
}

function columnOf(table: Table, option: string, name: unknown): Column {
  const column = table.columns.find(({ info }) => info.name === name);
  if (column) return column;
  const message = `${option}: must be a column of the table; got ${String(name)}`;
  throw new LeastwiseError("column-unknown", message, { value: String(name) });
}

interface Groups {
  groups: Int32Array;
  nGroups: number;
}

function one({ nRows }: Table): Groups {
  return { groups: new Int32Array(nRows), nGroups: 1 };
}

/** The series of every row: a category's code, or the place of a number among those seen. */
function groupsOf(column: Column, { nRows }: Table): Groups {
  const groups = new Int32Array(nRows);
  const codes = new Map<number, number>();
  let row = 0;
  for (const chunk of column.chunks) {
    for (const value of chunk) {
      const isMissing = column.kind === "category" ? value < 0 : Number.isNaN(value);
      if (!isMissing && !codes.has(value)) codes.set(value, codes.size);
      groups[row] = isMissing ? -1 : (codes.get(value) as number);
      row += 1;
    }
  }
  return { groups, nGroups: codes.size };
}

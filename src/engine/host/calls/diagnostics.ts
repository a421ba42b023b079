// Diagnostics of a fit on the rows of a table: checks of what is asked, and the rows that the fit was made of.

import type { Plan } from "#formula/types.ts";
import { addedVariableOf } from "#stats/diagnostics/added-variable.ts";
import { diagnosticsOf } from "#stats/diagnostics/diagnostics.ts";
import { influenceOf } from "#stats/diagnostics/influence.ts";
import { TEST_NAMES } from "#stats/diagnostics/tests/run.ts";
import type { AddedVariable, Diagnostics, Fit, Influence } from "#stats/types.ts";
import { daysOfText } from "#table/date.ts";
import type { NumberColumn, Table } from "#table/types.ts";
import type { DiagnosticsOptions, FitRowsOptions, InfluenceOptions } from "../../contract.ts";
import { requireRowsOf, rowsOfFit } from "../fit-given.ts";
import { wholeOf } from "../named-column.ts";
import { badOption } from "../options.ts";
import type { CallContext } from "../planned.ts";

function checkCount(name: string, value: unknown, least: number): void {
  if (value === undefined || (Number.isInteger(value) && (value as number) >= least)) return;
  throw badOption(name, `an integer >= ${least}`, value);
}

function checkOptions({ top, lag, order, tests }: DiagnosticsOptions): void {
  checkCount("top", top, 0);
  checkCount("lag", lag, 1);
  const named = typeof order === "object" && typeof order?.column === "string";
  if (order !== undefined && order !== "rows" && order !== "fitted" && !named) {
    throw badOption("order", '"rows", "fitted" or {column}', order);
  }
  if (tests === undefined) return;
  if (!Array.isArray(tests)) throw badOption("tests", "a list of names of tests", tests);
  const unknown = tests.find((name) => !TEST_NAMES.includes(name));
  if (unknown !== undefined) throw badOption("tests", `among ${TEST_NAMES.join(", ")}`, unknown);
}

function numberColumn(table: Table, option: string, name: string): NumberColumn {
  const column = table.columns.find(({ info }) => info.name === name);
  if (column?.kind !== "number") throw badOption(option, "a column of numbers or dates of this table", name);
  return column;
}

/** The fit's plan, with the column that rows are ordered by where the design lacks it. */
function planOrderedBy({ table }: CallContext, { plan }: Fit, { order }: DiagnosticsOptions): Plan {
  if (typeof order !== "object" || plan.columns.some(({ name }) => name === order.column)) return plan;
  const { column: name } = order;
  const { missing } = numberColumn(table, "order.column", name).info;
  if (missing > 0 && !plan.variables.includes(name)) {
    throw badOption("order.column", "a column without missing values", name);
  }
  const expr = { kind: "column", name, at: 0 } as const;
  const further = { name, term: plan.terms.length, factors: [{ kind: "numeric", label: name, expr } as const] };
  return { ...plan, columns: [...plan.columns, further], variables: [...plan.variables, name] };
}

/** The first row at or after a value of a column in ascending order. */
function rowAt({ chunks, info }: NumberColumn, { column, at }: { column: string; at: number | string }): number {
  const least = typeof at === "number" ? at : info.type === "date" ? daysOfText(at) : null;
  if (least === null || !Number.isFinite(least)) throw badOption("split.at", `a value of ${column}`, at);
  let before = Number.NEGATIVE_INFINITY;
  let row = -1;
  let rowsBefore = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      if (value < before) throw badOption("split.column", "a column in ascending order", column);
      if (value >= least && row < 0) row = rowsBefore + i;
      if (value > before) before = value;
    }
    rowsBefore += chunk.length;
  }
  if (row < 0) throw badOption("split.at", `at most ${before}, the last of ${column}`, at);
  return row;
}

async function splitOf(context: CallContext, { split }: DiagnosticsOptions): Promise<number | undefined> {
  const { table } = context;
  if (split === undefined) return undefined;
  if (typeof split === "object" && split !== null) {
    return rowAt(await wholeOf(context, numberColumn(table, "split.column", split.column)), split);
  }
  if (Number.isInteger(split) && split > 0 && split < table.nRows) return split;
  throw badOption("split", `a row from 1 to ${table.nRows - 1}, or {column, at}`, split);
}

export async function diagnostics(context: CallContext, fit: Fit, options: DiagnosticsOptions): Promise<Diagnostics> {
  requireRowsOf(fit, options);
  checkOptions(options);
  const { split: _, weights: __, ...rest } = options;
  const split = await splitOf(context, options);
  const rows = await rowsOfFit(context, planOrderedBy(context, fit, options), options);
  return diagnosticsOf(fit, rows, context.backend, split === undefined ? rest : { ...rest, split });
}

export async function influence(context: CallContext, fit: Fit, options: InfluenceOptions): Promise<Influence> {
  requireRowsOf(fit, options);
  const { from = 0, to } = options;
  checkCount("from", from, 0);
  checkCount("to", to, from);
  const end = Math.min(to ?? context.table.nRows, context.table.nRows);
  return influenceOf(fit, await rowsOfFit(context, fit.plan, options), { from, to: end });
}

export async function addedVariable(
  context: CallContext,
  fit: Fit,
  term: string,
  options: FitRowsOptions,
): Promise<AddedVariable> {
  requireRowsOf(fit, options);
  return addedVariableOf(fit, await rowsOfFit(context, fit.plan, options), context.backend, term);
}

// What a formula is on a table: its plan, and how to get at its rows.

import { planFormula } from "#formula/plan.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Rows } from "#stats/rows.ts";
import type { Table } from "#table/types.ts";
import type { RowOptions } from "../contract.ts";
import { refuseMissing } from "./missing.ts";
import { badOption } from "./options.ts";
import type { Pace } from "./pace.ts";
import { rowsOf } from "./rows.ts";
import { weightsOf } from "./weights.ts";

/** What a call on a table runs with. */
export interface CallContext {
  table: Table;
  backend: Backend;
  pace: Pace;
}

export interface Planned {
  plan: Plan;
  weighted: boolean;
  rows: Rows;
}

/** Plan a formula on the table of a call and check the options of its rows. */
export function planned(context: CallContext, formula: string, options: RowOptions): Planned {
  if (typeof formula !== "string") throw badOption("formula", "text", formula);
  return plannedRows(context, planFormula(formula, context.table), options);
}

/** The rows of a plan that is there already, under checked options. */
export function plannedRows({ table, backend, pace }: CallContext, plan: Plan, options: RowOptions): Planned {
  const { missing = "drop" } = options;
  if (missing !== "drop" && missing !== "error") throw badOption("missing", '"drop" or "error"', missing);
  const weights = options.weights === undefined ? null : weightsOf(table, options.weights);
  if (missing === "error") refuseMissing(table, [...plan.variables, ...(weights?.column ? [weights.column] : [])]);
  return { plan, weighted: weights !== null, rows: rowsOf({ plan, table, weights, backend, pace }) };
}

// What a formula is on a table: its plan, and how to get at its rows.

import { LeastwiseError } from "#base/error.ts";
import { type Edges, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { allExpressions, readsOtherRows } from "#formula/expand.ts";
import { columnsOfShift, shiftsOf } from "#formula/leaves.ts";
import { planNamed } from "#formula/plan-named.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { momentsRows, rowsNeeded } from "#stats/moments/rows.ts";
import { subsetMoments } from "#stats/moments/subset.ts";
import type { Rows } from "#stats/rows.ts";
import type { Moments, RowWindow, WeightsAre } from "#stats/types.ts";
import type { Table } from "#table/types.ts";
import type { WindowOptions } from "../contract.ts";
import type { Pace } from "../pool/pace.ts";
import { NO_OTHERS, type Others, onlyColumns } from "../pool/pool.ts";
import type { KeptTable } from "./kept/kept-table.ts";
import { planOn } from "./kept/plan-on.ts";
import { refuseMissing } from "./missing.ts";
import { badOption, requireWord } from "./options.ts";
import { rowWindow } from "./row-window.ts";
import { rowsOf } from "./rows.ts";
import { weightsOf } from "./weights.ts";

/** What a call on a table runs with. */
export interface CallContext {
  /** Names, types and the superblocks that are here. Throws `rows-needed` where only moments are left of the rows. */
  readonly table: Table;
  /** The other workers that hold superblocks of it. */
  readonly others: Others;
  /** Of all superblocks of the table. */
  readonly edges: Edges;
  /** What earlier calls left for later ones. */
  readonly kept: KeptTable;
  /** The table with all rows of these columns, of all if none are named, in their order in the table. */
  whole(names?: readonly string[]): Promise<Table>;
  /** Moments without rows; null where there is a table. */
  readonly moments: Moments | null;
  backend: Backend;
  pace: Pace;
}

export interface Planned {
  plan: Plan;
  weighted: boolean;
  weightsAre?: WeightsAre;
  rows: Rows;
  /** Rows of the table, or of the window; null where only moments are left of them. */
  nRows: number | null;
}

/**
 * Options of rows and a window of them; whether the model may have more columns than all products of them are worth, and whether its rows are to
 * be those of `positive` weight alone.
 */
export type PlanOptions = WindowOptions & { wide?: boolean; positive?: boolean };

/** Values of a superblock of the widest design: 1 GB. */
const WIDEST_VALUES = 2 ** 27;
const WIDEST_COLUMNS = 20_000;

/** Design columns that a wide model of a table may have. */
function widestOf({ nRows }: Table): number {
  return Math.min(WIDEST_COLUMNS, Math.floor(WIDEST_VALUES / Math.min(SUPERBLOCK_ROWS, Math.max(1, nRows))));
}

/** Plan a formula on the table of a call and check the options of its rows. */
export async function planned(context: CallContext, formula: string, options: PlanOptions): Promise<Planned> {
  if (typeof formula !== "string") throw badOption("formula", "text", formula);
  checkRowOptions(options);
  if (context.moments) return plannedOnMoments(context.moments, formula, options, context.pace);
  const shuffle = shufflerOf(context.backend);
  const forms = { ...(options.wide ? { maxColumns: widestOf(context.table) } : {}), shuffle };
  const plan = await planOn(context, formula, forms, windowOf(context.table, options));
  return rowsOfPlan(context, plan, options, shuffle);
}

/** The window of a call; null for all rows. @throws LeastwiseError `bad-argument` unless it holds a row of the table */
function windowOf({ nRows }: Table, { rows }: WindowOptions): RowWindow | null {
  if (rows === undefined) return null;
  const [from, to] = rowWindow(nRows, rows);
  return from === 0 && to === nRows ? null : [from, to];
}

/** The rows of a plan, which may come from another table: to its target encodings they are new ones. */
export function plannedRows(context: CallContext, plan: Plan, options: WindowOptions): Promise<Planned> {
  return rowsOfPlan(context, plan, options, null);
}

/** The folds of target encodings are those of resampling. */
function shufflerOf(backend: Backend): ShuffleRows {
  return (n, seed) => (from, count) => backend.shuffle({ n, seed, repeat: 0 }, from, count);
}

async function rowsOfPlan(
  context: CallContext,
  plan: Plan,
  options: PlanOptions,
  shuffle: ShuffleRows | null,
): Promise<Planned> {
  const { missing, weights: given, weightsAre = "analytic" } = checkRowOptions(options);
  const place = await placeOf(context, plan, { given, shuffle });
  const window = windowOf(context.table, options);
  const { kept, edges } = context;
  const weights = given === undefined ? null : await weightsOf({ ...place, kept, edges }, given, weightsAre);
  if (missing === "error") {
    await refuseMissing(place, [...plan.variables, ...(weights?.column ? [weights.column] : [])], window);
  }
  const { positive = false } = options;
  const { backend, pace } = context;
  const { table, others } = place;
  const rows = rowsOf({ plan, table, others, edges, kept, weights, backend, pace, shuffle, positive, window });
  const planned = { plan, rows, nRows: rows.nRows };
  return weights ? { ...planned, weighted: true, weightsAre } : { ...planned, weighted: false };
}

/** Where the rows of a plan are read: lags, and encodings of a row by the others, need all rows in one place. */
export async function placeOf(
  context: CallContext,
  plan: Plan,
  { given, shuffle = null }: { given?: WindowOptions["weights"]; shuffle?: ShuffleRows | null } = {},
): Promise<Pick<CallContext, "table" | "others" | "whole">> {
  if (context.others.parts.length === 0 || !readsOtherRows(plan, shuffle)) return context;
  const elsewhere = allExpressions(plan)
    .flatMap(shiftsOf)
    .flatMap((shift) => columnsOfShift(shift).map(({ name }) => name));
  const table = await context.whole([...plan.variables, ...elsewhere, ...(typeof given === "string" ? [given] : [])]);
  return { table, others: NO_OTHERS, whole: async (names) => onlyColumns(table, names) };
}

export function checkRowOptions(options: WindowOptions): WindowOptions {
  const { missing = "drop", weights, weightsAre } = options;
  requireWord("missing", missing, ["drop", "error"]);
  if (weightsAre !== undefined) requireWord("weightsAre", weightsAre, ["analytic", "frequency"]);
  if (weightsAre !== undefined && weights === undefined) {
    throw badOption("weightsAre", "left out where no weights are given", weightsAre);
  }
  return options;
}

/**
 * Weights and dropped rows are in moments already.
 *
 * @throws LeastwiseError `rows-needed` for weights; `missing-values` where rows were left out that must not be
 */
export function checkMomentsOptions(moments: Moments, options: WindowOptions): void {
  if (options.weights !== undefined) throw rowsNeeded("weights");
  if (options.rows !== undefined) throw rowsNeeded("a window of rows");
  const { nDropped = 0 } = moments;
  if (options.missing === "error" && nDropped > 0) {
    const message = `moments: must be of rows without a missing value where missing is "error"; got ${nDropped} left out`;
    throw new LeastwiseError("missing-values", message, { value: nDropped });
  }
}

/** Rows of a plan on moments: `places` are those of its columns, then of the response, among the names. */
export function rowsOfNamed(
  moments: Moments,
  { plan, places }: { plan: Plan; places: readonly number[] },
  { turn }: Pace,
): Rows {
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const folds = moments.folds?.map((fold) => ({ ...subsetMoments(fold, places), names }));
  return momentsRows({ ...subsetMoments(moments, places), names, plan, ...(folds && { folds }) }, turn);
}

/** The columns of moments that a formula names. */
function plannedOnMoments(moments: Moments, formula: string, options: WindowOptions, pace: Pace): Planned {
  checkMomentsOptions(moments, options);
  const { weightsAre } = moments;
  const named = planNamed(formula, moments);
  const planned = { plan: named.plan, rows: rowsOfNamed(moments, named, pace), nRows: null };
  return weightsAre ? { ...planned, weighted: true, weightsAre } : { ...planned, weighted: false };
}

// Resampling of a formula on a table: its rows and the columns that folds may follow, handed to `stats`.

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { columnsByName } from "#formula/rows.ts";
import { rowsNeeded } from "#stats/moments/rows.ts";
import { blocksOf, JACKKNIFE_BLOCKS } from "#stats/resampling/blocks.ts";
import { bootstrap as bootstrapRows } from "#stats/resampling/bootstrap.ts";
import { crossValidateFolds, crossValidate as crossValidateRows } from "#stats/resampling/cross-validate.ts";
import type { ResampledRows } from "#stats/resampling/deal-rows.ts";
import { jackknifeBlocks } from "#stats/resampling/jackknife.ts";
import { learningCurve as learningCurveOf } from "#stats/resampling/learning-curve.ts";
import type { FoldOptions } from "#stats/types.ts";
import type { Column, Table } from "#table/types.ts";
import type {
  Bootstrap,
  CrossValidateOptions,
  CrossValidation,
  Jackknife,
  LearningCurve,
  RowOptions,
  TableBootstrapOptions,
  TableJackknifeOptions,
  TableLearningCurveOptions,
} from "../../contract.ts";
import { type CallContext, type Planned, planned } from "../planned.ts";

function columnNamed(table: Table, option: string, name: unknown): Column {
  const column = columnsByName(table).get(name as string);
  if (column) return column;
  const known = table.columns.map(({ info }) => JSON.stringify(info.name)).join(", ");
  const message = `${option}: must be one of ${known}; got ${JSON.stringify(name)}`;
  throw new LeastwiseError("column-unknown", message, { value: String(name) });
}

function wrongType(option: string, { info }: Column, wanted: string): LeastwiseError {
  const message = `${option}: ${JSON.stringify(info.name)} must be a column of ${wanted}; got a ${info.type}`;
  return new LeastwiseError("column-type", message, { at: { column: info.name }, value: info.type });
}

/** Codes of the column of groups, one a row of the table. */
function groupOf(table: Table, name: string): { codes: Int32Array; nLevels: number } {
  const column = columnNamed(table, "group", name);
  if (column.kind !== "category") throw wrongType("group", column, "categories");
  const codes = new Int32Array(table.nRows);
  for (const [k, chunk] of column.chunks.entries()) codes.set(chunk, (table.superblocks[k] ?? k) * SUPERBLOCK_ROWS);
  return { codes, nLevels: column.info.levels?.length ?? 0 };
}

/** Values of the column that time follows, one a row of the table. */
function orderOf(table: Table, name: string): Float64Array {
  const column = columnNamed(table, "order", name);
  if (column.kind !== "number") throw wrongType("order", column, "numbers or dates");
  const values = new Float64Array(table.nRows);
  for (const [k, chunk] of column.chunks.entries()) values.set(chunk, (table.superblocks[k] ?? k) * SUPERBLOCK_ROWS);
  return values;
}

/** The rows of a planned model and what of the table its folds follow. */
export function resampled(
  { table }: CallContext,
  { plan, rows, weightsAre }: Planned,
  { group, order }: FoldOptions,
): ResampledRows {
  return {
    rows,
    names: [...plan.columns.map(({ name }) => name), plan.response.label],
    intercept: plan.intercept,
    nTableRows: table.nRows,
    ...(weightsAre && { weightsAre }),
    ...(group !== undefined && { group: groupOf(table, group) }),
    ...(order !== undefined && { order: orderOf(table, order) }),
  };
}

export async function crossValidate(
  context: CallContext,
  formula: string,
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  const model = planned(context, formula, { ...options, positive: true });
  if (!context.moments) return crossValidateRows(resampled(context, model, options), options, context.backend);
  const { folds, nDropped } = await model.rows.moments();
  if (!folds) throw rowsNeeded("crossValidate of moments without folds");
  const { intercept } = model.plan;
  const found = await crossValidateFolds(folds, { intercept, turn: model.rows.turn }, options, context.backend);
  return { ...found, nDropped };
}

export async function jackknife(
  context: CallContext,
  formula: string,
  options: TableJackknifeOptions,
): Promise<Jackknife> {
  const model = planned(context, formula, { ...options, positive: true });
  const { intercept } = model.plan;
  const { turn } = model.rows;
  if (context.moments) {
    const { folds } = await model.rows.moments();
    if (!folds) throw rowsNeeded("jackknife of moments without folds");
    return jackknifeBlocks(folds, { ...options, intercept, seed: null }, context.backend, turn);
  }
  const { blocks, seed } = await blocksOf(resampled(context, model, {}), options, JACKKNIFE_BLOCKS);
  return jackknifeBlocks(blocks, { ...options, intercept, seed }, context.backend, turn);
}

/** The rows of a formula on a table that has rows. */
function rowsOf(context: CallContext, formula: string, options: RowOptions): ResampledRows {
  return resampled(context, planned(context, formula, { ...options, positive: true }), {});
}

export function bootstrap(context: CallContext, formula: string, options: TableBootstrapOptions): Promise<Bootstrap> {
  return bootstrapRows(rowsOf(context, formula, options), options, context.backend);
}

export function learningCurve(
  context: CallContext,
  formula: string,
  options: TableLearningCurveOptions,
): Promise<LearningCurve> {
  return learningCurveOf(rowsOf(context, formula, options), options, context.backend);
}

// Resampling of a formula on a table: its rows and the columns that folds may follow, handed to `stats`.

import { groupCodes, wholeColumn } from "#formula/whole.ts";
import { rowsNeeded } from "#stats/moments/rows.ts";
import { blocksOf, JACKKNIFE_BLOCKS } from "#stats/resampling/blocks.ts";
import { bootstrap as bootstrapRows } from "#stats/resampling/bootstrap.ts";
import { crossValidateFolds, crossValidate as crossValidateRows } from "#stats/resampling/cross-validate.ts";
import type { ResampledRows } from "#stats/resampling/deal-rows.ts";
import { jackknifeBlocks } from "#stats/resampling/jackknife.ts";
import { learningCurve as learningCurveOf } from "#stats/resampling/learning-curve.ts";
import type { FoldOptions } from "#stats/types.ts";
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
import { columnNamed, numbersNamed, wholeOf, wrongType } from "../named-column.ts";
import { type CallContext, type Planned, planned } from "../planned.ts";

/** Codes of the column of groups, one a row of the table. */
async function groupOf(context: CallContext, name: string): Promise<{ codes: Int32Array; nLevels: number }> {
  const column = columnNamed(context.table, "group", name);
  if (column.kind !== "category") throw wrongType("group", column, "categories");
  return { codes: groupCodes(await wholeOf(context, column)), nLevels: column.info.levels?.length ?? 0 };
}

/** The rows of a planned model and what of the table its folds follow. */
export async function resampled(
  context: CallContext,
  { plan, rows, weightsAre }: Planned,
  { group, order }: FoldOptions,
): Promise<ResampledRows> {
  const { table } = context;
  const ordered = order === undefined ? null : numbersNamed(table, "order", order, "numbers or dates");
  return {
    rows,
    names: [...plan.columns.map(({ name }) => name), plan.response.label],
    intercept: plan.intercept,
    nTableRows: table.nRows,
    ...(weightsAre && { weightsAre }),
    ...(group !== undefined && { group: await groupOf(context, group) }),
    ...(ordered && { order: wholeColumn((await wholeOf(context, ordered)).chunks) }),
  };
}

export async function crossValidate(
  context: CallContext,
  formula: string,
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  const model = await planned(context, formula, { ...options, positive: true });
  if (!context.moments) return crossValidateRows(await resampled(context, model, options), options, context.backend);
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
  const model = await planned(context, formula, { ...options, positive: true });
  const { intercept } = model.plan;
  const { turn } = model.rows;
  if (context.moments) {
    const { folds } = await model.rows.moments();
    if (!folds) throw rowsNeeded("jackknife of moments without folds");
    return jackknifeBlocks(folds, { ...options, intercept, seed: null }, context.backend, turn);
  }
  const { blocks, seed } = await blocksOf(await resampled(context, model, {}), options, JACKKNIFE_BLOCKS);
  return jackknifeBlocks(blocks, { ...options, intercept, seed }, context.backend, turn);
}

/** The rows of a formula on a table that has rows. */
async function rowsOf(context: CallContext, formula: string, options: RowOptions): Promise<ResampledRows> {
  return resampled(context, await planned(context, formula, { ...options, positive: true }), {});
}

export async function bootstrap(
  context: CallContext,
  formula: string,
  options: TableBootstrapOptions,
): Promise<Bootstrap> {
  return bootstrapRows(await rowsOf(context, formula, options), options, context.backend);
}

export async function learningCurve(
  context: CallContext,
  formula: string,
  options: TableLearningCurveOptions,
): Promise<LearningCurve> {
  return learningCurveOf(await rowsOf(context, formula, options), options, context.backend);
}

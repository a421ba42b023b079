// Fits and moments of a formula on a table.

import { LeastwiseError } from "#base/error.ts";
import { withFeatures } from "#stats/features/with-features.ts";
import { fitOls } from "#stats/models/ols.ts";
import { mergeMoments } from "#stats/moments/merge.ts";
import { requireFinite, requireScale } from "#stats/moments/scale.ts";
import { fitPenalised } from "#stats/penalised/fit.ts";
import { dealRows } from "#stats/resampling/deal-rows.ts";
import type { Fit, FitOptions, Moments, MomentsOptions } from "../../contract.ts";
import { badOption, requireWord } from "../options.ts";
import { penaltyOf } from "../penalty.ts";
import { type CallContext, type Planned, planned } from "../planned.ts";
import { resampled } from "./resampling.ts";

export async function fit(context: CallContext, formula: string, options: FitOptions): Promise<Fit> {
  const penalty = penaltyOf(options);
  const { precision = "auto" } = options;
  requireWord("precision", precision, ["auto", "certified", "quick"]);
  if (penalty && precision === "certified") {
    throw badOption("precision", 'left out, "auto" or "quick" for a penalised fit', precision);
  }
  const { plan, weighted, weightsAre, rows, nRows } = await planned(context, formula, {
    ...options,
    wide: penalty !== null,
  });
  const found = penalty
    ? await fitPenalised({ plan, rows, weighted, nRows, weightsAre }, penalty, context.backend)
    : await fitOls(plan, rows, context.backend, { weighted, precision });
  const passes = precision === "quick" ? { ...rows, hasRows: false } : rows;
  return withFeatures(weightsAre ? { ...found, weightsAre } : found, passes);
}

/** Moments of all rows as the merge of those of the folds, which come along. */
async function byFold(
  context: CallContext,
  model: Planned,
  options: MomentsOptions,
): Promise<Moments & { nDropped: number }> {
  if (options.scheme === "leave-one-out" || (options.repeats ?? 1) !== 1) {
    throw badOption("folds", "dealt once and to more rows than one each", options.scheme ?? `${options.repeats} times`);
  }
  const data = await resampled(context, model, options);
  const { folds, numbers } = await dealRows(data, options);
  const [states = []] = folds;
  return { ...states.reduce(mergeMoments), folds: states, nDropped: data.rows.nRows - numbers.n - numbers.nAbsent };
}

/**
 * Moments that `fromMoments` takes back.
 *
 * @throws LeastwiseError `rows-too-few` where no row has weight, `value-not-finite` where squares overflow or underflow
 */
export async function moments(context: CallContext, formula: string, options: MomentsOptions): Promise<Moments> {
  const { folds, scheme, group, order } = options;
  const model = await planned(context, formula, { ...options, positive: folds !== undefined });
  const { plan } = model;
  const dealing = scheme ?? group ?? order;
  if (folds === undefined && dealing !== undefined) throw badOption("folds", `given with ${dealing}`, folds);
  const found = folds === undefined ? await model.rows.moments() : await byFold(context, model, options);
  if (found.n === 0) {
    const message = `model: must have a complete row with weight above 0; got none, ${found.nDropped} left out`;
    throw new LeastwiseError("rows-too-few", message, { value: 0 });
  }
  requireFinite(found);
  requireScale(found);
  return { ...found, plan };
}

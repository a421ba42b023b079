// Fits and moments of a formula on a table.

import { LeastwiseError } from "#base/error.ts";
import { fitOls } from "#stats/models/ols.ts";
import { requireFinite, requireScale } from "#stats/moments/scale.ts";
import { fitPenalised } from "#stats/penalised/fit.ts";
import type { Fit, FitOptions, Moments } from "../../contract.ts";
import { badOption } from "../options.ts";
import { penaltyOf } from "../penalty.ts";
import { type CallContext, planned } from "../planned.ts";

export async function fit(context: CallContext, formula: string, options: FitOptions): Promise<Fit> {
  const penalty = penaltyOf(options);
  const { precision = "auto" } = options;
  if (precision !== "auto" && precision !== "certified") {
    throw badOption("precision", '"auto" or "certified"', precision);
  }
  if (penalty && precision === "certified") {
    throw badOption("precision", 'left out or "auto" for a penalised fit', precision);
  }
  const { plan, weighted, weightsAre, rows, nRows } = planned(context, formula, { ...options, wide: penalty !== null });
  const found = penalty
    ? await fitPenalised({ plan, rows, weighted, nRows, weightsAre }, penalty, context.backend)
    : await fitOls(plan, rows, context.backend, { weighted, precision });
  return weightsAre ? { ...found, weightsAre } : found;
}

/**
 * Moments that `fromMoments` takes back.
 *
 * @throws LeastwiseError `rows-too-few` where no row has weight, `value-not-finite` where squares overflow or underflow
 */
export async function moments(context: CallContext, formula: string, options: FitOptions): Promise<Moments> {
  const { plan, rows } = planned(context, formula, options);
  const found = await rows.moments();
  if (found.n === 0) {
    const message = `model: must have a complete row with weight above 0; got none, ${found.nDropped} left out`;
    throw new LeastwiseError("rows-too-few", message, { value: 0 });
  }
  requireFinite(found);
  requireScale(found);
  return { ...found, plan };
}

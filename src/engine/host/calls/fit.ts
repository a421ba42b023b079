// Fits and moments of a formula on a table.

import { LeastwiseError } from "#base/error.ts";
import { fitOls } from "#stats/models/ols.ts";
import { requireFinite, requireScale } from "#stats/moments/scale.ts";
import type { Fit, FitOptions, Moments } from "../../contract.ts";
import { badOption } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

export async function fit(context: CallContext, formula: string, options: FitOptions): Promise<Fit> {
  const { method = "ols", precision = "auto" } = options;
  if (method !== "ols") throw badOption("method", '"ols"', method);
  if (precision !== "auto" && precision !== "certified") {
    throw badOption("precision", '"auto" or "certified"', precision);
  }
  const { plan, weighted, weightsAre, rows } = planned(context, formula, options);
  const found = await fitOls(plan, rows, context.backend, { weighted, precision });
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

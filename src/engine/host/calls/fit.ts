// Fits and moments of a formula on a table.

import { withFeatures } from "#stats/features/with-features.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit, FitOptions, Moments } from "../../contract.ts";
import { badOption } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

export async function fit(context: CallContext, formula: string, options: FitOptions): Promise<Fit> {
  const { method = "ols" } = options;
  if (method !== "ols") throw badOption("method", '"ols"', method);
  const { plan, weighted, rows } = planned(context, formula, options);
  return withFeatures(await fitOls(plan, rows, context.backend, { weighted }), rows);
}

export async function moments(context: CallContext, formula: string, options: FitOptions): Promise<Moments> {
  const { nDropped: _, ...found } = await planned(context, formula, options).rows.moments();
  return found;
}

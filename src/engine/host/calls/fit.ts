// Fits and moments of a formula on a table.

import { fitOls } from "#stats/models/ols.ts";
import type { Fit, FitOptions, Moments } from "../../contract.ts";
import { badOption } from "../options.ts";
import { type CallContext, planned } from "../planned.ts";

export function fit(context: CallContext, formula: string, options: FitOptions): Promise<Fit> {
  const { method = "ols", precision = "auto" } = options;
  if (method !== "ols") throw badOption("method", '"ols"', method);
  if (precision !== "auto" && precision !== "certified") {
    throw badOption("precision", '"auto" or "certified"', precision);
  }
  const { plan, weighted, rows } = planned(context, formula, options);
  return fitOls(plan, rows, context.backend, { weighted, precision });
}

export async function moments(context: CallContext, formula: string, options: FitOptions): Promise<Moments> {
  const { nDropped: _, ...found } = await planned(context, formula, options).rows.moments();
  return found;
}

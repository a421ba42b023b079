// Fitted values of a whole table, chunk by chunk, with the intervals that `stats` computes.

import { conformalInterval } from "#stats/features/conformal.ts";
import { retransformed } from "#stats/features/retransform.ts";
import { intervalOf, predictorOf } from "#stats/models/predict.ts";
import type { Fit } from "#stats/types.ts";
import type { Prediction, PredictOptions } from "../../contract.ts";
import { type PredictArgs, predictRows } from "../../pool/predict.ts";
import { requireFit } from "../fit-given.ts";
import { badOption, requireUsed, requireWord } from "../options.ts";
import { type CallContext, placeOf } from "../planned.ts";
import { requireCalibration } from "./conformal.ts";

/** Predict every row of a table; NaN where a predictor is missing. */
export async function predict(context: CallContext, fit: Fit, options: PredictOptions): Promise<Prediction> {
  const { table, backend, pace } = context;
  const { interval, calibration, unseenLevels = "error", scale = "link", retransform = "median" } = options;
  requireFit(fit);
  checkOptions(fit, options);
  const { predictor, whiten, columns } = predictorOf(fit);
  const fitted = new Float64Array(table.nRows).fill(Number.NaN);
  const whitens = interval !== undefined && (interval !== "conformal" || calibration?.scores === "scaled");
  const quadratic = new Float64Array(whitens ? table.nRows : 0).fill(Number.NaN);
  const place = await placeOf(context, fit.plan);
  const args: PredictArgs = { plan: fit.plan, predictor, columns, whiten: whitens ? whiten : null, unseenLevels };
  const theirs = place.others.run("predict", () => args);
  const parts = await Promise.all([predictRows(place.table, args, { backend, pace }), theirs]);
  for (const { first: offset, kept, ...found } of [parts[0], ...parts[1]].flat()) {
    put(found.fitted, { into: fitted, offset, kept });
    if (whitens && found.quadratic) put(found.quadratic, { into: quadratic, offset, kept });
  }
  const link = { fitted, ...ends(fit, { fitted, quadratic }, options) };
  if (scale === "link") return link;
  return retransformed(fit, link, { retransform, interval: interval === "confidence" ? "mean" : "response" });
}

function checkOptions(fit: Fit, options: PredictOptions): void {
  const { interval, calibration, level, unseenLevels = "error", scale = "link", retransform = "median" } = options;
  if (interval !== undefined) requireWord("interval", interval, ["confidence", "prediction", "conformal"]);
  if (interval === "conformal") requireCalibration(calibration, level);
  else if (interval !== undefined && fit.penalty) {
    throw badOption("interval", "conformal or left out for a penalised fit, which has no standard errors", interval);
  }
  requireWord("unseenLevels", unseenLevels, ["error", "missing", "baseline"]);
  requireWord("scale", scale, ["link", "response"]);
  requireWord("retransform", retransform, ["median", "smearing"]);
  requireUsed("retransform", options.retransform, scale === "response", "scale is response");
  requireUsed("calibration", calibration, interval === "conformal", "interval is conformal");
  requireUsed("level", level, interval !== undefined, "an interval is asked for");
}

/** Lower and upper ends where an interval is asked for. */
function ends(
  fit: Fit,
  found: { fitted: Float64Array; quadratic: Float64Array },
  { interval, level, calibration }: PredictOptions,
): { lower?: Float64Array; upper?: Float64Array } {
  if (interval === undefined) return {};
  if (interval === "conformal") return conformalInterval(fit, found, requireCalibration(calibration, level));
  const options = level === undefined ? { interval } : { interval, level };
  return intervalOf(fit, found.fitted, found.quadratic, options);
}

function put(
  values: Float64Array,
  { into, offset, kept }: { into: Float64Array; offset: number; kept: Int32Array | null },
): void {
  if (!kept) into.set(values, offset);
  else for (let i = 0; i < kept.length; i++) into[offset + (kept[i] as number)] = values[i] as number;
}

// How far a fit is from the rows of a table.

import { checkMetricsOptions, metricsFrom } from "#stats/metrics/metrics.ts";
import { metricsPass } from "#stats/metrics/pass.ts";
import { predictorOf } from "#stats/models/predict.ts";
import type { Fit, Metrics, TableMetricsOptions } from "../../contract.ts";
import { requireFit } from "../fit-given.ts";
import { type CallContext, plannedRows } from "../planned.ts";

export async function metrics(context: CallContext, fit: Fit, options: TableMetricsOptions): Promise<Metrics> {
  requireFit(fit);
  checkMetricsOptions(options);
  const { rows, weightsAre } = await plannedRows(context, fit.plan, options);
  const { predictor, columns } = predictorOf(fit);
  const sums = await rows.reduce(metricsPass, { predictor, columns });
  const nDropped = context.table.nRows - sums.nSeen;
  return metricsFrom(sums, { nDropped, nParameters: fit.rank, weightsAre }, options);
}

// Metrics from sums of errors, with a reason wherever there is none.

import { LeastwiseError } from "#base/error.ts";
import { refuse } from "#base/refuse.ts";
import type { WeightsAre } from "../types.ts";
import type { ErrorSums } from "./sums.ts";
import type { Metrics, MetricsOptions } from "./types.ts";

/** What the sums do not know. */
export interface MetricsModel {
  nDropped: number;
  /** Coefficients that were estimated, the intercept among them; absent where nobody says. */
  nParameters?: number | undefined;
  weightsAre?: WeightsAre | undefined;
}

/** @throws LeastwiseError `bad-argument` for a price below 0 or not finite, and a quantile outside (0, 1) */
export function checkMetricsOptions({ costs, quantiles }: MetricsOptions): void {
  if (costs !== undefined) {
    for (const side of ["over", "under"] as const) {
      const price = costs?.[side];
      if (!(typeof price === "number" && price >= 0 && price < Number.POSITIVE_INFINITY)) {
        refuse(`costs.${side}`, "be finite and >= 0", price);
      }
    }
  }
  if (quantiles === undefined) return;
  if (!Array.isArray(quantiles)) refuse("quantiles", "be a list", quantiles);
  for (const [k, q] of quantiles.entries()) {
    if (!(typeof q === "number" && q > 0 && q < 1)) refuse(`quantiles[${k}]`, "be in (0, 1)", q);
  }
}

const FLAT = "the response does not vary in the rows used: its squares about the mean sum to 0";

/** Whether the mean is no more than rounding of the values, in units of it. */
function zeroMean({ actual, weight }: ErrorSums): boolean {
  return Math.abs(actual.mean) <= 4 * Number.EPSILON * Math.sqrt(actual.squares / weight);
}

/** Each metric as a number, or the reason why there is none. */
function values(sums: ErrorSums, { nParameters }: MetricsModel, n: number): Record<string, number | string> {
  const { weight, actual, error } = sums;
  const mse = sums.squares / weight;
  const rmse = Math.sqrt(mse);
  const unexplained = sums.squares / actual.squares;
  const flat = actual.squares === 0;
  const df = n - (nParameters ?? 0);
  const adjusted = () => {
    if (flat) return FLAT;
    if (nParameters === undefined) return "the number of estimated coefficients is not known";
    return df > 0
      ? 1 - (unexplained * (n - 1)) / df
      : `no degrees of freedom are left: ${n} rows, ${nParameters} coefficients`;
  };
  return {
    mse,
    rmse,
    mae: (sums.over + sums.under) / weight,
    mape: sums.shareWeight === 0 ? "the response is 0 in every row used" : sums.shares / sums.shareWeight,
    smape: sums.symmetric / weight,
    rSquared: flat ? FLAT : 1 - unexplained,
    adjRSquared: adjusted(),
    explainedVariance: flat ? FLAT : 1 - error.squares / actual.squares,
    maxError: sums.maxAbs,
    relativeRmse: zeroMean(sums) ? "the mean of the response is 0" : rmse / Math.abs(actual.mean),
  };
}

/**
 * Metrics of the rows behind `sums`, of which there must be one with weight > 0.
 *
 * @throws LeastwiseError `rows-too-few` where there is none
 */
export function metricsFrom(sums: ErrorSums, model: MetricsModel, { costs, quantiles }: MetricsOptions): Metrics {
  if (sums.n === 0) {
    throw new LeastwiseError("rows-too-few", "metrics: must have a row with weight above 0; got 0 rows", { value: 0 });
  }
  const n = model.weightsAre === "frequency" ? sums.weight : sums.n;
  const reasons: Metrics["reasons"] = [];
  const settle = (field: string, value: number | string): number | null => {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    reasons.push({
      field,
      reason: typeof value === "string" ? value : "a sum over the rows is too large for a number",
    });
    return null;
  };
  const found = Object.entries(values(sums, model, n)).map(([field, value]) => [field, settle(field, value)]);
  const nZero = model.weightsAre === "frequency" ? sums.weight - sums.shareWeight : sums.nZero;
  const metrics = { n, nDropped: model.nDropped, nZero, ...Object.fromEntries(found), reasons } as Metrics;
  const { over, under, weight } = sums;
  if (costs) metrics.cost = settle("cost", (over * costs.over + under * costs.under) / weight);
  if (quantiles) {
    metrics.pinball = quantiles.map((quantile) => {
      const loss = (quantile * under + (1 - quantile) * over) / weight;
      return { quantile, loss: settle(`pinball[${quantile}]`, loss) };
    });
  }
  return metrics;
}

// Predictions from a fit: what a backend's pass needs, and the intervals around what it returns.

import { LeastwiseError } from "#base/error.ts";
import type { Cholesky, LinearPredictor } from "#kernel/backend.ts";
import { studentTQuantile } from "../inference/student-t.ts";
import { packedIndex } from "../moments/packed.ts";
import type { Fit } from "../types.ts";
import { fullRank } from "./full-rank.ts";
import { levelAfter } from "./level.ts";

/** What a backend's `predict` takes. All three cover the design columns kept, in their order. */
export interface FitPredictor {
  predictor: LinearPredictor;
  /** S = RᵀR, the scatter of the columns kept; of no size where the fit has no intervals. */
  whiten: Cholesky;
  /** Indices into `plan.columns` of the columns kept. */
  columns: Int32Array;
}

export interface PredictIntervalOptions {
  /** Of the mean response at these predictors, or of one new response there (of weight 1). */
  interval: "confidence" | "prediction";
  /** Coverage, in (0, 1). Default 0.95. */
  level?: number;
}

/** The factor of p columns from its packed triangle. */
function unpacked(packed: readonly number[], p: number): Cholesky {
  const R = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i <= j; i++) R[j * p + i] = packed[packedIndex(i, j)] as number;
  }
  return fullRank(R, p);
}

/** The linear predictor of a fit and the factor of its covariance; aliased columns have no part in it. */
export function predictorOf(fit: Fit): FitPredictor {
  const first = fit.plan.intercept ? 1 : 0;
  const slopes = fit.coefficients.slice(first);
  const kept = slopes.flatMap((value, column) => (value === null ? [] : [{ column, value }]));
  const p = kept.length;
  const { centre } = fit.covariance;
  const slopeParts = kept.map(({ value }) => ({ value, correction: 0 }));
  const fromZero = () => levelAfter({ value: fit.coefficients[0] ?? 0, correction: 0 }, slopeParts, centre);
  const intercept = first === 1 ? (fit.covariance.level ?? fromZero()) : 0;
  const beta = Float64Array.from(kept, ({ value }) => value);
  return {
    predictor: { intercept, beta, centre: Float64Array.from(centre) },
    whiten: unpacked(fit.covariance.R, fit.covariance.R.length === 0 ? 0 : p),
    columns: Int32Array.from(kept, ({ column }) => column),
  };
}

/**
 * Intervals around fitted values, one a row: fitted ± t·sigma·√(1/W + quadratic [+ 1]), without 1/W where there is no
 * intercept. NaN in every row where the fit has no sigma (`fit.reasons` says why).
 *
 * @param quadratic ‖R⁻ᵀ(x − centre)‖² a row
 * @throws LeastwiseError `bad-argument` unless level is in (0, 1)
 */
export function intervalOf(
  fit: Fit,
  fitted: Float64Array,
  quadratic: Float64Array,
  options: PredictIntervalOptions,
): { lower: Float64Array; upper: Float64Array } {
  const { interval, level = 0.95 } = options;
  if (!(level > 0 && level < 1)) {
    throw new LeastwiseError("bad-argument", `level: must be in (0, 1); got ${level}`, { value: level });
  }
  const { sigma, dfResidual } = fit;
  const t = sigma === null ? Number.NaN : -studentTQuantile((1 - level) / 2, dfResidual);
  const constant = (fit.plan.intercept ? 1 / fit.covariance.weight : 0) + (interval === "prediction" ? 1 : 0);
  const half = quadratic.map((q) => t * (sigma ?? Number.NaN) * Math.sqrt(constant + q));
  return {
    lower: fitted.map((y, i) => y - (half[i] as number)),
    upper: fitted.map((y, i) => y + (half[i] as number)),
  };
}

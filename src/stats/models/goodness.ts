// How well a model fits as a whole: R², sigma, F, likelihood and criteria, with R's definitions.

import { LOG_2PI } from "../inference/constants.ts";
import { fUpperTail } from "../inference/f.ts";
import type { Fit } from "../types.ts";

/** The sums a fit's summary is made of. `n` counts rows with weight > 0. */
export interface FitSums {
  n: number;
  rank: number;
  intercept: boolean;
  rss: number;
  /** Sum of squares that the predictors explain, summed on its own: tss − rss has no digits where R² is small. */
  mss: number;
  tss: number;
  sumLogWeight: number;
}

export type Goodness = Pick<
  Fit,
  "rSquared" | "adjRSquared" | "sigma" | "f" | "logLik" | "aic" | "bic" | "dfResidual" | "reasons"
>;

/** `logLik.lm`: the Gaussian likelihood at its maximum over beta and sigma; sigma counts as a parameter. */
function likelihood({ n, rank, rss, sumLogWeight }: FitSums): Pick<Fit, "logLik" | "aic" | "bic"> {
  if (rss === 0) return { logLik: null, aic: null, bic: null };
  const logLik = 0.5 * (sumLogWeight - n * (LOG_2PI + 1 - Math.log(n) + Math.log(rss)));
  const parameters = rank + 1;
  return { logLik, aic: 2 * parameters - 2 * logLik, bic: parameters * Math.log(n) - 2 * logLik };
}

function fTest({ rss, mss }: FitSums, df1: number, df2: number): Fit["f"] {
  if (df1 === 0 || df2 === 0 || rss === 0) return null;
  const value = mss / df1 / (rss / df2);
  return { value, df1, df2, p: fUpperTail(value, df1, df2) };
}

/** Summary of a fit from its sums of squares. */
export function goodnessOf(sums: FitSums): Goodness {
  const { n, rank, rss, mss, tss } = sums;
  const about = sums.intercept ? 1 : 0;
  const df1 = rank - about;
  const dfResidual = n - rank;
  const unexplained = rss / tss;
  // R calls the R² of a model without predictors 0.
  const rSquared = df1 === 0 ? 0 : unexplained < 0.5 ? 1 - unexplained : mss / tss;
  const adjusted = df1 === 0 ? 0 : 1 - (unexplained * (n - about)) / dfResidual;
  return {
    rSquared,
    adjRSquared: dfResidual === 0 ? null : adjusted,
    sigma: dfResidual === 0 ? null : Math.sqrt(rss / dfResidual),
    f: fTest(sums, df1, dfResidual),
    ...likelihood(sums),
    dfResidual,
    reasons: goodnessReasons(sums, df1, dfResidual),
  };
}

function goodnessReasons({ n, rank, rss }: FitSums, df1: number, dfResidual: number): Fit["reasons"] {
  const saturated = `no degrees of freedom are left: ${n} rows for ${rank} coefficients`;
  const perfect = "the fit is perfect: the residuals are 0 to rounding";
  const reasons: Fit["reasons"] = [];
  const say = (fields: string[], reason: string) => reasons.push(...fields.map((field) => ({ field, reason })));
  if (dfResidual === 0) say(["sigma", "adjRSquared"], saturated);
  if (df1 === 0) say(["f"], "the model has no predictors to test");
  else if (dfResidual === 0) say(["f"], saturated);
  else if (rss === 0) say(["f"], perfect);
  if (rss === 0) say(["logLik", "aic", "bic"], perfect);
  return reasons;
}

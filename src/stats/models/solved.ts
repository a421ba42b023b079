// What every road of the ladder hands over: a solution on the scale of the data, whatever it was found from. Types only.

import type { Fit, SolverReport } from "../types.ts";
import type { Estimates } from "./estimates.ts";

export interface Solved {
  estimates: Estimates;
  /** Coefficients that are not aliased, the intercept among them. */
  rank: number;
  /** 0 where the residuals cannot be told from rounding. */
  rss: number;
  /** What the predictors explain. */
  mss: number;
  tss: number;
  covariance: Fit["covariance"];
  solver: SolverReport;
  /** Rows of weight > 0, rows left out, and Σ log w. */
  n: number;
  nDropped: number;
  sumLogWeight: number;
}

// The rows of one model, as `stats` sees them: passes that somebody else runs over blocks, shards or a warehouse. Types only.

import type { LinearPredictor, ResidualSums } from "#kernel/backend.ts";
import type { Moments } from "./types.ts";

/** Row passes of a planned model: p design columns and the response, rows with missing values left out. */
export interface Rows {
  /** Names are the design columns' then the response's label. */
  moments(): Promise<Moments & { nDropped: number }>;
  /** Residual sums of y − (intercept + Σ beta[j] (x[j] − centre[j])) over the same rows and weights. */
  residuals(predictor: LinearPredictor): Promise<ResidualSums>;
}

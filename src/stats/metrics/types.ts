// How far predictions are from what was: options and results. Types only.

export interface MetricsOptions {
  /** Price of each unit predicted too much and of each too little; finite, >= 0. */
  costs?: { over: number; under: number };
  /** Levels at which the prediction is judged as a quantile (pinball loss), each in (0, 1). */
  quantiles?: readonly number[];
}

/**
 * Errors of predictions ŷ of y, e = y − ŷ, in the unit of y where nothing else is said; means are weighted. `null` where a
 * value cannot be computed, with the reason.
 */
export interface Metrics {
  /** Rows with weight > 0; with frequency weights their sum. */
  n: number;
  /** Rows left out because a value was missing. */
  nDropped: number;
  /** Mean of e². */
  mse: number | null;
  rmse: number | null;
  /** Mean of |e|. */
  mae: number | null;
  /** Mean of |e/y|, a share and no percentage, over the rows whose y is not 0; the other `nZero`, counted as n is, are left out. */
  mape: number | null;
  nZero: number;
  /** Mean of 2|e|/(|y| + |ŷ|), from 0 to 2; a row where both are 0 has no error. */
  smape: number | null;
  /** 1 − Σ w e²/Σ w (y − ȳ)²; negative where ȳ predicts better. */
  rSquared: number | null;
  /** 1 − (1 − R²)(n − 1)/(n − k) for k estimated coefficients, the intercept among them. */
  adjRSquared: number | null;
  /** 1 − Var(e)/Var(y), which forgives a constant error. */
  explainedVariance: number | null;
  /** Largest |e|. */
  maxError: number | null;
  /** RMSE over |ȳ|. */
  relativeRmse: number | null;
  /** Mean price of the errors, where `costs` were given. */
  cost?: number | null;
  /** Mean of q·e where e > 0 and of (q − 1)·e elsewhere, for each of `quantiles`. */
  pinball?: { quantile: number; loss: number | null }[];
  /** Why a value is `null`: field name and reason in words. */
  reasons: { field: string; reason: string }[];
}

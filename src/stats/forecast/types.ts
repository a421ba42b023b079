// Rolling-origin forecasts: what they are asked with and what they give. Plain, cloneable and JSON-safe. Types only.

/** What is known of a column in the periods after the origin. */
export type Future =
  /** Its values are planned or follow from the calendar: they are used as they are in the table. */
  | "known"
  /** It may enter only as lag(column, k) with k >= horizon: anything else is refused. */
  | "unknown"
  /** It may enter only as a lag; horizons beyond the shortest one get no forecast. */
  | "lagged";

export type PeriodUnit = "day" | "week" | "month";

export interface RollingOriginOptions {
  /** Column of dates that time follows, or of whole numbers that count periods. */
  order: string;
  /** What a period is; default "day". Weeks start on Monday. Numbers that count periods take "day". */
  unit?: PeriodUnit;
  /** Periods ahead, from 1. */
  horizon: number;
  /** Periods from one origin to the next. Default 1. */
  step?: number;
  /** Periods that each model is trained on; all up to the origin where "expanding", the default. */
  window?: "expanding" | number;
  /** Periods up to the first origin. Default half of all. */
  initial?: number;
  /** Every predictor's future; that of the response is "unknown" unless told, that of `order` and `by` always known. */
  futures?: Record<string, Future>;
  /** Column whose levels are series of their own, for naive forecasts and lags. */
  by?: string;
  /** Periods of a season; default 7 days, 52 weeks or 12 months. */
  season?: number;
  /** Quantiles of the pinball losses, in (0, 1). Default 0.1, 0.5 and 0.9. */
  quantiles?: readonly number[];
  /** Coverage of the interval whose share of hits is counted. Default 0.95. */
  level?: number;
  /** Whether errors are those of the response as transformed (default) or of its own column, by the inverse transform. */
  scale?: "link" | "response";
}

/** Mean absolute and root mean squared error of a forecast that needs no model. */
export interface NaiveErrors {
  /** Forecasts for which it had a value to repeat. */
  n: number;
  mae: number | null;
  rmse: number | null;
  /** 1 − MAE of the model/MAE of this, over the same forecasts: above 0 the model is better. */
  skill: number | null;
}

/** Errors of the forecasts of one horizon, or of all. */
export interface HorizonErrors {
  /** Forecasts that were compared with what came. */
  n: number;
  mae: number | null;
  rmse: number | null;
  /** Mean of |e/y| over forecasts of a y other than 0, a share of 1; null where there is none. */
  mape: number | null;
  /** Forecasts of a y of 0, which have no percentage. */
  nZero: number;
  /** Mean pinball loss of each quantile: ŷ + sigma·t of the training rows, which leaves the coefficients' own error out. */
  pinball: { quantile: number; loss: number | null }[];
  /** Share of what came that lay within the interval of those quantiles. */
  coverage: number | null;
  /** The last value up to the origin (the mean of its period) repeated, and the last one of the same place in the season. */
  naive: NaiveErrors;
  seasonalNaive: NaiveErrors;
}

export interface ForecastOrigin {
  /** Last period of the training rows: a date (the first of its week or month), or the number of the period. */
  origin: string;
  /** Training rows, and the rank of their design; below the number of terms some coefficients were taken as 0. */
  n: number;
  rank: number;
}

export interface RollingOrigin {
  terms: string[];
  origins: ForecastOrigin[];
  /** Entry h − 1 is horizon h. */
  horizons: HorizonErrors[];
  overall: HorizonErrors;
  /** Rows left out as a value, or their place in time, was missing. */
  nDropped: number;
  reasons: { field: string; reason: string }[];
}

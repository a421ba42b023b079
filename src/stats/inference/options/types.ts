// What a caller may ask of inference, beside which rows and weights. Types only.

import type { AnovaType, RobustTable, RobustType, SelectionMethod } from "../types.ts";

export interface RobustOptions {
  /** Default "HC3". */
  type?: RobustType;
  /** For "cluster": a column, or the cluster of every row of the table as a whole number >= 0. */
  cluster?: string | Int32Array;
  /** For "cluster": whether to correct for the number of clusters. Default "CR1". */
  correction?: "CR0" | "CR1";
  /** For "newey-west": default 4 (n/100)^(2/9), rounded down. */
  lag?: number;
  /** For "newey-west": a column of dates or numbers that says the order of the rows. Default: as they stand. */
  order?: string;
  /** The weights of the fit, where it has some. */
  weights?: string | Float64Array;
}

export interface HypothesisOptions {
  /** Default "F" for the fit's own covariance, "chi-squared" for a robust one. */
  test?: "F" | "chi-squared";
  /** A robust table of the fit, whose covariance is used instead. */
  robust?: RobustTable;
  /** Coverage of the intervals, in (0, 1). Default 0.95. */
  level?: number;
}

export interface MarginalMeansOptions {
  robust?: RobustTable;
  level?: number;
  /** The weights of the fit, where it has some. */
  weights?: string | Float64Array;
}

export interface AnovaChoice {
  /** Default "II". */
  type?: AnovaType;
}

export interface SelectChoice {
  /** Default "both". */
  method?: SelectionMethod;
  /** Default "AIC". "F" is for stepwise methods. */
  criterion?: "AIC" | "BIC" | "F";
  /** Penalty a parameter, instead of AIC's 2 or BIC's log n. */
  k?: number;
  /** By "F": p below which a term enters. Default 0.05. */
  enter?: number;
  /** By "F": p above which a term leaves, at least `enter`. Default 0.1. */
  remove?: number;
  /** Terms of the formula that every model has. */
  lower?: string[];
  /** Terms to begin with. Default: `lower` for "forward", else all. */
  start?: string[];
  /** Best subsets kept of each size. Default 3. */
  nBest?: number;
  /** Steps, or sets that a search for best subsets may look at. Default 1,000 and 1,000,000. */
  maxIter?: number;
}

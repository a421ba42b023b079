// Resampling: what it is asked with and what it gives. Plain, cloneable and JSON-safe. Types only.

import type { PathOptions } from "../penalised/types.ts";
import type { Moments } from "../types.ts";

/** How rows are dealt to folds. */
export interface FoldOptions {
  /** A number of folds, or the fold of each row of the table, from 0 on. Default 10. */
  folds?: number | Int32Array;
  /**
   * "shuffled" (default): by a seeded permutation of the rows used; sizes differ by one at most. "time": tested blocks in
   * the order of a column, trained on what is before them. "group": the rows of a level stay together.
   * "leave-one-out": every row is a fold (least squares and ridge).
   */
  scheme?: "shuffled" | "time" | "group" | "leave-one-out";
  /** 32-bit; default 42. */
  seed?: number;
  /** How often shuffled folds are drawn anew. Default 1. */
  repeats?: number;
  /** Column of categories whose rows stay together. */
  group?: string;
  /** Column of numbers or dates that time follows; the order of the rows where absent. */
  order?: string;
  /** Whether training takes all blocks before the tested one, or the last `windowBlocks`. Default "expanding". */
  window?: "expanding" | "rolling";
  /** Blocks of a rolling window, each as long as a tested one. Default 1. */
  windowBlocks?: number;
}

/** Pairs of lambda and l1Ratio drawn at random, or a grid that closes in on the best pair. */
export type SearchOptions =
  | { kind: "random"; nTrials: number }
  | { kind: "narrowing"; rounds?: number; nL1Ratios?: number };

/** What cross-validation is asked with, beside weights and missing values. */
export interface ValidationOptions extends FoldOptions, Omit<PathOptions, "l1Ratio" | "relax"> {
  /** One share, or several to choose from. Default 1, the lasso. */
  l1Ratio?: number | readonly number[];
  /** Look for lambda and l1Ratio beyond the grid; for a narrowing search, `l1Ratio` gives the range. */
  search?: SearchOptions;
  /** Measure MAE, MAPE and pinball losses of the finalists too, by one more pass over the rows. Default false. */
  rowErrors?: boolean;
  /** Quantiles of the pinball losses. Default 0.1, 0.5 and 0.9. */
  quantiles?: readonly number[];
}

/** Cross-validated error over one grid of lambdas, largest first. */
export interface ValidationCurve {
  l1Ratio: number;
  lambdas: number[];
  /** Mean squared error, as glmnet's `cvm`: folds weighted by the weight of their rows. */
  mean: number[];
  /** Standard error of the mean over folds, as glmnet's `cvsd`. */
  sd: number[];
  /** Smallest mean, and the largest lambda whose mean is within one sd of it. */
  lambdaMin: number;
  lambda1se: number;
  /** Non-zero coefficients of the model of all rows. */
  df: number[];
}

/** One pair that was tried. */
export interface Trial {
  lambda: number;
  l1Ratio: number;
  mean: number;
  sd: number;
}

/** Errors of a finalist over the rows that each fold tested, weighted. */
export interface ValidationErrors {
  lambda: number;
  l1Ratio: number;
  mse: number | null;
  mae: number | null;
  /** Mean of |e/y| over rows with y other than 0, which are counted; null where there is none. */
  mape: number | null;
  nZero: number;
  /** Mean pinball loss of the prediction taken as each quantile. */
  pinball: { quantile: number; loss: number | null }[];
}

export interface CrossValidation extends ValidationCurve {
  scheme: "shuffled" | "given" | "time" | "group" | "leave-one-out";
  /** null where nothing was drawn. */
  seed: number | null;
  repeats: number;
  /** Rows used, and rows left out for a missing value. */
  n: number;
  nDropped: number;
  /** Rows of positive weight that each fold tested, in the first repeat; empty for leave-one-out. */
  foldSizes: number[];
  /** One curve for each l1Ratio; the fields above are those of the best. */
  curves: ValidationCurve[];
  best: Trial;
  /** Pairs that a search tried, in order. */
  trials: Trial[];
  /** Finalists (`best`, and lambda1se of its curve) by their rows, where `rowErrors` asks for them. */
  errors: ValidationErrors[];
  /** Losses that were summed over rows, since moments had lost too many of their digits. */
  nRowLosses: number;
  reasons: { field: string; reason: string }[];
}

/** Moments by fold beside those of all rows. */
export interface FoldMoments extends Moments {
  folds: Moments[];
}

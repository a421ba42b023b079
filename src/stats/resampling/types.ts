// Resampling: what it is asked with and what it gives. Plain, cloneable and JSON-safe. Types only.

import type { Metrics } from "../metrics/types.ts";
import type { PathOptions } from "../penalised/types.ts";

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
  /** Measure MAE, MAPE and pinball losses of the finalists too, by one more pass over the rows: `errors`. Default false. */
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
  /** Mean squared error of each fold, `[fold][lambda]`, all repeats after each other; empty for leave-one-out. */
  byFold: number[][];
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

/** Metrics of a finalist over the rows that each fold tested, all repeats together. */
export interface ValidationErrors extends Metrics {
  lambda: number;
  l1Ratio: number;
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

/** The model that is fitted again and again: one penalty. lambda 0, the default, is least squares. */
export interface ModelOptions {
  lambda?: number;
  /** Default 1. */
  l1Ratio?: number;
  /** Default true. */
  standardize?: boolean;
}

export interface LearningCurveOptions extends ModelOptions {
  /** Training rows of each point, upwards. Default: eight sizes by equal factors. */
  sizes?: readonly number[];
  /** Share of the rows used that every point is tested on, in (0, 1). Default 0.2. */
  testShare?: number;
  /** Default 42. */
  seed?: number;
  /** How often the rows are shuffled anew. Default 1. */
  repeats?: number;
}

/** Mean squared errors by number of training rows; smaller sets are parts of larger ones. */
export interface LearningCurve {
  sizes: number[];
  /** Means over the repeats. */
  train: number[];
  test: number[];
  /** Standard deviations over the repeats; null for a single one. */
  trainSd: (number | null)[];
  testSd: (number | null)[];
  nTest: number;
  seed: number;
  repeats: number;
  lambda: number;
  l1Ratio: number;
}

/** How blocks of rows are made, where whole blocks are drawn or left out. */
export interface BlockOptions {
  /** Default 200 for the bootstrap and 50 for the jackknife, at most the rows used. */
  nBlocks?: number;
  /** By a seeded shuffle (default), or stretches of neighbouring rows, for rows that depend on those before. */
  blocks?: "shuffled" | "consecutive";
  /** Default 42. */
  seed?: number;
}

export interface BootstrapOptions extends ModelOptions, BlockOptions {
  /** Default 1000. */
  nReplicates?: number;
  /** "pairs" draws rows, "blocks" draws whole blocks; "auto" (default) takes pairs where that is quick. */
  method?: "auto" | "pairs" | "blocks";
  /** Coverage of the intervals, in (0, 1). Default 0.95. */
  level?: number;
}

export interface JackknifeOptions extends ModelOptions, BlockOptions {}

/** Spread of coefficients over samples made of the sample. Arrays follow `terms`, `(Intercept)` first where there is one. */
export interface Resampled {
  terms: string[];
  /** Of all rows. */
  coefficients: number[];
  standardErrors: number[];
  /** Estimated bias of the coefficients. */
  bias: number[];
  /** Rows used. */
  n: number;
  seed: number | null;
  lambda: number;
  l1Ratio: number;
}

export interface Bootstrap extends Resampled {
  method: "pairs" | "blocks";
  /** Why this method. */
  reason: string;
  /** Blocks drawn from; null for pairs. */
  nBlocks: number | null;
  nReplicates: number;
  level: number;
  /** Percentile intervals. */
  interval: [number, number][];
  /** Replicates in which some coefficient could not be told from others' and was 0. */
  nDeficient: number;
}

export interface Jackknife extends Resampled {
  /** Blocks left out, one at a time. */
  nBlocks: number;
  /** Left-out blocks without which some coefficient could not be told from others'; it was 0 there. */
  nDeficient: number;
}

/** A simulation whose truth is known: y = intercept + X beta + sigma·noise. */
export interface SimulationOptions {
  /** Columns of the fixed design, n values each. */
  X: readonly (readonly number[] | Float64Array)[];
  beta: readonly number[];
  /** Default 0. */
  intercept?: number;
  /** Standard deviation of the noise, > 0. */
  sigma: number;
  /** Models compared: the columns each may use (default all), and its penalty. */
  models: (ModelOptions & { columns?: readonly number[] })[];
  /** Default 200. */
  nSimulations?: number;
  /** Default 42. */
  seed?: number;
}

/** Expected squared error of a model at the rows of the design, in parts: error = bias² + variance + sigma². */
export interface BiasVariance {
  bias2: number;
  variance: number;
  error: number;
  /** Mean squared error on the rows it was fitted to. */
  training: number;
}

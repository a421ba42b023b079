// What monitoring gives out: the profile of a reference window, and how far another window is from it. Plain and JSON-safe.
// Types only.

import type { Moments } from "../types.ts";

/** Where a value is `null`: its field and why, in words. */
export interface Reason {
  field: string;
  reason: string;
}

/** How numbers are cut into bins: at quantiles of the reference, or into stretches of one width over its range. */
export type Binning = "quantile" | "equal-width";

/** Counts of a column of numbers or dates on a fixed grid. Dates are days since 1970-01-01. */
export interface NumberProfile {
  kind: "number" | "date";
  name: string;
  /** Rows with a value, and rows without. */
  n: number;
  missing: number;
  /** Of the values present; `null` where there is none, or where squares overflow. */
  mean: number | null;
  /** Standard deviation with n − 1; `null` below two values. */
  sd: number | null;
  min: number | null;
  max: number | null;
  /** Inner borders of the bins: bin i is (borders[i − 1], borders[i]], the first and last without end. */
  borders: number[];
  binning: Binning;
  /** Values of the reference, strictly increasing, the borders among them. */
  grid: number[];
  /** Values equal to grid[i], and values strictly between grid[i − 1] and grid[i]; one more of the latter. */
  at: number[];
  between: number[];
  /** The whole distribution where it has at most 1000 different values and does not lie on the grid alone. */
  values: { value: number[]; count: number[] } | null;
}

/** Counts of a category. */
export interface CategoryProfile {
  kind: "category";
  name: string;
  n: number;
  missing: number;
  /** The most frequent levels of the reference, at most 100, by code point. */
  levels: string[];
  counts: number[];
  /** Rows of any other level. */
  other: number;
}

export type ColumnProfile = NumberProfile | CategoryProfile;

/** A window of a table as a few kilobytes: plain JSON that outlives the table. */
export interface DriftProfile {
  format: "leastwise-drift-profile";
  version: 1;
  nRows: number;
  columns: ColumnProfile[];
  /** Of the columns of numbers, over the rows where none of them is missing; `null` where there is no such row. */
  moments: Moments | null;
}

/** Rows `[from, to)` of a table, from 0. */
export type RowWindow = readonly [from: number, to: number];

export interface DriftProfileOptions {
  /** Names; default every column but dates, which differ between windows because time passes. */
  columns?: readonly string[];
  /** Bins of a column of numbers, 2 to 100. Default 10. */
  nBins?: number;
  /** Default "quantile". */
  binning?: Binning;
  rows?: RowWindow;
}

/** Which false-discovery correction is made: Benjamini–Yekutieli holds under any dependence of the columns. */
export type Correction = "benjamini-hochberg" | "benjamini-yekutieli";

export interface DriftOptions {
  /** Rate of false discoveries, in (0, 1). Default 0.05. */
  alpha?: number;
  /** Default "benjamini-hochberg". */
  correction?: Correction;
  /** Names; default every column of the profile. */
  columns?: readonly string[];
  rows?: RowWindow;
}

/** An effect size in words, by the report's thresholds. */
export type EffectWord = "none" | "small" | "large";

export interface Effect {
  value: number | null;
  size: EffectWord | null;
}

export type EffectName =
  | "psi"
  | "jensenShannon"
  | "kolmogorovSmirnov"
  | "wasserstein"
  | "meanDifference"
  | "varianceRatio"
  | "cramersV"
  | "missingDifference"
  | "correlationDifference";

/** From which value an effect is called small and large, and who says so. */
export interface Threshold {
  small: number;
  large: number;
  source: string;
}

/** A distance and what is known of it: `exact`, or a lower bound (`value`) with its upper one. */
export interface Bounded {
  value: number;
  upper: number;
  exact: boolean;
}

/**
 * A test of one column, by its name. The p-value of a Kolmogorov–Smirnov distance is exact for small windows; for larger ones
 * it is the limit's, which is too large where values are tied, or where the distance is a lower bound.
 */
export interface DriftTest {
  name: "kolmogorov-smirnov" | "chi-squared" | "chi-squared of missing";
  statistic: number;
  df: number | null;
  p: number;
}

/** One bin of a column in both windows, as shares of all rows. `null` ends are open. */
export interface DriftBin {
  label: string | null;
  from: number | null;
  to: number | null;
  reference: number;
  current: number;
}

/** How far one column is from the reference. */
export interface FeatureDrift {
  name: string;
  kind: ColumnProfile["kind"];
  n: { reference: number; current: number };
  /** Shares of rows without a value. */
  missing: { reference: number | null; current: number | null };
  /** The Jensen–Shannon distance, which both kinds of column have: results are sorted by it. */
  effect: Effect;
  effects: Partial<Record<EffectName, Effect>>;
  /** Whether the Kolmogorov–Smirnov distance is exact, and if not, at most how large it is. */
  ksBound: Bounded | null;
  /** Whether the Wasserstein distance is of the values themselves or of their bins. */
  wassersteinOf: "values" | "bins" | null;
  /** What PSI shows on average where nothing changed: (bins − 1)(1/nReference + 1/nCurrent). */
  psiNoise: number | null;
  tests: DriftTest[];
  /** The smallest p-value of the tests times their number, at most 1. */
  p: number | null;
  pAdjusted: number | null;
  /** An effect that is not "none", and pAdjusted <= alpha. */
  drifted: boolean;
  bins: DriftBin[];
  reasons: Reason[];
}

/** Change of one column's mean and variance between two Moments. */
export interface ColumnShift {
  name: string;
  /** (mean₁ − mean₀)/√((s₀² + s₁²)/2). */
  meanDifference: Effect;
  /** Welch's test of equal means. */
  meanP: number | null;
  /** s₁²/s₀². */
  varianceRatio: Effect;
  /** Two-sided F test of equal variances, which supposes normal values. */
  varianceP: number | null;
}

/** Change of one correlation between two Moments. */
export interface CorrelationChange {
  columns: [string, string];
  reference: number;
  current: number;
  /** Cohen's q, the difference of Fisher's z; `null` where a correlation is ±1. */
  difference: Effect;
  z: number | null;
  p: number | null;
  pAdjusted: number | null;
}

/** Hotelling's test of equal mean vectors with one covariance. */
export interface Hotelling {
  t2: number;
  /** Mahalanobis distance of the means under the pooled covariance: the effect size. */
  distance: number;
  f: number;
  df1: number;
  df2: number;
  p: number;
}

/** Divergence of the normal distributions with these moments, in nats; 0 where they are equal. */
export interface GaussianDivergence {
  /** KL(current ‖ reference) and the other way round. */
  forward: number;
  backward: number;
}

/** What two Moments tell of a change, without a pass over rows. */
export interface MomentsShift {
  n: { reference: number; current: number };
  columns: ColumnShift[];
  hotelling: Hotelling | null;
  correlations: {
    /** Largest changes first. */
    changes: CorrelationChange[];
    /** Frobenius norm of the difference of the correlation matrices, and its root mean square off the diagonal. */
    frobenius: number;
    rootMeanSquare: number;
  } | null;
  divergence: GaussianDivergence | null;
  reasons: Reason[];
}

/** How far a window is from a reference profile: effects first, p-values after. */
export interface DriftReport {
  alpha: number;
  correction: Correction;
  nRows: { reference: number; current: number };
  thresholds: Record<EffectName, Threshold>;
  /** Largest effect first; a column without one comes last. */
  features: FeatureDrift[];
  moments: MomentsShift | null;
  summary: {
    nFeatures: number;
    nDrifted: number;
    /** Columns by the size of their effect. */
    sizes: Record<EffectWord, number>;
    /** Name of the column with the largest effect. */
    largest: string | null;
  };
  reasons: Reason[];
}

/** What a test of two windows needs of a model's coefficients; a Fit has it. */
export interface CoefficientEstimates {
  terms: readonly string[];
  coefficients: readonly (number | null)[];
  standardErrors: readonly (number | null)[];
}

/** Change of one coefficient between two windows that share no row. */
export interface CoefficientShift {
  term: string;
  reference: number | null;
  current: number | null;
  difference: number | null;
  /** Difference over the reference's size; `null` at 0. */
  relative: number | null;
  /** Difference over the root of the summed squared standard errors. */
  z: number | null;
  p: number | null;
  pAdjusted: number | null;
}

/** Chow's test that one model fits both windows. */
export interface ChowTest {
  /** "predictive" where the second window has no more rows than the model has coefficients. */
  form: "chow" | "predictive";
  f: number;
  df1: number;
  df2: number;
  p: number;
  /** Share of the residual sum of squares of one model that two models explain: the effect size. */
  rssShare: number;
  rss: { pooled: number; reference: number; current: number | null };
}

// What comparisons of two windows give out: columns, moments, models. Plain and JSON-safe. Types only.

import type { ColumnProfile, Correction, Effect, EffectName, EffectWord, Reason, Threshold } from "../types.ts";

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

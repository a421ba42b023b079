// What inference gives out beside a Fit: robust tables, tests of hypotheses, marginal means, analyses of variance and
// selections. Plain, cloneable and JSON-safe. Types only.

/** Why a value is `null`: field name and reason in words. */
type Reasons = { field: string; reason: string }[];

export type RobustType = "HC0" | "HC1" | "HC2" | "HC3" | "cluster" | "newey-west";

/**
 * A fit's table with another covariance of the same coefficients. Arrays follow `terms`; `null` where a term is aliased or
 * the value cannot be computed.
 */
export interface RobustTable {
  type: RobustType;
  formula: string;
  n: number;
  terms: string[];
  coefficients: (number | null)[];
  standardErrors: (number | null)[];
  t: (number | null)[];
  p: (number | null)[];
  ci95: ([number, number] | null)[];
  /** Degrees of freedom of t: n − rank, or clusters − 1. */
  df: number;
  /** Covariance of the terms that are not aliased, the packed upper triangle by columns; `null` where there is none. */
  covariance: number[] | null;
  /** Clusters with a row of weight > 0, and the correction for their number. */
  clusters?: { n: number; correction: "CR0" | "CR1" };
  /** Rows between the furthest two scores that Newey and West's sum joins. */
  lag?: number;
  reasons: Reasons;
}

/** Hypotheses L·beta = rhs as a matrix: one row of `matrix` a hypothesis, one column a term of the fit. */
export interface HypothesisMatrix {
  matrix: number[][];
  /** Default 0 in every row. */
  rhs?: number[];
}

/** One row of L: its estimate with t and the interval, in the units of the response. */
export interface Contrast {
  /** The hypothesis as it was written, or as the matrix says it. */
  hypothesis: string;
  /** L·beta, without the right-hand side. */
  estimate: number;
  /** What the hypothesis says it is. */
  value: number;
  standardError: number | null;
  /** (estimate − value) / standardError, and its two-sided p. */
  t: number | null;
  p: number | null;
  /** Of `estimate`, at the level asked for. */
  ci: [number, number] | null;
}

/** Wald's test that all the hypotheses hold together, and each on its own. */
export interface HypothesisTest {
  test: "F" | "chi-squared";
  covariance: "classical" | RobustType;
  statistic: number | null;
  /** Number of hypotheses. */
  df1: number;
  /** Degrees of freedom of the denominator; the chi-squared test has none. */
  df2: number | null;
  p: number | null;
  level: number;
  /** Degrees of freedom of each contrast's t: the fit's, or the robust table's. */
  df: number;
  contrasts: Contrast[];
  reasons: Reasons;
}

/** What the mean of the predictions would be were every row of one level, its other columns as they are. */
export interface MarginalMean {
  level: string;
  /** `null` where it rests on an aliased coefficient. */
  estimate: number | null;
  standardError: number | null;
  ci: [number, number] | null;
}

/** Mean of `level` less mean of `baseline`. */
export interface MarginalDifference {
  level: string;
  baseline: string;
  estimate: number | null;
  standardError: number | null;
  t: number | null;
  p: number | null;
  /** p corrected for the number of differences (Holm 1979). */
  pHolm: number | null;
  ci: [number, number] | null;
}

export interface MarginalMeans {
  factor: string;
  covariance: "classical" | RobustType;
  df: number;
  level: number;
  means: MarginalMean[];
  differences: MarginalDifference[];
  reasons: Reasons;
}

/** Coefficients in units that can be compared: standard deviations of the response a standard deviation of the predictor. */
export interface StandardizedCoefficients {
  unit: "sd of response per sd of predictor";
  standardized: { term: string; value: number | null; standardError: number | null }[];
  reasons: Reasons;
}

export type AnovaType = "I" | "II" | "III";

export interface AnovaRow {
  term: string;
  df: number;
  sumSq: number;
  meanSq: number | null;
  f: number | null;
  p: number | null;
}

export interface AnovaTable {
  type: AnovaType;
  formula: string;
  n: number;
  nDropped: number;
  rows: AnovaRow[];
  residual: { df: number; sumSq: number; meanSq: number | null };
  aliased: string[];
  /** What a reader must know before using the table; empty where there is nothing. */
  notes: string[];
  reasons: Reasons;
}

/** One of several models on the same rows. */
export interface ComparedModel {
  formula: string;
  rank: number;
  dfResidual: number;
  rss: number;
  rSquared: number | null;
  adjRSquared: number | null;
  logLik: number | null;
  aic: number | null;
  bic: number | null;
}

/** Partial F of two models that follow each other; `smaller` and `larger` are places in `models`. */
export interface NestedTest {
  smaller: number;
  larger: number;
  df1: number;
  df2: number;
  sumSq: number;
  f: number | null;
  p: number | null;
}

export interface ModelComparison {
  n: number;
  nDropped: number;
  models: ComparedModel[];
  tests: NestedTest[];
  reasons: Reasons;
}

export type SelectionMethod = "both" | "forward" | "backward" | "best-subset";

/** A model that a selection looked at. */
export interface SelectedModel {
  formula: string;
  terms: string[];
  /** Coefficients, the intercept's among them. */
  rank: number;
  rss: number;
  rSquared: number | null;
  adjRSquared: number | null;
  aic: number | null;
  bic: number | null;
  /** Mallows' Cp against the largest model. */
  cp: number | null;
}

/** One move of a stepwise selection, and the model after it. */
export interface SelectionStep extends SelectedModel {
  action: "start" | "add" | "drop";
  term: string | null;
  /** −2 logLik + k (rank + 1), or the p of the term that moved. */
  criterion: number | null;
}

export interface Selection {
  method: SelectionMethod;
  criterion: "AIC" | "BIC" | "F";
  /** Penalty a parameter; `null` for F. */
  k: number | null;
  n: number;
  nDropped: number;
  /** The model chosen. */
  formula: string;
  terms: string[];
  /** Moves of a stepwise search, in order; empty for best subsets. */
  steps: SelectionStep[];
  /** Best subsets by rank and then by residual sum of squares; empty for stepwise searches. */
  models: SelectedModel[];
  /** Places in `models` of the best by each criterion. */
  best: { aic: number; bic: number; adjRSquared: number; cp: number } | null;
  aliased: string[];
  nIter: number;
  stopReason: "converged" | "max-iter";
  /** What a reader must know before using the model. */
  notes: string[];
  reasons: Reasons;
}

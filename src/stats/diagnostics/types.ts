// What diagnostics of a fit say. Plain, cloneable and JSON-safe. Types only.

import type { Fit } from "../types.ts";

/** The tests, by what they are called in the literature. */
export type TestName =
  | "durbin-watson"
  | "breusch-godfrey"
  | "breusch-pagan"
  | "breusch-pagan-koenker"
  | "white"
  | "goldfeld-quandt"
  | "jarque-bera"
  | "omnibus"
  | "shapiro-wilk"
  | "reset"
  | "rainbow"
  | "chow";

/** What a small p speaks against; pages put it into a sentence. */
export type Assumption =
  | "independent-errors"
  | "constant-variance"
  | "normal-errors"
  | "linear-form"
  | "stable-coefficients";

/** One test. `null` where it cannot be computed, and then `reason` says why. */
export interface DiagnosticTest {
  name: TestName;
  statistic: number | null;
  /** Degrees of freedom of the statistic's distribution; two for F, one for χ², none for others. */
  df: number[];
  p: number | null;
  /** Which form of the test this is, and where p is from. */
  method: string;
  against: Assumption;
  reason?: string;
}

/** How rows are put in order for tests that split them: as they stand, by fitted value, or by a column of the design. */
export type RowOrder = "rows" | "fitted" | { column: string };

/** What is asked for beside the fit; the weights must be the fit's. */
export interface DiagnoseOptions {
  /** Rows of each list. Default 20. */
  top?: number;
  /** Order of the Breusch–Godfrey test. Default 1. */
  lag?: number;
  /** Order of the rows for Goldfeld–Quandt and the rainbow test. Default "fitted". */
  order?: RowOrder;
  /** Row of the table (from 0) at which Chow's second part begins. Default: half of the rows used. */
  split?: number;
  /** Tests to run. Default all; each costs one to three readings of the rows, the fused ones none. */
  tests?: readonly TestName[];
}

/** A row of the table, counted from 0, with its value; `null` where that is infinite. */
export interface RankedRow {
  row: number;
  value: number | null;
}

/**
 * Counts of rows in nX·nY cells: cell (i, j) at j·nX + i. Cells are a power of 2 wide, start at multiples of it and hold the
 * value of their lower edge, not of their upper one; at most 64 along an axis.
 */
export interface Bins2d {
  x: { from: number; to: number; n: number };
  y: { from: number; to: number; n: number };
  counts: number[];
}

/** Moments and quantiles of the residuals √w (y − ŷ) over the rows with weight > 0. */
export interface ResidualSummary {
  mean: number;
  /** Σ (r − mean)²/n and its root; skewness m₃/m₂^1.5 and kurtosis m₄/m₂² (3 for a normal); null where m₂ is 0 or out of range. */
  variance: number;
  skewness: number | null;
  kurtosis: number | null;
  maxAbs: number;
  /** Minimum, quartiles and maximum (R's type 7). */
  quantiles: [number, number, number, number, number];
  histogram: { from: number; to: number; counts: number[] };
}

/** Generalised variance inflation of a term (Fox and Monette 1992); `scaled` is gvif^(1/(2 df)), R's comparable figure. */
export interface VifRow {
  term: string;
  gvif: number;
  df: number;
  scaled: number;
}

/** Condition indices by descending size of the singular value, and the share of each coefficient's variance in each. */
export interface Collinearity {
  /** Columns, `(Intercept)` first where it takes part. */
  terms: string[];
  indices: number[];
  /** `proportions[k][j]`: share of term j's variance in singular value k; each term's shares sum to 1. */
  proportions: number[][];
}

/** Diagnostics of a fit on the rows that it was made of. */
export interface Diagnostics {
  formula: string;
  n: number;
  /** Whether residuals are √w (y − ŷ). */
  weighted: boolean;
  residuals: ResidualSummary;
  /** `digits`: correct digits, judged by how near the leverages' sum is to the rank; few where the design is ill conditioned. */
  leverage: { mean: number; max: number; digits: number; nSaturated: number; top: RankedRow[] };
  /** Null where sigma is unknown or 0. */
  studentised: RankedRow[] | null;
  cooks: RankedRow[] | null;
  dffits: RankedRow[] | null;
  /** By coefficient, in the order of `fit.terms`; aliased ones are left out. */
  dfbetas: { term: string; top: RankedRow[] }[] | null;
  /** Σ (r/(1 − h))²; null where a row has leverage 1. */
  press: number | null;
  predictedRSquared: number | null;
  tests: DiagnosticTest[];
  /** Null where there are no predictors. */
  vif: VifRow[] | null;
  /** 2-norm condition of the design, its rows times √w (R's `kappa(exact = TRUE)`), and Belsley's analysis; null of many columns. */
  collinearity: { conditionNumber: number; scaled: Collinearity; centred: Collinearity | null } | null;
  /** Ordered residuals against normal quantiles: every row up to 200, at most 200 of them above. */
  qq: { theoretical: number[]; sample: number[] };
  /** Counts for the three plots; standardised residuals leave out rows of leverage 1. */
  bins: { residualFitted: Bins2d; scaleLocation: Bins2d | null; residualLeverage: Bins2d | null };
  reasons: Fit["reasons"];
}

/** Measures of some rows; `null` where the row is not in the fit or the value is not finite. Arrays follow `rows`. */
export interface Influence {
  /** Rows of the table, counted from 0. */
  rows: number[];
  fitted: (number | null)[];
  residuals: (number | null)[];
  leverage: (number | null)[];
  standardised: (number | null)[];
  studentised: (number | null)[];
  cooks: (number | null)[];
  dffits: (number | null)[];
  dfbetas: { term: string; values: (number | null)[] }[];
}

/** Points of a plot of few rows, or counts of many. */
export type PlotData = { kind: "points"; x: number[]; y: number[]; rows: number[] } | { kind: "bins"; bins: Bins2d };

/**
 * Plots of one coefficient: the response against its column, both without what the other columns explain (the slope is the
 * coefficient), and the column against its component plus residual.
 */
export interface AddedVariable {
  term: string;
  coefficient: number;
  addedVariable: PlotData;
  componentResidual: PlotData;
}

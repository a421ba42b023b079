// What monitoring remembers of a window, what it is asked, and what an effect is. Plain and JSON-safe. Types only.

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

/** From which value an effect is called small and large, and what that rests on. */
export interface Threshold {
  small: number;
  large: number;
  source: string;
}

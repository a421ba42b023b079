// What a table looks like from afar: counts on a grid, the points of a window, and columns in a few numbers. Types only.

import type { BinAxis } from "#base/bin-edges.ts";

/** A stretch of values or of rows, [from, to]; of rows, `to` is exclusive and both count from 0. */
export type Stretch = [from: number, to: number];

/** Where to count: dates are days since 1970-01-01. Rows where one of the columns is missing count apart. */
export interface BinsOptions {
  /** Default: the column's range. */
  x?: Stretch;
  y?: Stretch;
  /** Cells along each axis, nx·ny at most 262,144. Default 96 and 64. */
  nx?: number;
  ny?: number;
  rows?: Stretch;
  /** Column of numbers whose mean each cell tells. Default: y. */
  value?: string;
}

/** Cell (i, j) is at j·x.n + i; it holds values from its lower edge up to, but without, its upper one, the last both. */
export interface Bins {
  x: BinAxis;
  y: BinAxis;
  counts: Uint32Array;
  /** Mean of the value over each cell's rows; NaN where there is none. */
  means: Float64Array;
  nInside: number;
  nOutside: number;
  nMissing: number;
}

/** Which points to give: those of a window, ends included. */
export interface PointsOptions {
  x?: Stretch;
  y?: Stretch;
  rows?: Stretch;
  /** Points given at most, the first by row; default 5000, at most 100,000. */
  limit?: number;
}

/** Points of a window; `rows` count from 0. */
export interface WindowPoints {
  rows: Float64Array;
  x: Float64Array;
  y: Float64Array;
  /** All points of the window, those beyond the limit too. */
  nInside: number;
}

export interface TableProfileOptions {
  /** Default: all. */
  columns?: string[];
  rows?: Stretch;
  /** Cells of a histogram, 1 to 1000; default 40. */
  nBins?: number;
}

/** A column of numbers or dates in a few numbers; `null` where nothing is present. */
export interface NumbersProfile {
  kind: "number" | "date";
  name: string;
  n: number;
  missing: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  /** Standard deviation with n − 1; `null` below two values. */
  sd: number | null;
  /** Least value up to which at least a share of the rows lie. */
  quantiles: { share: number; value: number }[];
  /** How far the share of rows up to a quantile may be above the one it is given for; 0: exact. */
  quantileError: number;
  /** Whether no value is below the one before it, missing ones aside. */
  ascending: boolean;
  histogram: (BinAxis & { counts: Uint32Array }) | null;
}

/** A column of categories; the counts are those of its levels. */
export interface LevelsProfile {
  kind: "category";
  name: string;
  n: number;
  missing: number;
  levels: string[];
  counts: number[];
}

export interface TableProfile {
  nRows: number;
  columns: (NumbersProfile | LevelsProfile)[];
}

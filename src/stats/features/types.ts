// What features add to a fit and to predictions: plain, cloneable, JSON-safe. Types only.

import type { Fit } from "../types.ts";

/**
 * What is needed to predict the mean of a response on its own scale (Duan 1983): the mean of exp(slope·e) over the residuals
 * where the response is a logarithm, otherwise up to 256 values that stand for shares of the residuals.
 */
export type Smearing =
  | { kind: "factor"; slope: number; factor: number; n: number }
  | { kind: "residuals"; values: number[]; shares: number[]; n: number };

/** A coefficient in words of change: `value` with the ends of its 95 % interval. */
export interface CoefficientEffect {
  /**
   * "percent": the response changes by `value` % for one unit more, or against the baseline level; "per-percent": by `value`
   * units for 1 % more; "elasticity": by `value` % for 1 % more.
   */
  kind: "percent" | "per-percent" | "elasticity";
  value: number;
  /** Null where the coefficient has no interval. */
  ci95: [number, number] | null;
}

/** The likelihood of a model under powers of its response. */
export interface BoxCoxProfile {
  n: number;
  /** Ascending powers, and the log-likelihood under each; null where the model fits perfectly. */
  lambdas: number[];
  logLik: (number | null)[];
  /** The most likely power, within 1e-6, and its log-likelihood. */
  lambda: number | null;
  logLikMax: number | null;
  /** Powers that a likelihood-ratio test at 5 % does not refuse. */
  ci95: [number | null, number | null];
  /** Why a value is `null`. */
  reasons: { field: string; reason: string }[];
}

export interface CalibrationOptions {
  /** Share of further rows that intervals hold, in (0, 1). Default 0.95. */
  level?: number;
  /** "absolute" (default): intervals of one width. "scaled": as wide as the standard error of a new response makes them. */
  scores?: "absolute" | "scaled";
}

/** What conformal intervals are made with: fitted ± radius, times the standard error over sigma where scores are scaled. */
export interface Calibration {
  /** Rows that the fit had not seen. */
  n: number;
  level: number;
  scores: "absolute" | "scaled";
  radius: number;
}

export interface SplitConformalOptions extends CalibrationOptions {
  /** Share of the rows that calibrate, in (0, 1). Default 0.5. */
  share?: number;
  /** 32-bit; default 42. */
  seed?: number;
}

/** A fit on one part of the rows, and its calibration on the other. */
export interface SplitConformal {
  fit: Fit;
  calibration: Calibration;
}

/** How intervals fared in one group of rows. */
export interface GroupCoverage {
  /** Level of the grouping column; null where all rows are one group. */
  group: string | null;
  n: number;
  /** Share of rows whose response lay within. */
  coverage: number | null;
  /** Mean width. */
  width: number | null;
  /** Mean pinball loss of the ends as quantiles (1 − level)/2 and (1 + level)/2. */
  pinball: { lower: number | null; upper: number | null };
}

// What each row does to a known fit: what is asked of a backend and what it gives. Types only.

import type { GridCounts } from "#base/grid.ts";
import type { Cholesky, LinearPredictor } from "./backend.ts";

/** A known fit, as the diagnostics of its rows need it. */
export interface DiagnoseRequest {
  predictor: LinearPredictor;
  /** Factor of the scatter of the columns, about the predictor's centre. */
  whiten: Cholesky;
  /** 1 over the sum of weights where the model has an intercept, else 0. */
  perWeight: number;
  /** Residual sum of squares Σ w e², its degrees of freedom, and the rank of the model. */
  rss: number;
  dfResidual: number;
  rank: number;
  /** A row whose leverage is within this of 1 determines its own fitted value: its leverage counts as 1. */
  saturation: number;
  /** Where the residuals' moments are taken about, and their unit: fourth powers of large values are not finite. */
  origin: number;
  unit: number;
  /** Rows of each list. */
  nTop: number;
  /** Whether the values of every row are asked for. */
  rows: boolean;
  /** Whether what is drawn is asked for. */
  drawn: boolean;
}

/** A list of rows by descending |value|; `rows` count from 0 within the block, and the earlier of two equal ones is first. */
export interface TopRows {
  values: Float64Array;
  rows: Float64Array;
}

/** One value a row; NaN where the row has no weight or, but for fitted value, residual and leverage, a leverage of 1. */
export interface RowMeasures {
  fitted: Float64Array;
  /** y − ŷ. */
  residual: Float64Array;
  /** √w. */
  rootWeight: Float64Array;
  leverage: Float64Array;
  standardised: Float64Array;
  studentised: Float64Array;
  cooks: Float64Array;
  dffits: Float64Array;
  /** DFBETAS: the intercept's (0 in a model without), then one vector a column; empty unless asked for. */
  dfbetas: Float64Array[];
}

/** Sums over the rows of a block with weight > 0, r = √w (y − ŷ) and h the leverage. */
export interface DiagnoseSums {
  n: number;
  /** Σ ((r − origin)/unit)ᵏ for k = 1 to 4. */
  powers: [number, number, number, number];
  /** Σ (r/unit)² and Σ (r/unit)⁴. */
  squares: number;
  quartics: number;
  /** Σ (r/(1 − h))² and the number of rows with leverage 1, which are left out of it. */
  press: number;
  nSaturated: number;
  trace: number;
  /** Σ (r − r of the row before)², the first and the last r (NaN where there is no row). */
  steps: number;
  first: number;
  last: number;
  /** Extremes; Infinity, −Infinity and 0 where there is no row. */
  minFitted: number;
  maxFitted: number;
  maxResidual: number;
  maxLeverage: number;
  maxStandardised: number;
  /** Σ (r/unit)² (x − centre)[p]. */
  squareGradient: Float64Array;
}

/**
 * What is drawn of the rows with weight > 0: √w (y − ŷ) of each, in their order, and counts of rows by fitted value and
 * residual, by fitted value and √|standardised residual|, by leverage and standardised residual.
 */
export interface DrawnRows {
  residuals: Float64Array;
  residualFitted: GridCounts;
  scaleLocation: GridCounts;
  residualLeverage: GridCounts;
}

export interface Diagnosis {
  sums: DiagnoseSums;
  top: { studentised: TopRows; leverage: TopRows; cooks: TopRows; dffits: TopRows; dfbetas: TopRows[] };
  /** Present where asked for. */
  rows?: RowMeasures;
  drawn?: DrawnRows;
}

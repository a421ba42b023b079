// What the calls of the engine take. Types only.

import type { UnseenLevels } from "#formula/types.ts";
import type { BackendName, KernelCapabilities } from "#kernel/backend.ts";
import type {
  AnovaChoice,
  BootstrapOptions,
  Calibration,
  CalibrationOptions,
  Correction,
  DiagnoseOptions,
  Fit,
  FoldOptions,
  JackknifeOptions,
  LearningCurveOptions,
  MetricsOptions,
  PathOptions,
  PenaltyOptions,
  Precision,
  RollingOriginOptions,
  RowWindow,
  SelectChoice,
  SplitConformalOptions,
  ValidationOptions,
  WeightsAre,
} from "#stats/types.ts";
import type { GenerateOptions, ReadProgress } from "#table/types.ts";

export interface EngineOptions {
  backend?: "auto" | BackendName;
  /**
   * 0: no worker, in this thread. Else how many share tables of more than 65,536 rows; all but one start with the first of
   * those. "auto" (default): one a processor, 8 at most. Any number gives the same bits.
   */
  workers?: "auto" | number;
  /** False: every call sums its rows, though their moments are known from one before it; for measuring. Default true. */
  keepMoments?: boolean;
  /** Milliseconds a worker may take to answer its first message before the next way is tried. Default 5000. */
  startTimeout?: number;
}

export interface Capabilities extends KernelCapabilities {
  /** How many may share large tables; 0 in process. */
  workers: number;
  /** Where the engine runs: "worker" or "in-process", with the reason where it is not a worker. */
  where: "worker" | "in-process";
  whereReason: string;
}

export interface CallOptions {
  /** Aborting rejects with `signal.reason` and leaves everything as it was. */
  signal?: AbortSignal;
  /** Called while a source is read, at most once a frame; other calls have nothing to report. */
  onProgress?: (progress: ReadProgress) => void;
}

/** What is to be shown of a CSV while it is read. */
export interface PreviewOptions {
  /**
   * `onFit` gets fits of the rows so far that one worker has read, ten times a second at the most, with `Fit.provisional`;
   * none where the formula does not fit the file, which only `fit` says, and none from a cached table.
   */
  preview?: { formula: string; onFit: (fit: Fit) => void };
}

/** A bundled data set that is generated, by its name in the catalogue, with its options. */
export type GeneratedSource = { generate: string } & GenerateOptions;

export type CsvSource = string | Blob | ReadableStream<Uint8Array> | URL;
/** A file, bytes or a URL, of which only the parts that are needed are read where the host serves ranges. */
export type ParquetSource = Blob | ArrayBuffer | Uint8Array | URL;
/** A file, bytes, a URL or a stream, which is read once. */
export type ArrowSource = ParquetSource | ReadableStream<Uint8Array>;

/** Whether a table is kept in the browser, so that it need not be parsed when it is read again. */
export interface CacheOptions {
  /**
   * true: for a `File` (by name, size and time) or a URL whose host tells a version (ETag or Last-Modified). A text, which the caller
   * changes with the data, is part of the key; with it, sources that tell no version of their own are kept too. Does nothing where
   * there is no store. Default false.
   */
  cache?: boolean | string;
}

/** Options of a penalty go with a penalised method, which needs `lambda`; "elastic-net" needs `l1Ratio` too. */
export interface FitOptions extends Partial<PenaltyOptions> {
  method?: Fit["method"];
  /** Name of a column of weights, or one value a row; finite, >= 0 and not all 0. A row of weight 0 counts as absent. */
  weights?: string | Float64Array;
  /** What the weights count; frequencies are whole numbers. Default "analytic", as in R's `lm`. */
  weightsAre?: WeightsAre;
  missing?: "drop" | "error";
  /**
   * "auto" (default): small problems in double-double, large ones as far as 9 digits need. "certified": double-double. "quick", for
   * fits that follow a hand: as far as 9 digits need at any size, from moments that are kept, and without `smearing`.
   */
  precision?: Precision;
  /**
   * Fit on the rows from the first (from 0) to the second, exclusive, as R's `subset` does: what is learned of values, as knots, is
   * learned of all rows, levels are those that occur in the window. Default: all rows.
   */
  rows?: RowWindow;
}

export interface PredictOptions {
  /** Of the mean, or of one new response of weight 1, whatever the weights of the fit. */
  interval?: "confidence" | "prediction" | "conformal";
  /** Coverage of the interval, in (0, 1). Default 0.95; conformal intervals have that of their calibration. */
  level?: number;
  /** Needed for conformal intervals. */
  calibration?: Calibration;
  /** Default "error". */
  unseenLevels?: UnseenLevels;
  /** "link" (default): the response as the formula transforms it; "response": its column's own scale. */
  scale?: "link" | "response";
  /**
   * On the response's scale: the median, by the inverse transform alone (default), or the mean, by Duan's smearing. The ends of
   * intervals are transformed; those of a confidence interval bound what is predicted.
   */
  retransform?: "median" | "smearing";
}

/** How p-values of many correlations are corrected. */
export interface MomentsShiftOptions {
  /** Default "benjamini-hochberg". */
  correction?: Correction;
}

/** Which rows a profile is made of, and at which powers it is told. */
export interface BoxCoxOptions extends Pick<FitOptions, "weights" | "weightsAre" | "missing"> {
  /** At least 3 finite powers; default −2 to 2 by 0.1. */
  lambdas?: number[];
}

/** A rolling-origin evaluation, and what becomes of rows with missing values. */
export type RollingOriginCall = RollingOriginOptions & Pick<FitOptions, "missing">;

/** What a fit is calibrated with, on rows it has not seen. */
export type CalibrateOptions = CalibrationOptions & Pick<FitOptions, "missing">;

/** How the rows of a split are dealt and calibrated with. */
export type SplitConformalCall = SplitConformalOptions & Pick<FitOptions, "missing">;

/** Which intervals are judged, and in which groups. */
export interface CoverageOptions extends Pick<FitOptions, "missing"> {
  /** Default "prediction". */
  interval?: "confidence" | "prediction" | "conformal";
  level?: number;
  calibration?: Calibration;
  /** Column of categories or numbers, each level of which is told apart. */
  by?: string;
}

/** The weights of the fit that rows are asked of: as the fit was given them. */
export interface FitRowsOptions {
  weights?: string | Float64Array;
}

export interface DiagnosticsOptions extends Omit<DiagnoseOptions, "split">, FitRowsOptions {
  /**
   * Where the second part of Chow's test begins: a row (from 0), or the first row at or after a value of a column in
   * ascending order (ISO text for a date). Default: half of the rows used.
   */
  split?: number | { column: string; at: number | string };
}

/** Rows `from` to `to` (exclusive, from 0); all rows if left out. */
export interface InfluenceOptions extends FitRowsOptions {
  from?: number;
  to?: number;
}

/** One value a row; NaN where a predictor is missing. */
export interface Prediction {
  fitted: Float64Array;
  /** NaN in every row where the fit has no residual degree of freedom, and so no sigma; `Fit.reasons` says so. */
  lower?: Float64Array;
  upper?: Float64Array;
}

/** Which rows a model is made of, and how they weigh. */
export type RowOptions = Pick<FitOptions, "weights" | "weightsAre" | "missing">;

export interface AnovaOptions extends RowOptions, AnovaChoice {}

export interface SelectOptions extends RowOptions, SelectChoice {}

/** Options of rows, and the window that is meant of them: transforms learn from all rows, levels are those in the window. */
export type WindowOptions = RowOptions & Pick<FitOptions, "rows">;

/** How `fromColumns` treats the caller's arrays. */
export interface FromColumnsOptions extends CallOptions {
  /** Hand the arrays over instead of copying them: they are empty afterwards, and a lost worker cannot get them back. */
  transfer?: boolean;
}

/** What `path` takes: its own options, and which rows count how much. */
export interface TablePathOptions extends PathOptions, WindowOptions {
  /** Of ridge alone, by one more pass over the rows: `Path.leaveOneOut`. Default false. */
  leaveOneOut?: boolean;
}

/** What `moments` takes: with `folds`, the moments of each fold come along. */
export interface MomentsOptions extends WindowOptions, FoldOptions {}

/** What `crossValidate`, `bootstrap`, `jackknife` and `learningCurve` take. */
export interface CrossValidateOptions extends ValidationOptions, WindowOptions {}
export interface TableBootstrapOptions extends BootstrapOptions, RowOptions {}
export interface TableJackknifeOptions extends JackknifeOptions, RowOptions {}
export interface TableLearningCurveOptions extends LearningCurveOptions, RowOptions {}

/** What `metrics` takes: its own options, and which rows count how much. */
export type TableMetricsOptions = MetricsOptions & RowOptions;

/** What `engine.measure` measures. */
export interface MeasureOptions {
  /** Predictors and the response of the block that is packed and summed, 2 to 256. Default 21. */
  columns?: number;
  /** Default: all of them. */
  stages?: MeasuredStage["stage"][];
}

/**
 * One loop of known work: the fastest of some samples. "multiply-add" runs in registers alone and "copy" from array to array,
 * both beyond any use: the most that this worker can compute and move. "pack", "gram" and "solve" are what a fit is made of,
 * on one superblock; a Gram packs too.
 */
export interface MeasuredStage {
  stage: "multiply-add" | "copy" | "pack" | "gram" | "solve";
  milliseconds: number;
  /** Read and written; for the Gram the columns once. */
  bytes: number;
  /** Floating-point operations: for the Gram rows × columns², the symmetric half of its products and sums. */
  flops: number;
}

/** What `engine.measure` found in one worker. */
export interface Speed {
  backend: BackendName;
  /** Size of the block. */
  rows: number;
  columns: number;
  stages: MeasuredStage[];
}

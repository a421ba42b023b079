// What page and worker say to each other, and what the public API promises. Types only; neither side imports the other.

import type { ErrorCode, ErrorPlace } from "#base/error.ts";
import type { UnseenLevels } from "#formula/types.ts";
import type { BackendName, KernelCapabilities } from "#kernel/backend.ts";
import type {
  AddedVariable,
  AnovaChoice,
  AnovaTable,
  BiasVariance,
  Bootstrap,
  BootstrapOptions,
  BoxCoxProfile,
  Calibration,
  CalibrationOptions,
  CrossValidation,
  DiagnoseOptions,
  Diagnostics,
  DriftOptions,
  DriftProfile,
  DriftProfileOptions,
  DriftReport,
  Fit,
  FoldOptions,
  GroupCoverage,
  HypothesisMatrix,
  HypothesisOptions,
  HypothesisTest,
  Influence,
  Jackknife,
  JackknifeOptions,
  LearningCurve,
  LearningCurveOptions,
  MarginalMeans,
  MarginalMeansOptions,
  Metrics,
  MetricsOptions,
  ModelComparison,
  Moments,
  MomentsInput,
  Path,
  PathOptions,
  PenaltyOptions,
  Precision,
  RobustOptions,
  RobustTable,
  RollingOrigin,
  RollingOriginOptions,
  SelectChoice,
  Selection,
  SimulationOptions,
  SplitConformal,
  SplitConformalOptions,
  StandardizedCoefficients,
  ValidationOptions,
  WeightsAre,
} from "#stats/types.ts";
import type {
  ColumnInfo,
  ColumnInput,
  CsvDialect,
  CsvOptions,
  DataSet,
  GenerateOptions,
  PreviewRow,
  ReadProgress,
  TableEdit,
} from "#table/types.ts";

export type { ErrorCode, ErrorPlace } from "#base/error.ts";
export type { Plan, UnseenLevels } from "#formula/types.ts";
export type { BackendName } from "#kernel/backend.ts";
export type {
  AddedVariable,
  AnovaRow,
  AnovaTable,
  AnovaType,
  Assumption,
  BiasVariance,
  Binning,
  Bins2d,
  BlockOptions,
  Bootstrap,
  BootstrapOptions,
  Bounded,
  BoxCoxProfile,
  Calibration,
  CalibrationOptions,
  ChowTest,
  CoefficientEffect,
  CoefficientEstimates,
  CoefficientShift,
  Collinearity,
  ColumnShift,
  ComparedModel,
  Contrast,
  Correction,
  CorrelationChange,
  CrossValidation,
  Diagnostics,
  DiagnosticTest,
  DriftBin,
  DriftColumnProfile,
  DriftOptions,
  DriftProfile,
  DriftProfileOptions,
  DriftReport,
  DriftTest,
  Effect,
  EffectName,
  EffectWord,
  FeatureDrift,
  Fit,
  FoldMoments,
  FoldOptions,
  ForecastOrigin,
  Future,
  GroupCoverage,
  HorizonErrors,
  HypothesisMatrix,
  HypothesisOptions,
  HypothesisTest,
  Influence,
  Jackknife,
  JackknifeOptions,
  LearningCurve,
  LearningCurveOptions,
  MarginalDifference,
  MarginalMean,
  MarginalMeans,
  MarginalMeansOptions,
  Metrics,
  MetricsOptions,
  ModelComparison,
  ModelOptions,
  Moments,
  MomentsInput,
  MomentsShift,
  NaiveErrors,
  NestedTest,
  Path,
  PathOptions,
  PathStop,
  Penalty,
  PenaltyOptions,
  PeriodUnit,
  PlotData,
  Precision,
  RankedRow,
  Resampled,
  ResidualSummary,
  RobustOptions,
  RobustTable,
  RobustType,
  RollingOrigin,
  RollingOriginOptions,
  RowOrder,
  RowWindow,
  SearchOptions,
  SelectedModel,
  Selection,
  SelectionMethod,
  SelectionStep,
  SimulationOptions,
  Smearing,
  SolverReport,
  SplitConformal,
  SplitConformalOptions,
  StandardizedCoefficients,
  TestName,
  Threshold,
  Trial,
  ValidationCurve,
  ValidationErrors,
  ValidationOptions,
  VifRow,
  WeightsAre,
} from "#stats/types.ts";
export type {
  ColumnInfo,
  ColumnInput,
  ColumnType,
  CsvDialect,
  CsvOptions,
  DataSet,
  DataSetColumn,
  GenerateOptions,
  PreviewRow,
  ReadProgress,
  TableEdit,
} from "#table/types.ts";

export interface EngineOptions {
  backend?: "auto" | BackendName;
  /** 0: no worker, in this thread. "auto": one a page today, a pool later. */
  workers?: "auto" | number;
  /** Milliseconds a worker may take to answer its first message before the next way is tried. Default 5000. */
  startTimeout?: number;
}

export interface Capabilities extends KernelCapabilities {
  workers: number;
  /** Where the engine runs: "worker" or "in-process", with the reason where it is not a worker. */
  where: "worker" | "in-process";
  whereReason: string;
  webgpu: { reason: string };
}

export interface CallOptions {
  /** Aborting rejects with `signal.reason` and leaves everything as it was. */
  signal?: AbortSignal;
  /** Called while a source is read, at most once a frame; other calls have nothing to report. */
  onProgress?: (progress: ReadProgress) => void;
}

export type CsvSource = string | Blob | ReadableStream<Uint8Array> | URL;

/** Options of a penalty go with a penalised method, which needs `lambda`; "elastic-net" needs `l1Ratio` too. */
export interface FitOptions extends Partial<PenaltyOptions> {
  method?: Fit["method"];
  /** Name of a column of weights, or one value a row; finite, >= 0 and not all 0. A row of weight 0 counts as absent. */
  weights?: string | Float64Array;
  /** What the weights count; frequencies are whole numbers. Default "analytic", as in R's `lm`. */
  weightsAre?: WeightsAre;
  missing?: "drop" | "error";
  /** "auto" (default): small problems in double-double, large ones as far as 9 digits need. "certified": double-double. */
  precision?: Precision;
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

/** How `fromColumns` treats the caller's arrays. */
export interface FromColumnsOptions extends CallOptions {
  /** Hand the arrays over instead of copying them: they are empty afterwards, and a lost worker cannot get them back. */
  transfer?: boolean;
}

/** What `path` takes: its own options, and which rows count how much. */
export interface TablePathOptions extends PathOptions, RowOptions {
  /** Of ridge alone, by one more pass over the rows: `Path.leaveOneOut`. Default false. */
  leaveOneOut?: boolean;
}

/** What `moments` takes: with `folds`, the moments of each fold come along. */
export interface MomentsOptions extends FitOptions, FoldOptions {}

/** What `crossValidate`, `bootstrap`, `jackknife` and `learningCurve` take. */
export interface CrossValidateOptions extends ValidationOptions, RowOptions {}
export interface TableBootstrapOptions extends BootstrapOptions, RowOptions {}
export interface TableJackknifeOptions extends JackknifeOptions, RowOptions {}
export interface TableLearningCurveOptions extends LearningCurveOptions, RowOptions {}

/** What `metrics` takes: its own options, and which rows count how much. */
export type TableMetricsOptions = MetricsOptions & RowOptions;

/**
 * A table that lives in the engine. Calls see the edits asked for before them. After `close` every call rejects with
 * `closed`; so it does after the engine's.
 */
export interface TableHandle {
  readonly nRows: number;
  readonly columns: readonly ColumnInfo[];
  /** How a CSV was understood; absent for other tables. */
  readonly dialect?: CsvDialect;
  fit(formula: string, options?: FitOptions & CallOptions): Promise<Fit>;
  /** Penalised models along a grid of lambdas; the response and columns as `fit` reads them. */
  path(formula: string, options?: TablePathOptions & CallOptions): Promise<Path>;
  predict(fit: Fit, options?: PredictOptions & CallOptions): Promise<Prediction>;
  moments(formula: string, options?: MomentsOptions & CallOptions): Promise<Moments>;
  /** The likelihood of powers of a positive response, from row passes. */
  boxCox(formula: string, options?: BoxCoxOptions & CallOptions): Promise<BoxCoxProfile>;
  /** How large the errors of a fit are on the rows of this table, which must not be those it was made of. */
  calibrate(fit: Fit, options?: CalibrateOptions & CallOptions): Promise<Calibration>;
  /** Fit on a random part of the rows and calibrate on the rest. */
  splitConformal(formula: string, options?: SplitConformalCall & CallOptions): Promise<SplitConformal>;
  /** How often intervals hold what came, by group, on the scale of the formula's response. */
  coverage(fit: Fit, options?: CoverageOptions & CallOptions): Promise<GroupCoverage[]>;
  /** Forecast from one origin after another and compare with what came, and with naive forecasts. */
  rollingOrigin(formula: string, options: RollingOriginCall & CallOptions): Promise<RollingOrigin>;
  /**
   * Cross-validated error of penalised models over a grid of lambdas, as cv.glmnet with one grid for all folds. Works on
   * moments with `folds` too.
   */
  crossValidate(formula: string, options?: CrossValidateOptions & CallOptions): Promise<CrossValidation>;
  /** Spread of coefficients over samples drawn from the rows. */
  bootstrap(formula: string, options?: TableBootstrapOptions & CallOptions): Promise<Bootstrap>;
  /** Spread of coefficients when blocks of rows are left out; on moments with `folds` those are the blocks. */
  jackknife(formula: string, options?: TableJackknifeOptions & CallOptions): Promise<Jackknife>;
  /** Errors by number of training rows. */
  learningCurve(formula: string, options?: TableLearningCurveOptions & CallOptions): Promise<LearningCurve>;
  /** Influence, tests, collinearity and plots' counts of a least-squares fit, on the rows it was made of. */
  diagnostics(fit: Fit, options?: DiagnosticsOptions & CallOptions): Promise<Diagnostics>;
  /** Residual, leverage, Cook's distance, DFFITS and DFBETAS of some rows. */
  influence(fit: Fit, options?: InfluenceOptions & CallOptions): Promise<Influence>;
  /** Added-variable and component-plus-residual plots of the slope `term`. */
  addedVariable(fit: Fit, term: string, options?: FitRowsOptions & CallOptions): Promise<AddedVariable>;
  /** Remember this table, or a window of it, as a reference: plain JSON of a few kilobytes a column. */
  driftProfile(options?: DriftProfileOptions & CallOptions): Promise<DriftProfile>;
  /** How far this table, or a window of it, is from a reference. */
  drift(profile: DriftProfile, options?: DriftOptions & CallOptions): Promise<DriftReport>;
  /** The fit's table with a robust covariance. */
  robust(fit: Fit, options?: RobustOptions & CallOptions): Promise<RobustTable>;
  /** Test linear hypotheses, as "search = social" or "2*search - social = 1", together and each on its own. */
  hypothesis(
    fit: Fit,
    hypotheses: string | string[] | HypothesisMatrix,
    options?: HypothesisOptions & CallOptions,
  ): Promise<HypothesisTest>;
  /** Means of a factor's levels with the other columns as they are, and their differences. */
  marginalMeans(fit: Fit, factor: string, options?: MarginalMeansOptions & CallOptions): Promise<MarginalMeans>;
  standardized(fit: Fit, options?: CallOptions): Promise<StandardizedCoefficients>;
  anova(formula: string, options?: AnovaOptions & CallOptions): Promise<AnovaTable>;
  /** Fit formulas on the rows that are complete for all of them; partial F of each against the one before. */
  compare(formulas: string[], options?: RowOptions & CallOptions): Promise<ModelComparison>;
  /** Choose among the terms of a formula, stepwise or by best subsets. */
  select(formula: string, options?: SelectOptions & CallOptions): Promise<Selection>;
  /** How far a fit is from the rows of this table, which need not be those it was made of; in the unit of its response. */
  metrics(fit: Fit, options?: TableMetricsOptions & CallOptions): Promise<Metrics>;
  /** Rows `from` to `to` (exclusive, from 0) as a person would read them. */
  rows(from: number, to: number, options?: CallOptions): Promise<PreviewRow[]>;
  /** Change the table; `nRows` and `columns` follow once it is done. */
  edit(edit: TableEdit, options?: CallOptions): Promise<void>;
  close(): void;
}

/** The engine of a page, or of a Node process. Every Promise may reject with `closed` or `worker-crashed`. */
export interface Engine {
  /** Of the worker that runs now; a replacement may differ. */
  readonly capabilities: Capabilities;
  /** Text, a file, a stream of bytes (read once) or a URL, which is fetched. */
  readCsv(source: CsvSource, options?: CsvOptions & CallOptions): Promise<TableHandle>;
  fromColumns(columns: Record<string, ColumnInput>, options?: FromColumnsOptions): Promise<TableHandle>;
  /** A bundled data set that is generated, by its name in the catalogue. */
  generate(name: string, options?: GenerateOptions & CallOptions): Promise<TableHandle>;
  catalog(options?: CallOptions): Promise<DataSet[]>;
  /** Bias² and variance of models by simulation from a truth that is known. */
  biasVariance(options: SimulationOptions & CallOptions): Promise<BiasVariance[]>;
  /**
   * A table without rows, from moments that `table.moments` gave or somebody else summed: `fit` and `moments` work on it,
   * terms matched to `names` by R's labels. What must read rows rejects with `rows-needed`.
   */
  fromMoments(moments: MomentsInput, options?: CallOptions): Promise<TableHandle>;
  close(): void;
}

/** Names one table on one shard of the pool: superblocks b with b mod `of` = `shard` live there. */
export interface ShardDeal {
  shard: number;
  of: number;
}

export type TableId = number;

/** What a worker tells of a table after reading or editing it. */
export interface TableInfo {
  id: TableId;
  nRows: number;
  columns: ColumnInfo[];
  deal: ShardDeal;
  dialect?: CsvDialect;
}

/** Source of a table as it travels: a stream is pumped chunk by chunk, because not every engine can transfer one. */
export type WireSource =
  | { kind: "text"; text: string }
  | { kind: "blob"; blob: Blob }
  | { kind: "url"; url: string }
  | { kind: "port"; port: MessagePort };

/** What the worker asks of the page that pumps a stream: one chunk, or no more. */
export type PumpRequest = "pull" | "stop";

/** The page's answer to "pull". */
export type PumpReply = { kind: "chunk"; bytes: Uint8Array } | { kind: "end" } | { kind: "failed" };

export type CallId = number;

export interface StartOptions {
  backend: "auto" | BackendName;
  /** Name of a Web Lock that the worker is to hold while it lives. */
  lock?: string;
}

/** The worker's first answer, which shows that it is ready. */
export interface StartReport extends KernelCapabilities {
  /** Whether the worker holds the lock it was given; false where locks are refused. */
  lockHeld: boolean;
}

/** Calls that read one table and change nothing: what each takes, and what comes out. */
export interface TableCalls {
  rows(from: number, to: number): PreviewRow[];
  moments(formula: string, options: MomentsOptions): Moments;
  crossValidate(formula: string, options: CrossValidateOptions): CrossValidation;
  bootstrap(formula: string, options: TableBootstrapOptions): Bootstrap;
  jackknife(formula: string, options: TableJackknifeOptions): Jackknife;
  learningCurve(formula: string, options: TableLearningCurveOptions): LearningCurve;
  fit(formula: string, options: FitOptions): Fit;
  path(formula: string, options: TablePathOptions): Path;
  metrics(fit: Fit, options: TableMetricsOptions): Metrics;
  predict(fit: Fit, options: PredictOptions): Prediction;
  boxCox(formula: string, options: BoxCoxOptions): BoxCoxProfile;
  rollingOrigin(formula: string, options: RollingOriginCall): RollingOrigin;
  calibrate(fit: Fit, options: CalibrateOptions): Calibration;
  splitConformal(formula: string, options: SplitConformalCall): SplitConformal;
  coverage(fit: Fit, options: CoverageOptions): GroupCoverage[];
  diagnostics(fit: Fit, options: DiagnosticsOptions): Diagnostics;
  influence(fit: Fit, options: InfluenceOptions): Influence;
  addedVariable(fit: Fit, term: string, options: FitRowsOptions): AddedVariable;
  driftProfile(options: DriftProfileOptions): DriftProfile;
  drift(profile: DriftProfile, options: DriftOptions): DriftReport;
  robust(fit: Fit, options: RobustOptions): RobustTable;
  hypothesis(fit: Fit, hypotheses: string | string[] | HypothesisMatrix, options: HypothesisOptions): HypothesisTest;
  marginalMeans(fit: Fit, factor: string, options: MarginalMeansOptions): MarginalMeans;
  standardized(fit: Fit): StandardizedCoefficients;
  anova(formula: string, options: AnovaOptions): AnovaTable;
  compare(formulas: string[], options: RowOptions): ModelComparison;
  select(formula: string, options: SelectOptions): Selection;
}

/**
 * The worker's side. Every call has an id, so that `cancel` can name it. A table is never changed: an edit makes another
 * one under the id `as`, so that a call that is aborted leaves everything as it was.
 */
export interface ComputeApi {
  start(options: StartOptions): Promise<StartReport>;
  readCsv(
    call: CallId,
    id: TableId,
    deal: ShardDeal,
    source: WireSource,
    options: CsvOptions,
    onProgress: ((progress: ReadProgress) => void) | null,
  ): Promise<TableInfo>;
  /** A bundled data set that is generated, by its name in the catalogue. */
  generate(call: CallId, id: TableId, deal: ShardDeal, name: string, options: GenerateOptions): Promise<TableInfo>;
  catalog(): Promise<DataSet[]>;
  fromColumns(
    call: CallId,
    id: TableId,
    deal: ShardDeal,
    columns: { name: string; values: ColumnInput }[],
  ): Promise<TableInfo>;
  biasVariance(call: CallId, options: SimulationOptions): Promise<BiasVariance[]>;
  /** A table without rows. */
  fromMoments(call: CallId, id: TableId, deal: ShardDeal, moments: MomentsInput): Promise<TableInfo>;
  edit(call: CallId, id: TableId, edit: TableEdit, as: TableId): Promise<TableInfo>;
  ask<K extends keyof TableCalls>(
    call: CallId,
    id: TableId,
    name: K,
    ...args: Parameters<TableCalls[K]>
  ): Promise<ReturnType<TableCalls[K]>>;
  release(id: TableId): Promise<void>;
  cancel(call: CallId): void;
  /** Answers as soon as the worker turns to its messages. */
  ping(): void;
  /** Ends every call and gives up what the worker holds. */
  stop(): void;
}

/** A LeastwiseError as it crosses; Comlink would keep only name, message and stack. */
export interface WireError {
  code: ErrorCode;
  message: string;
  at?: ErrorPlace;
  value?: unknown;
}

/** A result or an error, as Comlink carries it. An envelope, since Comlink strips every field of a thrown error. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** ComputeApi as it stands on the wire. */
export type WireApi = {
  [K in keyof ComputeApi]: (...args: Parameters<ComputeApi[K]>) => Promise<Reply<Awaited<ReturnType<ComputeApi[K]>>>>;
};

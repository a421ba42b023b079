// The public API: an engine, its tables, what their calls take and what they give out. Types only.

import type {
  AddedVariable,
  AnovaTable,
  BiasVariance,
  Bins,
  BinsOptions,
  Bootstrap,
  BoxCoxProfile,
  Calibration,
  CrossValidation,
  Diagnostics,
  DriftOptions,
  DriftProfile,
  DriftProfileOptions,
  DriftReport,
  Fit,
  GroupCoverage,
  HypothesisMatrix,
  HypothesisOptions,
  HypothesisTest,
  Influence,
  Jackknife,
  LearningCurve,
  MarginalMeans,
  MarginalMeansOptions,
  Metrics,
  ModelComparison,
  Moments,
  MomentsInput,
  MomentsShift,
  Path,
  PointsOptions,
  RobustOptions,
  RobustTable,
  RollingOrigin,
  Selection,
  SimulationOptions,
  SplitConformal,
  StandardizedCoefficients,
  TableProfile,
  TableProfileOptions,
  WindowPoints,
} from "#stats/types.ts";
import type {
  ColumnInfo,
  ColumnInput,
  ColumnsOptions,
  CsvDialect,
  CsvOptions,
  DataSet,
  GenerateOptions,
  PreviewRow,
  TableEdit,
} from "#table/types.ts";
import type {
  AnovaOptions,
  ArrowSource,
  BoxCoxOptions,
  CacheOptions,
  CalibrateOptions,
  CallOptions,
  Capabilities,
  CoverageOptions,
  CrossValidateOptions,
  CsvSource,
  DiagnosticsOptions,
  FitOptions,
  FitRowsOptions,
  FromColumnsOptions,
  GeneratedSource,
  InfluenceOptions,
  MeasureOptions,
  MomentsOptions,
  MomentsShiftOptions,
  ParquetSource,
  Prediction,
  PredictOptions,
  PreviewOptions,
  RollingOriginCall,
  RowOptions,
  SelectOptions,
  Speed,
  SplitConformalCall,
  TableBootstrapOptions,
  TableJackknifeOptions,
  TableLearningCurveOptions,
  TableMetricsOptions,
  TablePathOptions,
} from "./options.ts";

export type { ErrorCode, ErrorPlace } from "#base/error.ts";
export type { Plan, UnseenLevels } from "#formula/types.ts";
export type { BackendName } from "#kernel/backend.ts";
export type * from "#stats/types.ts";
export type {
  ColumnInfo,
  ColumnInput,
  ColumnsOptions,
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
export type * from "./options.ts";

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
  /** Exact counts of two columns of numbers or dates on a grid over a window, and a mean in each cell. */
  bins(x: string, y: string, options?: BinsOptions & CallOptions): Promise<Bins>;
  /** The points of a window with their rows. */
  points(x: string, y: string, options?: PointsOptions & CallOptions): Promise<WindowPoints>;
  /** Count, range, spread, quantiles and histogram of each column. */
  profile(options?: TableProfileOptions & CallOptions): Promise<TableProfile>;
  /** Change the table; `nRows` and `columns` follow once it is done. */
  edit(edit: TableEdit, options?: CallOptions): Promise<void>;
  close(): void;
}

/** The engine of a page, or of a Node process. Every Promise may reject with `closed` or `worker-crashed`. */
export interface Engine {
  /** Of the worker that runs now; a replacement may differ. */
  readonly capabilities: Capabilities;
  /** Text, a file, a stream of bytes (read once) or a URL, which is fetched. */
  readCsv(source: CsvSource, options?: CsvOptions & CacheOptions & PreviewOptions & CallOptions): Promise<TableHandle>;
  /** Flat columns of numbers, text, dates and true and false; pages compressed by Snappy, gzip, ZSTD, LZ4 or not at all. */
  readParquet(source: ParquetSource, options?: ColumnsOptions & CacheOptions & CallOptions): Promise<TableHandle>;
  /** Arrow IPC, as a file (Feather version 2) or a stream. */
  readArrow(source: ArrowSource, options?: ColumnsOptions & CacheOptions & CallOptions): Promise<TableHandle>;
  fromColumns(columns: Record<string, ColumnInput>, options?: FromColumnsOptions): Promise<TableHandle>;
  /** A bundled data set that is generated, by its name in the catalogue. */
  generate(name: string, options?: GenerateOptions & CallOptions): Promise<TableHandle>;
  catalog(options?: CallOptions): Promise<DataSet[]>;
  /**
   * Moments of a CSV, or of a generated set, whose rows are not kept: a file may be larger than memory. `fromMoments` takes
   * them. Rejects with `rows-needed` for terms that must see all rows at once.
   */
  readMoments(
    source: CsvSource | GeneratedSource,
    formula: string,
    options?: CsvOptions & CallOptions,
  ): Promise<Moments>;
  /** How fast one worker is, by short loops of known work; some 200 ms. */
  measure(options?: MeasureOptions & CallOptions): Promise<Speed>;
  /** Bias² and variance of models by simulation from a truth that is known. */
  biasVariance(options: SimulationOptions & CallOptions): Promise<BiasVariance[]>;
  /** How means, variances and correlations differ between two Moments, over the columns that both have. */
  momentsShift(
    reference: MomentsInput,
    current: MomentsInput,
    options?: MomentsShiftOptions & CallOptions,
  ): Promise<MomentsShift>;
  /**
   * A table without rows, from moments that `table.moments` gave or somebody else summed: `fit` and `moments` work on it,
   * terms matched to `names` by R's labels. What must read rows rejects with `rows-needed`.
   */
  fromMoments(moments: MomentsInput, options?: CallOptions): Promise<TableHandle>;
  close(): void;
}

// The two values the engine gives out: Moments and Fit. Plain, cloneable and JSON-safe. Types only.

import type { Plan } from "#formula/types.ts";
import type { BackendName } from "#kernel/backend.ts";
import type { CoefficientEffect, Smearing } from "./features/types.ts";
import type { Penalty } from "./penalised/types.ts";

export type {
  AddedVariable,
  Assumption,
  Bins2d,
  Collinearity,
  DiagnoseOptions,
  Diagnostics,
  DiagnosticTest,
  Influence,
  PlotData,
  RankedRow,
  ResidualSummary,
  RowOrder,
  TestName,
  VifRow,
} from "./diagnostics/types.ts";
export type {
  BoxCoxProfile,
  Calibration,
  CalibrationOptions,
  CoefficientEffect,
  GroupCoverage,
  Smearing,
  SplitConformal,
  SplitConformalOptions,
} from "./features/types.ts";
export type {
  ForecastOrigin,
  Future,
  HorizonErrors,
  NaiveErrors,
  PeriodUnit,
  RollingOrigin,
  RollingOriginOptions,
} from "./forecast/types.ts";
export type {
  AnovaChoice,
  HypothesisOptions,
  MarginalMeansOptions,
  RobustOptions,
  SelectChoice,
} from "./inference/options/types.ts";
export type {
  AnovaRow,
  AnovaTable,
  AnovaType,
  ComparedModel,
  Contrast,
  HypothesisMatrix,
  HypothesisTest,
  MarginalDifference,
  MarginalMean,
  MarginalMeans,
  ModelComparison,
  NestedTest,
  RobustTable,
  RobustType,
  SelectedModel,
  Selection,
  SelectionMethod,
  SelectionStep,
  StandardizedCoefficients,
} from "./inference/types.ts";
export type { Metrics, MetricsOptions } from "./metrics/types.ts";
export type {
  Bounded,
  ChowTest,
  CoefficientEstimates,
  CoefficientShift,
  ColumnShift,
  CorrelationChange,
  DriftBin,
  DriftReport,
  DriftTest,
  FeatureDrift,
  MomentsShift,
} from "./monitor/report/types.ts";
export type {
  Binning,
  ColumnProfile as DriftColumnProfile,
  Correction,
  DriftOptions,
  DriftProfile,
  DriftProfileOptions,
  Effect,
  EffectName,
  EffectWord,
  RowWindow,
  Threshold,
} from "./monitor/types.ts";
export type { Path, PathOptions, PathStop, Penalty, PenaltyOptions } from "./penalised/types.ts";
export type {
  BiasVariance,
  BlockOptions,
  Bootstrap,
  BootstrapOptions,
  CrossValidation,
  FoldOptions,
  Jackknife,
  JackknifeOptions,
  LearningCurve,
  LearningCurveOptions,
  ModelOptions,
  Resampled,
  SearchOptions,
  SimulationOptions,
  Trial,
  ValidationCurve,
  ValidationErrors,
  ValidationOptions,
} from "./resampling/types.ts";
export type {
  Bins,
  BinsOptions,
  LevelsProfile,
  NumbersProfile,
  PointsOptions,
  Stretch,
  TableProfile,
  TableProfileOptions,
  WindowPoints,
} from "./view/types.ts";

/**
 * What weights count. "analytic": a row of weight w is as exact as the mean of w rows, and counts as one row, as in R's
 * `lm`. "frequency": a row of weight w stands for w equal rows, and counts as w.
 */
export type WeightsAre = "analytic" | "frequency";

/**
 * Centred second moments of q = p predictors + 1 response (last). `scatter` is Σ w (z − mean)(z − mean)ᵀ, the packed
 * upper triangle by columns: entry (i ≤ j) at j(j+1)/2 + i.
 */
export interface Moments {
  /** Rows with weight > 0; with frequency weights their sum, so that n = weight, as without weights. */
  n: number;
  weight: number;
  mean: number[];
  scatter: number[];
  names: string[];
  shift: number[];
  /** Σ log w over rows with weight > 0; 0 unless weights are analytic. The likelihood of a weighted fit needs it. */
  sumLogWeight: number;
  /** Absent without weights. */
  weightsAre?: WeightsAre;
  /** Rows left out because a value was missing; absent where nobody counted. */
  nDropped?: number;
  /** What made the columns of a table: its design columns are all but the last of these. */
  plan?: Plan;
  /** Where rows were dealt to folds: the moments of each, of the same columns. */
  folds?: FoldMoments[];
}

/** Moments of one of the folds that make up a whole. */
export type FoldMoments = Omit<Moments, "plan" | "nDropped" | "folds">;

/** Moments as somebody else may give them: what can be told from the rest may be left out. */
export type MomentsInput = Omit<Moments, "shift" | "sumLogWeight"> & Partial<Pick<Moments, "shift" | "sumLogWeight">>;

/**
 * Which road the solver took and why. `cholesky` solves from moments; `cholesky-refined` corrects that from residuals of the
 * rows; `whitened` factors the rows a second time, made orthonormal by the first factor; `double-double` sums, solves and
 * corrects with twice the digits. Penalised models are solved by `coordinate-descent`, ridge by `eigen`.
 */
export interface SolverReport {
  name: "cholesky" | "cholesky-refined" | "whitened" | "double-double" | "coordinate-descent" | "eigen";
  reason: string;
  /** Estimated 1-norm condition of the correlation matrix of the predictors. */
  condition: number;
  /** Whether the residual sum of squares was summed over rows or taken from moments. */
  rss: "rows" | "moments";
  /** Where there is a GPU: whether it made moments to start from, and why or why not. */
  webgpu?: { used: boolean; reason: string };
  /** Digits of what the factor alone gives, standard errors and leverages among it, where those are fewer than coefficients have. */
  factorDigits?: number;
}

/**
 * How hard a fit tries: as far as its digits need it, in double-double whatever the size, or, however small the problem, from
 * moments as long as these leave the digits.
 */
export type Precision = "auto" | "certified" | "quick";

/** A fitted linear model. Arrays follow `terms`; `null` where a term is aliased or the value is not finite. */
export interface Fit {
  method: "ols" | "ridge" | "lasso" | "elastic-net";
  /** What the coefficients minimise, with its factors. */
  objective: string;
  formula: string;
  plan: Plan;
  backend: BackendName;
  solver: SolverReport;
  /** Rows used and rows left out because a value was missing. */
  n: number;
  nDropped: number;
  weighted: boolean;
  /** What the weights count; absent without weights. */
  weightsAre?: WeightsAre;
  /** R's coefficient names, `(Intercept)` first where there is one. */
  terms: string[];
  coefficients: (number | null)[];
  standardErrors: (number | null)[];
  t: (number | null)[];
  p: (number | null)[];
  ci95: ([number, number] | null)[];
  /** Estimated correct decimal digits of each coefficient, given that the inputs were rounded to doubles. */
  digits: (number | null)[];
  rSquared: number | null;
  adjRSquared: number | null;
  sigma: number | null;
  f: { value: number; df1: number; df2: number; p: number } | null;
  logLik: number | null;
  aic: number | null;
  bic: number | null;
  /** Residual and total (about the mean, or about 0 without intercept) sums of squares. */
  rss: number;
  tss: number;
  dfResidual: number;
  rank: number;
  aliased: string[];
  /** Of a penalised fit alone: its penalty, and the certificate of its solution. */
  penalty?: Penalty;
  /** Why a value is `null`: field name and reason in words. */
  reasons: { field: string; reason: string }[];
  /** Of a fit while its file is read: how many rows it is made of. */
  provisional?: { nRows: number };
  /**
   * What prediction needs; R is empty where a fit has no intervals: Var(ŷ) = sigma²·(1/weight·[intercept] + ‖R⁻ᵀ(x − centre)‖²).
   * `level` is the fitted value at the centre, 0 without an intercept; older fits lack it, and then the intercept tells it
   * with the rounding of a large number where a column is far from 0.
   */
  covariance: { weight: number; centre: number[]; R: number[]; level?: number };
  /** Where the response is transformed: what predicting its mean needs of the residuals. */
  smearing?: Smearing;
  /** Coefficients as percent change, where response or predictor is a logarithm. */
  effects?: (CoefficientEffect | null)[];
}

// The options that each call knows, and the refusal of any other: a name that is misspelt would change nothing, unseen.

import { nearest } from "#base/nearest.ts";
import type {
  CallOptions,
  Engine,
  EngineOptions,
  FitOptions,
  SimulationOptions,
  TableCalls,
  TableHandle,
  TableMetricsOptions,
} from "../contract.ts";
import { LeastwiseError } from "./errors.ts";

type Last<A extends unknown[]> = A extends [...unknown[], infer Options] ? Options : never;
type OptionsOf<F> = F extends (...args: infer Args) => unknown ? Last<Required<Args>> : never;
/** Every name once, so that the compiler tells where one is missing. */
type NamesOf<Options> = Record<Exclude<keyof Options, keyof CallOptions>, true>;
/** Calls that take options, of the engine and of a table. */
type EngineCalls = Pick<
  Engine,
  | "readCsv"
  | "readMoments"
  | "readParquet"
  | "readArrow"
  | "fromColumns"
  | "generate"
  | "catalog"
  | "measure"
  | "biasVariance"
  | "momentsShift"
  | "fromMoments"
>;
type Calls = EngineCalls & Pick<TableHandle, keyof TableCalls | "edit">;
type Known = { [K in keyof Calls]: NamesOf<OptionsOf<Calls[K]>> } & { createEngine: Record<keyof EngineOptions, true> };

const OF_WEIGHTS = { weights: true } as const;
const OF_MISSING = { missing: true } as const;
const OF_ROWS = { ...OF_WEIGHTS, ...OF_MISSING, weightsAre: true } as const;
const OF_WINDOW = { ...OF_ROWS, rows: true } as const;
const OF_MODEL = { lambda: true, l1Ratio: true, standardize: true } as const;
const OF_PENALTY = { l1Ratio: true, standardize: true, penaltyFactors: true, bounds: true } as const;
const OF_GRID = { lambdas: true, nLambda: true, lambdaMinRatio: true, earlyStop: true } as const;
const OF_BLOCKS = { nBlocks: true, blocks: true, seed: true } as const;
const OF_INTERVAL = { interval: true, level: true, calibration: true } as const;
const OF_CALIBRATION = { level: true, scores: true } as const;
const OF_FOLDS = {
  folds: true,
  scheme: true,
  seed: true,
  repeats: true,
  group: true,
  order: true,
  window: true,
  windowBlocks: true,
} as const;

const KNOWN: Known = {
  createEngine: { backend: true, workers: true, keepMoments: true, startTimeout: true },
  readCsv: { delimiter: true, decimal: true, na: true, types: true, cache: true, preview: true },
  readParquet: { columns: true, cache: true },
  readArrow: { columns: true, cache: true },
  fromColumns: { transfer: true },
  generate: { seed: true, rows: true, grain: true },
  catalog: {},
  measure: { columns: true, stages: true },
  fromMoments: {},
  readMoments: { delimiter: true, decimal: true, na: true, types: true },
  biasVariance: { X: true, beta: true, intercept: true, sigma: true, models: true, nSimulations: true, seed: true },
  momentsShift: { correction: true },
  edit: {},
  rows: {},
  bins: { x: true, y: true, nx: true, ny: true, rows: true, value: true },
  points: { x: true, y: true, rows: true, limit: true },
  profile: { columns: true, rows: true, nBins: true },
  fit: { ...OF_WINDOW, ...OF_PENALTY, method: true, lambda: true, relax: true, precision: true },
  path: { ...OF_WINDOW, ...OF_PENALTY, ...OF_GRID, relax: true, leaveOneOut: true },
  predict: { ...OF_INTERVAL, unseenLevels: true, scale: true, retransform: true },
  moments: { ...OF_WINDOW, ...OF_FOLDS },
  boxCox: { ...OF_ROWS, lambdas: true },
  calibrate: { ...OF_MISSING, ...OF_CALIBRATION },
  splitConformal: { ...OF_MISSING, ...OF_CALIBRATION, share: true, seed: true },
  coverage: { ...OF_MISSING, ...OF_INTERVAL, by: true },
  rollingOrigin: {
    ...OF_MISSING,
    order: true,
    unit: true,
    horizon: true,
    step: true,
    window: true,
    initial: true,
    futures: true,
    by: true,
    season: true,
    quantiles: true,
    level: true,
    scale: true,
  },
  crossValidate: {
    ...OF_WINDOW,
    ...OF_PENALTY,
    ...OF_GRID,
    ...OF_FOLDS,
    search: true,
    rowErrors: true,
    quantiles: true,
  },
  bootstrap: { ...OF_ROWS, ...OF_MODEL, ...OF_BLOCKS, nReplicates: true, method: true, level: true },
  jackknife: { ...OF_ROWS, ...OF_MODEL, ...OF_BLOCKS },
  learningCurve: { ...OF_ROWS, ...OF_MODEL, sizes: true, testShare: true, seed: true, repeats: true },
  diagnostics: { ...OF_WEIGHTS, top: true, lag: true, order: true, split: true, tests: true },
  influence: { ...OF_WEIGHTS, from: true, to: true },
  addedVariable: OF_WEIGHTS,
  driftProfile: { columns: true, nBins: true, binning: true, rows: true },
  drift: { alpha: true, correction: true, columns: true, rows: true },
  robust: { ...OF_WEIGHTS, type: true, cluster: true, correction: true, lag: true, order: true },
  hypothesis: { test: true, robust: true, level: true },
  marginalMeans: { ...OF_WEIGHTS, robust: true, level: true },
  standardized: {},
  anova: { ...OF_ROWS, type: true },
  compare: OF_ROWS,
  select: {
    ...OF_ROWS,
    method: true,
    criterion: true,
    k: true,
    enter: true,
    remove: true,
    lower: true,
    start: true,
    nBest: true,
    maxIter: true,
  },
  metrics: { ...OF_ROWS, costs: true, quantiles: true },
};

/** The names within options that are objects, or lists of objects, whatever the call. */
const WITHIN: Record<string, Record<string, true>> = {
  bounds: { lower: true, upper: true } satisfies Record<keyof NonNullable<FitOptions["bounds"]>, true>,
  costs: { over: true, under: true } satisfies Record<keyof NonNullable<TableMetricsOptions["costs"]>, true>,
  models: { ...OF_MODEL, columns: true } satisfies Record<keyof SimulationOptions["models"][number], true>,
  search: { kind: true, nTrials: true, rounds: true, nL1Ratios: true },
};

/** What every call but `createEngine` takes, and keeps on this side. */
const OF_CALL: Record<keyof CallOptions, true> = { signal: true, onProgress: true };

/**
 * Refuse options that `call` does not know.
 *
 * @throws LeastwiseError `bad-argument` with the nearest name that it knows
 */
export function requireKnown(call: keyof Known, options: object): void {
  if (typeof options !== "object" || options === null) {
    throw refused(call, "be an object", options === null ? "null" : typeof options);
  }
  requireNames(call, options, call === "createEngine" ? KNOWN[call] : { ...KNOWN[call], ...OF_CALL });
  for (const [name, within] of Object.entries(WITHIN)) {
    const value: unknown = Object.hasOwn(options, name) ? options[name as keyof typeof options] : null;
    for (const part of Array.isArray(value) ? value : [value]) {
      if (typeof part === "object" && part !== null) requireNames(`${call}, ${name}`, part, within);
    }
  }
}

function requireNames(subject: string, options: object, names: Record<string, true>): void {
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  const hint = near === undefined ? "" : `, perhaps ${near}`;
  throw refused(subject, `be among ${known.join(", ")}${hint}`, unknown);
}

function refused(subject: string, rule: string, got: string): LeastwiseError {
  return new LeastwiseError("bad-argument", `options of ${subject}: must ${rule}; got ${got}`, { value: got });
}

// The rows of one model, as `stats` sees them: passes that somebody else runs over blocks, shards or a warehouse. Types only.

import type { ExactRows } from "#formula/exact.ts";
import type { Backend, Block, ExactBlock, LinearPredictor, ResidualSums } from "#kernel/backend.ts";
import type { Moments, WeightsAre } from "./types.ts";

/**
 * The complete rows of one superblock: p design columns, then the response. Row i is row
 * `first + (kept ? kept[i] : i)` of the table, counted from 0.
 */
export interface RowBlock extends Block {
  superblock: number;
  /** Row of the table, from 0, that the places are counted from. Default: superblock·65,536. */
  first?: number;
  /** Places of the rows; null where none is left out. */
  kept: Int32Array | null;
  /** Rows left out because their weight is 0, where those are. */
  nAbsent?: number;
}

/**
 * One pass over rows: what is made of a superblock, and how the results of two stretches of rows, the first before the
 * second, become one. `args` and results are plain data, so that a pass can run where the rows live.
 */
export interface RowPass<Args, Result> {
  /** The pass that this one runs on a part of the rows, whatever it takes. */
  of?: RowPass<never, Result>;
  run(block: RowBlock, args: Args, backend: Backend): Result | Promise<Result>;
  merge(a: Result, b: Result, backend: Backend): Result;
}

/** A superblock in double-double, with what is rounded in its columns. */
export interface ExactRowBlock extends RowBlock, ExactBlock, Pick<ExactRows, "slopes" | "inputs"> {
  /** Rows left out because a value or the weight was missing. */
  nDropped: number;
}

/** A pass over rows whose derived columns are formed in double-double. */
export interface ExactRowPass<Args, Result> {
  /** The pass that this one runs on a part of the rows, whatever it takes. */
  of?: ExactRowPass<never, Result>;
  run(block: ExactRowBlock, args: Args, backend: Backend): Result | Promise<Result>;
  merge(a: Result, b: Result): Result;
}

/** Moments to start from: correlations of predictors have an error of this standard deviation, at most. */
export interface DraftedMoments {
  moments: Moments & { nDropped: number };
  error: number;
  /** Rows whose products a device summed, and why it did not sum them all where it failed. */
  nOnDevice: number;
  lost: string | null;
  /** Why a device was used at all, in words. */
  reason: string;
}

/** Row passes of a planned model: p design columns and the response, rows with missing values left out. */
export interface Rows {
  /** False where only moments are there: then `residuals` are summed from those, and passes reject with `rows-needed`. */
  readonly hasRows: boolean;
  /** Rows before any is left out: known without a pass, and at least as many as a pass will find. */
  readonly nRows: number;
  /** What weights count; absent without weights. Frequencies count in the `n` of `moments`; a pass sees plain weights. */
  readonly weightsAre?: WeightsAre | undefined;
  /** Names are the design columns' then the response's label. */
  moments(): Promise<Moments & { nDropped: number }>;
  /** Draft moments, or why there are none; absent where there is no device that makes them. */
  draftMoments?(): Promise<DraftedMoments | { declined: string }>;
  /** Residual sums of y − (intercept + Σ beta[j] (x[j] − centre[j])) over the same rows and weights. */
  residuals(predictor: LinearPredictor): Promise<ResidualSums>;
  /** Run a pass over every superblock and merge its results in the fixed tree over the superblock index. */
  reduce<Args, Result>(pass: RowPass<Args, Result>, args: Args): Promise<Result>;
  /** The same over columns in double-double. */
  reduceExact<Args, Result>(pass: ExactRowPass<Args, Result>, args: Args): Promise<Result>;
  /** Called between the steps of what takes long without a pass; rejects once the call is cancelled. Passes do so themselves. */
  turn(): Promise<void>;
}

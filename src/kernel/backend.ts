// What a backend does: row passes over one block, asynchronous because a GPU is; small dense algebra and random streams,
// synchronous. It knows no table, no formula and no model. Types only.

import type { BinAxis } from "#base/bin-edges.ts";
import type { DoubleDoubles } from "#base/double-double.ts";
import type { DescentOptions, DescentPath, DescentProblem } from "./descent.ts";
import type { DiagnoseRequest, Diagnosis } from "./diagnosis.ts";
import type { Drafting } from "./draft.ts";
import type { RowScan, RowText } from "./row-scan.ts";

export type { DescentOptions, DescentPath, DescentProblem } from "./descent.ts";
export type { DiagnoseRequest, DiagnoseSums, Diagnosis, DrawnRows, RowMeasures, TopRows } from "./diagnosis.ts";
export type { DraftMoments } from "./draft.ts";
export type { CellKind, RowScan, RowText, ScannedRows } from "./row-scan.ts";

/** The backends; "webgpu" is one of the others with drafts of moments from a GPU. */
export type BackendName = "reference" | "scalar" | "simd" | "relaxed" | "webgpu";

/** A column of numbers as it is stored; kernels promote to f64 before they compute. */
export type NumericColumn = Float64Array | Float32Array;

/** Rows of one superblock: q columns of n values each, and optionally n weights (finite, >= 0). */
export interface Block {
  n: number;
  columns: readonly NumericColumn[];
  weights?: NumericColumn | undefined;
}

/**
 * Centred second moments of q columns: `mean[q]`, `scatter[q(q+1)/2]` = Σ w (z − mean)(z − mean)ᵀ as the packed upper
 * triangle by columns (entry i ≤ j at j(j+1)/2 + i). `shift[q]` is the origin that was subtracted before squaring.
 */
export interface BlockMoments {
  n: number;
  weight: number;
  mean: Float64Array;
  scatter: Float64Array;
  shift: Float64Array;
}

/** A linear predictor over q columns: `intercept + Σ beta[j]·(x[j] − centre[j])`. */
export interface LinearPredictor {
  intercept: number;
  beta: Float64Array;
  centre: Float64Array;
}

/** Sums over the rows of a block with e = y − ŷ: Σ w e², Σ w e, Σ w e (x − centre)[p] and max |e|. */
export interface ResidualSums {
  rss: number;
  sum: number;
  gradient: Float64Array;
  maxAbs: number;
}

/** Cells over a window, in data units, and what is taken off a value before it is summed. */
export interface BinGrid {
  x: BinAxis;
  y: BinAxis;
  origin: number;
}

/** Counts of rows by cell, (i, j) at j·x.n + i, and the sums of value − origin over each cell's rows. */
export interface BinCounts {
  counts: Uint32Array;
  sums: Float64Array;
  nInside: number;
  nOutside: number;
  /** Rows where one of the columns is missing. */
  nMissing: number;
}

/** A block whose column j is columns[j] + low[j]; `low[j]` is null where that is 0 in every row. */
export interface ExactBlock extends Block {
  low: readonly (Float64Array | null)[];
}

/** Where columns are seen from in double-double: z[j] = scale[j]·x[j] − centre[j]. Scales are powers of 2. */
export interface ExactOrigin {
  scale: Float64Array;
  centre: DoubleDoubles;
}

/**
 * Row passes in double-double, right to some 1e-30 of the sum of absolute products while scaled values are of the order of
 * 1. All WebAssembly builds give the same bits.
 */
interface ExactPasses {
  /** Packed triangle of Σ w z zᵀ over q columns and a column of 1, (q + 1)(q + 2)/2 values. */
  products(block: ExactBlock, origin: ExactOrigin): Promise<DoubleDoubles>;
  /**
   * Σ w e², Σ w e and Σ w e z[p], p + 2 values, of e = z[p] − (level + Σ beta[j]·z[j]) over the p columns before the last.
   *
   * @param predictor level, then beta[p]
   */
  residuals(block: ExactBlock, origin: ExactOrigin, predictor: DoubleDoubles): Promise<DoubleDoubles>;
}

/** Upper Cholesky factor R (p×p, column-major, A = RᵀR) with columns that depend on earlier ones left out. */
export interface Cholesky {
  p: number;
  R: Float64Array;
  rank: number;
  /** 1 where the column is left out because its pivot fell to `tol` times its diagonal. */
  aliased: Uint8Array;
  /** Pivot over diagonal, 1 − R² of the column on the earlier ones. */
  pivots: Float64Array;
}

/** A symmetric matrix as V·diag(values)·Vᵀ: eigenvectors are the columns of `vectors` (p×p), the largest value first. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array;
}

/** Dense algebra of p×p matrices on the CPU, column-major. */
export interface Dense {
  /** Factor the symmetric matrix A (only its upper triangle is read). Rows and columns of aliased entries are zero in R. */
  cholesky(A: Float64Array, p: number, tol: number): Cholesky;
  /** Solve A X = B over the columns kept, B p×nRhs column-major; entries of aliased columns come back 0. */
  solve(factor: Cholesky, B: Float64Array, nRhs: number): Float64Array;
  /** Solve RᵀX = B (`transposed`) or R X = B over the columns kept. */
  solveTriangular(factor: Cholesky, B: Float64Array, nRhs: number, transposed: boolean): Float64Array;
  /** A⁻¹ over the columns kept, p×p; rows and columns of aliased entries are 0. */
  inverse(factor: Cholesky): Float64Array;
  /** Estimate of the 1-norm condition of A over the columns kept (Hager and Higham's estimator, as LAPACK's pocon). */
  condition(factor: Cholesky, A: Float64Array): number;
  /** Eigenvalues and eigenvectors of the symmetric matrix A (only its upper triangle is read). */
  eigen(A: Float64Array, p: number): Eigen;
}

/** numpy's legacy stream (MT19937); values, their order and the cached second normal are numpy's. */
export interface RandomStream {
  uniform(n: number, low: number, high: number): Float64Array;
  normal(n: number, mean: number, sd: number): Float64Array;
  /** 1 with probability p, drawn as numpy's `choice([0, 1], p=[1 − p, p])`. */
  bernoulli(n: number, p: number): Float64Array;
  permutation(n: number): Int32Array;
}

/** A permutation of 0..n − 1, n up to 2³⁰; a 32-bit seed and the number of a repeat name it. */
export interface Shuffle {
  n: number;
  seed: number;
  repeat: number;
}

/**
 * The fold of each row: a number a row, or by its place in a shuffled order, modulo the number of folds; the first row is
 * number `from` in the order.
 */
export type Folds = Int32Array | { order: Shuffle; from: number };

/** Which sequence of draws: a seed and the number of one of its streams, both 32-bit. */
export interface PlaceKey {
  seed: number;
  stream: number;
}

/** What the draws follow. */
export type PlaceLaw = "uniform" | "normal";

/** One way to compute. All backends pass one test suite; `reference` is the oracle. */
export interface Backend {
  readonly name: BackendName;
  /** Moments to start from, by a device with no doubles; absent where there is none. */
  readonly draft?: Drafting;
  moments(block: Block): Promise<BlockMoments>;
  /**
   * Moments of every fold of the rows in one pass. A row whose number is no fold's, as −1, is in none. A fold without rows
   * gives a state of no weight.
   */
  foldMoments(block: Block, folds: Folds, nFolds: number): Promise<BlockMoments[]>;
  /** Merge two states (Chan, Golub and LeVeque; Pébay for matrices). Neither is changed. */
  merge(a: BlockMoments, b: BlockMoments): BlockMoments;
  /** The last column of the block is the response. */
  residuals(block: Block, predictor: LinearPredictor): Promise<ResidualSums>;
  /** Fitted values of p columns, 0 or more, and, where `whiten` (an upper factor R) is given, ‖R⁻ᵀ(x − centre)‖² a row. */
  predict(
    block: Block,
    predictor: LinearPredictor,
    whiten?: Cholesky,
  ): Promise<{ fitted: Float64Array; quadratic?: Float64Array }>;
  /** What each row does to a known fit (Belsley, Kuh and Welsch 1980); the last column of the block is the response. */
  diagnose(block: Block, request: DiagnoseRequest): Promise<Diagnosis>;
  /** The columns of (X − centre)·R⁻¹, n values each; those of aliased columns are 0. The block's weights have no part in it. */
  whiten(block: Block, centre: Float64Array, factor: Cholesky): Promise<Float64Array[]>;
  /** Count the pairs of the first two columns on a grid; the last column (the third, or else y) is summed. No weights. */
  bins(block: Block, grid: BinGrid): Promise<BinCounts>;
  /** Reads plain rows of text fast; absent where there is nothing faster than to read them by the book. */
  readonly scanRows?: (text: RowText) => RowScan;
  readonly exact: ExactPasses;
  readonly dense: Dense;
  /**
   * Solve for each pair of penalties in turn: coordinate descent over covariances (Friedman, Hastie and Tibshirani
   * 2010) with strong rules, then exactly on the terms that it found.
   */
  descent(problem: DescentProblem, lambda1: Float64Array, lambda2: Float64Array, options: DescentOptions): DescentPath;
  /** A stream of its own from a 32-bit seed. */
  random(seed: number): RandomStream;
  /**
   * Draws of the places `from` to `from + length` of a sequence, each a pure function of key and place, so that any cut into
   * stretches gives the same; all backends give the same. Uniforms are in [0, 1), normals standard.
   */
  place(key: PlaceKey, law: PlaceLaw, from: number, length: number): Float64Array;
  /**
   * Places of the numbers `from` to `from + length` in a shuffled order, modulo `parts` where that is given. Needs no
   * memory of other numbers, so that any cut into stretches gives the same; all backends give the same.
   */
  shuffle(order: Shuffle, from: number, length: number, parts?: number): Int32Array;
  close(): void;
}

/** What this machine can do and what was chosen, with the reason in words. */
export interface KernelCapabilities {
  backend: BackendName;
  reason: string;
  simd: boolean;
  /** Relaxed SIMD validates and `relaxed_madd` really fuses. */
  relaxed: boolean;
  /** The GPU's adapter, or why there is none to use. */
  webgpu:
    | { adapter: string; isFallback: boolean; reason?: never }
    | { reason: string; adapter?: never; isFallback?: never };
}

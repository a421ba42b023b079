// One instance of a kernel build with a memory of its own, and the types of its ABI.

import { Arena } from "./arena.ts";
import { type Build, binaryOf } from "./binary.ts";

/** What assembly/index.ts exports. All addresses are bytes in the instance's memory. */
interface KernelExports {
  LANES: WebAssembly.Global;
  PANEL_ROWS: WebAssembly.Global;
  ROUND_OPERATIONS: WebAssembly.Global;
  STREAM_BYTES: WebAssembly.Global;
  STRIDE: WebAssembly.Global;
  WORDS_BYTES: WebAssembly.Global;
  bin_f64(
    columns: number,
    n: number,
    value: number,
    origin: number,
    xEdges: number,
    xScale: number,
    nx: number,
    yEdges: number,
    yScale: number,
    ny: number,
    counts: number,
    sums: number,
    totals: number,
  ): void;
  bernoulli_f64(stream: number, out: number, n: number, zeroBelow: number): void;
  cholesky_f64(A: number, p: number, tol: number, R: number, aliased: number, pivots: number): number;
  condition_f64(A: number, R: number, aliased: number, p: number, rank: number, x: number): number;
  fold_add_f64(
    columns: number,
    weights: number,
    folds: number,
    n: number,
    q: number,
    first: number,
    count: number,
    shift: number,
    work: number,
    panels: number,
    sums: number,
  ): void;
  fold_begin_f64(q: number, count: number, work: number, panels: number, sums: number): void;
  fold_flush_f64(q: number, count: number, weighted: number, work: number, panels: number, sums: number): void;
  fold_panel_bytes(q: number, count: number): number;
  fold_work_bytes(count: number): number;
  descent_begin_f64(A: number, r: number, limits: number, p: number, capacity: number, net: number): void;
  descent_bytes(p: number, capacity: number): number;
  descent_start_f64(net: number, b: number): void;
  descent_solve_f64(
    net: number,
    lambda1: number,
    lambda2: number,
    isFirst: number,
    tol: number,
    maxIter: number,
    out: number,
  ): number;
  eigen_f64(V: number, p: number, values: number, work: number): number;
  diagnose_begin(p: number, nTop: number, state: number): void;
  diagnose_bytes(p: number, nTop: number): number;
  diagnose_columns(p: number): number;
  diagnose_f64(
    columns: number,
    weights: number,
    n: number,
    p: number,
    request: number,
    whiten: number,
    betas: number,
    panel: number,
    nTop: number,
    first: number,
    state: number,
    rows: number,
    measure: number,
    nMeasures: number,
    changes: number,
  ): void;
  exact_panel_bytes(q: number): number;
  exact_products_dd(
    columns: number,
    lows: number,
    weights: number,
    n: number,
    q: number,
    origin: number,
    panel: number,
    sums: number,
  ): void;
  exact_residual_panel_bytes(p: number): number;
  exact_residuals_dd(
    columns: number,
    lows: number,
    weights: number,
    n: number,
    p: number,
    origin: number,
    predictor: number,
    panel: number,
    sums: number,
  ): void;
  gram_add_f64(
    columns: number,
    weights: number,
    n: number,
    q: number,
    shift: number,
    panel: number,
    sums: number,
  ): void;
  gram_begin_f64(q: number, panel: number, sums: number): void;
  gram_bytes(q: number): number;
  gram_end_f64(q: number, shift: number, sums: number, state: number): number;
  gram_naive_f64(columns: number, n: number, q: number, state: number): void;
  gram_shift_f64(columns: number, weights: number, n: number, q: number, shift: number): void;
  know_word(table: number, from: number, length: number, code: number): void;
  merge_f64(a: number, b: number, q: number, delta: number, out: number): void;
  multiply_add_f64(rounds: number): number;
  multiply_add_fuses(a: number): number;
  narrow_f64(values: number, n: number): number;
  normal_f64(stream: number, out: number, n: number, mean: number, sd: number): void;
  panel_bytes(q: number): number;
  permutation_u32(stream: number, out: number, n: number): void;
  predict_f64(
    columns: number,
    n: number,
    p: number,
    predictor: number,
    R: number,
    aliased: number,
    panel: number,
    out: number,
    quadratic: number,
  ): void;
  residual_bytes(p: number): number;
  residuals_f64(
    columns: number,
    weights: number,
    n: number,
    p: number,
    predictor: number,
    panel: number,
    sums: number,
  ): void;
  scan_begin(delimiter: number, mark: number, columns: number, nColumns: number, powers: number): void;
  scan_rows(
    bytes: number,
    from: number,
    to: number,
    isWhole: number,
    maxRows: number,
    cells: number,
    maxCells: number,
    result: number,
  ): number;
  seed_stream(stream: number, seed: number): void;
  place_normal_f64(seed: number, stream: number, from: number, n: number, out: number): void;
  place_uniform_f64(seed: number, stream: number, from: number, n: number, out: number): void;
  shuffle_parts(places: number, length: number, parts: number): void;
  shuffle_places(from: number, length: number, n: number, low: number, high: number, keys: number, out: number): void;
  solve_transposed_f64(R: number, aliased: number, p: number, B: number, nRhs: number): void;
  solve_upper_f64(R: number, aliased: number, p: number, B: number, nRhs: number): void;
  uniform_f64(stream: number, out: number, n: number, low: number, high: number): void;
  whiten_f64(
    columns: number,
    n: number,
    p: number,
    centre: number,
    R: number,
    aliased: number,
    panel: number,
    out: number,
  ): void;
  words_begin(table: number): void;
}

/** An instance and the memory that its callers lay out. */
export interface Kernel {
  build: Build;
  call: KernelExports;
  arena: Arena;
}

/** Compile and start a build; rejects where WebAssembly, or what the build needs of it, is refused. */
export async function startKernel(build: Build): Promise<Kernel> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(binaryOf(build), { env: { memory } });
  return { build, call: instance.exports as unknown as KernelExports, arena: new Arena(memory) };
}

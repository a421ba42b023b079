// Passes over rows with a known predictor, by the kernel.

import type { Block, Cholesky, LinearPredictor, ResidualSums } from "../backend.ts";
import { checkBlock, checkDesign, checkMatrix, checkPredictor } from "../shapes.ts";
import type { Arena } from "./arena.ts";
import type { Kernel } from "./instance.ts";
import { eachStretch } from "./staging.ts";

function putPredictor(arena: Arena, { intercept, beta, centre }: LinearPredictor): number {
  const address = arena.take((1 + 2 * beta.length) * 8);
  const view = arena.f64(address, 1 + 2 * beta.length);
  view[0] = intercept;
  view.set(beta, 1);
  view.set(centre, 1 + beta.length);
  return address;
}

/** Sums over residuals; the last column of the block is the response. */
export function residuals(kernel: Kernel, block: Block, predictor: LinearPredictor): ResidualSums {
  checkBlock(block);
  const p = block.columns.length - 1;
  checkPredictor(predictor, p);
  const { arena, call } = kernel;
  arena.reset();
  const coefficients = putPredictor(arena, predictor);
  const panel = arena.take((p + 2) * call.STRIDE.value);
  const size = call.residual_bytes(p);
  const sums = arena.take(size);
  arena.u8(sums, size).fill(0);
  eachStretch(kernel, block, ({ columns, weights, n }) => {
    call.residuals_f64(columns, weights, n, p, coefficients, panel, sums);
  });
  const pairs = arena.f64(sums, size / 8);
  const fold = (at: number) => (pairs[at] as number) + (pairs[at + 1] as number);
  return {
    rss: fold(0),
    sum: fold(2),
    maxAbs: pairs[4] as number,
    gradient: Float64Array.from({ length: p }, (_, j) => fold(6 + 2 * j)),
  };
}

/** Fitted values, and ‖R⁻ᵀ(x − centre)‖² a row where `whiten` is given. */
export function predict(
  kernel: Kernel,
  block: Block,
  predictor: LinearPredictor,
  whiten?: Cholesky,
): { fitted: Float64Array; quadratic?: Float64Array } {
  checkDesign(block);
  const p = block.columns.length;
  checkPredictor(predictor, p);
  if (whiten) checkMatrix("whiten.R", whiten.R, p);
  const { arena, call } = kernel;
  arena.reset();
  const coefficients = putPredictor(arena, predictor);
  const R = whiten ? arena.put(whiten.R) : 0;
  const aliased = whiten ? arena.put(whiten.aliased) : 0;
  const panel = arena.take((p + 1) * call.STRIDE.value);
  const { columns: sources, n: nRows } = block;
  const fitted = new Float64Array(nRows);
  const quadratic = whiten ? new Float64Array(nRows) : undefined;
  let out = 0;
  let squares = 0;
  eachStretch(kernel, { n: nRows, columns: sources }, ({ columns, from, n }) => {
    out ||= arena.take(n * 8);
    if (whiten) squares ||= arena.take(n * 8);
    call.predict_f64(columns, n, p, coefficients, R, aliased, panel, out, squares);
    fitted.set(arena.f64(out, n), from);
    quadratic?.set(arena.f64(squares, n), from);
  });
  return quadratic ? { fitted, quadratic } : { fitted };
}

/** The columns of (X − centre)·R⁻¹. */
export function whiten(kernel: Kernel, block: Block, centre: Float64Array, factor: Cholesky): Float64Array[] {
  checkBlock(block);
  const p = block.columns.length;
  checkMatrix("factor.R", factor.R, p);
  checkMatrix("centre", centre, p, 1);
  const { arena, call } = kernel;
  arena.reset();
  const origin = arena.put(centre);
  const R = arena.put(factor.R);
  const aliased = arena.put(factor.aliased);
  const panel = arena.take((p + 1) * call.STRIDE.value);
  const whitened = block.columns.map(() => new Float64Array(block.n));
  let out = 0;
  eachStretch(kernel, { n: block.n, columns: block.columns }, ({ columns, from, n }) => {
    out ||= arena.take(p * n * 8);
    call.whiten_f64(columns, n, p, origin, R, aliased, panel, out);
    for (const [j, column] of whitened.entries()) column.set(arena.f64(out + j * n * 8, n), from);
  });
  return whitened;
}

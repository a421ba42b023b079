// Passes over rows with a known predictor, in plain TypeScript: sums of residuals, fitted values, quadratic forms.

import type { Block, Cholesky, LinearPredictor, ResidualSums } from "../backend.ts";
import { checkBlock, checkDesign, checkMatrix, checkPredictor } from "../shapes.ts";

/** Σ beta·(x − centre) of row i over the first p columns. */
export function slopesAt(block: Block, { beta, centre }: LinearPredictor, i: number): number {
  let value = 0;
  for (let j = 0; j < beta.length; j++) {
    value += (beta[j] as number) * ((block.columns[j]?.[i] as number) - (centre[j] as number));
  }
  return value;
}

/** Sums over residuals; the last column of the block is the response. */
export function residuals(block: Block, predictor: LinearPredictor): ResidualSums {
  checkBlock(block);
  const p = block.columns.length - 1;
  checkPredictor(predictor, p);
  const gradient = new Float64Array(p);
  let rss = 0;
  let sum = 0;
  let maxAbs = 0;
  for (let i = 0; i < block.n; i++) {
    // The level goes off first, where a response far from 0 loses least.
    const e = (block.columns[p]?.[i] as number) - predictor.intercept - slopesAt(block, predictor, i);
    const we = block.weights ? (block.weights[i] as number) * e : e;
    rss += we * e;
    sum += we;
    maxAbs = Math.max(maxAbs, Math.abs(e));
    for (let j = 0; j < p; j++) {
      const x = (block.columns[j]?.[i] as number) - (predictor.centre[j] as number);
      gradient[j] = (gradient[j] as number) + we * x;
    }
  }
  return { rss, sum, gradient, maxAbs };
}

/** The columns of (X − centre)·R⁻¹. */
export function whiten(block: Block, centre: Float64Array, factor: Cholesky): Float64Array[] {
  checkBlock(block);
  const p = block.columns.length;
  checkMatrix("factor.R", factor.R, p);
  checkMatrix("centre", centre, p, 1);
  const whitened = block.columns.map(() => new Float64Array(block.n));
  const z = new Float64Array(p);
  for (let i = 0; i < block.n; i++) {
    for (let j = 0; j < p; j++) z[j] = (block.columns[j]?.[i] as number) - (centre[j] as number);
    quadraticForm(factor, z);
    for (const [j, column] of whitened.entries()) column[i] = z[j] as number;
  }
  return whitened;
}

/** ‖R⁻ᵀ z‖² by forward substitution over the columns kept; `z` becomes R⁻ᵀ z. */
function quadraticForm({ p, R, aliased }: Cholesky, z: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < p; j++) {
    if (aliased[j]) {
      z[j] = 0;
      continue;
    }
    let value = z[j] as number;
    for (let i = 0; i < j; i++) value -= (R[j * p + i] as number) * (z[i] as number);
    value /= R[j * p + j] as number;
    z[j] = value;
    sum += value * value;
  }
  return sum;
}

/** Fitted values, and ‖R⁻ᵀ(x − centre)‖² a row where `whiten` is given. */
export function predict(
  block: Block,
  predictor: LinearPredictor,
  whiten?: Cholesky,
): { fitted: Float64Array; quadratic?: Float64Array } {
  checkDesign(block);
  const p = block.columns.length;
  checkPredictor(predictor, p);
  const fitted = Float64Array.from({ length: block.n }, (_, i) => predictor.intercept + slopesAt(block, predictor, i));
  if (!whiten) return { fitted };
  checkMatrix("whiten.R", whiten.R, p);
  const z = new Float64Array(p);
  const quadratic = Float64Array.from({ length: block.n }, (_, i) => {
    for (let j = 0; j < p; j++) z[j] = (block.columns[j]?.[i] as number) - (predictor.centre[j] as number);
    return quadraticForm(whiten, z);
  });
  return { fitted, quadratic };
}

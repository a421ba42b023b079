// Durbin and Watson's test of independent errors, the rows taken in the order of the table; rows left out are passed over.

import type { Backend, BlockMoments, Cholesky, Dense } from "#kernel/backend.ts";
import { normalCdf } from "../../inference/normal.ts";
import { fullRank } from "../../models/full-rank.ts";
import { fullGram } from "../../moments/gram.ts";
import { momentsOfRows } from "../auxiliary.ts";
import type { RowModel } from "../model.ts";
import { type WindowState, windowPass } from "../passes/window.ts";
import { quadraticFormBelow } from "../quadratic-form.ts";
import { singularValues } from "../singular-values.ts";
import { found, type Test, type TestContext, type TestHead } from "./result.ts";

/** Rows below which p is exact: eigenvalues of an n×n matrix are needed. */
const EXACT_BELOW = 100;

/** R⁻ᵀ G R⁻¹ of second moments about 0, p×p. */
function whitenedGram(moments: BlockMoments, whiten: Cholesky, dense: Dense): Float64Array {
  const { p } = whiten;
  const half = dense.solveTriangular(whiten, fullGram(moments), p, true);
  const turned = half.map((_, k) => half[(k % p) * p + Math.floor(k / p)] as number);
  return dense.solveTriangular(whiten, turned, p, true);
}

function traceOf(matrix: Float64Array, p: number): number {
  let sum = 0;
  for (let j = 0; j < p; j++) sum += matrix[j * p + j] as number;
  return sum;
}

/** Second differences of all rows; the first and the last row, which have one neighbour, are differences from it. */
function withEnds(state: WindowState, { merge }: Pick<Backend, "merge">): BlockMoments {
  const { head, tail } = state;
  const step = (a: Float64Array, b: Float64Array) => a.map((value, j) => value - (b[j] as number));
  const ends = momentsOfRows([
    step(head[0] as Float64Array, head[1] as Float64Array),
    step(tail.at(-1) as Float64Array, tail.at(-2) as Float64Array),
  ]);
  return state.moments ? merge(state.moments, ends) : ends;
}

/** Factor of X'X of the rows that `windowPass` sees: of a weighted fit, √w times the intercept and the columns about it. */
function evenFactor({ whiten, perWeight, intercept }: RowModel, weighted: boolean): Cholesky {
  if (!weighted || !intercept) return whiten;
  const p = whiten.p + 1;
  const R = new Float64Array(p * p);
  R[0] = 1 / Math.sqrt(perWeight);
  for (let j = 1; j < p; j++) R.set(whiten.R.subarray((j - 1) * (p - 1), (j - 1) * (p - 1) + j), j * p + 1);
  return fullRank(R, p);
}

/** Traces that the moments of the statistic are made of: of X'AX (X'X)⁻¹, of its square, of X'A²X (X'X)⁻¹. */
async function tracesOf({ fit, rows, model, backend }: TestContext) {
  const whiten = evenFactor(model, fit.weighted);
  const { p } = whiten;
  if (p === 0) return { trace: 0, squares: 0, second: 0 };
  const first = await rows.reduce(windowPass, { model, kind: "differences", reach: 1 });
  const second = await rows.reduce(windowPass, { model, kind: "differences", reach: 2 });
  if (!first.moments) return null;
  const M = whitenedGram(first.moments, whiten, backend.dense);
  const E = whitenedGram(withEnds(second, backend), whiten, backend.dense);
  return { trace: traceOf(M, p), squares: M.reduce((sum, value) => sum + value * value, 0), second: traceOf(E, p) };
}

/** P(DW < d) by the normal distribution with the exact mean and variance of the statistic (Durbin and Watson 1951). */
async function normalP(context: TestContext, statistic: number): Promise<number | null> {
  const traces = await tracesOf(context);
  if (!traces) return null;
  const { n } = context.sums;
  const df = n - context.model.rank;
  const total = 2 * (n - 1) - traces.trace;
  const squares = 2 * (3 * n - 4) - 2 * traces.second + traces.squares;
  const mean = total / df;
  const variance = (2 / (df * (df + 2))) * (squares - total * mean);
  return variance > 0 ? normalCdf((statistic - mean) / Math.sqrt(variance)) : null;
}

/** P(DW < d) of normal errors: the statistic is a ratio of quadratic forms in them. */
async function exactP({ fit, rows, model, sums, backend }: TestContext, statistic: number): Promise<number> {
  const whiten = evenFactor(model, fit.weighted);
  const { n } = sums;
  // With as many rows to look back on as there are, the pass keeps them all.
  const { head } = await rows.reduce(windowPass, { model, kind: "lags", reach: n });
  const about = fit.weighted ? new Float64Array(whiten.p) : model.predictor.centre;
  const X = Float64Array.from({ length: whiten.p * n }, (_, k) => {
    const j = k % whiten.p;
    return (head[Math.floor(k / whiten.p)]?.[j] as number) - (about[j] as number);
  });
  const Q = backend.dense.solveTriangular(whiten, X, n, true);
  const level = model.intercept && !fit.weighted ? Math.sqrt(model.perWeight) : 0;
  const eigenvalues = differenceEigenvalues(Q, whiten.p, n, level).slice(0, n - model.rank);
  return quadraticFormBelow(eigenvalues.map((value) => value - statistic));
}

/**
 * Eigenvalues of M A M, descending, where M leaves out the columns of Qᵀ (p×n column-major) and a constant `level`, and A is
 * the form of the squared differences: squares of the singular values of differences of M, so that small ones keep digits.
 */
function differenceEigenvalues(Q: Float64Array, p: number, n: number, level: number): number[] {
  const M = (i: number, j: number) => {
    let sum = (i === j ? 1 : 0) - level * level;
    for (let k = 0; k < p; k++) sum -= (Q[i * p + k] as number) * (Q[j * p + k] as number);
    return sum;
  };
  const D = new Float64Array(n * n);
  for (let j = 0; j < n; j++) for (let i = 1; i < n; i++) D[j * n + i] = M(i, j) - M(i - 1, j);
  return singularValues(D, n).values.map((value) => value * value);
}

/**
 * Durbin and Watson (1950), Σ (r − r before)²/Σ r². Its p is one-sided, against positive autocorrelation: exact for normal
 * errors below 100 rows, as R's, and above from the normal distribution with the exact mean and variance.
 */
export const durbinWatson: Test = async (context) => {
  const { sums, model } = context;
  const exact = sums.n < EXACT_BELOW;
  const method = exact
    ? "exact for normal errors, one-sided against positive autocorrelation"
    : "normal approximation with exact moments, one-sided against positive autocorrelation";
  const head: TestHead = { name: "durbin-watson", method, against: "independent-errors" };
  const statistic = sums.steps / model.unit / model.unit / sums.squares;
  const p = exact ? await exactP(context, statistic) : await normalP(context, statistic);
  if (p === null) return { ...head, statistic, df: [], p: null, reason: "too few degrees of freedom are left" };
  return found(head, statistic, [], p);
};

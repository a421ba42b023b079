// Tests of independent errors, the rows taken in the order of the table; rows left out are passed over.

import type { Backend, BlockMoments, Cholesky, Dense } from "#kernel/backend.ts";
import { chiSquaredUpperTail } from "../../inference/chi-squared.ts";
import { normalCdf } from "../../inference/normal.ts";
import { uncentredGram } from "../../moments/gram.ts";
import { packedIndex } from "../../moments/packed.ts";
import { explainedBy, momentsOfRows } from "../auxiliary.ts";
import type { RowModel } from "../model.ts";
import { derivedRow, type WindowState, windowPass } from "../passes/window.ts";
import { found, refused, type Test, type TestContext, type TestHead } from "./result.ts";

const against = "independent-errors";

/** R⁻ᵀ G R⁻¹ of second moments about 0, p×p. */
function whitenedGram(moments: BlockMoments, whiten: Cholesky, dense: Dense): Float64Array {
  const { p } = whiten;
  const gram = uncentredGram({
    weight: moments.weight,
    mean: Array.from(moments.mean),
    scatter: Array.from(moments.scatter),
  });
  const full = Float64Array.from({ length: p * p }, (_, k) => gram[packedIndex(k % p, Math.floor(k / p))] as number);
  const half = dense.solveTriangular(whiten, full, p, true);
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
  return { p, R, rank: p, aliased: new Uint8Array(p), pivots: new Float64Array(p).fill(1) };
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

/**
 * Durbin and Watson (1950), Σ (r − r before)²/Σ r². Its p is one-sided, against positive autocorrelation, from the normal
 * distribution with the exact mean and variance of the statistic given the predictors (Durbin and Watson 1951).
 */
export const durbinWatson: Test = async (context) => {
  const { sums, model } = context;
  const method = "normal approximation with exact moments, one-sided against positive autocorrelation";
  const head: TestHead = { name: "durbin-watson", method, against };
  const statistic = sums.steps / model.unit / model.unit / sums.squares;
  const traces = await tracesOf(context);
  if (!traces) return refused(head, "it needs two rows at least");
  const { n } = sums;
  const df = n - model.rank;
  const total = 2 * (n - 1) - traces.trace;
  const squares = 2 * (3 * n - 4) - 2 * traces.second + traces.squares;
  const mean = total / df;
  const variance = (2 / (df * (df + 2))) * (squares - total * mean);
  if (!(variance > 0)) return { ...head, statistic, df: [], p: null, reason: "too few degrees of freedom are left" };
  return found(head, statistic, [], normalCdf((statistic - mean) / Math.sqrt(variance)));
};

/** Breusch (1978) and Godfrey (1978): n·R² of the residuals on the columns and `lag` residuals before, 0 before the first. */
export const breuschGodfrey: Test = async ({ fit, rows, model, backend, lag }) => {
  const method = `order ${lag}, n·R² of the residuals on the predictors and their lags, chi-squared`;
  const head: TestHead = { name: "breusch-godfrey", method, against };
  if (fit.n <= model.rank + lag) return refused(head, `too few rows: ${fit.n} for order ${lag}`);
  const state = await rows.reduce(windowPass, { model, kind: "lags", reach: lag });
  const width = state.head[0]?.length ?? 1;
  const before = Array.from({ length: lag }, () => new Float64Array(width));
  const line = [...before, ...state.head];
  const first = momentsOfRows(state.head.map((_, t) => derivedRow(line.slice(t, t + lag + 1), state)));
  const moments = state.moments ? backend.merge(first, state.moments) : first;
  const { n, rank, explained, total } = explainedBy(moments, model.intercept && !fit.weighted, backend.dense);
  const df = rank - model.rank;
  if (df < 1) return refused(head, "the lagged residuals depend linearly on the predictors");
  const statistic = (n * explained) / total;
  return found(head, statistic, [df], chiSquaredUpperTail(statistic, df));
};

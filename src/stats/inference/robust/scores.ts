// The score of every row of a least-squares fit, w e/sigma, and its leverage: what all robust covariances sum over.

import type { Backend, Cholesky, LinearPredictor, NumericColumn } from "#kernel/backend.ts";
import { predictorOf } from "../../models/predict.ts";
import { pickRows } from "../../passes/pick.ts";
import type { RowBlock } from "../../rows.ts";
import type { Fit } from "../../types.ts";

/** A fit as a row pass takes it: plain data. */
export interface FittedModel {
  predictor: LinearPredictor;
  whiten: Cholesky;
  /** Design columns kept. */
  columns: Int32Array;
  intercept: boolean;
  weight: number;
  /** Whether a row of weight w stands for w equal rows, each with a leverage of its own. */
  counted: boolean;
  /** Residuals are divided by it, so that their squares neither overflow nor vanish. */
  sigma: number;
}

export interface Scores {
  n: number;
  /** The kept design columns. */
  columns: NumericColumn[];
  /** w e/sigma a row. */
  score: Float64Array;
  /** w (1/W + ‖R⁻ᵀ(x − centre)‖²) a row, where it was asked for; without w of rows that are counted. */
  leverage: Float64Array | null;
}

export function fittedModel(fit: Fit, sigma: number): FittedModel {
  return {
    ...predictorOf(fit),
    intercept: fit.plan.intercept,
    weight: fit.covariance.weight,
    counted: fit.weightsAre === "frequency",
    sigma,
  };
}

/** Residuals and leverages of one block; the response is its last column. */
export async function scoresOf(
  block: RowBlock,
  model: FittedModel,
  backend: Backend,
  withLeverage: boolean,
): Promise<Scores> {
  const { n, weights } = block;
  const columns = Array.from(model.columns, (j) => block.columns[j] ?? new Float64Array(n));
  const y = block.columns.at(-1) ?? new Float64Array(n);
  const whiten = withLeverage ? model.whiten : undefined;
  const { fitted, quadratic } = await backend.predict({ n, columns }, model.predictor, whiten);
  const score = new Float64Array(n);
  for (let i = 0; i < n; i++) score[i] = ((y[i] as number) - (fitted[i] as number)) / model.sigma;
  const leverage = withLeverage && quadratic ? quadratic : null;
  const constant = model.intercept ? 1 / model.weight : 0;
  if (leverage) for (let i = 0; i < n; i++) leverage[i] = (leverage[i] as number) + constant;
  for (const values of leverage && !model.counted ? [score, leverage] : [score]) {
    if (weights) for (let i = 0; i < n; i++) values[i] = (values[i] as number) * (weights[i] as number);
  }
  return { n, columns, score, leverage };
}

/**
 * Score vectors u (1 first, where there is an intercept, then x − centre; all times w e/sigma) of the rows `live`, column by
 * column.
 */
export function scoreColumns(scores: Scores, model: FittedModel, live: Int32Array): Float64Array[] {
  const score = pickRows(scores.score, live);
  const slopes = scores.columns.map((column, j) => {
    const centre = model.predictor.centre[j] as number;
    const values = pickRows(column, live);
    const u = new Float64Array(score.length);
    for (let i = 0; i < u.length; i++) u[i] = (score[i] as number) * ((values[i] as number) - centre);
    return u;
  });
  return model.intercept ? [score, ...slopes] : slopes;
}

// What a fold's training says of its rows: one linear predictor a lambda, about the training means, where differences of
// means keep their digits that an intercept at 0 would lose.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, LinearPredictor } from "#kernel/backend.ts";
import { coefficientsFromMoments } from "../penalised/path.ts";
import type { PathOptions } from "../penalised/types.ts";
import type { Moments } from "../types.ts";

/** What paths are computed with. */
export type Solver = Pick<Backend, "dense" | "descent">;

/** Predictors of rows of coefficients fitted to `train`. */
export function predictorsAt(
  train: Moments,
  intercept: boolean,
  coefficients: readonly Float64Array[],
): LinearPredictor[] {
  const p = train.mean.length - 1;
  const level = intercept ? (train.mean[p] as number) : 0;
  const centre = intercept ? Float64Array.from(train.mean.slice(0, p)) : new Float64Array(p);
  return coefficients.map((beta) => ({ intercept: level, beta, centre }));
}

/** The predictor of one row of coefficients fitted to `train`. */
export function predictorAt(train: Moments, intercept: boolean, coefficients: readonly number[]): LinearPredictor {
  return predictorsAt(train, intercept, [Float64Array.from(coefficients)])[0] as LinearPredictor;
}

/** Coefficients `[lambda][column]` of a training set; 0 where its response does not vary, and for constant columns. */
export function trainedCoefficients(
  train: Moments,
  model: { intercept: boolean },
  options: PathOptions & { lambdas: readonly number[] },
  solver: Solver,
): Float64Array[] {
  try {
    return coefficientsFromMoments(train, model, options, solver);
  } catch (error) {
    if (!(error instanceof LeastwiseError) || error.code !== "response-constant") throw error;
    return options.lambdas.map(() => new Float64Array(train.mean.length - 1));
  }
}

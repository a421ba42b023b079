// The coefficients of one model of one penalty from moments, for samples that are fitted by the hundred.

import type { Backend } from "#kernel/backend.ts";
import { normalEquations } from "../models/normal-equations.ts";
import { factorByRank } from "../models/rank.ts";
import { requireFinite, requireScale } from "../moments/scale.ts";
import { checkLambda, flagOf, ratioOf } from "../penalised/options.ts";
import { pathFromMoments } from "../penalised/path.ts";
import type { Moments } from "../types.ts";
import type { Solver } from "./predictors.ts";
import type { ModelOptions } from "./types.ts";

/** A model with nothing left open. */
export interface PenalisedModel {
  intercept: boolean;
  lambda: number;
  l1Ratio: number;
  standardize: boolean;
}

/** Slopes on the scale of the data, and whether some column depended on the others, so that its slope is 0. */
export interface Slopes {
  slopes: number[];
  deficient: boolean;
}

/** @throws LeastwiseError `bad-argument` */
export function modelOf(options: ModelOptions, intercept: boolean): PenalisedModel {
  const { lambda = 0, l1Ratio = 1, standardize = true } = options;
  return {
    intercept,
    lambda: checkLambda("lambda", lambda),
    l1Ratio: ratioOf("l1Ratio", l1Ratio, { open: false }),
    standardize: flagOf("standardize", standardize),
  };
}

function leastSquares(moments: Moments, intercept: boolean, dense: Backend["dense"]): Slopes {
  const { p, A, scale, r } = normalEquations(moments, intercept);
  const { factor } = factorByRank(A, p, dense);
  const b = dense.solve(factor, r, 1);
  const slopes = Array.from(b, (value, j) => (factor.aliased[j] ? 0 : value / (scale[j] as number)));
  return { slopes, deficient: factor.rank < p };
}

/** Whether the response does not vary, so that every slope is 0. */
function isFlat(moments: Moments, intercept: boolean): boolean {
  const p = moments.mean.length - 1;
  const scatter = moments.scatter[moments.scatter.length - 1] as number;
  return scatter === 0 && (intercept || moments.mean[p] === 0);
}

/** Slopes of the last column of `moments` on the others. */
export function slopesOf(moments: Moments, model: PenalisedModel, solver: Solver): Slopes {
  const p = moments.mean.length - 1;
  if (p === 0) return { slopes: [], deficient: false };
  requireFinite(moments);
  requireScale(moments);
  if (isFlat(moments, model.intercept)) return { slopes: new Array<number>(p).fill(0), deficient: true };
  if (model.lambda === 0) return leastSquares(moments, model.intercept, solver.dense);
  const { lambda, l1Ratio, standardize } = model;
  const { coefficients, reasons } = pathFromMoments(
    moments,
    model,
    { lambdas: [lambda], l1Ratio, standardize },
    solver,
  );
  return { slopes: coefficients[0] as number[], deficient: reasons.length > 0 };
}

/** Fitted value at 0 of slopes fitted to `moments`. */
export function interceptOf({ mean }: Moments, slopes: readonly number[]): number {
  return slopes.reduce((level, slope, j) => level - slope * (mean[j] as number), mean[slopes.length] as number);
}

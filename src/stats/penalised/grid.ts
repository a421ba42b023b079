// The grid of penalties, glmnet's: from the smallest that leaves every penalised coefficient at 0, down by equal factors.

import type { Backend } from "#kernel/backend.ts";
import { descend } from "./descend.ts";
import { gradientOf } from "./gradient.ts";
import type { ResolvedOptions } from "./options.ts";
import type { PenalisedProblem } from "./problem.ts";

/** The least share of absolute values that the grid counts with, so that ridge has a grid too. */
const LEAST_L1_RATIO = 1e-3;

/** A penalty that leaves nothing of a penalised coefficient. */
export const OVERWHELMING = 1e200;

/** What the grid of a model depends on beside its gradient: weights of |b|, the unit of lambda and the number of rows. */
interface GridModel {
  l1: Float64Array;
  responseSd: number;
  n: number;
}

/** A correlation that cannot be told from 0. */
const ROUNDING = 16 * Number.EPSILON;

/**
 * Lambdas of a path, largest first, from the gradient where only what is not penalised is fitted; 0 alone where that leaves
 * nothing to explain.
 */
export function gridFrom(gradient: Float64Array, { l1, responseSd, n }: GridModel, options: ResolvedOptions): number[] {
  const { lambdas, l1Ratio, nLambda } = options;
  if (lambdas) return lambdas;
  const penalised = Array.from(l1.keys()).filter((j) => (l1[j] as number) > 0);
  if (penalised.every((j) => Math.abs(gradient[j] as number) <= ROUNDING)) return [0];
  const most = penalised.reduce((m, j) => Math.max(m, Math.abs(gradient[j] as number) / (l1[j] as number)), 0);
  const unit = l1Ratio === 0 ? 1 : responseSd;
  const largest = (unit * most) / Math.max(l1Ratio, LEAST_L1_RATIO);
  const ratio = options.lambdaMinRatio ?? (n < l1.length ? 1e-2 : 1e-4);
  return Array.from({ length: nLambda }, (_, k) => largest * ratio ** (k === 0 ? 0 : k / (nLambda - 1)));
}

/** Lambdas of a path from moments. A grid of one's own is taken as it is. */
export function lambdaGrid(
  { descent, responseSd }: PenalisedProblem,
  n: number,
  options: ResolvedOptions,
  backend: Pick<Backend, "descent">,
): number[] {
  const isFree = descent.l1.some((weight, j) => weight === 0 && descent.A[j * (descent.p + 1)] !== 0);
  if (options.lambdas || !isFree) return gridFrom(descent.r, { l1: descent.l1, responseSd, n }, options);
  const { beta } = descend(descent, [{ lambda1: OVERWHELMING, lambda2: 0 }], backend);
  const gradient = gradientOf(descent, beta[0] as Float64Array);
  return gridFrom(gradient, { l1: descent.l1, responseSd, n }, options);
}

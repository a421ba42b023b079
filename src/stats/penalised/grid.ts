// The grid of penalties, glmnet's: from the smallest that leaves every penalised coefficient at 0, down by equal factors.

import type { Backend } from "#kernel/backend.ts";
import { gradientOf } from "./gradient.ts";
import type { ResolvedOptions } from "./options.ts";
import type { PenalisedProblem } from "./problem.ts";

/** The least share of absolute values that the grid counts with, so that ridge has a grid too. */
const LEAST_L1_RATIO = 1e-3;

/** A penalty that leaves nothing of a penalised coefficient. */
const OVERWHELMING = 1e200;

/** Largest gradient over its weight where only what is not penalised is fitted. */
function largestGradient({ descent }: PenalisedProblem, backend: Pick<Backend, "descent">): number {
  const penalty = Float64Array.of(OVERWHELMING);
  const { beta } = backend.descent(descent, penalty, Float64Array.of(0), {
    tol: 0,
    maxIter: 100 * descent.p,
    maxActive: descent.p,
  });
  const gradient = beta.some((value) => value !== 0) ? gradientOf(descent, beta) : descent.r;
  return gradient.reduce((most, g, j) => {
    const weight = descent.l1[j] as number;
    return weight > 0 ? Math.max(most, Math.abs(g) / weight) : most;
  }, 0);
}

/** Lambdas of a path, largest first. A grid of one's own is taken as it is. */
export function lambdaGrid(
  problem: PenalisedProblem,
  n: number,
  options: ResolvedOptions,
  backend: Pick<Backend, "descent">,
): number[] {
  const { lambdas, l1Ratio, nLambda } = options;
  if (lambdas) return lambdas;
  const unit = l1Ratio === 0 ? 1 : problem.responseSd;
  const largest = (unit * largestGradient(problem, backend)) / Math.max(l1Ratio, LEAST_L1_RATIO);
  const ratio = options.lambdaMinRatio ?? (n < problem.descent.p ? 1e-2 : 1e-4);
  return Array.from({ length: nLambda }, (_, k) => largest * ratio ** (k === 0 ? 0 : k / (nLambda - 1)));
}

// Ridge along its grid, with effective degrees of freedom and generalised cross-validation.

import type { Dense } from "#kernel/backend.ts";
import type { PenalisedProblem } from "./problem.ts";
import { ridgeBasis, ridgeDf, ridgeGap, ridgeSolution } from "./ridge.ts";
import type { Solutions } from "./solutions.ts";

/** Solve for every lambda, exactly. */
export function ridgeSolutions(problem: PenalisedProblem, lambdas: readonly number[], dense: Dense): Solutions {
  const basis = ridgeBasis(problem, dense);
  const beta = lambdas.map((lambda) => ridgeSolution(basis, lambda));
  return {
    beta,
    gap: beta.map((b, k) => ridgeGap(problem, b, lambdas[k] as number)),
    nIter: lambdas.map(() => 0),
    stopReason: lambdas.map(() => "exact"),
    df: lambdas.map((lambda) => ridgeDf(basis, lambda)),
  };
}

/** n·RSS/(n − df − [intercept])², null where the model has as many degrees of freedom as there are rows. */
export function generalisedCrossValidation(rss: number, n: number, df: number): number | null {
  const left = n - df;
  return left > 1e-9 * n ? (n * rss) / (left * left) : null;
}

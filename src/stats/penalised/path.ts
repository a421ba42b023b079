// Penalised paths from moments: glmnet's grid and objective, solved exactly, each lambda with its certificate.

import type { Backend, DescentPath } from "#kernel/backend.ts";
import type { Moments } from "../types.ts";
import { explainedShare } from "./gradient.ts";
import { lambdaGrid } from "./grid.ts";
import { type ResolvedOptions, resolveOptions } from "./options.ts";
import { interceptOf, type PenalisedProblem, penalisedProblem, penaltyOf } from "./problem.ts";
import type { Path, PathOptions, PathStop } from "./types.ts";

/** Gap at which descent may stop where it does not end exactly; the certificate asks for 1e-10. */
const TOL = 1e-12;
const MAX_ITER = 100_000;

/** Solutions of more terms cost more to solve exactly than to descend to. */
const MAX_ACTIVE = 1024;

const STOPS: readonly PathStop[] = ["exact", "converged", "max-iterations"];

/** glmnet ends a grid after this many lambdas where the explained share is above 0.999 or grew by less than 1e-5 of itself. */
const EARLY = { after: 5, share: 0.999, gain: 1e-5 };

/** Number of lambdas that glmnet would keep. */
function lambdasKept(devRatio: readonly number[]): number {
  const at = devRatio.findIndex((share, k) => {
    const gain = share - (devRatio[k - 1] ?? 0);
    return k + 1 >= EARLY.after && (share > EARLY.share || gain < EARLY.gain * share);
  });
  return at < 0 ? devRatio.length : at + 1;
}

/** Solutions on the correlation scale, one a lambda. */
function solutionsOf({ beta }: DescentPath, p: number): Float64Array[] {
  return Array.from({ length: beta.length / p }, (_, k) => beta.subarray(k * p, (k + 1) * p));
}

function toData(problem: PenalisedProblem, b: Float64Array): number[] {
  return Array.from(b, (value, j) => value * (problem.toData[j] as number));
}

/** Why columns have no coefficient. */
function droppedReasons(problem: PenalisedProblem, terms: readonly string[]): Path["reasons"] {
  return terms.flatMap((term, j) =>
    problem.toData[j] === 0
      ? [{ field: `coefficients[${term}]`, reason: "0: the column is constant, so that there is nothing to fit" }]
      : [],
  );
}

function descend(
  problem: PenalisedProblem,
  lambdas: readonly number[],
  { l1Ratio }: ResolvedOptions,
  backend: Pick<Backend, "descent">,
): DescentPath {
  const penalties = lambdas.map((lambda) => penaltyOf(lambda, l1Ratio, problem.responseSd));
  const lambda1 = Float64Array.from(penalties, (penalty) => penalty.lambda1);
  const lambda2 = Float64Array.from(penalties, (penalty) => penalty.lambda2);
  return backend.descent(problem.descent, lambda1, lambda2, { tol: TOL, maxIter: MAX_ITER, maxActive: MAX_ACTIVE });
}

/**
 * Penalised path of the last column of `moments` on the others.
 *
 * @throws LeastwiseError `bad-argument` for an option, `response-constant`, `value-not-finite`
 */
export function pathFromMoments(
  moments: Moments,
  model: { intercept: boolean },
  options: PathOptions,
  backend: Pick<Backend, "dense" | "descent">,
): Path {
  const p = moments.mean.length - 1;
  const resolved = resolveOptions(options, p);
  const problem = penalisedProblem(moments, model.intercept, resolved);
  const grid = lambdaGrid(problem, moments.n, resolved, backend);
  const found = descend(problem, grid, resolved, backend);
  const solutions = solutionsOf(found, p);
  const shares = solutions.map((b) => explainedShare(problem.descent, b));
  const nKept = resolved.earlyStop && !resolved.lambdas ? lambdasKept(shares) : grid.length;
  const terms = moments.names.slice(0, p);
  const coefficients = solutions.slice(0, nKept).map((b) => toData(problem, b));
  return {
    terms,
    l1Ratio: resolved.l1Ratio,
    lambdas: grid.slice(0, nKept),
    intercepts: coefficients.map((row) => interceptOf(problem, row)),
    coefficients,
    df: coefficients.map((row) => row.filter((value) => value !== 0).length),
    devRatio: shares.slice(0, nKept),
    dualityGap: Array.from(found.gap.subarray(0, nKept)),
    nIter: Array.from(found.nIter.subarray(0, nKept)),
    stopReason: Array.from(found.status.subarray(0, nKept), (status) => STOPS[status] as PathStop),
    nullDeviance: problem.system.tss,
    weight: problem.system.weight,
    reasons: droppedReasons(problem, terms),
  };
}

// Penalised paths from moments: glmnet's grid and objective, solved exactly, each lambda with its certificate.

import type { Backend } from "#kernel/backend.ts";
import type { Moments } from "../types.ts";
import { descend } from "./descend.ts";
import { lambdasKept } from "./early-stop.ts";
import { explainedShare } from "./gradient.ts";
import { lambdaGrid } from "./grid.ts";
import { type ResolvedOptions, resolveOptions } from "./options.ts";
import { interceptOf, type PenalisedProblem, penalisedProblem, penaltyOf } from "./problem.ts";
import { relaxedSolutions } from "./relax.ts";
import { generalisedCrossValidation, ridgeSolutions } from "./ridge-path.ts";
import type { Solutions } from "./solutions.ts";
import type { Path, PathOptions } from "./types.ts";

function toData(problem: PenalisedProblem, b: Float64Array): Float64Array {
  return b.map((value, j) => value * (problem.toData[j] as number));
}

/** Coefficients on the scale of the data, with their intercepts and explained shares. */
function onData(problem: PenalisedProblem, beta: readonly Float64Array[]) {
  const coefficients = beta.map((b) => Array.from(toData(problem, b)));
  return {
    intercepts: coefficients.map((row) => interceptOf(problem, row)),
    coefficients,
    devRatio: beta.map((b) => explainedShare(problem.descent, b)),
  };
}

/** Why columns have no coefficient. */
function droppedReasons(problem: PenalisedProblem, terms: readonly string[]): Path["reasons"] {
  return terms.flatMap((term, j) =>
    problem.toData[j] === 0
      ? [{ field: `coefficients[${term}]`, reason: "0: the column is constant, so that there is nothing to fit" }]
      : [],
  );
}

function solutionsOf(
  problem: PenalisedProblem,
  lambdas: readonly number[],
  { l1Ratio, bounded }: ResolvedOptions,
  backend: Pick<Backend, "dense" | "descent">,
): Solutions {
  if (l1Ratio === 0 && !bounded) return ridgeSolutions(problem, lambdas, backend.dense);
  const penalties = lambdas.map((lambda) => penaltyOf(lambda, l1Ratio, problem.responseSd));
  return descend(problem.descent, penalties, backend);
}

function firstOf(solutions: Solutions, n: number): Solutions {
  const { beta, gap, nIter, stopReason, df } = solutions;
  return {
    beta: beta.slice(0, n),
    gap: gap.slice(0, n),
    nIter: nIter.slice(0, n),
    stopReason: stopReason.slice(0, n),
    df: df.slice(0, n),
  };
}

/** Generalised cross-validation of a ridge path. */
function gcvOf(
  problem: PenalisedProblem,
  n: number,
  { df, devRatio }: Pick<Path, "df" | "devRatio">,
): (number | null)[] {
  const { tss, intercept } = problem.system;
  return df.map((value, k) => {
    const rss = tss * Math.max(0, 1 - (devRatio[k] as number));
    return generalisedCrossValidation(rss, n, value + (intercept ? 1 : 0));
  });
}

/**
 * Coefficients `[lambda][column]` alone, at lambdas given largest first, for models that are solved by the hundred.
 *
 * @throws LeastwiseError as `pathFromMoments`
 */
export function coefficientsFromMoments(
  moments: Moments,
  model: { intercept: boolean },
  options: PathOptions & { lambdas: readonly number[] },
  backend: Pick<Backend, "dense" | "descent">,
): Float64Array[] {
  const resolved = resolveOptions(options, moments.mean.length - 1);
  const problem = penalisedProblem(moments, model.intercept, resolved);
  const { beta } = solutionsOf(problem, resolved.lambdas ?? [], resolved, backend);
  return beta.map((b) => toData(problem, b));
}

/**
 * Penalised path of the last column of `moments` on the others. See `PathOptions` for the objective.
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
  const all = solutionsOf(problem, grid, resolved, backend);
  const stops = resolved.earlyStop && !resolved.lambdas;
  const kept = stops ? lambdasKept(all.beta.map((b) => explainedShare(problem.descent, b))) : grid.length;
  const { beta, gap, nIter, stopReason, df } = firstOf(all, kept);
  const terms = moments.names.slice(0, p);
  const found = onData(problem, beta);
  const isRidge = resolved.l1Ratio === 0 && !resolved.bounded;
  return {
    terms,
    l1Ratio: resolved.l1Ratio,
    lambdas: grid.slice(0, kept),
    ...found,
    df,
    dualityGap: gap,
    nIter,
    stopReason,
    nullDeviance: problem.system.tss,
    weight: problem.system.weight,
    ...(isRidge ? { gcv: gcvOf(problem, moments.n, { df, devRatio: found.devRatio }) } : {}),
    ...(resolved.relax ? { relaxed: onData(problem, relaxedSolutions(problem, beta, backend.dense)) } : {}),
    reasons: droppedReasons(problem, terms),
  };
}

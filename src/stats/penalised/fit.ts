// One penalised model as a Fit: the coefficients with their certificate, and why there is no inference.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { factorByRank } from "../models/rank.ts";
import type { Rows } from "../rows.ts";
import type { Fit, Moments } from "../types.ts";
import { checkLambda, resolveOptions } from "./options.ts";
import { pathFromMoments } from "./path.ts";
import { type PenalisedProblem, penalisedProblem } from "./problem.ts";
import type { Path, PenaltyOptions } from "./types.ts";

/** Below this share of the total, a residual sum of squares has too few digits in the moments. */
const RSS_FROM_ROWS = 1e-4;

const NO_INFERENCE =
  "a penalised estimate is biased, and its terms were chosen by the same rows: classical errors and tests do not hold";
const NO_LIKELIHOOD = "the degrees of freedom of a penalised fit are not those of its coefficients";

/** What is minimised, with its factors. */
function objectiveOf(l1Ratio: number, standardize: boolean, weighted: boolean): string {
  const loss = weighted ? "1/(2·Σw)·Σw·(y − ŷ)²" : "1/(2n)·Σ(y − ŷ)²";
  const units = standardize ? "b of columns divided by their 1/n standard deviation" : "b of columns as they are";
  if (l1Ratio === 0) return `${loss} + lambda/2·Σb², ${units}`;
  if (l1Ratio === 1) return `${loss} + lambda·Σ|b|, ${units}`;
  return `${loss} + lambda·(l1Ratio·Σ|b| + (1 − l1Ratio)/(2·sd(y))·Σb²), ${units}`;
}

function methodOf(l1Ratio: number): Fit["method"] {
  if (l1Ratio === 0) return "ridge";
  return l1Ratio === 1 ? "lasso" : "elastic-net";
}

/** Residual sum of squares: from moments where they have its digits, else from the rows. */
async function residualSum(
  problem: PenalisedProblem,
  path: Path,
  rows: Rows,
): Promise<{ rss: number; from: Fit["solver"]["rss"] }> {
  const { system } = problem;
  const share = 1 - (path.devRatio[0] as number);
  if (share >= RSS_FROM_ROWS || rows.hasRows === false)
    return { rss: system.tss * Math.max(0, share), from: "moments" };
  const beta = Float64Array.from(path.coefficients[0] as number[]);
  const sums = await rows.residuals({ intercept: system.level, beta, centre: system.centre });
  return { rss: sums.rss, from: "rows" };
}

function requireRows({ n, nDropped }: Moments & { nDropped: number }): void {
  if (n > 0) return;
  const message = `model: must have a complete row with weight above 0; got none, ${nDropped} left out`;
  throw new LeastwiseError("rows-too-few", message, { value: 0 });
}

/** Entries that a penalised fit leaves open, with the reasons. */
function withoutInference(nTerms: number) {
  const none = <T>(): (T | null)[] => new Array(nTerms).fill(null);
  const say = (fields: string[], reason: string) => fields.map((field) => ({ field, reason }));
  return {
    standardErrors: none<number>(),
    t: none<number>(),
    p: none<number>(),
    ci95: none<[number, number]>(),
    digits: none<number>(),
    adjRSquared: null,
    sigma: null,
    f: null,
    logLik: null,
    aic: null,
    bic: null,
    reasons: [
      ...say(["standardErrors", "t", "p", "ci95", "f"], NO_INFERENCE),
      ...say(["adjRSquared", "sigma", "logLik", "aic", "bic"], NO_LIKELIHOOD),
      ...say(["digits"], "penalty.dualityGap bounds how far the solution is from the exact one"),
    ],
  };
}

function solverOf(
  problem: PenalisedProblem,
  path: Path,
  from: Fit["solver"]["rss"],
  backend: Pick<Backend, "dense">,
): Fit["solver"] {
  const { A, p } = problem.system;
  const { condition } = factorByRank(A, p, backend.dense);
  const gap = (path.dualityGap[0] as number).toExponential(0);
  if (path.gcv)
    return {
      name: "eigen",
      reason: `solved in the basis of its eigenvectors, to a duality gap of ${gap}`,
      condition,
      rss: from,
    };
  const reason =
    path.stopReason[0] === "exact"
      ? `descended, then solved exactly on its terms, to a duality gap of ${gap} of the null deviance`
      : `descended to a duality gap of ${gap} of the null deviance: ${path.stopReason[0]}`;
  return { name: "coordinate-descent", reason, condition, rss: from };
}

/**
 * Fit a planned model under one penalty. See `PathOptions` for the objective.
 *
 * @throws LeastwiseError `bad-argument` for an option, `rows-too-few`, `response-constant`, `value-not-finite`
 */
export async function fitPenalised(
  { plan, rows, weighted }: { plan: Plan; rows: Rows; weighted: boolean },
  options: PenaltyOptions,
  backend: Pick<Backend, "name" | "dense" | "descent">,
): Promise<Fit> {
  const { lambda, l1Ratio = 1, ...rest } = options;
  checkLambda("lambda", lambda);
  const resolved = resolveOptions({ ...rest, l1Ratio, lambdas: [lambda] }, plan.columns.length);
  const moments = await rows.moments();
  requireRows(moments);
  const problem = penalisedProblem(moments, plan.intercept, resolved);
  const path = pathFromMoments(moments, plan, { ...rest, l1Ratio, lambdas: [lambda] }, backend);
  const { rss, from } = await residualSum(problem, path, rows);
  const slopes = path.coefficients[0] as number[];
  const df = path.df[0] as number;
  const level = plan.intercept ? 1 : 0;
  const { tss, weight, centre } = problem.system;
  const head = <T>(value: T): T[] => (plan.intercept ? [value] : []);
  const open = withoutInference(slopes.length + level);
  const { relaxed } = path;
  return {
    method: methodOf(l1Ratio),
    objective: objectiveOf(l1Ratio, resolved.standardize, weighted),
    formula: plan.formula,
    plan,
    backend: backend.name,
    solver: solverOf(problem, path, from, backend),
    n: moments.n,
    nDropped: moments.nDropped,
    weighted,
    ...open,
    terms: [...head("(Intercept)"), ...plan.columns.map(({ name }) => name)],
    coefficients: [...head(path.intercepts[0] as number), ...slopes],
    rSquared: 1 - rss / tss,
    rss,
    tss,
    dfResidual: moments.n - df - level,
    rank: level + (l1Ratio === 0 ? problem.system.scale.filter((d) => d !== 0).length : df),
    aliased: [],
    reasons: [...open.reasons, ...path.reasons],
    covariance: { weight, centre: Array.from(centre), R: [] },
    penalty: {
      lambda,
      l1Ratio,
      standardize: resolved.standardize,
      penaltyFactors: Array.from(resolved.penaltyFactors),
      df,
      dualityGap: path.dualityGap[0] as number,
      nIter: path.nIter[0] as number,
      stopReason: path.stopReason[0] as Path["stopReason"][number],
      ...(relaxed
        ? {
            relaxed: {
              coefficients: [...head(relaxed.intercepts[0] as number), ...(relaxed.coefficients[0] as number[])],
              rSquared: relaxed.devRatio[0] as number,
            },
          }
        : {}),
    },
  };
}

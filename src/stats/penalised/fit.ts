// One penalised model as a Fit: the coefficients with their certificate, and why there is no inference.

import type { Backend } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { type ModelFacts, type ModelSource, modelPath } from "./model-path.ts";
import { checkLambda, type ResolvedOptions, resolveOptions } from "./options.ts";
import type { Path, PenaltyOptions } from "./types.ts";

/** Below this share of the total, a residual sum of squares has too few digits in the moments. */
const RSS_FROM_ROWS = 1e-4;

/** A pivot of a unit diagonal is rounding below this times the columns. */
const DEPENDENT = 16 * Number.EPSILON;

const NO_INFERENCE =
  "a penalised estimate is biased, and its terms were chosen by the same rows: classical errors and tests do not hold";
const NO_LIKELIHOOD = "the degrees of freedom of a penalised fit are not those of its coefficients";

/** What is minimised, with its factors. */
function objectiveOf({ l1Ratio, standardize, penaltyFactors }: ResolvedOptions, weighted: boolean): string {
  const loss = weighted ? "1/(2·Σw)·Σw·(y − ŷ)²" : "1/(2n)·Σ(y − ŷ)²";
  const units = standardize ? "b of columns divided by their 1/n standard deviation" : "b of columns as they are";
  const f = penaltyFactors.every((factor) => factor === 1) ? "" : "f·";
  const factors = f === "" ? units : `${units}, f their penalty factors`;
  if (l1Ratio === 0) return `${loss} + lambda/2·Σ${f}b², ${factors}`;
  if (l1Ratio === 1) return `${loss} + lambda·Σ${f}|b|, ${factors}`;
  return `${loss} + lambda·(l1Ratio·Σ${f}|b| + (1 − l1Ratio)/(2·sd(y))·Σ${f}b²), ${factors}`;
}

function methodOf(l1Ratio: number): Fit["method"] {
  if (l1Ratio === 0) return "ridge";
  return l1Ratio === 1 ? "lasso" : "elastic-net";
}

/** Residual sum of squares: from moments where they have its digits, else from the rows. */
async function residualSum(
  { tss, level, centre }: ModelFacts,
  path: Path,
  rows: Rows,
): Promise<{ rss: number; from: Fit["solver"]["rss"] }> {
  const share = 1 - (path.devRatio[0] as number);
  if (share >= RSS_FROM_ROWS || rows.hasRows === false) return { rss: tss * Math.max(0, share), from: "moments" };
  const beta = Float64Array.from(path.coefficients[0] as number[]);
  const sums = await rows.residuals({ intercept: level, beta, centre });
  return { rss: sums.rss, from: "rows" };
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

/** 1-norm condition of the correlations of the terms that are not 0. */
function conditionOf(
  { A, columns }: ModelFacts["products"],
  slopes: readonly number[],
  dense: Backend["dense"],
): number {
  const kept = columns.flatMap((j, k) => (slopes[j] === 0 ? [] : [k]));
  const m = kept.length;
  if (m === 0) return 1;
  const p = columns.length;
  const block = new Float64Array(m * m);
  for (const [k, column] of kept.entries()) {
    for (const [i, row] of kept.entries()) block[k * m + i] = A[column * p + row] as number;
  }
  return dense.condition(dense.cholesky(block, m, DEPENDENT * (m + 2)), block);
}

function solverOf(
  { products, condition: known }: ModelFacts,
  path: Path,
  rss: Fit["solver"]["rss"],
  dense: Backend["dense"],
): Fit["solver"] {
  const condition = known ?? conditionOf(products, path.coefficients[0] as number[], dense);
  const gap = `a duality gap of ${(path.dualityGap[0] as number).toExponential(0)} of the null deviance`;
  if (path.gcv) return { name: "eigen", reason: `solved in the basis of eigenvectors, to ${gap}`, condition, rss };
  const [stop] = path.stopReason;
  const reason =
    stop === "exact" ? `descended, then solved exactly on its terms, to ${gap}` : `descended to ${gap}: ${stop}`;
  return { name: "coordinate-descent", reason, condition, rss };
}

/** The penalty of a fit and the certificate of its solution. */
function penaltyOf(
  path: Path,
  lambda: number,
  options: ResolvedOptions,
  intercept: boolean,
): NonNullable<Fit["penalty"]> {
  const { relaxed } = path;
  const penalty: NonNullable<Fit["penalty"]> = {
    lambda,
    l1Ratio: options.l1Ratio,
    standardize: options.standardize,
    penaltyFactors: Array.from(options.penaltyFactors),
    df: path.df[0] as number,
    dualityGap: path.dualityGap[0] as number,
    nIter: path.nIter[0] as number,
    stopReason: path.stopReason[0] as Path["stopReason"][number],
  };
  if (!relaxed) return penalty;
  const slopes = relaxed.coefficients[0] as number[];
  const coefficients = intercept ? [relaxed.intercepts[0] as number, ...slopes] : slopes;
  return { ...penalty, relaxed: { coefficients, rSquared: relaxed.devRatio[0] as number } };
}

/**
 * Fit a planned model under one penalty. See `PathOptions` for the objective.
 *
 * @throws LeastwiseError `bad-argument` for an option, `rows-too-few`, `response-constant`, `value-not-finite`
 */
export async function fitPenalised(
  { weighted, ...source }: ModelSource & { weighted: boolean },
  { lambda, ...rest }: PenaltyOptions,
  backend: Pick<Backend, "name" | "dense" | "descent" | "moments" | "draft">,
): Promise<Fit> {
  const { plan, rows } = source;
  checkLambda("lambda", lambda);
  const options = { ...rest, lambdas: [lambda] };
  const resolved = resolveOptions(options, plan.columns.length);
  const { path, facts } = await modelPath(source, options, backend);
  const { rss, from } = await residualSum(facts, path, rows);
  const slopes = path.coefficients[0] as number[];
  const level = plan.intercept ? 1 : 0;
  const nTerms = slopes.length + level;
  const open = withoutInference(nTerms);
  const df = path.df[0] as number;
  const { n, nDropped, tss, weight, centre } = facts;
  const covariance = { weight, centre: Array.from(centre), R: [], level: plan.intercept ? facts.level : 0 };
  return {
    method: methodOf(resolved.l1Ratio),
    objective: objectiveOf(resolved, weighted),
    formula: plan.formula,
    plan,
    backend: backend.draft?.cpu ?? backend.name,
    solver: {
      ...solverOf(facts, path, from, backend.dense),
      ...(backend.draft && { webgpu: { used: false, reason: "penalised models need moments with all their digits" } }),
    },
    n,
    nDropped,
    weighted,
    ...open,
    terms: [...(level ? ["(Intercept)"] : []), ...plan.columns.map(({ name }) => name)],
    coefficients: [...(level ? path.intercepts : []), ...slopes],
    rSquared: 1 - rss / tss,
    rss,
    tss,
    dfResidual: n - df - level,
    rank: level + (path.gcv ? Math.min(facts.nFittable, n - level) : df),
    aliased: [],
    reasons: [...open.reasons, ...path.reasons],
    covariance,
    penalty: penaltyOf(path, lambda, resolved, plan.intercept),
  };
}

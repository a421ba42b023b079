// Ordinary (and weighted) least squares from moments and residual passes, with the full table of `summary(lm(…))`.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import type { Fit, Moments, SolverReport } from "../types.ts";
import { type CoefficientTable, coefficientTable, type TermRow } from "./coefficient-table.ts";
import { type Estimates, estimatesOf } from "./estimates.ts";
import { roundingSum } from "./from-moments.ts";
import { type FitSums, goodnessOf } from "./goodness.ts";
import { type NormalEquations, normalEquations, termsNorm } from "./normal-equations.ts";
import { type Solution, solve } from "./solve.ts";

/** Norm of residuals over the norm of their terms, in units of rounding, below which they are rounding: seen up to 1.3. */
const PERFECT_ROUNDINGS = 3;

/** A first correction up to this is the last bits of the solution. */
const LAST_BITS = 1e-14;

/** "1 row", "2 rows". */
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

/** @throws LeastwiseError `rows-too-few` where there are fewer rows than terms */
function requireRows({ n, nDropped }: Moments & { nDropped: number }, plan: Plan): void {
  const nTerms = plan.columns.length + (plan.intercept ? 1 : 0);
  if (n > 0 && n >= nTerms) return;
  const left =
    nDropped === 0
      ? ""
      : `, as ${count(nDropped, "row")} with a missing value ${nDropped === 1 ? "was" : "were"} left out`;
  const message = `model: must have at least as many rows as terms; got ${count(n, "row")} for ${count(nTerms, "term")}${left}`;
  throw new LeastwiseError("rows-too-few", message, { value: n });
}

/** Σ w e² of the data, or 0 where that is no more than the rounding of the residuals. */
function residualSum(system: NormalEquations, solution: Solution): number {
  const { predictor, sums, hasRows } = solution;
  if (!hasRows) return sums.rss <= roundingSum(system, solution) ? 0 : sums.rss;
  const rounding = ((PERFECT_ROUNDINGS * Number.EPSILON) / 2) * termsNorm(system, predictor);
  return sums.rss <= rounding * rounding ? 0 : sums.rss;
}

/** ‖R b‖², what the predictors explain. */
function explainedSum(system: NormalEquations, { predictor, factor }: Solution): number {
  const { p } = system;
  let sum = 0;
  for (let i = 0; i < p; i++) {
    let value = 0;
    for (let j = i; j < p; j++) {
      value += (factor.R[j * p + i] as number) * (predictor.beta[j] as number) * (system.scale[j] as number);
    }
    sum += value * value;
  }
  return sum;
}

function solverReport({ condition, firstStep, passes, hasRows }: Solution): SolverReport {
  if (!hasRows) return { name: "cholesky", reason: "there are moments and no rows", condition, rss: "moments" };
  if (firstStep <= LAST_BITS) {
    return { name: "cholesky", reason: "the residuals confirm the solution from moments", condition, rss: "rows" };
  }
  const count = passes === 1 ? "1 residual pass" : `${passes} residual passes`;
  const reason = `${count}; the first changed a coefficient by ${firstStep.toExponential(0)} of its size`;
  return { name: "cholesky-refined", reason, condition, rss: "rows" };
}

/** Factor of the scatter of the columns kept: the correlation factor times the scale, as a packed triangle. */
function covarianceOf(system: NormalEquations, { factor }: Solution): Fit["covariance"] {
  const kept = Array.from(system.scale.keys()).filter((j) => !factor.aliased[j]);
  return {
    weight: system.weight,
    centre: kept.map((j) => system.centre[j] as number),
    R: kept.flatMap((j, at) =>
      kept.slice(0, at + 1).map((i) => (factor.R[j * system.p + i] as number) * (system.scale[j] as number)),
    ),
  };
}

function termRows(plan: Plan, { intercept, slopes }: Estimates): TermRow[] {
  const rows = plan.columns.map(({ name }, j) => ({ term: name, estimate: slopes[j] ?? null }));
  return plan.intercept ? [{ term: "(Intercept)", estimate: intercept }, ...rows] : rows;
}

/**
 * Fit a planned model by least squares, or weighted least squares where the rows carry weights.
 *
 * Solves on the correlation scale by Cholesky and refines from residuals of the data; sums of squares are R's (`lm`,
 * `summary.lm`, `logLik.lm`), rows of weight 0 count as absent. Dependent columns are aliased, later ones first.
 *
 * @throws LeastwiseError `rows-too-few`, `response-constant`, `value-not-finite`
 */
export async function fitOls(
  plan: Plan,
  rows: Rows,
  backend: Pick<Backend, "name" | "dense">,
  options: { weighted: boolean },
): Promise<Fit> {
  const moments = await rows.moments();
  requireRows(moments, plan);
  const system = normalEquations(moments, plan.intercept);
  const solution = await solve(system, rows, backend.dense);
  const rank = solution.factor.rank + (plan.intercept ? 1 : 0);
  const { n, sumLogWeight } = moments;
  const { tss, intercept } = system;
  const rss = n === rank ? 0 : residualSum(system, solution);
  const sums: FitSums = { n, rank, intercept, rss, mss: explainedSum(system, solution), tss, sumLogWeight };
  const goodness = goodnessOf(sums);
  const table: CoefficientTable = coefficientTable(
    termRows(plan, estimatesOf(system, solution, backend.dense)),
    goodness,
  );
  return {
    method: "ols",
    objective: options.weighted ? "Σw·(y − ŷ)²" : "Σ(y − ŷ)²",
    formula: plan.formula,
    plan,
    backend: backend.name,
    solver: solverReport(solution),
    n,
    nDropped: moments.nDropped,
    weighted: options.weighted,
    ...goodness,
    ...table,
    rss,
    tss,
    rank,
    reasons: [...table.reasons, ...goodness.reasons],
    covariance: covarianceOf(system, solution),
  };
}

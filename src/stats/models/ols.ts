// Ordinary (and weighted) least squares with the full table of `summary(lm(…))`, whichever road the coefficients come from.

import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import type { Fit, Precision } from "../types.ts";
import { type CoefficientTable, coefficientTable, type TermRow } from "./coefficient-table.ts";
import type { Estimates } from "./estimates.ts";
import { goodnessOf } from "./goodness.ts";
import { climb } from "./ladder.ts";

export interface OlsOptions {
  weighted: boolean;
  /** Default "auto". */
  precision?: Precision;
  /** Largest n·q² (q: design columns and response) that "auto" takes the exact road for. Default 2e7. */
  exactWork?: number;
}

function termRows(plan: Plan, { intercept, slopes }: Estimates): TermRow[] {
  const rows = plan.columns.map(({ name }, j) => ({ term: name, estimate: slopes[j] ?? null }));
  return plan.intercept ? [{ term: "(Intercept)", estimate: intercept }, ...rows] : rows;
}

/**
 * Fit a planned model by least squares, or weighted least squares where the rows carry weights.
 *
 * Coefficients come from the ladder (`climb`); sums of squares are R's (`lm`, `summary.lm`, `logLik.lm`), rows of weight 0
 * count as absent. Dependent columns are aliased, later ones first.
 *
 * @throws LeastwiseError `rows-too-few`, `response-constant`, `value-not-finite`; `bad-argument` for "certified" without rows
 */
export async function fitOls(
  plan: Plan,
  rows: Rows,
  backend: Pick<Backend, "name" | "dense" | "draft">,
  options: OlsOptions,
): Promise<Fit> {
  const solved = await climb(plan, rows, backend, options);
  const { n, nDropped, rank, rss, mss, tss, sumLogWeight } = solved;
  const goodness = goodnessOf({ n, rank, intercept: plan.intercept, rss, mss, tss, sumLogWeight });
  const table: CoefficientTable = coefficientTable(termRows(plan, solved.estimates), goodness);
  return {
    method: "ols",
    objective: options.weighted ? "Σw·(y − ŷ)²" : "Σ(y − ŷ)²",
    formula: plan.formula,
    plan,
    backend: solved.solver.webgpu?.used ? "webgpu" : (backend.draft?.cpu ?? backend.name),
    solver: solved.solver,
    n,
    nDropped,
    weighted: options.weighted,
    ...goodness,
    ...table,
    rss,
    tss,
    rank,
    reasons: [...table.reasons, ...goodness.reasons],
    covariance: solved.covariance,
  };
}

// What R makes of leave-one-out and the jackknife on the sales data, and the rows to repeat it.

import { readFileSync } from "node:fs";
import { planFormula } from "#formula/plan.ts";
import type { Backend } from "#kernel/backend.ts";
import type { ResampledRows } from "#stats/resampling/deal-rows.ts";
import { tableRows } from "./rows.ts";
import { salesTable } from "./sales.ts";

interface ResamplingReference {
  formula: string;
  coefficients: number[];
  loo: { mean: number; sd: number };
  loo_weighted: { mean: number };
  ridge_loo: { lambda: number[]; mean: number[] };
  jackknife: { se: number[]; bias: number[] };
  hc0: number[];
  weighted_cv: {
    formula: string;
    alpha: number;
    folds: number;
    lambda: number[];
    cvm: number[];
    cvsd: number[];
    lambda_min: number;
    lambda_1se: number;
  };
}

const file = new URL("../fixtures/reference/resampling.json", import.meta.url);

export const resamplingReference: ResamplingReference = JSON.parse(readFileSync(file, "utf8"));

const sales = await salesTable();

/** The rows of a model of the sales data, the reference's unless another is named. */
export function salesRows(backend: Backend, weights?: string, formula = resamplingReference.formula): ResampledRows {
  const plan = planFormula(formula, sales);
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const rows = tableRows(plan, sales, backend, weights);
  return { rows, names, intercept: plan.intercept, nTableRows: sales.nRows };
}

// Penalised paths on the sales data against glmnet, on every backend.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { Path } from "#stats/penalised/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { salesTable } from "#tests/helpers/sales.ts";

interface GlmnetPath {
  alpha: number;
  standardize: boolean;
  n_lambda: number;
  lambda_max: number;
  /** `index` counts from 1. */
  at: { index: number; lambda: number; intercept: number; coefficients: number[]; df: number; dev_ratio: number }[];
}

const file = new URL("../../fixtures/reference/sales/glmnet.json", import.meta.url);
const reference: { columns: string[]; paths: GlmnetPath[] } = JSON.parse(readFileSync(file, "utf8"));
const sales = await salesTable();
const plan = planFormula(`revenue ~ ${reference.columns.join(" + ")}`, sales);
const backends = await availableBackends();

/** Largest difference over the largest value. */
function difference(got: readonly number[], wanted: readonly number[]): number {
  expect(got).toHaveLength(wanted.length);
  const size = wanted.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const most = got.reduce((m, g, k) => Math.max(m, Math.abs(g - (wanted[k] as number))), 0);
  return size === 0 ? most : most / size;
}

function compare(path: Path, wanted: GlmnetPath): { lambda: number; coefficients: number } {
  let lambda = 0;
  let coefficients = 0;
  for (const at of wanted.at) {
    const k = at.index - 1;
    lambda = Math.max(lambda, Math.abs((path.lambdas[k] as number) / at.lambda - 1));
    const got = [path.intercepts[k] as number, ...(path.coefficients[k] as number[])];
    coefficients = Math.max(
      coefficients,
      difference(got.slice(1), at.coefficients),
      difference(got, [at.intercept, ...at.coefficients]),
    );
    expect(path.df[k], `df at ${at.index}`).toBe(at.df);
    expect(path.devRatio[k]).toBeCloseTo(at.dev_ratio, 12);
  }
  return { lambda, coefficients };
}

describe.each(backends)("pathFromMoments on $name", (backend) => {
  test.each(reference.paths)("alpha $alpha, standardize $standardize is glmnet's", async (wanted) => {
    const moments = await tableRows(plan, sales, backend).moments();
    const options = { l1Ratio: wanted.alpha, standardize: wanted.standardize };
    const path = pathFromMoments(moments, plan, options, backend);
    const found = compare(path, wanted);
    expect(found.lambda).toBeLessThanOrEqual(1e-12);
    expect(found.coefficients).toBeLessThanOrEqual(1e-9);
    expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
    expect(new Set(path.stopReason)).toEqual(new Set(["exact"]));
    expect(pathFromMoments(moments, plan, { ...options, earlyStop: true }, backend).lambdas).toHaveLength(
      wanted.n_lambda,
    );
  });
});

// Weights, penalty factors, bounds and models without intercept against glmnet, on every backend.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { PathOptions } from "#stats/penalised/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { salesTable } from "#tests/helpers/sales.ts";

interface Point {
  /** Counts from 1. */
  index: number;
  lambda: number;
  intercept: number;
  coefficients: number[];
  dev_ratio: number;
}

const file = new URL("../../fixtures/reference/penalised.json", import.meta.url);
const reference: { columns: string[]; sdResponse: number; paths: { name: string; at: Point[] }[] } = JSON.parse(
  readFileSync(file, "utf8"),
);
const sales = await salesTable();
const backends = await availableBackends();

const penaltyFactors = [0, 1, 2, 1, 0.5, 3, 0, 1];
const none = Number.POSITIVE_INFINITY;
const cases: Record<string, PathOptions> = {
  weights: {},
  penaltyFactors: { penaltyFactors },
  penaltyFactorsElasticNet: { penaltyFactors, l1Ratio: 0.3, standardize: false },
  noIntercept: {},
  noInterceptElasticNet: { l1Ratio: 0.5 },
  bounds: { bounds: { lower: [0, 0, 0, -20, 0, 0, 0, 0], upper: [1, none, none, none, 5, none, 0.5, 800] } },
  ridge: { l1Ratio: 0 },
};

const largest = (values: readonly number[]): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

describe.each(backends)("pathFromMoments on $name", (backend) => {
  test.each(reference.paths)("with $name is glmnet's", async ({ name, at }) => {
    const level = name.startsWith("noIntercept") ? "0 + " : "";
    const plan = planFormula(`revenue ~ ${level}${reference.columns.join(" + ")}`, sales);
    const moments = await tableRows(plan, sales, backend, name === "weights" ? "weight" : undefined).moments();
    const path = pathFromMoments(moments, plan, cases[name] as PathOptions, backend);
    expect(largest(path.dualityGap)).toBeLessThanOrEqual(1e-12);
    // Our ridge has lambda as a pure number; glmnet's is in units of the response.
    const unit = name === "ridge" ? reference.sdResponse : 1;
    // Where columns are not penalised, glmnet's grid starts from a fit of them that it descended to.
    const tol = name.startsWith("penaltyFactors") ? 1e-10 : 1e-12;
    for (const { index, lambda, intercept, coefficients, dev_ratio } of at) {
      const k = index - 1;
      expect(Math.abs(((path.lambdas[k] as number) * unit) / lambda - 1)).toBeLessThanOrEqual(tol);
      const wanted = [intercept, ...coefficients];
      const got = [path.intercepts[k] as number, ...(path.coefficients[k] as number[])];
      // glmnet reports as the first solution of ridge the one without any term.
      if (name === "ridge" && index === 1) continue;
      expect(largest(wanted.map((w, j) => w - (got[j] as number)))).toBeLessThanOrEqual(1e-9 * largest(wanted));
      expect(Math.abs((path.devRatio[k] as number) - dev_ratio)).toBeLessThanOrEqual(1e-11);
    }
  });
});

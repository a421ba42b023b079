// Ridge on the sales data against its closed form, on every backend.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { salesTable } from "#tests/helpers/sales.ts";
import { design, momentsOf } from "./data.ts";

interface RidgeFit {
  lambda: number;
  intercept: number;
  coefficients: number[];
  effective_df: number;
}

const file = new URL("../../fixtures/reference/sales/ridge.json", import.meta.url);
const reference: { columns: string[]; fits: RidgeFit[] } = JSON.parse(readFileSync(file, "utf8"));
const sales = await salesTable();
const plan = planFormula(`revenue ~ ${reference.columns.join(" + ")}`, sales);
const backends = await availableBackends();

const largest = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

/** Largest difference over the largest value. */
const difference = (got: readonly number[], wanted: readonly number[]): number =>
  largest(wanted.map((w, k) => w - (got[k] ?? Number.NaN))) / largest(wanted);

describe.each(backends)("ridge on $name", (backend) => {
  test("is the closed form at every lambda", async () => {
    const moments = await tableRows(plan, sales, backend).moments();
    const fits = [...reference.fits].sort((a, b) => b.lambda - a.lambda);
    const path = pathFromMoments(moments, plan, { l1Ratio: 0, lambdas: fits.map(({ lambda }) => lambda) }, backend);
    for (const [k, fit] of fits.entries()) {
      expect(difference(path.coefficients[k] ?? [], fit.coefficients)).toBeLessThanOrEqual(1e-10);
      expect(difference([path.intercepts[k] ?? 0], [fit.intercept])).toBeLessThanOrEqual(1e-10);
      // The fixture counts the intercept.
      expect(difference([(path.df[k] ?? 0) + 1], [fit.effective_df])).toBeLessThanOrEqual(1e-10);
    }
    expect(largest(path.dualityGap)).toBeLessThanOrEqual(1e-14);
  });

  test("with bounds that do not bind is ridge by descent", async () => {
    const moments = await tableRows(plan, sales, backend).moments();
    const options = { l1Ratio: 0, penaltyFactors: [0, 0, 1, 2, 3, 1, 1, 1] };
    const closed = pathFromMoments(moments, plan, options, backend);
    const descended = pathFromMoments(moments, plan, { ...options, bounds: { lower: -1e9, upper: 1e9 } }, backend);
    for (const [k, row] of closed.coefficients.entries()) {
      expect(difference(descended.coefficients[k] ?? [], row)).toBeLessThanOrEqual(1e-10);
    }
    expect(largest(descended.dualityGap)).toBeLessThanOrEqual(1e-12);
  });

  test("of dependent columns at lambda 0 is the shortest solution", async () => {
    const [x, z, y] = design({ n: 50, p: 2, rho: 0.3, seed: 3 }) as [Float64Array, Float64Array, Float64Array];
    const moments = await momentsOf([x, x.slice(), z, y], backend);
    const path = pathFromMoments(moments, { intercept: true }, { l1Ratio: 0, lambdas: [0] }, backend);
    const [first, second] = path.coefficients[0] as number[];
    expect(first).toBeCloseTo(second as number, 12);
    expect(path.df[0]).toBeCloseTo(2, 10);
    const lasso = pathFromMoments(moments, { intercept: true }, { lambdas: [0] }, backend);
    expect(lasso.devRatio[0]).toBeCloseTo(path.devRatio[0] as number, 12);
  });
});

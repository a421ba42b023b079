// Least squares on bases and codings against R's lm, through formula, moments and every backend.

import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { fitOls } from "#stats/models/ols.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { features, featureTable } from "#tests/helpers/features.ts";
import { tableRows } from "#tests/helpers/rows.ts";

/** Of the largest: the bases of eight degrees and of seven knots are not well conditioned, in R neither. */
const TOL = 1e-9;

const backends = await availableBackends();
const table = featureTable(features.data);

function furthest(got: readonly (number | null)[], wanted: readonly number[]): number {
  const size = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((w, k) => Math.abs((got[k] ?? Number.NaN) - w) / size));
}

describe.each(backends)("fitOls on $name", (backend) => {
  test.each(features.cases)("fits $formula as lm does", async (expected) => {
    const plan = planFormula(expected.formula, table);
    const fit = await fitOls(plan, tableRows(plan, table, backend), backend, { weighted: false });
    expect(fit.aliased).toEqual([]);
    expect(furthest(fit.coefficients, expected.coefficients)).toBeLessThan(TOL);
    expect(furthest(fit.standardErrors, expected.standardErrors)).toBeLessThan(TOL);
    expect(fit.sigma).toBeCloseTo(expected.sigma, 9);
  });
});

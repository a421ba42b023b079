// The Box–Cox profile against R, its invariants, and responses that have none.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { boxCoxOf } from "#stats/features/box-cox.ts";
import { fitOls } from "#stats/models/ols.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { features, featureTable } from "#tests/helpers/features.ts";
import { tableRows } from "#tests/helpers/rows.ts";

const backends = await availableBackends();
const table = featureTable(features.data);

describe.each(backends)("boxCoxOf on $name", (backend) => {
  test.each(features.boxcox)("profiles $formula as R does", async (expected) => {
    const plan = planFormula(expected.formula, table);
    const profile = await boxCoxOf(plan, tableRows(plan, table, backend), backend, { lambdas: expected.lambdas });
    expect(profile.lambdas).toEqual(expected.lambdas);
    for (const [i, value] of expected.logLik.entries()) expect(profile.logLik[i]).toBeCloseTo(value, 7);
    expect(profile.logLikMax).toBeCloseTo(expected.max, 8);
    // R's optimize() settles where the likelihood no longer changes in its last digits.
    expect(profile.lambda).toBeCloseTo(expected.lambda, 6);
    expect(profile.ci95[0]).toBeCloseTo(expected.ci95[0], 8);
    expect(profile.ci95[1]).toBeCloseTo(expected.ci95[1], 8);
    expect(profile.reasons).toEqual([]);
  });
});

describe("boxCoxOf", () => {
  const [backend] = backends;
  if (!backend) throw new Error("no backend");
  const profile = (formula: string, data = table, lambdas?: number[]) => {
    const plan = planFormula(formula, data);
    return boxCoxOf(plan, tableRows(plan, data, backend), backend, lambdas ? { lambdas } : {});
  };

  test("is at λ = 1 the likelihood of the plain fit, and at 0 that of the logarithm's with its Jacobian", async () => {
    const { logLik } = await profile("z ~ 0 + x + size", table, [-1, 0, 1]);
    const plain = planFormula("z ~ 0 + x + size", table);
    const fit = await fitOls(plain, tableRows(plain, table, backend), backend, { weighted: false });
    const shifted = planFormula("I(z - 1) ~ 0 + x + size", table);
    const below = await fitOls(shifted, tableRows(shifted, table, backend), backend, { weighted: false });
    expect(logLik[2]).toBeCloseTo(below.logLik ?? 0, 8);
    expect(below.logLik).toBeCloseTo(fit.logLik ?? 0, 8);
    const logs = planFormula("log(z) ~ 0 + x + size", table);
    const logged = await fitOls(logs, tableRows(logs, table, backend), backend, { weighted: false });
    const jacobian = (features.data.z ?? []).reduce<number>((sum, z) => sum - Math.log(Number(z)), 0);
    expect(logLik[1]).toBeCloseTo((logged.logLik ?? 0) + jacobian, 8);
  });

  test("does not depend on the response's unit", async () => {
    const { lambda, ci95 } = await profile("z ~ x");
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), async (unit) => {
        const z = (features.data.z ?? []).map((value) => Number(value) * unit);
        const other = await profile("z ~ x", featureTable({ ...features.data, z }));
        expect(other.lambda).toBeCloseTo(lambda ?? 0, 5);
        expect(other.ci95[1]).toBeCloseTo(ci95[1] ?? 0, 5);
      }),
      { numRuns: 5 },
    );
  });

  test("finds a power beyond its grid, and says where it does not", async () => {
    const far = await profile("z ~ x", table, [2, 2.25, 2.5]);
    const near = await profile("z ~ x");
    expect(far.lambda).toBeCloseTo(near.lambda ?? 0, 5);
    const flat = featureTable({ y: [100, 100.1, 100.2, 100.4, 99.9], x: [1, 2, 3, 4, 5] });
    const wide = await profile("y ~ x", flat);
    expect([wide.lambda, ...wide.ci95]).toContain(null);
    expect(wide.reasons.length).toBeGreaterThan(0);
  });

  test("has no likelihood where the fit is perfect", async () => {
    const data = featureTable({ y: [1, 2, 3, 4, 5], x: [1, 2, 3, 4, 5] });
    const { logLik, lambda, reasons } = await profile("y ~ x", data);
    expect([logLik[30], lambda, reasons[0]?.field]).toEqual([null, null, "logLik"]);
  });

  test("names the row of a response that is not positive", async () => {
    const data = featureTable({ y: [1, 2, 0, 4, 5], x: [1, 2, 3, 4, 7] });
    await expect(profile("y ~ x", data)).rejects.toMatchObject({
      code: "value-not-finite",
      at: { row: 3, column: "y" },
    });
  });

  test("refuses a constant response, too few rows and powers that are none", async () => {
    const data = featureTable({ y: [2, 2, 2, 2], x: [1, 2, 3, 5] });
    await expect(profile("y ~ x", data)).rejects.toMatchObject({ code: "response-constant" });
    await expect(profile("x ~ C(x)", data)).rejects.toMatchObject({ code: "rows-too-few" });
    await expect(profile("z ~ x", table, [0, 1])).rejects.toMatchObject({ code: "bad-argument" });
    await expect(profile("z ~ x", table, [0, 1, Number.NaN])).rejects.toMatchObject({ code: "bad-argument" });
  });
});

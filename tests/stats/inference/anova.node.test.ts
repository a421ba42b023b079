// Analyses of variance and comparisons of models against R's anova and car's Anova.

import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { anova } from "#stats/inference/anova/anova.ts";
import { compareModels } from "#stats/inference/anova/compare.ts";
import type { AnovaType } from "#stats/types.ts";
import { arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { backend, comparison, list, reference, rowsOf, sales } from "#tests/helpers/inference.ts";
import { tableRows } from "#tests/helpers/rows.ts";

const TOL = 1e-9;
const TOL_P = 1e-8;

interface AnovaCase {
  formula: string;
  weighted: boolean;
  type: AnovaType;
  terms: string | string[];
  df: number[];
  sum_sq: number[];
  f: number[];
  p: number[];
  residual_df: number;
  residual_sum_sq: number;
}

interface CompareCase {
  formulas: string[];
  weighted: boolean;
  aic: number[];
  bic: number[];
  rss: number[];
  df_residual: number[];
  df: number[];
  sum_sq: number[];
  f: number[];
  p: number[];
}

const { worst, close, closeFields } = comparison({ values: TOL, p: TOL_P });

function compare(formulas: string[], weighted: boolean) {
  const [first, ...others] = formulas.map((formula) => planFormula(formula, sales));
  if (!first) throw new RangeError("formulas: must not be empty; got none");
  return compareModels(
    {
      plans: [first, ...others],
      rowsOf: async (plan) => tableRows(plan, sales, backend, weighted ? "weight" : undefined),
      weighted,
    },
    backend,
  );
}

describe("anova(plan, rows, backend, { type })", () => {
  test.each(reference.anovas as AnovaCase[])("is R's type $type for $formula", async (wanted) => {
    const { formula, weighted, type } = wanted;
    const { plan, rows } = rowsOf(formula, weighted);
    const found = await anova(plan, rows, backend, { type, weighted });
    expect(found.rows.map(({ term }) => term)).toEqual(list(wanted.terms));
    expect(found.rows.map(({ df }) => df)).toEqual(list(wanted.df));
    closeFields(found.rows, { sumSq: wanted.sum_sq, f: wanted.f, p: wanted.p });
    expect(found.residual.df).toBe(wanted.residual_df);
    close([found.residual.sumSq], wanted.residual_sum_sq);
    expect(found.reasons).toEqual([]);
  });

  test("warns of type III where a factor has an interaction, and of nothing else", async () => {
    const notes = async (formula: string, type: AnovaType) => {
      const { plan, rows } = rowsOf(formula, false);
      return (await anova(plan, rows, backend, { type, weighted: false })).notes;
    };
    expect(await notes("revenue ~ search * region", "III")).toEqual([expect.stringMatching(/sum to 0/)]);
    expect(await notes("revenue ~ search + region", "III")).toEqual([]);
    expect(await notes("revenue ~ search * region", "II")).toEqual([]);
  });

  test("leaves aliased columns out, and a term of them alone has no F", async () => {
    const { plan, rows } = rowsOf("revenue ~ search + I(2*search) + region", false);
    for (const type of ["I", "II", "III"] as const) {
      const found = await anova(plan, rows, backend, { type, weighted: false });
      const [search, twice] = found.rows.slice(type === "III" ? 1 : 0);
      expect(found.aliased).toEqual(["I(2 * search)"]);
      expect(search).toMatchObject({ df: 1, term: "search" });
      expect(search?.sumSq).toBeGreaterThan(1e6);
      expect(twice).toEqual({ term: "I(2 * search)", df: 0, sumSq: 0, meanSq: null, f: null, p: null });
      expect(found.reasons.map(({ field }) => field)).toContain("f[I(2 * search)]");
    }
  });

  test("has sums of squares and no F for a perfect fit or without degrees of freedom", async () => {
    const perfect = { columns: { x: [1, 2, 4, 7, 9] }, y: [3, 5, 9, 15, 19] };
    const saturated = { columns: { x: [1, 2, 4], z: [1, 0, 1] }, y: [3, 5, 1] };
    for (const model of [perfect, saturated]) {
      const found = await anova(arrayPlan(model), arrayRows(model, backend), backend, { type: "I", weighted: false });
      expect(found.rows.every(({ f, p, sumSq }) => f === null && p === null && sumSq >= 0)).toBe(true);
      expect(found.reasons.map(({ field }) => field)).toEqual(expect.arrayContaining(["f", "p"]));
    }
    const { residual } = await anova(arrayPlan(saturated), arrayRows(saturated, backend), backend, {
      type: "III",
      weighted: false,
    });
    expect(residual).toEqual({ df: 0, sumSq: 0, meanSq: null });
  });
});

describe("compareModels({ plans, rowsOf, weighted })", () => {
  test.each(reference.comparisons as CompareCase[])("is R's anova for $formulas", async (wanted) => {
    const found = await compare(wanted.formulas, wanted.weighted);
    closeFields(found.models, { rss: wanted.rss, aic: wanted.aic, bic: wanted.bic });
    expect(found.models.map(({ dfResidual }) => dfResidual)).toEqual(list(wanted.df_residual));
    expect(found.tests.map(({ df1 }) => df1)).toEqual(list(wanted.df));
    closeFields(found.tests, { sumSq: wanted.sum_sq, f: wanted.f, p: wanted.p });
    expect(found.reasons).toEqual([]);
  });

  test("tests no models that are not nested, and says so", async () => {
    const found = await compare(["revenue ~ search", "revenue ~ price + social"], false);
    expect(found.tests[0]).toMatchObject({ smaller: 0, larger: 1, f: null, p: null });
    expect(found.reasons[0]?.reason).toMatch(/not nested/);
  });

  test("sees that spaces are nested where names are not", async () => {
    const nested = await compare(["revenue ~ I(2*search + 1)", "revenue ~ 0 + region + search"], false);
    expect(nested.tests[0]?.f).toBeGreaterThan(0);
    const none = await compare(["revenue ~ search", "revenue ~ 0 + search + price"], false);
    expect(none.tests[0]?.f).toBeNull();
  });

  test("calls models that span the same columns the same", async () => {
    const found = await compare(["revenue ~ search + price", "revenue ~ price + I(search - price)"], false);
    expect(found.tests[0]?.f).toBeNull();
    expect(found.reasons[0]?.reason).toMatch(/the same/);
  });

  test("refuses two responses", async () => {
    await expect(compare(["revenue ~ search", "log(revenue) ~ search"], false)).rejects.toMatchObject({
      code: "bad-argument",
    });
  });
});

test("prints the worst relative differences", () => {
  expect(worst.values).toBeGreaterThan(0);
  console.info(`analyses of variance: values ${worst.values.toExponential(1)}, p ${worst.p.toExponential(1)}`);
});

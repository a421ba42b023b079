// Hypotheses, marginal means and standardised coefficients against R's.

import { describe, expect, test } from "vitest";
import { linearHypothesis } from "#stats/inference/hypothesis/hypothesis.ts";
import { marginalMeans, marginalPlan } from "#stats/inference/hypothesis/marginal.ts";
import { standardizedCoefficients } from "#stats/inference/hypothesis/standardized.ts";
import { type RobustRequest, robust } from "#stats/inference/robust/robust.ts";
import type { Fit } from "#stats/types.ts";
import { backend, comparison, list, type Model, modelOf, reference, sales } from "#tests/helpers/inference.ts";
import { tableRows } from "#tests/helpers/rows.ts";

const TOL = 1e-9;
/** An error of t grows in its tail. */
const TOL_P = 1e-8;

interface HypothesisCase {
  formula: string;
  weighted: boolean;
  hypotheses: string | string[];
  vcov: "HC1" | "HC2" | "HC3" | null;
  level: number;
  f: number;
  f_p: number;
  df1: number;
  df2: number;
  chisq: number;
  chisq_p: number;
  estimate: number[];
  value: number[];
  standard_error: number[];
  low: number[];
  high: number[];
}

interface MarginalCase {
  formula: string;
  weighted: boolean;
  factor: string;
  vcov: "HC3" | null;
  levels: string[];
  mean: number[];
  error: number[];
  later: string[];
  earlier: string[];
  difference: number[];
  difference_error: number[];
  p: number[];
  p_holm: number[];
}

async function tableOf({ fit, rows }: Model, type: "HC1" | "HC2" | "HC3" | null) {
  return type === null ? undefined : robust(fit, rows, backend, { type } as RobustRequest);
}

async function momentsOf(fit: Fit, factor: string, weighted: boolean) {
  const plan = marginalPlan(fit.plan, factor);
  if (plan.columns.length === 0) return null;
  return tableRows(plan, sales, backend, weighted ? "weight" : undefined).moments();
}

const { worst, close, closeFields } = comparison({ values: TOL, p: TOL_P });

describe("linearHypothesis(fit, { hypotheses })", () => {
  test.each(reference.hypotheses as HypothesisCase[])(
    "is car's for $hypotheses in $formula with $vcov",
    async (wanted) => {
      const model = await modelOf(wanted.formula, wanted.weighted);
      const table = await tableOf(model, wanted.vcov);
      const ask = (test: "F" | "chi-squared") =>
        linearHypothesis(
          model.fit,
          { hypotheses: wanted.hypotheses, test, robust: table, level: wanted.level },
          backend.dense,
        );
      const byF = ask("F");
      close([byF.statistic], wanted.f);
      close([byF.p], wanted.f_p, "p");
      expect([byF.df1, byF.df2]).toEqual([wanted.df1, wanted.df2]);
      const byChi = ask("chi-squared");
      close([byChi.statistic], wanted.chisq);
      close([byChi.p], wanted.chisq_p, "p");
      expect(byChi.df2).toBeNull();
      const { contrasts } = byF;
      closeFields(contrasts, { estimate: wanted.estimate, value: wanted.value, standardError: wanted.standard_error });
      close(
        contrasts.map(({ ci }) => ci?.[0]),
        wanted.low,
      );
      close(
        contrasts.map(({ ci }) => ci?.[1]),
        wanted.high,
      );
      expect(byF.covariance).toBe(wanted.vcov ?? "classical");
    },
  );

  test("takes the same hypotheses as a matrix", async () => {
    const { fit } = await modelOf("revenue ~ search + social + price", false);
    const written = linearHypothesis(fit, { hypotheses: ["search = social", "2*price = -300"] }, backend.dense);
    const matrix = [
      [0, 1, -1, 0],
      [0, 0, 0, 2],
    ];
    const given = linearHypothesis(fit, { hypotheses: { matrix, rhs: [0, -300] } }, backend.dense);
    expect({ ...given, contrasts: [] }).toEqual({ ...written, contrasts: [] });
    expect(given.contrasts.map(({ hypothesis }) => hypothesis)).toEqual(["search - social = 0", "2*price = -300"]);
  });

  test.each([
    ["serch = 0", /must name coefficients.*"serch = 0" at character 0/],
    ["search = ", /must name coefficients.*the end/],
    ["search * social = 0", /must be linear/],
    ["search / 0 = 1", /must be linear/],
    ["search = 2 = 3", /must end/],
    ["(search + social = 0", /must close its parenthesis/],
    ["search = search", /does not cancel/],
    ["", /must name coefficients/],
  ])("refuses %j", async (hypotheses, message) => {
    const { fit } = await modelOf("revenue ~ search + social", false);
    const ask = () => linearHypothesis(fit, { hypotheses }, backend.dense);
    expect(ask).toThrow(message);
    expect(ask).toThrow(expect.objectContaining({ code: "bad-argument" }));
  });

  test("reads signs, parentheses and numbers on either side", async () => {
    const { fit } = await modelOf("revenue ~ search * social + log(price)", false);
    const ask = (hypotheses: string) => linearHypothesis(fit, { hypotheses }, backend.dense).contrasts[0];
    const plain = ask("3*search - 3*social = 1.5");
    expect(ask("-3*(social - search) = +1.5e0")).toMatchObject({ estimate: plain?.estimate, value: 1.5 });
    expect(ask("1 + search*3 = 2.5 - -social*6/2")?.value).toBe(1.5);
    expect(ask("search:social")?.estimate).toBe(fit.coefficients[fit.terms.indexOf("search:social")]);
    expect(ask("log(price) = (Intercept)")?.value).toBe(0);
  });

  test.each([
    ["search/2*6", 3],
    ["search/2/2", 0.25],
    ["8/2/-4*search", -1],
    ["-2*-search/4", 0.5],
  ])("takes factors from left to right, %s", async (hypotheses, factor) => {
    const { fit } = await modelOf("revenue ~ search + social", false);
    const [found] = linearHypothesis(fit, { hypotheses }, backend.dense).contrasts;
    expect(found?.estimate).toBe(factor * (fit.coefficients[1] as number));
  });

  test("refuses hypotheses that follow from each other, aliased coefficients and other fits' tables", async () => {
    const { fit } = await modelOf("revenue ~ search + social + I(2*search)", false);
    const other = await modelOf("revenue ~ search", false);
    const table = await tableOf(other, "HC3");
    const ask = (hypotheses: string[]) => linearHypothesis(fit, { hypotheses }, backend.dense);
    expect(() => ask(["search = 0", "social = 0", "search = social"])).toThrow(/"search = social", which follows/);
    expect(() => ask(["I(2 * search) = 0"])).toThrow(/which is aliased/);
    expect(() => ask([])).toThrow(/must not be empty/);
    expect(() => linearHypothesis(fit, { hypotheses: "search", robust: table }, backend.dense)).toThrow(
      /robust table of this fit/,
    );
    expect(() => linearHypothesis(fit, { hypotheses: "search", level: 1 }, backend.dense)).toThrow(/level/);
    expect(() => linearHypothesis(fit, { hypotheses: { matrix: [[1]] } }, backend.dense)).toThrow(/each of 4 terms/);
  });

  test("is t² for one coefficient", async () => {
    const { fit } = await modelOf("revenue ~ search * region + log(price)", false);
    for (const [j, term] of fit.terms.entries()) {
      const { statistic, p } = linearHypothesis(fit, { hypotheses: term }, backend.dense);
      expect((statistic ?? 0) / (fit.t[j] ?? 0) ** 2).toBeCloseTo(1, 9);
      expect((p ?? 0) / (fit.p[j] ?? 0)).toBeCloseTo(1, 7);
    }
  });
});

describe("marginalMeans(fit, { factor })", () => {
  test.each(reference.marginals as MarginalCase[])(
    "is the mean prediction by $factor for $formula, $vcov",
    async (wanted) => {
      const model = await modelOf(wanted.formula, wanted.weighted);
      const table = await tableOf(model, wanted.vcov);
      const moments = await momentsOf(model.fit, wanted.factor, wanted.weighted);
      const found = marginalMeans(model.fit, { factor: wanted.factor, robust: table, moments }, backend.dense);
      expect(found.means.map(({ level }) => level)).toEqual(wanted.levels);
      closeFields(found.means, { estimate: wanted.mean, standardError: wanted.error });
      expect(found.differences.map(({ level }) => level)).toEqual(list(wanted.later));
      expect(found.differences.map(({ baseline }) => baseline)).toEqual(list(wanted.earlier));
      closeFields(found.differences, {
        estimate: wanted.difference,
        standardError: wanted.difference_error,
        p: wanted.p,
        pHolm: wanted.p_holm,
      });
      expect(found.reasons).toEqual([]);
    },
  );

  test("refuses what is no factor of the model", async () => {
    const { fit } = await modelOf("revenue ~ search + region", false);
    expect(() => marginalPlan(fit.plan, "search")).toThrow(
      /factor: must be a factor of the model \("region"\); got "search"/,
    );
  });

  test("has no mean where it rests on an aliased coefficient, and says so", async () => {
    const { fit } = await modelOf("revenue ~ search + I(search * 2) + region", false);
    const moments = await momentsOf(fit, "region", false);
    const found = marginalMeans(fit, { factor: "region", moments }, backend.dense);
    expect(found.means.every(({ estimate, ci }) => estimate === null && ci === null)).toBe(true);
    expect(found.differences.every(({ estimate }) => estimate !== null)).toBe(true);
    expect(found.reasons).toEqual([{ field: "estimate", reason: "rests on a coefficient that is aliased" }]);
  });
});

describe("standardizedCoefficients(fit)", () => {
  test("is R's ratio of standard deviations, for numeric predictors only", async () => {
    const wanted = reference.standardized;
    const { fit } = await modelOf(wanted.formula, false);
    const { unit, standardized } = standardizedCoefficients(fit);
    expect(unit).toBe("sd of response per sd of predictor");
    expect(standardized.map(({ term }) => term)).toEqual(wanted.terms);
    closeFields(standardized, { value: wanted.value, standardError: wanted.standard_error });
  });

  test("does not change with the units of a predictor", async () => {
    const [raw] = standardizedCoefficients((await modelOf("revenue ~ search + price", false)).fit).standardized;
    const [scaled] = standardizedCoefficients(
      (await modelOf("revenue ~ I(search * 1000) + price", false)).fit,
    ).standardized;
    expect((scaled?.value ?? 0) / (raw?.value ?? 0)).toBeCloseTo(1, 12);
  });

  test("says why there is none without an intercept, or for an aliased term", async () => {
    const without = standardizedCoefficients((await modelOf("revenue ~ 0 + search", false)).fit);
    expect(without.standardized).toEqual([{ term: "search", value: null, standardError: null }]);
    expect(without.reasons[0]?.reason).toMatch(/without an intercept/);
    const twice = standardizedCoefficients((await modelOf("revenue ~ search + I(2*search)", false)).fit);
    expect(twice.standardized[1]?.value).toBeNull();
    expect(twice.reasons).toEqual([{ field: "standardized[I(2 * search)]", reason: "aliased" }]);
  });
});

test("prints the worst relative differences", () => {
  expect(worst.values).toBeGreaterThan(0);
  console.info(`hypotheses and means: values ${worst.values.toExponential(1)}, p ${worst.p.toExponential(1)}`);
});

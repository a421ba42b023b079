// Options that meet in one model, against R: combined.json through the public API.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type TableHandle } from "#engine/index.ts";

const folder = "tests/fixtures/reference/sales/";
const wanted = JSON.parse(readFileSync(`${folder}combined.json`, "utf8"));
const formula: string = wanted.formula;
const hypotheses = ["search = 3*social", "regionnorth = regionwest"];

/** 15 digits are stored, and glmnet's ridge has converged to some 1e-11. */
const TOL = 1e-10;

let engine: Engine;
let table: TableHandle;
/** The column of weights with every fifth 0, and frequencies from 0 to 3. */
let some: Float64Array;
const counts = Float64Array.from({ length: 400 }, (_, i) => i % 4);

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.readCsv(readFileSync(`${folder}sales.csv`, "utf8"));
  const at = table.columns.findIndex(({ name }) => name === "weight");
  some = Float64Array.from(await table.rows(0, 400), (row, i) => (i % 5 === 4 ? 0 : Number(row[at])));
});

afterAll(() => engine.close());

type Values = readonly (number | null | undefined)[];

/** Every value agrees relative to its own size. */
function expectEach(got: Values, values: number[], what: string, tolerance = TOL): void {
  expect(got.length, what).toBe(values.length);
  for (const [k, value] of values.entries()) {
    expect(Math.abs((got[k] ?? Number.NaN) / value - 1), `${what} ${k}`).toBeLessThanOrEqual(tolerance);
  }
}

/** Every value agrees relative to the largest: coefficients of a path may be 0. */
function expectRow(got: Values, values: number[], what: string): void {
  const size = Math.max(...values.map(Math.abs));
  expect(got.length, what).toBe(values.length);
  for (const [k, value] of values.entries()) {
    expect(Math.abs((got[k] ?? Number.NaN) - value), `${what} ${k}`).toBeLessThanOrEqual(TOL * size);
  }
}

describe("table.path(formula, options)", () => {
  const { lambdas } = wanted;

  it("with weights, penalty factors and bounds of an elastic net is glmnet's", async () => {
    const path = await table.path(formula, {
      weights: "weight",
      l1Ratio: 0.3,
      lambdas,
      penaltyFactors: [0, 1, 2, 1, 0.5, 1, 1, 1],
      bounds: { lower: -800, upper: 3 },
    });
    for (const [k, row] of (wanted.mixed.coefficients as number[][]).entries()) {
      expectRow([path.intercepts[k], ...(path.coefficients[k] ?? [])], row, `lambda ${k}`);
      expect(path.devRatio[k]).toBeCloseTo(wanted.mixed.dev_ratio[k], 12);
    }
  });

  it("of ridge with weights is glmnet's, whose lambda is in standard deviations of the response", async () => {
    const path = await table.path(formula, { weights: "weight", l1Ratio: 0, lambdas: [1, 0.1, 0.01] });
    for (const [k, row] of (wanted.ridge as number[][]).entries()) {
      expectRow([path.intercepts[k], ...(path.coefficients[k] ?? [])], row, `lambda ${k}`);
    }
  });

  it("of ridge has the generalised cross-validation of its hat matrix", async () => {
    const { lambdas: grid, values } = wanted.gcv;
    const { gcv } = await table.path(formula, { l1Ratio: 0, lambdas: grid });
    expectEach(gcv ?? [], values, "gcv");
  });

  it("relaxed is lm on the terms of each solution", async () => {
    const { relaxed } = await table.path(formula, { lambdas, relax: true });
    for (const [k, row] of (wanted.relaxed as number[][]).entries()) {
      expectRow([relaxed?.intercepts[k], ...(relaxed?.coefficients[k] ?? [])], row, `lambda ${k}`);
    }
  });
});

describe("table.crossValidate(formula, options)", () => {
  it("of an elastic net on columns as they are is cv.glmnet's", async () => {
    const folds = Int32Array.from({ length: 400 }, (_, i) => (i * 7) % 9);
    const { lambdas } = wanted;
    const cv = await table.crossValidate(formula, { l1Ratio: 0.7, folds, lambdas, standardize: false });
    expectEach(cv.mean, wanted.cv.mean, "mean");
    expectEach(cv.sd, wanted.cv.sd, "sd");
  });

  it("tells the finalists' errors that are not squares as cv.glmnet's predictions have them", async () => {
    const folds = Int32Array.from({ length: 400 }, (_, i) => (i * 7) % 9);
    const cv = await table.crossValidate(formula, { l1Ratio: 0.7, folds, lambdas: wanted.lambdas, rowErrors: true });
    const [best] = cv.errors;
    const { lambda, mae, mape, max, pinball } = wanted.cv_errors;
    expect(best?.lambda).toBe(lambda);
    expectEach([best?.mae, best?.mape, best?.maxError], [mae, mape, max], "errors");
    expectEach(best?.pinball?.map(({ loss }) => loss) ?? [], pinball, "pinball");
  });

  it("leave-one-out with weights is PRESS's mean", async () => {
    const cv = await table.crossValidate(formula, { weights: "weight", scheme: "leave-one-out", lambdas: [0] });
    expectEach(cv.mean, [wanted.leave_one_out], "mean");
  });

  it("in time is lm on everything before each block", async () => {
    const cv = await table.crossValidate("revenue ~ search + price", { scheme: "time", folds: 5, lambdas: [0] });
    expect(cv.foldSizes).toEqual(wanted.expanding.sizes);
    expectEach(
      cv.byFold.map(([loss]) => loss),
      wanted.expanding.mse,
      "loss",
    );
  });
});

describe("weights of 0", () => {
  const zero = wanted.zero_weights;

  it("in fit, robust, anova and select are R's", async () => {
    const weights = some;
    const fit = await table.fit(formula, { weights });
    expectEach(fit.coefficients, zero.coefficients, "coefficients");
    expectEach(fit.standardErrors, zero.standard_errors, "standard errors");
    expectEach([fit.sigma, fit.aic, fit.bic, fit.logLik, fit.adjRSquared], zero.summary, "summary");
    for (const type of ["HC0", "HC1", "HC2", "HC3"] as const) {
      expectEach((await table.robust(fit, { type, weights })).standardErrors, zero.robust[type], type);
    }
    const clustered = await table.robust(fit, { type: "cluster", cluster: "region", weights });
    expectEach(clustered.standardErrors, zero.robust.cluster, "cluster");
    const ordered = await table.robust(fit, { type: "newey-west", lag: 4, weights });
    expectEach(ordered.standardErrors, zero.robust.newey_west, "newey-west");
    for (const type of ["I", "II"] as const) {
      const { rows, residual } = await table.anova(formula, { type, weights });
      expectEach([...rows.map(({ sumSq }) => sumSq), residual.sumSq], zero[`anova_${type}`], `anova ${type}`);
    }
    const { terms, steps } = await table.select(formula, { weights });
    expect(terms).toEqual(zero.step.terms);
    expectEach([steps.at(-1)?.aic], [zero.step.aic], "AIC");
  });
});

describe("frequencies", () => {
  it("in fit and robust are R's of the rows written out", async () => {
    const { n, coefficients, aic, HC3, cluster } = wanted.frequencies;
    const fit = await table.fit(formula, { weights: counts, weightsAre: "frequency" });
    expect(fit.n).toBe(n);
    expectEach(fit.coefficients, coefficients, "coefficients");
    expectEach([fit.aic], [aic], "AIC");
    expectEach((await table.robust(fit, { weights: counts })).standardErrors, HC3, "HC3");
    const clustered = await table.robust(fit, { type: "cluster", cluster: "region", weights: counts });
    expectEach(clustered.standardErrors, cluster, "cluster");
  });
});

describe("table.hypothesis(fit, hypotheses)", () => {
  it("with weights, and with their HC2 covariance, is car's", async () => {
    const fit = await table.fit(formula, { weights: "weight" });
    const plain = await table.hypothesis(fit, hypotheses);
    expectEach([plain.statistic, plain.p], [wanted.hypothesis.f, wanted.hypothesis.p], "F");
    const robust = await table.robust(fit, { type: "HC2", weights: "weight" });
    const white = await table.hypothesis(fit, hypotheses, { robust, test: "F" });
    expectEach([white.statistic, white.p], [wanted.robust_hypothesis.f, wanted.robust_hypothesis.p], "F with HC2");
  });
});

it("log(revenue) on powers and a factor without intercept is lm's", async () => {
  const { coefficients, standard_errors, summary } = wanted.powers;
  const fit = await table.fit("log(revenue) ~ 0 + region + I(search^2) + I(search^3)");
  expectEach(fit.coefficients, coefficients, "coefficients");
  expectEach(fit.standardErrors, standard_errors, "standard errors");
  expectEach([fit.rSquared, fit.adjRSquared, fit.f?.value, fit.aic], summary, "summary");
});

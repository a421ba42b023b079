// Every value of ols.json, glmnet.json and ridge.json through the public API: a key that no line here reads fails the test.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Diagnostics,
  type Engine,
  type Fit,
  type Influence,
  type TableHandle,
} from "#engine/index.ts";

const folder = "tests/fixtures/reference/sales/";
const read = (file: string) => JSON.parse(readFileSync(folder + file, "utf8"));

/** What the issue asks of ols.json, relative; the tests of each part are closer. */
const TOL = 1e-8;

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.readCsv(readFileSync(`${folder}sales.csv`, "utf8"));
});

afterAll(() => engine.close());

type Values = readonly (number | null | undefined)[];

/** Largest relative difference; 0 agrees with 0 only. */
function relative(got: Values, wanted: readonly number[], what: string): number {
  expect(got.length, what).toBe(wanted.length);
  return wanted.reduce((most, w, k) => {
    const error = got[k] === w ? 0 : Math.abs((got[k] ?? Number.NaN) - w) / Math.abs(w);
    return error <= most ? most : error;
  }, 0);
}

/** One model as the engine gives it. */
interface Found {
  fit: Fit;
  diagnostics: Diagnostics;
  influence: Influence;
  /** By type. */
  robust: Record<string, Values>;
  /** [fitted, lower, upper] of the first five rows. */
  intervals: Record<"confidence" | "prediction", number[][]>;
}

async function found(formula: string, weighted: boolean): Promise<Found> {
  const options = weighted ? { weights: "weight" } : {};
  const fit = await table.fit(formula, options);
  const robust: Record<string, Values> = {};
  for (const type of ["HC0", "HC1", "HC2", "HC3"] as const) {
    robust[type] = (await table.robust(fit, { type, ...options })).standardErrors;
  }
  const firstFive = async (interval: "confidence" | "prediction") => {
    const { fitted, lower = fitted, upper = fitted } = await table.predict(fit, { interval });
    return Array.from({ length: 5 }, (_, i) => [fitted, lower, upper].map((values) => values[i] as number));
  };
  return {
    fit,
    robust,
    diagnostics: await table.diagnostics(fit, options),
    influence: await table.influence(fit, { from: 0, to: 10, ...options }),
    intervals: { confidence: await firstFive("confidence"), prediction: await firstFive("prediction") },
  };
}

/** The parts of a test in the fixture, in the order that `testValues` gives them. */
const TESTS = {
  jarque_bera: "jarque-bera",
  shapiro_wilk: "shapiro-wilk",
  breusch_pagan_koenker: "breusch-pagan-koenker",
  breusch_pagan_original: "breusch-pagan",
  breusch_godfrey_1: "breusch-godfrey",
  reset_2_3: "reset",
} as const;

function testValues({ diagnostics }: Found, key: keyof typeof TESTS): Record<string, Values> {
  const test = diagnostics.tests.find(({ name }) => name === TESTS[key]);
  const values = { statistic: [test?.statistic], f: [test?.statistic], p: [test?.p], df: test?.df ?? [] };
  return values;
}

const ends = (fit: Fit, end: 0 | 1): Values => fit.ci95.map((ci) => ci?.[end]);

const READERS: Record<string, (model: Found) => Values | Record<string, Values>> = {
  coefficients: ({ fit }) => fit.coefficients,
  standard_errors: ({ fit }) => fit.standardErrors,
  t: ({ fit }) => fit.t,
  p: ({ fit }) => fit.p,
  ci95_low: ({ fit }) => ends(fit, 0),
  ci95_high: ({ fit }) => ends(fit, 1),
  r_squared: ({ fit }) => [fit.rSquared],
  adj_r_squared: ({ fit }) => [fit.adjRSquared],
  sigma: ({ fit }) => [fit.sigma],
  df_residual: ({ fit }) => [fit.dfResidual],
  f: ({ fit }) => [fit.f?.value],
  f_p: ({ fit }) => [fit.f?.p],
  loglik: ({ fit }) => [fit.logLik],
  aic: ({ fit }) => [fit.aic],
  bic: ({ fit }) => [fit.bic],
  rss: ({ fit }) => [fit.rss],
  predict_confidence_first5: ({ intervals }) => intervals.confidence.flat(),
  predict_prediction_first5: ({ intervals }) => intervals.prediction.flat(),
  vif: ({ diagnostics: { vif } }) => ({
    gvif: (vif ?? []).map((row) => row.gvif),
    df: (vif ?? []).map((row) => row.df),
  }),
  condition_number: ({ diagnostics }) => [diagnostics.collinearity?.conditionNumber],
  leverage_first10: ({ influence }) => influence.leverage,
  cooks_first10: ({ influence }) => influence.cooks,
  rstandard_first10: ({ influence }) => influence.standardised,
  rstudent_first10: ({ influence }) => influence.studentised,
  dffits_first10: ({ influence }) => influence.dffits,
  // R counts rows from 1.
  max_cooks_row: ({ diagnostics }) => [(diagnostics.cooks?.[0]?.row ?? Number.NaN) + 1],
  press: ({ diagnostics }) => [diagnostics.press],
  durbin_watson: ({ diagnostics }) => [diagnostics.tests.find(({ name }) => name === "durbin-watson")?.statistic],
  hc_se: ({ robust }) => robust,
  ...Object.fromEntries(
    (Object.keys(TESTS) as (keyof typeof TESTS)[]).map((key) => [key, (model: Found) => testValues(model, key)]),
  ),
};

describe("ols.json through table.fit, predict, diagnostics, influence and robust", () => {
  const { models } = read("ols.json") as { models: Record<string, unknown>[] };

  it.each(models)("everything of $formula", async ({ formula, weighted, terms, ...model }) => {
    const got = await found(formula as string, weighted as boolean);
    expect(got.fit.terms).toEqual(terms);
    let compared = 0;
    const compare = (key: string, values: Values | undefined, wanted: unknown) => {
      const list = [wanted].flat(2) as number[];
      expect(relative(values ?? [], list, key), key).toBeLessThanOrEqual(TOL);
      compared += list.length;
    };
    for (const [key, wanted] of Object.entries(model)) {
      const values = READERS[key]?.(got);
      if (values === undefined) throw new RangeError(`ols.json: ${key} must be read; got no reader`);
      if (typeof wanted !== "object" || wanted === null || Array.isArray(wanted)) {
        compare(key, values as Values, wanted);
        continue;
      }
      const parts = values as Record<string, Values>;
      for (const [part, inner] of Object.entries(wanted)) {
        if (part === "term") expect(got.diagnostics.vif?.map(({ term }) => term)).toEqual(inner);
        else compare(`${key}.${part}`, parts[part], inner);
      }
    }
    expect(compared).toBeGreaterThan(45);
  });
});

interface Path {
  alpha: number;
  standardize: boolean;
  n_lambda: number;
  lambda_max: number;
  at: { index: number; lambda: number; intercept: number; coefficients: number[]; df: number; dev_ratio: number }[];
}

interface Cv {
  alpha: number;
  lambda: number[];
  cvm: number[];
  cvsd: number[];
  lambda_min: number;
  lambda_1se: number;
  n_lambda: number;
}

/** Largest difference over the largest value. */
function ofLargest(got: readonly number[], wanted: readonly number[]): number {
  const size = Math.max(...wanted.map(Math.abs), Number.MIN_VALUE);
  return Math.max(...wanted.map((w, k) => Math.abs((got[k] ?? Number.NaN) - w))) / size;
}

describe("glmnet.json through table.path and crossValidate", () => {
  const { columns, paths, cv } = read("glmnet.json") as { columns: string[]; paths: Path[]; cv: Cv[] };
  const formula = `revenue ~ ${columns.join(" + ")}`;

  it.each(paths)("path of alpha $alpha, standardize $standardize", async (wanted) => {
    const { alpha: l1Ratio, standardize } = wanted;
    const path = await table.path(formula, { l1Ratio, standardize });
    expect(path.terms).toEqual(columns);
    expect(path.lambdas).toHaveLength(100);
    expect((path.lambdas[0] as number) / wanted.lambda_max).toBeCloseTo(1, 12);
    expect(path.df[0]).toBe(0);
    for (const at of wanted.at) {
      const k = at.index - 1;
      expect(Math.abs((path.lambdas[k] as number) / at.lambda - 1)).toBeLessThanOrEqual(1e-12);
      expect(ofLargest(path.coefficients[k] ?? [], at.coefficients)).toBeLessThanOrEqual(1e-9);
      expect(ofLargest([path.intercepts[k] as number], [at.intercept])).toBeLessThanOrEqual(1e-9);
      expect(path.df[k]).toBe(at.df);
      expect(path.devRatio[k]).toBeCloseTo(at.dev_ratio, 12);
    }
    expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
    const early = await table.path(formula, { l1Ratio, standardize, earlyStop: true });
    expect(early.lambdas).toEqual(path.lambdas.slice(0, wanted.n_lambda));
  });

  it.each(cv)("cross-validation of alpha $alpha", async (wanted) => {
    const folds = Int32Array.from({ length: table.nRows }, (_, i) => i % 10);
    const got = await table.crossValidate(formula, { l1Ratio: wanted.alpha, folds, earlyStop: true });
    expect(got.lambdas).toHaveLength(wanted.n_lambda);
    const at = wanted.lambda.map((lambda) => got.lambdas.findIndex((own) => Math.abs(own / lambda - 1) <= 1e-12));
    const pick = (values: readonly number[]) => at.map((k) => values[k]);
    expect(relative(pick(got.mean), wanted.cvm, "cvm")).toBeLessThanOrEqual(1e-10);
    expect(relative(pick(got.sd), wanted.cvsd, "cvsd")).toBeLessThanOrEqual(1e-10);
    const chosen = [got.lambdaMin, got.lambda1se];
    expect(relative(chosen, [wanted.lambda_min, wanted.lambda_1se], "chosen")).toBeLessThanOrEqual(1e-12);
  });
});

describe("ridge.json through table.path and fit", () => {
  const { columns, fits } = read("ridge.json") as {
    columns: string[];
    fits: { lambda: number; intercept: number; coefficients: number[]; effective_df: number }[];
  };
  const formula = `revenue ~ ${columns.join(" + ")}`;

  it.each(fits)("lambda $lambda", async ({ lambda, intercept, coefficients, effective_df }) => {
    const fit = await table.fit(formula, { method: "ridge", lambda });
    const path = await table.path(formula, { l1Ratio: 0, lambdas: [lambda] });
    const wanted = [intercept, ...coefficients];
    const along = [path.intercepts[0] as number, ...(path.coefficients[0] as number[])];
    for (const got of [fit.coefficients.map((value) => value ?? Number.NaN), along]) {
      expect(ofLargest(got, wanted)).toBeLessThanOrEqual(1e-10);
      expect(ofLargest(got.slice(1), coefficients)).toBeLessThanOrEqual(1e-10);
    }
    // The fixture counts the intercept.
    for (const df of [path.df[0], fit.penalty?.df]) expect((df ?? Number.NaN) + 1).toBeCloseTo(effective_df, 9);
  });
});

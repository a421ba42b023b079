// Inference through the public API: each call, its options and its errors.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Engine,
  type Fit,
  type RobustOptions,
  type SelectOptions,
  type TableHandle,
} from "#engine/index.ts";

const csv = readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8");
const reference = JSON.parse(readFileSync("tests/fixtures/reference/sales/inference.json", "utf8"));
const formula = "revenue ~ search + social + price + region + holiday";

let engine: Engine;
let table: TableHandle;
let fit: Fit;

beforeAll(async () => {
  engine = await createEngine();
  table = await engine.readCsv(csv);
  fit = await table.fit(formula);
});

afterAll(() => engine.close());

const bad = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

function within(actual: readonly (number | null)[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [k, value] of expected.entries()) {
    expect(Math.abs((actual[k] ?? Number.NaN) / value - 1)).toBeLessThan(1e-10);
  }
}

const wanted = reference.robust.find((entry: { formula: string }) => entry.formula === formula);

describe("table.robust(fit, options)", () => {
  it("is HC3 where no type is given, and R's", async () => {
    const robust = await table.robust(fit);
    expect(robust).toMatchObject({ type: "HC3", n: 400, df: 392, reasons: [] });
    within(robust.standardErrors, wanted.HC3);
  });

  it("takes clusters by a category, a number or codes", async () => {
    const price = table.columns.findIndex(({ name }) => name === "price");
    const rows = await table.rows(0, 400);
    const codes = Int32Array.from(rows, (_, i) => Math.floor(i / 7));
    within((await table.robust(fit, { type: "cluster", cluster: codes })).standardErrors, wanted.sevens_CR1);
    const byRegion = await table.robust(fit, { type: "cluster", cluster: "region", correction: "CR0" });
    expect(byRegion).toMatchObject({ df: 3, clusters: { n: 4, correction: "CR0" } });
    const byHoliday = await table.robust(fit, { type: "cluster", cluster: "holiday" });
    expect(byHoliday.clusters).toEqual({ n: 2, correction: "CR1" });
    const alone = await table.robust(fit, { type: "cluster", cluster: "price", correction: "CR0" });
    within(alone.standardErrors, wanted.HC0);
    expect(new Set(rows.map((row) => row[price])).size).toBe(400);
  });

  it("takes rows in their order or by a column, for Newey and West", async () => {
    const here = await table.robust(fit, { type: "newey-west", lag: 3 });
    within(here.standardErrors, wanted.NW3);
    expect(here.lag).toBe(3);
    within(
      (await table.robust(fit, { type: "newey-west", lag: 3, order: "price" })).standardErrors,
      wanted.NW3_by_price,
    );
    expect((await table.robust(fit, { type: "newey-west" })).lag).toBe(Math.floor(4 * 4 ** (2 / 9)));
  });

  it("sees a column that ascends as an order that is there already", async () => {
    const n = 70_000;
    const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const y = x.map((v, i) => v + Math.cos(i * i));
    const day = Float64Array.from(x, (_, i) => i);
    const back = day.map((d) => -d);
    const long = await engine.fromColumns({ x, y, day, back });
    const line = await long.fit("y ~ x");
    const plain = await long.robust(line, { type: "newey-west", lag: 5 });
    expect(await long.robust(line, { type: "newey-west", lag: 5, order: "day" })).toEqual(plain);
    // Autocovariances do not know which way time runs.
    within(
      (await long.robust(line, { type: "newey-west", lag: 5, order: "back" })).standardErrors,
      plain.standardErrors as number[],
    );
    long.close();
  });

  it("asks for the weights of a weighted fit again", async () => {
    const weighted = await table.fit("revenue ~ search + price + visits", { weights: "weight" });
    const of = reference.robust.find((entry: { weighted: boolean }) => entry.weighted);
    within((await table.robust(weighted, { weights: "weight" })).standardErrors, of.HC3);
    await expect(table.robust(weighted)).rejects.toEqual(bad("weights", /must be given again/));
    await expect(table.robust(fit, { weights: "weight" })).rejects.toEqual(bad("weights", /must not be given/));
    await expect(table.robust(weighted, { weights: "price" })).rejects.toEqual(bad("bad-argument", /rows of the fit/));
  });

  it("takes a row with a frequency as so many rows, but in Newey and West's sum", async () => {
    const x = Array.from({ length: 60 }, (_, i) => Math.sin(i * 1.7) * 10);
    const y = x.map((v, i) => 3 * v + Math.cos(i * 2.9) * (1 + Math.abs(v)));
    const store = x.map((_, i) => i % 7);
    const times = Float64Array.from(x, (_, i) => i % 4);
    const out = (values: number[]) => values.flatMap((v, i) => new Array<number>(times[i] as number).fill(v));
    const short = await engine.fromColumns({ x, y, store });
    const long = await engine.fromColumns({ x: out(x), y: out(y), store: out(store) });
    const counted = await short.fit("y ~ x", { weights: times, weightsAre: "frequency" });
    const written = await long.fit("y ~ x");
    for (const type of ["HC0", "HC1", "HC2", "HC3", "cluster"] as const) {
      const cluster = type === "cluster" ? { cluster: "store" } : {};
      const got = await short.robust(counted, { type, weights: times, ...cluster });
      const want = await long.robust(written, { type, ...cluster });
      expect([got.n, got.df]).toEqual([90, want.df]);
      within(got.standardErrors, want.standardErrors as number[]);
    }
    await expect(short.robust(counted, { type: "newey-west", weights: times })).rejects.toEqual(
      bad("weights", /must not be frequencies.*got frequencies/),
    );
    short.close();
    long.close();
  });

  it.each<[RobustOptions, RegExp]>([
    [{ cluster: "region" }, /cluster: must be left out unless type is cluster; got region/],
    [{ type: "HC1", correction: "CR0" }, /correction: must be left out/],
    [{ lag: 4 }, /lag: must be left out unless type is newey-west; got 4/],
    [{ type: "cluster", cluster: "region", order: "price" }, /order: must be left out/],
  ])("refuses %j, which would change nothing", async (options, message) => {
    await expect(table.robust(fit, options)).rejects.toEqual(bad("bad-argument", message));
  });

  it("refuses options that it does not know", async () => {
    const ask = (options: unknown) => table.robust(fit, options as object);
    await expect(ask({ type: "HC4" })).rejects.toEqual(bad("bad-argument", /type: must be "HC0".*got HC4/));
    await expect(ask({ type: "cluster" })).rejects.toEqual(bad("bad-argument", /cluster: must be a column/));
    await expect(ask({ type: "cluster", cluster: "reg" })).rejects.toEqual(bad("column-unknown", /got "reg"/));
    await expect(ask({ type: "cluster", cluster: new Int32Array(3) })).rejects.toEqual(bad("bad-argument", /400 rows/));
    await expect(ask({ type: "cluster", cluster: "region", correction: "CR2" })).rejects.toEqual(
      bad("bad-argument", /CR2/),
    );
    await expect(ask({ type: "newey-west", lag: -1 })).rejects.toEqual(bad("bad-argument", /lag.*got -1/));
    await expect(ask({ type: "newey-west", lag: 400 })).rejects.toEqual(bad("bad-argument", /lag.*400/));
    await expect(ask({ type: "newey-west", order: "region" })).rejects.toEqual(bad("column-type", /dates or numbers/));
    await expect(table.robust({} as Fit)).rejects.toEqual(bad("bad-argument", /fit: must be/));
  });
});

describe("table.hypothesis(fit, hypotheses, options)", () => {
  it("takes text, a list and a matrix", async () => {
    const one = await table.hypothesis(fit, "search = social");
    expect(one).toMatchObject({ test: "F", df1: 1, df2: 392, covariance: "classical", level: 0.95, df: 392 });
    const list = await table.hypothesis(fit, ["search = social", "holiday = 0"], { level: 0.9 });
    expect(list.contrasts).toHaveLength(2);
    const matrix = await table.hypothesis(fit, { matrix: [[0, 1, -1, 0, 0, 0, 0, 0]] });
    expect(matrix.statistic).toBe(one.statistic);
  });

  it("is chi-squared with a robust table", async () => {
    const robust = await table.robust(fit, { type: "HC1" });
    const found = await table.hypothesis(fit, "search = social", { robust });
    expect(found).toMatchObject({ test: "chi-squared", covariance: "HC1", df2: null });
  });

  it("refuses what it cannot read", async () => {
    await expect(table.hypothesis(fit, "serch")).rejects.toEqual(bad("bad-argument", /must name coefficients/));
    await expect(table.hypothesis(fit, 3 as unknown as string)).rejects.toEqual(bad("bad-argument", /text, a list/));
    await expect(table.hypothesis(fit, "search", { test: "t" as "F" })).rejects.toEqual(bad("bad-argument", /test/));
    await expect(table.hypothesis(fit, { matrix: [[1, 0]] })).rejects.toEqual(bad("bad-argument", /8 terms/));
  });
});

describe("table.marginalMeans(fit, factor)", () => {
  it("is the mean prediction, were every row of one level", async () => {
    const { means, differences } = await table.marginalMeans(fit, "region");
    expect(means.map(({ level }) => level)).toEqual(["east", "north", "south", "west"]);
    expect(differences).toHaveLength(6);
    const at = table.columns.findIndex(({ name }) => name === "region");
    const edited = await engine.readCsv(csv);
    const rows = await edited.rows(0, 400);
    const set = rows.flatMap((row, i) =>
      row[at] === "west" ? [] : [{ row: i, values: [{ column: "region", value: "west" }] }],
    );
    await edited.edit({ set });
    const { fitted } = await edited.predict(fit);
    within([means[3]?.estimate ?? null], [fitted.reduce((sum, v) => sum + v, 0) / 400]);
    edited.close();
  });

  it("takes the weights of the fit, and a robust table", async () => {
    const weighted = await table.fit("revenue ~ search * region", { weights: "weight" });
    const robust = await table.robust(weighted, { type: "HC0", weights: "weight" });
    const found = await table.marginalMeans(weighted, "region", { weights: "weight", robust, level: 0.8 });
    expect(found).toMatchObject({ covariance: "HC0", level: 0.8, reasons: [] });
    await expect(table.marginalMeans(weighted, "region")).rejects.toEqual(bad("weights", /again/));
    await expect(table.marginalMeans(fit, "search")).rejects.toEqual(bad("bad-argument", /factor/));
  });

  it("needs no other column", async () => {
    const only = await table.fit("revenue ~ region");
    const { means } = await table.marginalMeans(only, "region");
    within([means[0]?.estimate ?? null], [only.coefficients[0] as number]);
  });
});

describe("table.standardized(fit)", () => {
  it("is apart from the coefficients in name and unit", async () => {
    const found = await table.standardized(fit);
    expect(found.unit).toBe("sd of response per sd of predictor");
    expect(found.standardized.map(({ term }) => term)).toEqual(["search", "social", "price", "holiday"]);
  });
});

describe("table.anova(formula, options)", () => {
  it("is of type II where none is given", async () => {
    const found = await table.anova(formula);
    expect(found).toMatchObject({ type: "II", n: 400, nDropped: 0, notes: [] });
    expect(found.rows.map(({ df }) => df)).toEqual([1, 1, 1, 3, 1]);
    const weighted = await table.anova("revenue ~ search + region", { type: "I", weights: "weight" });
    expect(weighted.residual.df).toBe(395);
    await expect(table.anova(formula, { type: "IV" as "I" })).rejects.toEqual(bad("bad-argument", /type/));
  });
});

describe("table.compare(formulas, options)", () => {
  it("fits on the rows that are complete for all formulas", async () => {
    const gaps = await engine.fromColumns({
      y: [1, 2, 2.5, 4.5, 5, 7, 8, 8.5],
      x: [1, 2, null, 4, 5, 6, 7, 8],
      z: [3, 1, 4, 1, null, 9, 2, 6],
      g: ["a", "b", "c", "a", "b", "a", "b", "a"],
    });
    const found = await gaps.compare(["y ~ 1", "y ~ x", "y ~ x + z", "y ~ x + z + g"]);
    expect(found).toMatchObject({ n: 6, nDropped: 2, reasons: [] });
    expect(found.models.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(found.tests.every(({ f }) => f !== null)).toBe(true);
    await expect(gaps.compare(["y ~ x", "y ~ z"], { missing: "error" })).rejects.toEqual(
      bad("missing-values", /row 3/),
    );
    gaps.close();
  });

  it("refuses less than two formulas, and two responses", async () => {
    await expect(table.compare([formula])).rejects.toEqual(bad("bad-argument", /two formulas/));
    await expect(table.compare(formula as unknown as string[])).rejects.toEqual(bad("bad-argument", /two formulas/));
    await expect(table.compare(["revenue ~ search", "visits ~ search"])).rejects.toEqual(
      bad("bad-argument", /one response/),
    );
  });
});

describe("table.select(formula, options)", () => {
  it("chooses by AIC in both directions where nothing else is said", async () => {
    const found = await table.select(`${formula} + video + discount`);
    expect(found).toMatchObject({ method: "both", criterion: "AIC", k: 2, stopReason: "converged" });
    const chosen = await table.fit(found.formula);
    within([found.steps.at(-1)?.aic ?? null], [chosen.aic as number]);
  });

  it("finds the best subsets", async () => {
    const found = await table.select(formula, { method: "best-subset", nBest: 1, criterion: "BIC" });
    expect(found.models[found.best?.bic ?? -1]?.formula).toBe(found.formula);
  });

  it.each<[SelectOptions, RegExp]>([
    [{ method: "random" as "both" }, /method/],
    [{ criterion: "Cp" as "AIC" }, /criterion/],
    [{ method: "best-subset", criterion: "F" }, /criterion.*best subsets/],
    [{ k: -1 }, /k: must be finite and >= 0/],
    [{ criterion: "F", enter: 0.2, remove: 0.1 }, /remove: must be at least enter/],
    [{ criterion: "F", enter: 1.5 }, /enter: must be in/],
    [{ enter: 0.1 }, /enter: must be left out unless criterion is F; got 0.1/],
    [{ remove: 0.1 }, /remove: must be left out/],
    [{ criterion: "F", k: 3 }, /k: must be left out/],
    [{ method: "best-subset", nBest: 0 }, /nBest: must be a whole/],
    [{ nBest: 1 }, /nBest: must be left out/],
    [{ method: "best-subset", start: ["search"] }, /start: must be left out/],
    [{ maxIter: 0.5 }, /maxIter/],
    [{ lower: ["serach"] }, /lower: must hold terms/],
    [{ start: "search" as unknown as string[] }, /start/],
  ])("refuses %j", async (options, message) => {
    await expect(table.select(formula, options)).rejects.toEqual(bad("bad-argument", message));
  });

  it("refuses more than thirty terms for best subsets", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 32 }, (_, j) => [
        `x${j}`,
        Float64Array.from({ length: 60 }, (__, i) => Math.sin(i * (j + 1))),
      ]),
    );
    const wide = await engine.fromColumns(many);
    await expect(wide.select("x0 ~ .", { method: "best-subset" })).rejects.toEqual(bad("bad-argument", /30 terms/));
    wide.close();
  });

  it("stops a search for best subsets that is cancelled on its way", async () => {
    const noise = (j: number) => Float64Array.from({ length: 200 }, (_, i) => Math.sin((i + 1) ** 2 * (j + 1.5)));
    const wide = await engine.fromColumns(
      Object.fromEntries(Array.from({ length: 31 }, (_, j) => [j === 0 ? "y" : `x${j}`, noise(j)])),
    );
    const stop = new AbortController();
    const searching = wide.select("y ~ .", { method: "best-subset", nBest: 20, signal: stop.signal });
    setTimeout(() => stop.abort(), 0);
    await expect(searching).rejects.toThrow("aborted");
    expect(await wide.rows(0, 1)).toHaveLength(1);
    wide.close();
  });
});

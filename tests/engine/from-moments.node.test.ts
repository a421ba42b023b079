// A table made of moments: fits of its columns, what it refuses, and that it outlives its worker.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngine } from "#engine/client/engine.ts";
import { program } from "#engine/client/start.ts";
import { createEngine, type Engine, type Fit, LeastwiseError, type Moments, type TableHandle } from "#engine/index.ts";
import { environment, type FakeWorker, fakeWorker } from "#tests/helpers/fake-worker.ts";

const csv = readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8");
const { models } = JSON.parse(readFileSync("tests/fixtures/reference/sales/ols.json", "utf8")) as {
  models: { formula: string; weighted: boolean; coefficients: number[]; standard_errors: number[]; aic: number }[];
};

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.readCsv(csv);
});

afterAll(() => engine.close());

/** Fits are one fit up to the rounding of moments: fields of the whole, then coefficient by coefficient. */
function expectSame(fit: Fit, wanted: Fit, tolerance = 1e-9): void {
  const close = (a: number | null | undefined, b: number | null | undefined, what: string) => {
    if (b === null || b === undefined) expect(a, what).toBe(b);
    else expect(Math.abs((a ?? Number.NaN) - b), what).toBeLessThanOrEqual(tolerance * Math.abs(b));
  };
  expect(fit.terms).toEqual(wanted.terms);
  for (const field of ["n", "nDropped", "weighted", "rank", "dfResidual", "aliased"] as const) {
    expect(fit[field], field).toEqual(wanted[field]);
  }
  for (const field of ["rSquared", "sigma", "rss", "tss", "logLik", "aic", "bic"] as const) {
    close(fit[field], wanted[field], field);
  }
  close(fit.f?.value, wanted.f?.value, "f");
  for (const field of ["coefficients", "standardErrors"] as const) {
    for (const [j, term] of wanted.terms.entries()) close(fit[field][j], wanted[field][j], `${field} of ${term}`);
  }
}

describe("engine.fromMoments(await table.moments(formula)).fit(formula)", () => {
  it.each(models)("is R's lm for $formula", async ({ formula, weighted, ...wanted }) => {
    const options = weighted ? { weights: "weight" } : {};
    const moments = await engine.fromMoments(await table.moments(formula, options));
    const fit = await moments.fit(formula);
    for (const [j, value] of wanted.coefficients.entries()) {
      expect(Math.abs((fit.coefficients[j] ?? Number.NaN) / value - 1)).toBeLessThan(1e-9);
      const error = wanted.standard_errors[j] ?? Number.NaN;
      expect(Math.abs((fit.standardErrors[j] ?? Number.NaN) / error - 1)).toBeLessThan(1e-9);
    }
    expect(Math.abs((fit.aic ?? Number.NaN) / wanted.aic - 1)).toBeLessThan(1e-10);
    expect(fit.solver.rss).toBe("moments");
    moments.close();
  });

  it("has fewer terms, another response, no intercept, or . for all, without a pass", async () => {
    const full = "revenue ~ search + social + log(price) * region";
    const moments = await engine.fromMoments(await table.moments(full));
    const formulas = [
      full,
      "revenue ~ region",
      "revenue ~ log(price):region + region + log(price)",
      "search ~ revenue + social",
      "log(price) ~ search + region",
      "revenue ~ search - 1",
      "revenue ~ 0 + log(price) + social",
      "revenue ~ 1",
    ];
    for (const formula of formulas) expectSame(await moments.fit(formula), await table.fit(formula));
    expectSame(await moments.fit("revenue ~ ."), await table.fit(full));
    const turned = await moments.fit("revenue ~ region:log(price) + log(price) + region");
    expectSame(turned, await table.fit("revenue ~ log(price) * region"));
    const coded = await engine.fromMoments(await table.moments("revenue ~ region + search - 1"));
    expectSame(await coded.fit("revenue ~ region - 1"), await table.fit("revenue ~ region - 1"));
    await expect(coded.fit("revenue ~ region")).rejects.toThrow(/region is coded about a baseline here/);
    coded.close();
    expectSame(
      await moments.fit("revenue ~ . - log(price):region"),
      await table.fit("revenue ~ search + social + log(price) + region"),
    );
    expectSame(
      await moments.fit("social ~ . - region - log(price):region"),
      await table.fit("social ~ search + log(price) + revenue"),
    );
    moments.close();
  });

  it("predicts on a table with rows as the table's own fit does", async () => {
    const moments = await engine.fromMoments(await table.moments("revenue ~ search + log(price) + region"));
    const fit = await moments.fit("revenue ~ region + log(price)");
    const own = await table.fit("revenue ~ region + log(price)");
    const { fitted, upper } = await table.predict(fit, { interval: "prediction" });
    const wanted = await table.predict(own, { interval: "prediction" });
    for (let i = 0; i < table.nRows; i++) {
      expect(Math.abs((fitted[i] ?? Number.NaN) / (wanted.fitted[i] ?? 0) - 1)).toBeLessThan(1e-10);
      expect(Math.abs((upper?.[i] ?? Number.NaN) / (wanted.upper?.[i] ?? 0) - 1)).toBeLessThan(1e-10);
    }
    moments.close();
  });

  it("keeps what the rows were: left out, and weighted", async () => {
    const holes = await engine.fromColumns({
      x: [1, 2, 3, 4, null, 6],
      y: [2, 1, 4, 3, 9, Number.NaN],
      w: [1, 2, 1, 3, 1, 1],
    });
    const found = await holes.moments("y ~ x", { weights: "w" });
    expect(found).toMatchObject({ n: 4, weight: 7, nDropped: 2, weightsAre: "analytic" });
    const moments = await engine.fromMoments(JSON.parse(JSON.stringify(found)));
    expectSame(await moments.fit("y ~ x"), await holes.fit("y ~ x", { weights: "w" }));
    await expect(moments.fit("y ~ x", { missing: "error" })).rejects.toMatchObject({
      code: "missing-values",
      value: 2,
    });
    for (const handle of [holes, moments]) handle.close();
  });
});

describe("engine.fromMoments(moments)", () => {
  /** Two columns summed elsewhere: x = 1, 2, 3, 4, z = 1, 0, 0, 1, and y = 3, 5, 7, 10. */
  const summed: Omit<Moments, "shift" | "sumLogWeight"> = {
    n: 4,
    weight: 4,
    names: ["x", "z", "net sales"],
    mean: [2.5, 0.5, 6.25],
    scatter: [5, 0, 1, 11.5, 0.5, 26.75],
  };

  it("is a table of n rows whose columns are the names", async () => {
    const moments = await engine.fromMoments(summed);
    expect(moments.nRows).toBe(4);
    expect(moments.columns.map(({ name, type, mean }) => [name, type, mean])).toEqual([
      ["x", "number", 2.5],
      ["z", "number", 0.5],
      ["net sales", "number", 6.25],
    ]);
    moments.close();
  });

  it("takes names that a formula writes in backticks, and shift and sumLogWeight left out", async () => {
    const moments = await engine.fromMoments(summed);
    const rows = await engine.fromColumns({ x: [1, 2, 3, 4], z: [1, 0, 0, 1], "net sales": [3, 5, 7, 10] });
    expectSame(await moments.fit("`net sales` ~ x"), await rows.fit("`net sales` ~ x"), 1e-12);
    expectSame(await moments.fit("x ~ `net sales`"), await rows.fit("x ~ `net sales`"), 1e-12);
    expectSame(await moments.fit("`net sales` ~ ."), await rows.fit("`net sales` ~ ."), 1e-11);
    for (const handle of [moments, rows]) handle.close();
  });

  it("gives its moments out again, in another order", async () => {
    const moments = await engine.fromMoments(summed);
    const found = await moments.moments("`net sales` ~ z + x");
    expect(found).toMatchObject({ n: 4, names: ["z", "x", "`net sales`"], scatter: [1, 0, 5, 0.5, 11.5, 26.75] });
    const again = await engine.fromMoments(found);
    expectSame(await again.fit("`net sales` ~ x"), await moments.fit("`net sales` ~ x"), 1e-14);
    for (const handle of [moments, again]) handle.close();
  });

  it("keeps nothing of the caller's, who may change it", async () => {
    const mine = structuredClone(summed);
    const opening = engine.fromMoments(mine);
    mine.n = 3;
    mine.scatter.fill(0);
    const moments = await opening;
    expect((await moments.fit("`net sales` ~ x")).coefficients[1]).toBeCloseTo(2.3, 12);
    moments.close();
  });

  it("refuses what must read rows, naming it", async () => {
    const moments = await engine.fromMoments(summed);
    const fit = await moments.fit("`net sales` ~ x");
    const calls: [what: string, call: Promise<unknown>][] = [
      ["rows", moments.rows(0, 2)],
      ["predict", moments.predict(fit)],
      ["metrics", moments.metrics(fit)],
      ["edit", moments.edit({ remove: [0] })],
      ["weights", moments.fit("`net sales` ~ x", { weights: "z" })],
    ];
    for (const [what, call] of calls) {
      const error = await call.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(LeastwiseError);
      expect(error).toMatchObject({ code: "rows-needed", value: what });
      expect((error as Error).message).toBe(`${what}: must have rows to read; got a table made from moments`);
    }
    expect((await moments.fit("`net sales` ~ x")).n).toBe(4);
    moments.close();
  });

  it('refuses precision "certified", which needs the values of rows', async () => {
    const moments = await engine.fromMoments(summed);
    await expect(moments.fit("`net sales` ~ x", { precision: "certified" })).rejects.toMatchObject({
      code: "bad-argument",
      message: expect.stringMatching(
        /^precision: must be "auto" where there are moments and no rows; got "certified"$/,
      ),
    });
    moments.close();
  });

  it("refuses terms that it has no column for, with the nearest name", async () => {
    const moments = await engine.fromMoments(await table.moments("revenue ~ search + log(price) * region"));
    const wrong: [formula: string, code: string, column: string, words: RegExp][] = [
      ["revenue ~ serch", "column-unknown", "serch", /perhaps search; got serch at character 10/],
      ["revenu ~ search", "column-unknown", "revenu", /response must be a column of the moments, perhaps revenue/],
      ["revenue ~ price", "column-unknown", "price", /term must be a column of the moments/],
      ["region ~ search", "column-unknown", "region", /response must be a column of the moments/],
      ["revenue ~ search:region", "column-unknown", "search:region", /a term must have its columns in the moments/],
      ["revenue ~ log(price):region", "formula-unsupported", "region", /region needs a column for each level here/],
      ["revenue ~ region - 1", "formula-unsupported", "region", /got region at character 10/],
    ];
    for (const [formula, code, column, words] of wrong) {
      const error = await moments.fit(formula).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code, at: { column } });
      expect((error as Error).message).toMatch(words);
    }
    await expect(moments.fit("regionnorth ~ region")).rejects.toMatchObject({ code: "formula-unsupported" });
    await expect(moments.fit("revenue ~")).rejects.toMatchObject({ code: "formula-syntax" });
    moments.close();
  });

  it("takes a level's column on its own", async () => {
    const moments = await engine.fromMoments(await table.moments("revenue ~ region"));
    const fit = await moments.fit("revenue ~ regionnorth");
    const means = await moments.fit("regionnorth ~ 1");
    expect(fit.terms).toEqual(["(Intercept)", "regionnorth"]);
    const rows = await table.rows(0, table.nRows);
    const at = table.columns.findIndex(({ name }) => name === "region");
    expect(means.coefficients[0]).toBeCloseTo(rows.filter((row) => row[at] === "north").length / rows.length, 12);
    moments.close();
  });
});

describe("a table from moments whose worker died", () => {
  it("is sent again", async () => {
    const workers: FakeWorker[] = [];
    const startWorker = () => {
      const worker = fakeWorker(program.serve);
      workers.push(worker);
      return worker;
    };
    const faked = await openEngine({}, environment({ startWorker }));
    const moments = await faked.fromMoments(await table.moments("revenue ~ search"));
    const before = await moments.fit("revenue ~ search");
    workers.at(-1)?.dispatch(Object.assign(new Event("error"), { message: "crash" }));
    expect(await moments.fit("revenue ~ search")).toEqual(before);
    expect(workers).toHaveLength(2);
    faked.close();
  });
});

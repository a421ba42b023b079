// Weights by kind, and rows left out: through the public engine, as they count in every figure.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Fit, type Moments } from "#engine/index.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});

afterAll(() => engine.close());

const x = [1, 2, 4, 7, 11, 13];
const y = [2.5, 3, 5.5, 8, 12, 15.5];
const w = [1, 3, 0, 2, 5, 1];

/** The rows as often as their weight says. */
const expand = (values: readonly number[], counts: readonly number[]) =>
  values.flatMap((value, i) => Array.from({ length: counts[i] ?? 0 }, () => value));

/** Every figure of two fits agrees. */
function expectSame(fit: Fit, wanted: Fit): void {
  const close = (a: number | null | undefined, b: number | null | undefined, what: string) => {
    if (b === null || b === undefined) expect(a, what).toBe(b);
    else expect(Math.abs((a ?? Number.NaN) - b), what).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));
  };
  for (const field of ["n", "rank", "dfResidual", "aliased", "terms"] as const)
    expect(fit[field]).toEqual(wanted[field]);
  const scalars = ["rSquared", "adjRSquared", "sigma", "logLik", "aic", "bic", "rss", "tss"] as const;
  for (const field of scalars) close(fit[field], wanted[field], field);
  expect([fit.f?.df1, fit.f?.df2]).toEqual([wanted.f?.df1, wanted.f?.df2]);
  for (const field of ["coefficients", "standardErrors", "p"] as const) {
    for (const [j, value] of wanted[field].entries()) close(fit[field][j], value, `${field} of ${wanted.terms[j]}`);
  }
}

describe('table.fit(formula, { weights, weightsAre: "frequency" })', () => {
  it("is the fit of the rows written out as often as they count", async () => {
    const counted = await engine.fromColumns({ x, y, w });
    const written = await engine.fromColumns({ x: expand(x, w), y: expand(y, w) });
    const fit = await counted.fit("y ~ x", { weights: "w", weightsAre: "frequency" });
    expect(fit).toMatchObject({ n: 12, dfResidual: 10, weighted: true, weightsAre: "frequency" });
    expectSame(fit, await written.fit("y ~ x"));
    for (const table of [counted, written]) table.close();
  });

  it("leaves one of the rows that a row counts for out of a ridge path", async () => {
    const counted = await engine.fromColumns({ x, y, w });
    const written = await engine.fromColumns({ x: expand(x, w), y: expand(y, w) });
    const asked = { l1Ratio: 0, leaveOneOut: true, lambdas: [10, 1, 0.1] };
    const found = await counted.path("y ~ x", { ...asked, weights: "w", weightsAre: "frequency" });
    const wanted = await written.path("y ~ x", asked);
    expect(found.leaveOneOut).toHaveLength(3);
    for (const [k, value] of (found.leaveOneOut ?? []).entries())
      expect(value).toBeCloseTo(wanted.leaveOneOut?.[k] ?? Number.NaN, 10);
    for (const table of [counted, written]) table.close();
  });

  it("is that for any counts, with and without intercept, of factors too, and from moments", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), fc.nat(3), fc.nat(4)), {
          minLength: 12,
          maxLength: 30,
        }),
        fc.constantFrom("y ~ x", "y ~ x - 1", "y ~ x + g"),
        async (rows, formula) => {
          const kept = rows.filter(([, , , count]) => count > 0);
          fc.pre(new Set(kept.map(([a]) => a)).size > 4 && new Set(kept.map(([, b]) => b)).size > 4);
          fc.pre(["a", "b"].every((_, level) => kept.filter(([, , g]) => g % 2 === level).length > 2));
          const columns = (of: typeof rows) => ({
            x: of.map(([a]) => a),
            y: of.map(([a, b]) => a / 4 + b),
            g: of.map(([, , g]) => (g % 2 === 0 ? "a" : "b")),
          });
          const written = await engine.fromColumns(
            columns(rows.flatMap((row) => Array.from({ length: row[3] }, () => row))),
          );
          const counted = await engine.fromColumns(columns(rows));
          const options = { weights: Float64Array.from(rows, (row) => row[3]), weightsAre: "frequency" } as const;
          const wanted = await written.fit(formula);
          fc.pre(wanted.aliased.length === 0 && wanted.rss > 1e-3 * wanted.tss);
          expectSame(await counted.fit(formula, options), wanted);
          const moments = await engine.fromMoments(await counted.moments(formula, options));
          expect(moments.nRows).toBe(written.nRows);
          expectSame(await moments.fit(formula), wanted);
          for (const table of [written, counted, moments]) table.close();
        },
      ),
      { numRuns: 60, seed: 20_260_111 },
    ));

  it("gives moments whose n is their sum, equal to those of the rows written out", async () => {
    const counted = await engine.fromColumns({ x, y, w });
    const written = await engine.fromColumns({ x: expand(x, w), y: expand(y, w) });
    const found = await counted.moments("y ~ x", { weights: "w", weightsAre: "frequency" });
    const wanted = await written.moments("y ~ x");
    expect(found).toMatchObject({ n: 12, weight: 12, sumLogWeight: 0, weightsAre: "frequency" });
    for (const [k, value] of wanted.scatter.entries()) expect(found.scatter[k]).toBeCloseTo(value, 10);
    for (const table of [counted, written]) table.close();
  });

  it.each([
    ["part of a row", 0.5],
    ["less than none", -1],
    ["beyond what a double can count", 2 ** 53 + 2],
  ])("refuses %s, naming the row", async (_, value) => {
    const counted = await engine.fromColumns({ x, y, w: w.map((v, i) => (i === 3 ? value : v)) });
    await expect(counted.fit("y ~ x", { weights: "w", weightsAre: "frequency" })).rejects.toMatchObject({
      code: "weights",
      at: { row: 4, column: "w" },
      value,
      message: expect.stringContaining("must be a whole number >= 0, as a frequency"),
    });
    counted.close();
  });
});

describe("table.fit(formula, { weights })", () => {
  it("leaves rows without weight out, whatever they hold", async () => {
    const counted = (values: readonly number[]) => values.filter((_, i) => w[i] !== 0);
    const without = await engine.fromColumns({ x: counted(x), y: counted(y), w: counted(w) });
    const wanted = await without.fit("y ~ x", { weights: "w" });
    for (const far of [1e36, -1e200]) {
      const filled = (values: readonly number[]) => values.map((value, i) => (w[i] === 0 ? far : value));
      const table = await engine.fromColumns({ x: filled(x), y: filled(y), w });
      const fit = await table.fit("y ~ x", { weights: "w" });
      expectSame(fit, wanted);
      expect([fit.digits, fit.nDropped]).toEqual([wanted.digits, 0]);
      table.close();
    }
    without.close();
  });

  it("takes them as analytic: each row counts once, as in R's lm", async () => {
    const table = await engine.fromColumns({ x, y, w });
    const fit = await table.fit("y ~ x", { weights: "w" });
    // lm(y ~ x, weights = w) in R 4.2.2.
    expect(fit).toMatchObject({ n: 5, dfResidual: 3, weightsAre: "analytic" });
    expect(fit.coefficients[1]).toBeCloseTo(1.022_971_470_915_153_6, 12);
    expect(fit.sigma).toBeCloseTo(0.826_232_560_805_377, 12);
    expect(fit).toEqual(await table.fit("y ~ x", { weights: "w", weightsAre: "analytic" }));
    table.close();
  });

  it("refuses a kind without weights, and a kind that is none", async () => {
    const table = await engine.fromColumns({ x, y, w });
    await expect(table.fit("y ~ x", { weightsAre: "frequency" })).rejects.toMatchObject({ code: "bad-argument" });
    const wrong = { weights: "w", weightsAre: "inverse" as "analytic" };
    await expect(table.fit("y ~ x", wrong)).rejects.toThrow(
      /^weightsAre: must be "analytic" or "frequency"; got inverse$/,
    );
    table.close();
  });
});

describe("rows with a missing value", () => {
  const holes = () =>
    engine.fromColumns({
      x: [1, 2, null, 7, 11, 13, 17],
      y: [2.5, null, 5.5, 8, 12, 15.5, 20],
      z: [null, null, null, 1, 1, null, 2],
      w: [1, 2, 1, null, 1, 3, 1],
      g: ["a", "b", "a", "b", "a", null, "b"],
    });

  it("are left out over the formula's columns only, and counted in every call", async () => {
    const table = await holes();
    const fit = await table.fit("y ~ x");
    expect([fit.n, fit.nDropped]).toEqual([5, 2]);
    expect(await table.moments("y ~ x")).toMatchObject({ n: 5, nDropped: 2 });
    expect(await table.metrics(fit)).toMatchObject({ n: 5, nDropped: 2 });
    expect(await table.moments("y ~ x + g")).toMatchObject({ n: 4, nDropped: 3 });
    const weighted = await table.fit("y ~ x", { weights: "w" });
    expect([weighted.n, weighted.nDropped]).toEqual([4, 3]);
    expect(await table.metrics(fit, { weights: "w" })).toMatchObject({ n: 4, nDropped: 3 });
    expect(Array.from((await table.predict(fit)).fitted, Number.isNaN)).toEqual([0, 0, 1, 0, 0, 0, 0].map(Boolean));
    table.close();
  });

  it('are refused where missing is "error", naming the first', async () => {
    const table = await holes();
    const fit = await table.fit("y ~ x");
    const first = { code: "missing-values", at: { row: 2, column: "y" } };
    await expect(table.fit("y ~ x", { missing: "error" })).rejects.toMatchObject(first);
    await expect(table.moments("y ~ x", { missing: "error" })).rejects.toMatchObject(first);
    await expect(table.metrics(fit, { missing: "error" })).rejects.toMatchObject(first);
    table.close();
  });
});

describe("table.metrics(fit, options)", () => {
  it("is that of the fit's own residuals on its own rows", async () => {
    const table = await engine.fromColumns({ x, y, w });
    const fit = await table.fit("y ~ x", { weights: "w" });
    const found = await table.metrics(fit, { weights: "w", costs: { over: 1, under: 2 }, quantiles: [0.5] });
    expect((found.mse ?? 0) * 12).toBeCloseTo(fit.rss, 10);
    expect(found.rSquared).toBeCloseTo(fit.rSquared ?? Number.NaN, 12);
    expect(found.adjRSquared).toBeCloseTo(fit.adjRSquared ?? Number.NaN, 12);
    expect(found.explainedVariance).toBeCloseTo(found.rSquared ?? Number.NaN, 12);
    expect(found.pinball?.[0]?.loss).toBeCloseTo((found.mae ?? 0) / 2, 12);
    expect(found.cost).toBeGreaterThan(found.mae ?? 0);
    table.close();
  });

  it("judges a fit on rows that it never saw, over superblocks", async () => {
    const n = 150_000;
    const train = await engine.fromColumns({ x, y });
    const fit = await train.fit("y ~ x");
    const many = Float64Array.from({ length: n }, (_, i) => i % 17);
    const test = await engine.fromColumns({ x: many, y: many.map((v, i) => 1 + v + (i % 3)) });
    const { fitted } = await test.predict(fit);
    let squares = 0;
    let most = 0;
    for (const [i, v] of many.entries()) {
      const e = 1 + v + (i % 3) - (fitted[i] ?? 0);
      squares += e * e;
      most = Math.max(most, Math.abs(e));
    }
    const found = await test.metrics(fit);
    expect(found).toMatchObject({ n, nDropped: 0, nZero: 0, maxError: most });
    expect(found.mse).toBeCloseTo(squares / n, 9);
    for (const table of [train, test]) table.close();
  });

  it("counts frequencies as rows", async () => {
    const counted = await engine.fromColumns({ x, y, w });
    const written = await engine.fromColumns({ x: expand(x, w), y: expand(y, w) });
    const fit = await written.fit("y ~ x");
    const found = await counted.metrics(fit, { weights: "w", weightsAre: "frequency" });
    const wanted = await written.metrics(fit);
    expect(found.n).toBe(12);
    for (const field of ["mse", "mape", "rSquared", "adjRSquared", "relativeRmse"] as const) {
      expect(found[field]).toBeCloseTo(wanted[field] ?? Number.NaN, 12);
    }
    for (const table of [counted, written]) table.close();
  });

  it("refuses what is no fit, and options that break their rule", async () => {
    const table = await engine.fromColumns({ x, y });
    const fit = await table.fit("y ~ x");
    await expect(table.metrics({} as Fit)).rejects.toMatchObject({ code: "bad-argument" });
    await expect(table.metrics(fit, { quantiles: [2] })).rejects.toThrow(
      /^quantiles\[0\]: must be in \(0, 1\); got 2$/,
    );
    await expect(table.metrics(fit, { costs: { over: -1, under: 1 } })).rejects.toThrow(
      /^costs\.over: must be finite and >= 0/,
    );
    const other = await engine.fromColumns({ x });
    await expect(other.metrics(fit)).rejects.toMatchObject({ code: "column-unknown", at: { column: "y" } });
    for (const handle of [table, other]) handle.close();
  });
});

it("the weights of moments are those that the page can merge", async () => {
  const { mergeMoments, metricsOf } = await import("#engine/index.ts");
  const table = await engine.fromColumns({ x, y, w });
  const counted: Moments = await table.moments("y ~ x", { weights: "w", weightsAre: "frequency" });
  const plain = await table.moments("y ~ x");
  const analytic = await table.moments("y ~ x", { weights: "w" });
  expect(mergeMoments(counted, plain)).toMatchObject({ n: 18, weightsAre: "frequency", nDropped: 0 });
  expect(() => mergeMoments(counted, analytic)).toThrow(/weights of one kind; got frequency and analytic/);
  expect(metricsOf([1, 2], [1, 3]).mae).toBe(0.5);
  const respelt = await table.moments("y~x");
  expect(mergeMoments(plain, respelt)).toMatchObject({ n: 12, plan: { formula: "y ~ x" } });
  table.close();
});

it("moments of categories with other levels are not merged, though their columns have the same names", async () => {
  const { mergeMoments } = await import("#engine/index.ts");
  const ofLevels = async (...levels: string[]) => {
    const table = await engine.fromColumns({ y, g: y.map((_, i) => levels[i % levels.length] ?? null) });
    const moments = await table.moments("y ~ g");
    table.close();
    return moments;
  };
  const [a, b] = [await ofLevels("a", "m"), await ofLevels("b", "m")];
  expect(a.names).toEqual(b.names);
  expect(() => mergeMoments(a, b)).toThrow(/must have columns made alike, of the same levels too/);
  expect(mergeMoments(a, await ofLevels("a", "m")).n).toBe(12);
});

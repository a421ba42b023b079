// Fits of windows of rows: those of a table of just these rows, whatever was fitted before.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Engine, Fit, FitOptions, TableHandle } from "#engine/index.ts";
import { createEngine } from "#engine/index.ts";
import { randomStream } from "#kernel/reference/random.ts";

const N = 65_536 * 5 + 321;
let engine: Engine;
let table: TableHandle;

function columns(seed = 11) {
  const stream = randomStream(seed);
  const x = stream.normal(N, 3, 2);
  const z = stream.normal(N, 0, 1);
  const w = Float64Array.from({ length: N }, (_, i) => i % 4);
  const y = stream.normal(N, 0, 1).map((e, i) => 2 + (x[i] as number) - (z[i] as number) + e);
  const holed = z.map((v, i) => (i % 1000 === 7 ? Number.NaN : v));
  const city = Array.from(
    { length: N },
    (_, i) => (i < 2 * 65_536 ? ["Basel", "Chur"] : ["Chur", "Genf"])[i % 2] ?? "",
  );
  return { x, z, w, y, holed, city };
}

const data = columns();

function cutTo(from: number, to: number) {
  return Object.fromEntries(Object.entries(data).map(([name, values]) => [name, values.slice(from, to)]));
}

/** Numbers that a fit tells. */
const numbersOf = ({ coefficients, standardErrors, rss, tss, sigma }: Fit) => [
  ...coefficients.map((b) => b ?? Number.NaN),
  ...standardErrors.map((error) => error ?? 0),
  rss,
  tss,
  sigma ?? 0,
];

function expectSame(found: Fit, wanted: Fit) {
  expect(found.n).toBe(wanted.n);
  expect(found.nDropped).toBe(wanted.nDropped);
  expect(found.terms).toEqual(wanted.terms);
  const expected = numbersOf(wanted);
  for (const [i, value] of numbersOf(found).entries()) {
    expect(Math.abs(value - (expected[i] as number))).toBeLessThanOrEqual(1e-12 * Math.abs(expected[i] as number));
  }
}

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.fromColumns(data);
});

afterAll(() => engine.close());

const cases: [string, FitOptions, [number, number]][] = [
  ["y ~ x + z", {}, [1000, 300_000]],
  ["y ~ x + z", {}, [65_536, 262_144]],
  ["y ~ x + z", {}, [70_000, 120_000]],
  ["y ~ x + z", {}, [130_000, 132_000]],
  ["y ~ x + holed", {}, [1000, 300_000]],
  ["y ~ x + holed", { precision: "certified" }, [65_000, 66_000]],
  ["y ~ x + city", {}, [100, 131_000]],
  ["y ~ x + city", {}, [140_000, 320_000]],
  ["y ~ log(x^2 + 1) * z", { weights: "w" }, [1000, 300_000]],
  ["y ~ x + z", { method: "ridge", lambda: 0.3 }, [1000, 300_000]],
];

describe("fit of a window", () => {
  it.each(cases)("%s with %j on rows %j is that of a table of them", async (formula, options, [from, to]) => {
    const alone = await engine.fromColumns(cutTo(from, to));
    expectSame(await table.fit(formula, { ...options, rows: [from, to] }), await alone.fit(formula, options));
    alone.close();
  });

  it("of all rows is the fit", async () => {
    expect(await table.fit("y ~ x + holed", { rows: [0, N] })).toEqual(await table.fit("y ~ x + holed"));
  });

  it("leaves out what is missing outside it where missing is error", async () => {
    const fit = await table.fit("y ~ holed", { rows: [65_544, 65_999], missing: "error" });
    expect(fit.n).toBe(455);
    const refused = table.fit("y ~ holed", { rows: [66_000, 66_100], missing: "error" });
    await expect(refused).rejects.toMatchObject({ code: "missing-values", at: { row: 66_008, column: "holed" } });
  });

  it("names rows as the table counts them", async () => {
    const refused = table.fit("y ~ log(x)", { rows: [100_000, 300_000] });
    const row = data.x.findIndex((value, i) => i >= 100_000 && !(value > 0)) + 1;
    await expect(refused).rejects.toMatchObject({ code: "value-not-finite", at: { row } });
  });

  it("drops the levels that it does not hold, and codes the others by its own first, as R's lm with subset", async () => {
    const small = await engine.fromColumns({
      f: ["a", "b", "b", "c", "c", "c", "b", "c"],
      x: [1, 2, 3, 4, 5, 6, 7, 9],
      y: [1, 3, 2, 5, 4, 6, 8, 7],
    });
    // R 4.2.2: coef(lm(y ~ f + poly(x, 2), subset = 2:8)), whose polynomials are those of all eight rows.
    const fit = await small.fit("y ~ f + poly(x, 2)", { rows: [1, 8] });
    expect(fit.terms).toEqual(["(Intercept)", "fc", "poly(x, 2)1", "poly(x, 2)2"]);
    const expected = [4.8546344911147, -0.786591276252018, 6.64768335953526, -1.4397588901934];
    for (const [j, b] of fit.coefficients.entries()) expect(b).toBeCloseTo(expected[j] as number, 11);
    await expect(small.fit("y ~ f", { rows: [3, 6] })).rejects.toMatchObject({ code: "term-one-level" });
  });

  it("learns transforms from all rows, as R's lm with subset evaluates them before", async () => {
    const fit = await table.fit("y ~ scale(x)", { rows: [1000, 300_000] });
    const whole = await table.fit("y ~ scale(x)");
    expect(fit.plan).toEqual(whole.plan);
  });

  it.each([[[5, 5]], [[-1, 4]], [[0, N + 1]], [[0.5, 4]], [[3]], ["all"]])("refuses %j", async (rows) => {
    await expect(table.fit("y ~ x", { rows: rows as [number, number] })).rejects.toMatchObject({
      code: "bad-argument",
      message: expect.stringContaining(`rows: must be [from, to) with 0 <= from < to <= ${N}`),
    });
  });

  it("refuses one of moments without rows", async () => {
    const moments = await engine.fromMoments(await table.moments("y ~ x"));
    await expect(moments.fit("y ~ x", { rows: [0, 5] })).rejects.toMatchObject({ code: "rows-needed" });
  });
});

describe("what is kept of earlier fits", () => {
  const asked: [string, FitOptions][] = [
    ["y ~ x + z + w", {}],
    ["y ~ x + w", {}],
    ["y ~ z", {}],
    ["y ~ z + x", {}],
    ["y ~ x + w", { rows: [1000, 300_000] }],
    ["y ~ x + z + w", { rows: [1000, 300_000] }],
    ["y ~ x + z", { weights: "w" }],
    ["y ~ x", { weights: "w" }],
    ["y ~ x", { weights: "w", weightsAre: "frequency" }],
    ["y ~ x + holed", {}],
    ["y ~ x", { rows: [30, 200_000] }],
    ["y ~ x + city", { rows: [140_000, 300_000] }],
    ["y ~ x + city", {}],
    ["y ~ x + z + w", { method: "lasso", lambda: 0.2 }],
  ];

  it("changes no bit of a later one", async () => {
    for (const [formula, options] of asked) {
      const fresh = await engine.fromColumns(data);
      expect(await table.fit(formula, options)).toEqual(await fresh.fit(formula, options));
      fresh.close();
    }
  });
});

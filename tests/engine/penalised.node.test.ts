// Penalised paths and fits through the public API: what they give, what they refuse, and that moments are enough.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Fit, type FitOptions, type TableHandle } from "#engine/index.ts";

const csv = readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8");
const formula = "revenue ~ search + social + video + price + discount + competitor + visits + holiday";

let engine: Engine;
let table: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.readCsv(csv);
});

afterAll(() => engine.close());

function expectClose(got: readonly (number | null)[], wanted: readonly (number | null)[], tolerance: number): void {
  const size = Math.max(...wanted.map((value) => Math.abs(value ?? 0)));
  for (const [k, value] of wanted.entries()) {
    expect(Math.abs((got[k] ?? Number.NaN) - (value ?? Number.NaN))).toBeLessThanOrEqual(tolerance * size);
  }
}

describe("table.path(formula)", () => {
  it("gives a hundred models with their certificates, and knows which of them fit() gives", async () => {
    const path = await table.path(formula, { l1Ratio: 0.5 });
    expect(path.lambdas).toHaveLength(100);
    expect(path.terms).toEqual(formula.slice("revenue ~ ".length).split(" + "));
    expect(path.df[0]).toBe(0);
    expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
    const lambda = path.lambdas[40] as number;
    const fit = await table.fit(formula, { method: "elastic-net", l1Ratio: 0.5, lambda });
    expectClose(fit.coefficients, [path.intercepts[40] as number, ...(path.coefficients[40] as number[])], 1e-12);
    expect(fit.penalty).toMatchObject({ lambda, l1Ratio: 0.5, stopReason: "exact", df: path.df[40] });
    expect(fit.rSquared).toBeCloseTo(path.devRatio[40] as number, 12);
  });

  it("penalises factors as they are coded, and the intercept never", async () => {
    const path = await table.path("revenue ~ search + region");
    expect(path.terms).toEqual(["search", "regionnorth", "regionsouth", "regionwest"]);
    const { coefficients } = await table.fit("revenue ~ 1");
    expect(path.intercepts[0]).toBeCloseTo(coefficients[0] as number, 6);
    expect((await table.path("revenue ~ 0 + search")).intercepts.every((value) => value === 0)).toBe(true);
  });

  it("counts weights as rows repeated", async () => {
    const y = [1, 3, 2, 5, 8, 6];
    const x = [0, 1, 2, 3, 4, 5];
    const z = [1, 0, 2, 2, 1, 5];
    const w = [1, 2, 1, 3, 2, 1];
    const repeat = (values: number[]) => values.flatMap((value, i) => new Array<number>(w[i] as number).fill(value));
    const weighted = await engine.fromColumns({ y, x, z, w });
    const repeated = await engine.fromColumns({ y: repeat(y), x: repeat(x), z: repeat(z) });
    const a = await weighted.path("y ~ x + z", { weights: "w" });
    const b = await repeated.path("y ~ x + z");
    expectClose(a.lambdas, b.lambdas, 1e-13);
    for (const [k, row] of b.coefficients.entries()) expectClose(a.coefficients[k] ?? [], row, 1e-12);
  });

  it("works on moments alone, but for leave-one-out errors", async () => {
    const moments = await engine.fromMoments(await table.moments(formula));
    const path = await moments.path(formula);
    const wanted = await table.path(formula);
    expectClose(path.lambdas, wanted.lambdas, 1e-13);
    expectClose(path.coefficients.at(-1) ?? [], wanted.coefficients.at(-1) ?? [], 1e-11);
    const fit = await moments.fit(formula, { method: "lasso", lambda: 100 });
    expect(fit.solver.rss).toBe("moments");
    await expect(moments.path(formula, { l1Ratio: 0, leaveOneOut: true })).rejects.toMatchObject({
      code: "rows-needed",
    });
    moments.close();
  });

  it("gives ridge its degrees of freedom, cross-validations and leave-one-out errors", async () => {
    const path = await table.path(formula, { l1Ratio: 0, leaveOneOut: true, nLambda: 20 });
    expect(path.gcv).toHaveLength(20);
    expect(path.leaveOneOut?.every((value) => value !== null && value > 0)).toBe(true);
    for (let k = 1; k < 20; k++) expect(path.df[k]).toBeGreaterThan(path.df[k - 1] as number);
    await expect(table.path(formula, { leaveOneOut: true })).rejects.toMatchObject({ code: "bad-argument" });
  });
});

describe('table.fit(formula, { method: "lasso", lambda })', () => {
  const bare = (fit: Fit) => [fit.standardErrors, fit.t, fit.p, fit.ci95, fit.digits].flat();

  it("says what it minimised, and why there is no inference", async () => {
    const fit = await table.fit(formula, { method: "lasso", lambda: 500 });
    expect(fit.method).toBe("lasso");
    expect(fit.objective).toContain("1/(2n)·Σ(y − ŷ)² + lambda·Σ|b|");
    expect(bare(fit).every((value) => value === null)).toBe(true);
    for (const field of ["standardErrors", "t", "p", "ci95", "f", "sigma", "logLik", "digits", "adjRSquared"]) {
      expect(
        fit.reasons.some((reason) => reason.field === field),
        field,
      ).toBe(true);
    }
    expect(JSON.parse(JSON.stringify(fit))).toEqual(fit);
    expect((await table.fit(formula, { method: "ridge", lambda: 1 })).objective).toContain("lambda/2·Σb²");
  });

  it("is least squares at lambda 0", async () => {
    const wanted = await table.fit(formula);
    for (const options of [
      { method: "lasso" },
      { method: "ridge" },
      { method: "elastic-net", l1Ratio: 0.3 },
    ] as const) {
      const fit = await table.fit(formula, { ...options, lambda: 0 });
      expectClose(fit.coefficients, wanted.coefficients, 1e-10);
      expect(fit.rss / wanted.rss).toBeCloseTo(1, 9);
    }
  });

  it("relaxes to least squares on its terms", async () => {
    const fit = await table.fit(formula, { method: "lasso", lambda: 2000, relax: true });
    const terms = fit.terms.filter((_, k) => k > 0 && fit.coefficients[k] !== 0);
    const wanted = await table.fit(`revenue ~ ${terms.join(" + ")}`);
    const relaxed = fit.penalty?.relaxed;
    expectClose(relaxed?.coefficients.filter((value) => value !== 0) ?? [], wanted.coefficients, 1e-10);
    expect(relaxed?.rSquared).toBeCloseTo(wanted.rSquared as number, 12);
  });

  it("predicts, and refuses intervals", async () => {
    const fit = await table.fit(formula, { method: "lasso", lambda: 500 });
    const { fitted } = await table.predict(fit);
    const residual = await table.metrics(fit);
    expect(fitted).toHaveLength(table.nRows);
    expect(residual.rSquared).toBeCloseTo(fit.rSquared as number, 10);
    await expect(table.predict(fit, { interval: "confidence" })).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("takes a residual sum of squares that is nearly 0 from the rows", async () => {
    const x = Array.from({ length: 50 }, (_, i) => i);
    const y = x.map((value, i) => 1e4 * value + Math.sin(i));
    const fit = await (await engine.fromColumns({ x, y })).fit("y ~ x", { method: "lasso", lambda: 1e-3 });
    expect(fit.solver.rss).toBe("rows");
    const [a, b] = fit.coefficients as [number, number];
    expect(fit.rss).toBeCloseTo(
      y.reduce((sum, value, i) => sum + (value - a - b * i) ** 2, 0),
      6,
    );
  });

  it("takes thousands of columns of a few rows by ., which least squares refuses", async () => {
    const n = 40;
    const p = 3000;
    const columns: Record<string, Float64Array> = {};
    const wave = (i: number, j: number) => Math.sin((i + 1) * (j + 1) * 0.7) + Math.cos((i + 3) * (j + 2) ** 0.5);
    for (let j = 0; j < p; j++) columns[`x${j}`] = Float64Array.from({ length: n }, (_, i) => wave(i, j));
    columns.y = Float64Array.from({ length: n }, (_, i) => 3 * wave(i, 5) - 2 * wave(i, 700) + 0.1 * Math.sin(i));
    columns.y[7] = Number.NaN;
    const wide = await engine.fromColumns(columns);
    const path = await wide.path("y ~ .", { nLambda: 20 });
    expect(path.terms).toHaveLength(p);
    expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
    const lambda = path.lambdas[10] as number;
    const fit = await wide.fit("y ~ .", { method: "lasso", lambda, relax: true });
    expectClose(fit.coefficients.slice(1), path.coefficients[10] as number[], 1e-9);
    expect(fit).toMatchObject({ n: n - 1, nDropped: 1 });
    expect(fit.coefficients[6]).toBeGreaterThan(0);
    expect((await wide.predict(fit)).fitted).toHaveLength(n);
    await expect(wide.fit("y ~ .")).rejects.toMatchObject({ code: "formula-unsupported" });
    const ridge = await wide.fit("y ~ .", { method: "ridge", lambda: 1 });
    expect(ridge.penalty?.dualityGap).toBeLessThanOrEqual(1e-12);
    expect(ridge).toMatchObject({ n: n - 1, nDropped: 1, rank: n - 1, method: "ridge" });
    const loo = { l1Ratio: 0, leaveOneOut: true };
    await expect(wide.path("y ~ .", loo)).rejects.toMatchObject({ code: "bad-argument" });
    wide.close();
  });

  const refused: [FitOptions, string][] = [
    [{ method: "ridge" }, "lambda"],
    [{ method: "lasso", lambda: -1 }, "lambda"],
    [{ method: "lasso", lambda: Number.NaN }, "lambda"],
    [{ method: "lasso", lambda: Number.POSITIVE_INFINITY }, "lambda"],
    [{ method: "elastic-net", lambda: 1 }, "l1Ratio"],
    [{ method: "elastic-net", lambda: 1, l1Ratio: 1.5 }, "l1Ratio"],
    [{ method: "elastic-net", lambda: 1, l1Ratio: Number.NaN }, "l1Ratio"],
    [{ method: "ridge", lambda: 1, l1Ratio: 1 }, "l1Ratio"],
    [{ lambda: 1 }, "lambda"],
    [{ method: "lasso", lambda: 1, precision: "certified" }, "precision"],
    [{ method: "lasso", lambda: 1, penaltyFactors: [1, 1] }, "penaltyFactors"],
    [{ method: "lasso", lambda: 1, penaltyFactors: new Array(8).fill(0) }, "penaltyFactors"],
    [{ method: "lasso", lambda: 1, penaltyFactors: [1, 1, 1, 1, 1, 1, 1, -1] }, "penaltyFactors[7]"],
    [{ method: "lasso", lambda: 1, bounds: { lower: 1, upper: 2 } }, "bounds.lower"],
    [{ method: "lasso", lambda: 1, bounds: { lower: 0, upper: Number.NaN } }, "bounds.upper"],
    [{ method: "lasso", lambda: 1, bounds: { lower: [0], upper: 1 } }, "bounds.lower"],
  ];
  it.each(refused)("refuses %j", async (options, subject) => {
    const error = await table.fit(formula, options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "bad-argument" });
    expect((error as Error).message.startsWith(`${subject}: must `), String(error)).toBe(true);
  });

  it("refuses a grid that is empty, too long or not of numbers, and a model without terms", async () => {
    for (const options of [
      { lambdas: [] },
      { lambdas: [1, -1] },
      { nLambda: 0 },
      { lambdaMinRatio: 1 },
      { l1Ratio: -0.1 },
    ]) {
      await expect(table.path(formula, options)).rejects.toMatchObject({ code: "bad-argument" });
    }
    await expect(table.path("revenue ~ 1")).rejects.toMatchObject({ code: "bad-argument" });
  });
});

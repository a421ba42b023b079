// Tests whose formula changes with the size of the sample, against R and scipy at every size that matters.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { diagnosticsOf } from "#stats/diagnostics/diagnostics.ts";
import { quadraticFormBelow } from "#stats/diagnostics/quadratic-form.ts";
import { shapiroWilk } from "#stats/diagnostics/shapiro-wilk.ts";
import { omnibus } from "#stats/diagnostics/tests/normality.ts";
import type { TestContext } from "#stats/diagnostics/tests/result.ts";
import { chiSquaredUpperTail } from "#stats/inference/chi-squared.ts";
import { fCdf } from "#stats/inference/f.ts";
import { fitOls } from "#stats/models/ols.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { salesTable } from "#tests/helpers/sales.ts";
import { cutRows } from "./cut-rows.ts";

interface Found {
  statistic: number;
  p: number;
}

const read = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/reference/${file}`, import.meta.url), "utf8"));
interface ExactP {
  n: number;
  with_intercept: Found;
  without: Found;
}

const ofR: { shapiro_wilk: (Found & { x: number[] })[]; durbin_watson_exact: ExactP[] } = read("diagnostics-r.json");
const ofScipy: { samples: { x: number[]; omnibus: Found }[]; durbin_watson_exact: ExactP[] } =
  read("diagnostics-statsmodels.json");

const backend = (await availableBackends())[0] as Backend;
const sales = await salesTable();

/** The fixtures have 15 digits. */
const TOL = 1e-11;
/** R has Pan's rule, which at sixty points differs from quadrature of Imhof's integral by this. */
const TOL_PAN = 1e-6;

function expectClose(got: number | null | undefined, want: number, tol: number): void {
  expect(Math.abs((got ?? Number.NaN) / want - 1)).toBeLessThanOrEqual(tol);
}

function firstRows(n: number, intercept: boolean): ArrayModel {
  const column = (name: string) => sales.columns.find(({ info }) => info.name === name)?.chunks[0]?.slice(0, n) ?? [];
  return { columns: { search: column("search"), price: column("price") }, y: column("revenue"), intercept };
}

async function durbinWatson(model: ArrayModel, cuts: number[] = []) {
  const rows = cutRows(model, cuts, backend);
  const weighted = model.weights !== undefined;
  const fit = await fitOls(arrayPlan(model), rows, backend, { weighted });
  return (await diagnosticsOf(fit, rows, backend, { tests: ["durbin-watson"] })).tests[0];
}

describe("durbin-watson below 100 rows", () => {
  test.each([
    ...ofScipy.durbin_watson_exact.map((found) => ({ ...found, from: "quadrature's", tol: 1e-10 })),
    ...ofR.durbin_watson_exact.map((found) => ({ ...found, from: "R's", tol: TOL_PAN })),
  ])("has $from exact p for $n rows", async ({ n, with_intercept, without, tol }) => {
    for (const [intercept, want] of [
      [true, with_intercept],
      [false, without],
    ] as const) {
      const got = await durbinWatson(firstRows(n, intercept), [2, 1]);
      expect(got?.method).toMatch(/^exact/);
      expectClose(got?.statistic, want.statistic, TOL);
      expectClose(got?.p, want.p, tol);
    }
  });

  test("weights that are all 1 change nothing", async () => {
    for (const intercept of [true, false]) {
      const model = firstRows(30, intercept);
      const plain = await durbinWatson(model);
      const weighted = await durbinWatson({ ...model, weights: new Float64Array(30).fill(1) });
      expectClose(weighted?.p, plain?.p as number, 1e-10);
    }
  });

  test("is approximate from 100 rows on, and says so", async () => {
    expect((await durbinWatson(firstRows(99, true)))?.method).toMatch(/^exact/);
    expect((await durbinWatson(firstRows(100, true)))?.method).toMatch(/^normal approximation/);
  });
});

describe("quadraticFormBelow", () => {
  test("of two groups of equal weights is an F probability", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        (a, b, ratio) => {
          const got = quadraticFormBelow([...new Array<number>(a).fill(1), ...new Array<number>(b).fill(-ratio)]);
          expect(Math.abs(got - fCdf((ratio * b) / a, a, b))).toBeLessThan(1e-12);
        },
      ),
    );
  });

  test("of one sign is certain", () => {
    expect([quadraticFormBelow([1, 0, 3]), quadraticFormBelow([-1, -2])]).toEqual([0, 1]);
  });
});

describe("shapiroWilk", () => {
  test.each(ofR.shapiro_wilk)("of $x.length values is R's", ({ x, statistic, p }) => {
    const got = shapiroWilk(Float64Array.from(x).sort());
    expectClose(got.w, statistic, TOL);
    expectClose(got.p, p, TOL);
  });

  test("does not change with place and scale, and is at most 1", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 60 }), (values) => {
        fc.pre(new Set(values).size > 1);
        const sorted = Float64Array.from(values).sort();
        const { w, p } = shapiroWilk(sorted);
        const moved = shapiroWilk(sorted.map((v) => 8 * v - 4096));
        expect(w).toBeLessThanOrEqual(1);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(moved.w).toBeCloseTo(w, 12);
      }),
    );
  });
});

describe("omnibus", () => {
  test.each(ofScipy.samples)("of $x.length values is scipy's", async ({ x, omnibus: want }) => {
    const sums = { n: x.length, powers: [1, 2, 3, 4].map((k) => x.reduce((sum, v) => sum + v ** k, 0)) };
    const got = await omnibus({ sums, model: { origin: 0, unit: 1 } } as unknown as TestContext);
    expectClose(got.statistic, want.statistic, TOL);
    expectClose(got.p, want.p, TOL);
    expectClose(got.p, chiSquaredUpperTail(want.statistic, 2), TOL);
  });
});

test("the residuals' summary counts what arrayRows has", async () => {
  const model = firstRows(40, true);
  const rows = arrayRows(model, backend);
  const fit = await fitOls(arrayPlan(model), rows, backend, { weighted: false });
  const { residuals, qq } = await diagnosticsOf(fit, rows, backend, { tests: [] });
  expect(residuals.histogram.counts.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(qq.sample).toHaveLength(40);
  expect(residuals.mean).toBeCloseTo(0, 6);
});

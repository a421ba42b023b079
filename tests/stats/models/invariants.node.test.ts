// What holds for every least-squares fit, whatever the data.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { fitOls } from "#stats/models/ols.ts";
import { predictorOf } from "#stats/models/predict.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";

const backend = referenceBackend();

const leastSquares = (model: ArrayModel): Promise<Fit> =>
  fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: model.weights !== undefined });

const value = fc.double({ min: -100, max: 100, noNaN: true }).map((v) => Math.round(v * 1e4) / 1e4);

/** Three columns that are not nearly dependent, a response that varies, and positive weights. */
const models = fc
  .integer({ min: 8, max: 40 })
  .chain((n) => {
    const column = fc.array(value, { minLength: n, maxLength: n });
    const weight = fc.double({ min: 0.1, max: 10, noNaN: true });
    return fc.record({
      columns: fc.record({ a: column, b: column, c: column }, { noNullPrototype: true }),
      y: column,
      weights: fc.option(fc.array(weight, { minLength: n, maxLength: n }), { nil: undefined }),
      intercept: fc.boolean(),
    });
  })
  .filter((model) => new Set(model.y).size > 3);

/** Run a claim on well-conditioned models; the condition decides how many digits there are to compare. */
async function holds(claim: (model: ArrayModel, result: Fit) => Promise<void>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(models, async (model) => {
      const result = await leastSquares(model);
      fc.pre(result.aliased.length === 0 && result.solver.condition < 1e4 && result.rss > 1e-6 * result.tss);
      await claim(model, result);
    }),
    { numRuns: 150, seed: 20_240_601 },
  );
}

function expectClose(got: number | null | undefined, wanted: number, tolerance: number): void {
  expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(tolerance);
}

describe("fitOls", () => {
  test("leaves residuals orthogonal to every column", () =>
    holds(async (model, result) => {
      const { predictor } = predictorOf(result);
      const { rss, sum, gradient } = await arrayRows(model, backend).residuals(predictor);
      const { weight, R } = result.covariance;
      if (model.intercept) expectClose(sum, 0, 1e-12 * Math.sqrt(weight * result.tss));
      for (const [j, g] of gradient.entries()) {
        const norm = R.slice((j * (j + 1)) / 2, ((j + 1) * (j + 2)) / 2).reduce((s, r) => s + r * r, 0);
        expectClose(g, 0, 1e-11 * Math.sqrt(norm * result.tss));
      }
      expectClose(rss, result.rss, 1e-10 * result.tss);
    }));

  test("explains as much after columns are shifted and stretched", () =>
    holds(async (model, result) => {
      if (!model.intercept) return;
      const { a, b, c } = model.columns;
      const columns = {
        a: Array.from(a ?? [], (v) => 1000 - 7 * v),
        b: Array.from(b ?? [], (v) => v / 3 + 40),
        c: Array.from(c ?? []),
      };
      const moved = await leastSquares({ ...model, columns });
      expectClose(moved.rSquared, result.rSquared ?? Number.NaN, 1e-10);
      expectClose(moved.sigma, result.sigma ?? Number.NaN, 1e-10 * (result.sigma ?? 0));
      expectClose(moved.t[1], -(result.t[1] ?? 0), 1e-8 * (1 + Math.abs(result.t[1] ?? 0)));
      expectClose(
        (moved.coefficients[2] ?? 0) / 3,
        result.coefficients[2] ?? 0,
        1e-9 * (result.standardErrors[2] ?? 0),
      );
    }));

  test("scales with the response", () =>
    holds(async (model, result) => {
      const scaled = await leastSquares({ ...model, y: Array.from(model.y, (v) => -1024 * v) });
      // 0 is added because −0 and 0 are told apart.
      const coefficients = result.coefficients.map((v) => 0 - 1024 * (v ?? 0));
      expect(scaled.coefficients.map((v) => 0 + (v ?? 0))).toEqual(coefficients);
      expect(scaled.standardErrors).toEqual(result.standardErrors.map((v) => 1024 * (v ?? 0)));
      expect(scaled.p).toEqual(result.p);
      expect(scaled.rSquared).toBe(result.rSquared);
    }));

  test("does not depend on the order of the rows", () =>
    holds(async (model, result) => {
      const reversed = (values: ArrayLike<number>) => Array.from(values).reverse();
      const columns = Object.fromEntries(Object.entries(model.columns).map(([name, v]) => [name, reversed(v)]));
      const weights = model.weights && reversed(model.weights);
      const other = await leastSquares({ ...model, columns, y: reversed(model.y), weights });
      for (const [j, error] of result.standardErrors.entries()) {
        expectClose(other.coefficients[j], result.coefficients[j] ?? Number.NaN, 1e-9 * (error ?? 0));
      }
      expectClose(other.rss, result.rss, 1e-12 * result.tss);
    }));

  test("aliases the last dummy of a full set beside an intercept", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), value), { minLength: 30, maxLength: 80 }), async (rows) => {
        const level = (k: number) => rows.map(([l]) => (l === k ? 1 : 0));
        const y = rows.map(([, v]) => v);
        const counts = [0, 1, 2, 3].map((k) => level(k).filter((v) => v === 1).length);
        fc.pre(counts.every((n) => n > 1) && new Set(y).size > 5);
        const result = await leastSquares({ columns: { l0: level(0), l1: level(1), l2: level(2), l3: level(3) }, y });
        expect(result.aliased).toEqual(["l3"]);
        const mean = rows.filter(([l]) => l === 3).reduce((s, [, v]) => s + v, 0) / (counts[3] ?? 0);
        expectClose(result.coefficients[0], mean, 1e-11 * 100);
      }),
      { numRuns: 100, seed: 20_240_601 },
    );
  });
});

// Losses from moments are those of the rows, and fits from moments those of fits from rows.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { fitOls } from "#stats/models/ols.ts";
import { mergeMoments } from "#stats/moments/merge.ts";
import { residualsOfMoments } from "#stats/moments/residuals.ts";
import { momentsRows } from "#stats/moments/rows.ts";
import type { Fit, Moments } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { noTurn } from "#tests/helpers/block-rows.ts";

const backend = referenceBackend();
const value = fc.integer({ min: -2000, max: 2000 }).map((v) => v / 16);

/** Two columns that are not nearly dependent, a response and perhaps weights. */
const models = fc.integer({ min: 8, max: 40 }).chain((n) => {
  const column = fc.array(value, { minLength: n, maxLength: n });
  const weight = fc.constantFrom(0, 0.5, 1, 2.25);
  return fc.record({
    columns: fc.record({ a: column, b: column }, { noNullPrototype: true }),
    y: column,
    weights: fc.option(fc.array(weight, { minLength: n, maxLength: n }), { nil: undefined }),
    intercept: fc.boolean(),
  });
});

const fitRows = (model: ArrayModel): Promise<Fit> =>
  fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: model.weights !== undefined });

const fitMoments = (model: ArrayModel, moments: Moments): Promise<Fit> =>
  fitOls(arrayPlan(model), momentsRows(moments, noTurn), backend, { weighted: model.weights !== undefined });

const usable = (fit: Fit) => fit.aliased.length === 0 && fit.solver.condition < 1e4 && fit.rss > 1e-4 * fit.tss;

const enough = ({ y, weights }: ArrayModel) => {
  const kept = Array.from(y).filter((_, i) => (weights?.[i] ?? 1) > 0);
  return kept.length > 5 && new Set(kept).size > 3;
};

const part = (model: ArrayModel, from: number, to: number): ArrayModel => {
  const cut = (values: ArrayLike<number>) => Array.from(values).slice(from, to);
  const columns = Object.fromEntries(Object.entries(model.columns).map(([name, values]) => [name, cut(values)]));
  return { ...model, columns, y: cut(model.y), weights: model.weights && cut(model.weights) };
};

/** Coefficients agree to a small share of their standard errors, sums to rounding. */
function expectSame(fit: Fit, wanted: Fit): void {
  for (const [j, error] of wanted.standardErrors.entries()) {
    const difference = (fit.coefficients[j] ?? Number.NaN) - (wanted.coefficients[j] ?? 0);
    expect(Math.abs(difference)).toBeLessThanOrEqual(1e-9 * (error ?? 0));
    expect(Math.abs((fit.standardErrors[j] ?? Number.NaN) / (error ?? 0) - 1)).toBeLessThan(1e-8);
  }
  expect(Math.abs(fit.rss - wanted.rss)).toBeLessThanOrEqual(1e-12 * wanted.tss);
  expect([fit.n, fit.rank, fit.dfResidual]).toEqual([wanted.n, wanted.rank, wanted.dfResidual]);
}

describe("residualsOfMoments(moments, predictor)", () => {
  test("sums what a pass over the rows sums, for any predictor", () =>
    fc.assert(
      fc.asyncProperty(models, fc.tuple(value, value, value, value), async (model, [intercept, a, b, c]) => {
        fc.pre(enough(model));
        const rows = arrayRows(model, backend);
        const predictor = { intercept, beta: Float64Array.of(a / 100, b / 100), centre: Float64Array.of(c, 0) };
        const found = residualsOfMoments(await rows.moments(), predictor);
        const wanted = await rows.residuals(predictor);
        const size = 1e-10 * (1 + wanted.rss);
        expect(Math.abs(found.rss - wanted.rss)).toBeLessThanOrEqual(size);
        expect(Math.abs(found.sum - wanted.sum)).toBeLessThanOrEqual(size);
        for (const [j, g] of wanted.gradient.entries()) {
          expect(Math.abs((found.gradient[j] ?? Number.NaN) - g)).toBeLessThanOrEqual(100 * size);
        }
      }),
      { numRuns: 200, seed: 20_260_107 },
    ));

  test("is 0 for a perfect line, and never negative", () => {
    const line = { weight: 3, mean: [2, 5], scatter: [2, 4, 8] };
    const predictor = { intercept: 5, beta: Float64Array.of(2), centre: Float64Array.of(2) };
    expect(residualsOfMoments(line, predictor)).toMatchObject({ rss: 0, sum: 0, gradient: Float64Array.of(0) });
    const rounded = { ...line, scatter: [2, 4, 8 * (1 - 1e-15)] };
    expect(residualsOfMoments(rounded, predictor).rss).toBe(0);
  });
});

describe("fitOls(plan, momentsRows(moments))", () => {
  test("is the fit of the rows", () =>
    fc.assert(
      fc.asyncProperty(models, async (model) => {
        fc.pre(enough(model));
        const wanted = await fitRows(model);
        fc.pre(usable(wanted));
        expectSame(await fitMoments(model, await arrayRows(model, backend).moments()), wanted);
      }),
      { numRuns: 200, seed: 20_260_108 },
    ));

  test("does not depend on how the rows were cut, nor in which order the parts were merged", () =>
    fc.assert(
      fc.asyncProperty(models, fc.tuple(fc.nat(), fc.nat()), async (model, cuts) => {
        fc.pre(enough(model));
        const wanted = await fitRows(model);
        fc.pre(usable(wanted));
        const n = model.y.length;
        const [first = 0, second = 0] = cuts.map((c) => c % (n + 1)).sort((a, b) => a - b);
        const momentsOf = (from: number, to: number) => arrayRows(part(model, from, to), backend).moments();
        const parts = [await momentsOf(second, n), await momentsOf(0, first), await momentsOf(first, second)];
        expectSame(await fitMoments(model, parts.reduce(mergeMoments as (a: Moments, b: Moments) => never)), wanted);
      }),
      { numRuns: 200, seed: 20_260_109 },
    ));

  test("moves with its columns when they are shifted and stretched", () =>
    fc.assert(
      fc.asyncProperty(models, async (model) => {
        fc.pre(enough(model) && model.intercept);
        const fit = await fitMoments(model, await arrayRows(model, backend).moments());
        fc.pre(usable(fit));
        const { a, b } = model.columns;
        const moved = {
          ...model,
          columns: { a: (a ?? []).map((v) => 8 * v - 500), b: (b ?? []).map((v) => 64 - v / 4) },
        };
        const other = await fitMoments(moved, await arrayRows(moved, backend).moments());
        const errors = fit.standardErrors;
        const close = (got: number, wanted: number, error: number) =>
          expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9 * error);
        close((other.coefficients[1] ?? 0) * 8, fit.coefficients[1] ?? 0, errors[1] ?? 0);
        close((other.coefficients[2] ?? 0) / -4, fit.coefficients[2] ?? 0, errors[2] ?? 0);
        close(other.sigma ?? 0, fit.sigma ?? 0, fit.sigma ?? 0);
      }),
      { numRuns: 150, seed: 20_260_110 },
    ));

  test("calls residuals within the rounding of the moments 0, and says what it went by", async () => {
    const x = [1, 2, 4, 7, 11, 13];
    const model = { columns: { x }, y: x.map((v) => 0.3 * v + 0.1) };
    const fit = await fitMoments(model, await arrayRows(model, backend).moments());
    expect(fit).toMatchObject({ rss: 0, sigma: 0, logLik: null, solver: { rss: "moments" } });
    expect(fit.coefficients[1]).toBeCloseTo(0.3, 13);
  });

  test("has no rows for a pass", async () => {
    const moments = await arrayRows({ columns: {}, y: [1, 2] }, backend).moments();
    const pass = { run: () => 0, merge: () => 0 };
    await expect(momentsRows(moments, noTurn).reduce(pass, null)).rejects.toMatchObject({ code: "rows-needed" });
  });
});

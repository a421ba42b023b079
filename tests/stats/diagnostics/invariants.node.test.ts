// What holds of diagnostics whatever the data: deletion formulae are refits, leverages sum to the rank, lists are sorts, and
// nothing depends on where rows are cut.

import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { addedVariableOf } from "#stats/diagnostics/added-variable.ts";
import { diagnosticsOf } from "#stats/diagnostics/diagnostics.ts";
import { influenceOf } from "#stats/diagnostics/influence.ts";
import { singularValues } from "#stats/diagnostics/singular-values.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Bins2d, Diagnostics, Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { cutRows } from "./cut-rows.ts";

const backends = await availableBackends();
const backend = (backends.find(({ name }) => name === "simd") ?? backends[0]) as Backend;

/** A model of normal numbers with 2 to 4 columns, weighted or not, with an intercept or not. */
const models = fc
  .record({
    n: fc.integer({ min: 12, max: 60 }),
    p: fc.integer({ min: 2, max: 4 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
    weighted: fc.boolean(),
    intercept: fc.boolean(),
  })
  .map(({ n, p, seed, weighted, intercept }): ArrayModel => {
    const stream = backend.random(seed);
    const columns = Object.fromEntries(Array.from({ length: p }, (_, j) => [`x${j}`, stream.normal(n, 3 * j, 1 + j)]));
    const noise = stream.normal(n, 5, 2);
    const y = noise.map((e, i) => Object.values(columns).reduce((sum, x, j) => sum + (j + 1) * (x[i] as number), e));
    return { columns, y, intercept, ...(weighted && { weights: stream.uniform(n, 0.2, 3) }) };
  });

const fitOf = (model: ArrayModel) =>
  fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: model.weights !== undefined });

/** The model without row i. */
function without({ columns, y, weights, ...rest }: ArrayModel, i: number): ArrayModel {
  const drop = (values: ArrayLike<number>) => Array.from(values).filter((_, k) => k !== i);
  return {
    ...rest,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, drop(values)])),
    y: drop(y),
    ...(weights && { weights: drop(weights) }),
  };
}

const predicted = (fit: Fit, { columns }: ArrayModel, i: number): number => {
  const values = Object.values(columns).map((column) => column[i] as number);
  const x = fit.plan.intercept ? [1, ...values] : values;
  return x.reduce((sum, value, j) => sum + value * (fit.coefficients[j] ?? 0), 0);
};

function expectClose(got: number | null | undefined, want: number, tol = 1e-8, scale = 1): void {
  expect(Math.abs((got ?? Number.NaN) - want)).toBeLessThanOrEqual(tol * Math.max(scale, Math.abs(want)));
}

describe("influence", () => {
  test("of each row equals a refit without it", async () => {
    await fc.assert(
      fc.asyncProperty(models, fc.nat(), async (model, pick) => {
        const fit = await fitOf(model);
        const i = pick % fit.n;
        const less = await fitOf(without(model, i));
        const got = await influenceOf(fit, arrayRows(model, backend), { from: i, to: i + 1 });
        const w = model.weights?.[i] ?? 1;
        const h = got.leverage[0] as number;
        const y = model.y[i] as number;
        const root = Math.sqrt(w);
        const change = predicted(fit, model, i) - predicted(less, model, i);
        const sigma = less.sigma as number;
        expectClose((got.residuals[0] as number) / (1 - h), y - predicted(less, model, i), 1e-7);
        expectClose(got.studentised[0], (root * (got.residuals[0] as number)) / (sigma * Math.sqrt(1 - h)), 1e-7);
        expectClose(got.dffits[0], (root * change) / (sigma * Math.sqrt(h)), 1e-7);
        const moved = Array.from({ length: fit.n }, (_, k) => {
          const step = predicted(fit, model, k) - predicted(less, model, k);
          return (model.weights?.[k] ?? 1) * step * step;
        });
        const distance = moved.reduce((sum, v) => sum + v, 0) / (fit.rank * (fit.sigma as number) ** 2);
        expectClose(got.cooks[0], distance, 1e-7);
        for (const [j, { values }] of got.dfbetas.entries()) {
          const step = (fit.coefficients[j] as number) - (less.coefficients[j] as number);
          const unit = (fit.standardErrors[j] as number) / (fit.sigma as number);
          expectClose(values[0], step / (sigma * unit), 1e-6);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("diagnostics", () => {
  test("leverages sum to the rank, PRESS to the squares of refits, and lists are full sorts", async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const fit = await fitOf(model);
        const rows = arrayRows(model, backend);
        const got = await diagnosticsOf(fit, rows, backend, { top: 9, tests: [] });
        const all = await influenceOf(fit, rows, { from: 0, to: fit.n });
        expectClose(got.leverage.mean * got.n, fit.rank, 1e-10);
        const press = all.residuals.map(
          (e, i) => (model.weights?.[i] ?? 1) * ((e ?? 0) / (1 - (all.leverage[i] ?? 0))) ** 2,
        );
        expectClose(
          got.press,
          press.reduce((sum, value) => sum + value, 0),
          1e-10,
        );
        const sorted = (values: readonly (number | null)[]) =>
          Array.from(values.keys())
            .sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0) || a - b)
            .slice(0, 9);
        const listed = (list: Diagnostics["cooks"]) => list?.map(({ row }) => row);
        expect(listed(got.studentised)).toEqual(sorted(all.studentised));
        expect(listed(got.leverage.top)).toEqual(sorted(all.leverage));
        expect(listed(got.cooks)).toEqual(sorted(all.cooks));
        expect(listed(got.dffits)).toEqual(sorted(all.dffits));
        for (const [j, { values }] of all.dfbetas.entries()) {
          expect(listed(got.dfbetas?.[j]?.top ?? null)).toEqual(sorted(values));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("do not depend on where rows are cut, nor do tests that look back over rows", async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(models, sizes, fc.integer({ min: 1, max: 4 }), async (model, cuts, lag) => {
        const fit = await fitOf(model);
        const whole = await diagnosticsOf(fit, arrayRows(model, backend), backend, { lag });
        const cut = await diagnosticsOf(fit, cutRows(model, cuts, backend), backend, { lag });
        for (const [k, { name, statistic, p, df, reason }] of whole.tests.entries()) {
          const got = cut.tests[k];
          expect(got, name).toMatchObject({ name, df });
          expect(got?.reason, name).toBe(reason);
          if (statistic !== null) expectClose(got?.statistic, statistic, 1e-7);
          if (p !== null) expectClose(got?.p, p, 1e-6);
        }
        expect(cut.bins).toEqual(whole.bins);
        expect(cut.qq).toEqual(whole.qq);
        expect(cut.residuals.histogram).toEqual(whole.residuals.histogram);
        expect(cut.cooks?.map(({ row }) => row)).toEqual(whole.cooks?.map(({ row }) => row));
        expectClose(cut.press, whole.press as number, 1e-10);
        expectClose(cut.residuals.kurtosis, whole.residuals.kurtosis as number, 1e-9);
        expect(cut.residuals.quantiles).toEqual(whole.residuals.quantiles);
      }),
      { numRuns: 40 },
    );
  });

  test("plots count the rows between the edges of their cells", async () => {
    const inCell = ({ from, to, n }: Bins2d["x"], value: number) => Math.floor(((value - from) / (to - from)) * n);
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const fit = await fitOf(model);
        const rows = arrayRows(model, backend);
        const { bins } = await diagnosticsOf(fit, rows, backend, { tests: [] });
        const of = await influenceOf(fit, rows, { from: 0, to: fit.n });
        const weighed = of.residuals.map((e, i) => (e as number) * Math.sqrt(model.weights?.[i] ?? 1));
        const root = of.standardised.map((r) => Math.sqrt(Math.abs(r as number)));
        for (const [plot, x, y] of [
          [bins.residualFitted, of.fitted, weighed],
          [bins.scaleLocation, of.fitted, root],
          [bins.residualLeverage, of.leverage, of.standardised],
        ] as [Bins2d, number[], number[]][]) {
          const wanted = new Array<number>(plot.x.n * plot.y.n).fill(0);
          for (const [i, value] of x.entries()) {
            const at = inCell(plot.y, y[i] as number) * plot.x.n + inCell(plot.x, value);
            wanted[at] = (wanted[at] as number) + 1;
          }
          expect(plot.counts).toEqual(wanted);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("without tests read the rows once", async () => {
    const [model] = fc.sample(
      models.filter(({ intercept }) => intercept === true),
      1,
    ) as [ArrayModel];
    const fit = await fitOf(model);
    const rows = arrayRows(model, backend);
    const spies = [vi.spyOn(rows, "reduce"), vi.spyOn(rows, "moments"), vi.spyOn(rows, "residuals")];
    await diagnosticsOf(fit, rows, backend, { tests: [] });
    expect(spies.map(({ mock }) => mock.calls.length)).toEqual([1, 0, 0]);
  });

  test("shares of variance sum to 1 for each term, and indices begin with 1", async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const got = await diagnosticsOf(await fitOf(model), arrayRows(model, backend), backend, { tests: [] });
        const { scaled, centred } = got.collinearity ?? {};
        for (const { terms, indices, proportions } of [scaled, centred].filter((found) => !!found)) {
          expect(indices[0]).toBe(1);
          for (const j of terms.keys())
            expectClose(
              proportions.reduce((sum, shares) => sum + (shares[j] as number), 0),
              1,
              1e-12,
            );
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("addedVariable", () => {
  test("its slope through 0 is the coefficient, and its residuals are the fit's", async () => {
    await fc.assert(
      fc.asyncProperty(models, async (model) => {
        const fit = await fitOf(model);
        const rows = arrayRows(model, backend);
        const { addedVariable: plot, componentResidual, coefficient } = await addedVariableOf(fit, rows, backend, "x1");
        if (plot.kind !== "points" || componentResidual.kind !== "points") throw new RangeError("points expected");
        const w = (i: number) => model.weights?.[i] ?? 1;
        const xy = plot.x.reduce((sum, x, i) => sum + w(i) * x * (plot.y[i] as number), 0);
        const xx = plot.x.reduce((sum, x, i) => sum + w(i) * x * x, 0);
        expectClose(coefficient, xy / xx, 1e-9);
        const { residuals } = await influenceOf(fit, rows, { from: 0, to: fit.n });
        for (const [i, x] of plot.x.entries())
          expectClose((plot.y[i] as number) - coefficient * x, residuals[i] as number, 1e-8);
        expect(componentResidual.x).toEqual(Array.from(model.columns.x1 ?? []));
      }),
      { numRuns: 20 },
    );
  });
});

describe("singularValues", () => {
  test("of A have their product and their squares' sum in A, and V is orthogonal", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 1e6 }), (q, seed) => {
        const A = backend.random(seed).normal(q * q, 0, 1);
        const { values, V } = singularValues(A, q);
        expectClose(
          values.reduce((sum, v) => sum + v * v, 0),
          A.reduce((sum, v) => sum + v * v, 0),
          1e-12,
        );
        for (let j = 0; j < q; j++) {
          for (let i = 0; i <= j; i++) {
            let dot = 0;
            for (let k = 0; k < q; k++) dot += (V[i * q + k] as number) * (V[j * q + k] as number);
            expectClose(dot, i === j ? 1 : 0, 1e-12);
          }
        }
        expect(values).toEqual([...values].sort((a, b) => b - a));
      }),
    );
  });

  test("keep the digits of a small one beside a large", () => {
    const { values } = singularValues(Float64Array.of(1e8, 0, 0, 3e-8), 2);
    expect(values).toEqual([1e8, 3e-8]);
  });
});

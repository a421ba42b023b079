// Predictions and their intervals against R's predict(lm(…), interval = …).

import { describe, expect, test } from "vitest";
import { expandPredictors } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import { fitOls } from "#stats/models/ols.ts";
import { intervalOf, predictorOf } from "#stats/models/predict.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { salesModels, salesTable } from "#tests/helpers/sales.ts";

const TOL = 1e-9;
/** The mean of a column at 1e9 ± 1 is rounded by up to 6e-8, a tenth of a millionth of its spread. */
const LEVERAGE_TOL = 5e-7;
const sales = await salesTable();
const backends = await availableBackends();

describe.each(backends)("predictions on $name", (backend) => {
  test.each(salesModels)("of $formula are R's", async (model) => {
    const plan = planFormula(model.formula, sales);
    const rows = tableRows(plan, sales, backend, model.weighted ? "weight" : undefined);
    const fit = await fitOls(plan, rows, backend, { weighted: model.weighted });
    const { predictor, whiten, columns } = predictorOf(fit);
    const expanded = expandPredictors(plan, sales, 0);
    const kept = Array.from(columns, (j) => expanded.columns[j] ?? new Float64Array(0));
    const { fitted, quadratic } = await backend.predict({ n: expanded.n, columns: kept }, predictor, whiten);
    for (const interval of ["confidence", "prediction"] as const) {
      const wanted = model[`predict_${interval}_first5`];
      if (!Array.isArray(wanted)) continue;
      const { lower, upper } = intervalOf(fit, fitted, quadratic ?? new Float64Array(0), { interval });
      for (const [i, [value = 0, low = 0, high = 0]] of wanted.entries()) {
        expect(Math.abs((fitted[i] ?? 0) / value - 1)).toBeLessThan(TOL);
        expect(Math.abs((lower[i] ?? 0) / low - 1)).toBeLessThan(TOL);
        expect(Math.abs((upper[i] ?? 0) / high - 1)).toBeLessThan(TOL);
      }
    }
  });

  test("without degrees of freedom have no bounds", async () => {
    const model: ArrayModel = { columns: { x: [1, 3] }, y: [2, 5] };
    const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    const bounds = intervalOf(fit, Float64Array.of(2), Float64Array.of(0.5), { interval: "prediction" });
    expect(bounds.lower[0]).toBeNaN();
    expect(bounds.upper[0]).toBeNaN();
  });

  test("leave aliased columns out", async () => {
    const x = [1, 2, 4, 9];
    const model: ArrayModel = { columns: { one: [1, 1, 1, 1], x, again: x }, y: [2, 5, 6, 4] };
    const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    const { predictor, whiten, columns } = predictorOf(fit);
    expect(Array.from(columns)).toEqual([1]);
    expect(predictor.beta).toHaveLength(1);
    expect(whiten).toMatchObject({ p: 1, rank: 1 });
  });

  /** The same model with its column at 0 and at 1e9, where each value is exact. */
  const offset = (origin: number): ArrayModel => {
    const near = Float64Array.from({ length: 700 }, (_, i) => (((i * 37) % 257) - 128) / 128);
    const y = near.map((v, i) => 3 + 2 * v + ((i * 7919) % 101) / 101);
    return { columns: { x: near.map((v) => origin + v) }, y };
  };

  async function predictedOf(model: ArrayModel, fit: Fit) {
    const { predictor, whiten } = predictorOf(fit);
    const x = Float64Array.from(model.columns.x ?? []);
    return backend.predict({ n: x.length, columns: [x] }, predictor, whiten);
  }

  test.each([
    { road: "double-double", exactWork: 2e7 },
    { road: "cholesky", exactWork: 0 },
  ])(
    "of a column at 1e9 ± 1 keep nine digits on the $road road, leverages what a rounded mean leaves",
    async ({ road, exactWork }) => {
      const [near, far] = [offset(0), offset(1e9)];
      const options = { weighted: false, exactWork };
      const fit = await fitOls(arrayPlan(far), arrayRows(far, backend), backend, options);
      expect(fit.solver.name.startsWith(road)).toBe(true);
      const wanted = await predictedOf(near, await fitOls(arrayPlan(near), arrayRows(near, backend), backend, options));
      const got = await predictedOf(far, fit);
      for (const [i, value] of wanted.fitted.entries()) {
        expect(Math.abs((got.fitted[i] as number) / value - 1)).toBeLessThan(1e-9);
        const leverage = 1 / 700 + (wanted.quadratic?.[i] as number);
        expect(Math.abs((1 / 700 + (got.quadratic?.[i] as number)) / leverage - 1)).toBeLessThan(LEVERAGE_TOL);
      }
    },
  );

  test("of a fit without its level start from the intercept", async () => {
    const model = offset(0);
    const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    const { level, ...covariance } = fit.covariance;
    const got = predictorOf({ ...fit, covariance }).predictor.intercept;
    expect(Math.abs(got / (level ?? Number.NaN) - 1)).toBeLessThan(1e-14);
  });

  test.each([0, 1, -0.5, Number.NaN])("refuse a level of %f", async (level) => {
    const model: ArrayModel = { columns: {}, y: [2, 5, 6] };
    const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    const none = new Float64Array(0);
    expect(() => intervalOf(fit, none, none, { interval: "confidence", level })).toThrow(/level/);
  });
});

// Least squares where something is missing: results with reasons, and two errors.

import { describe, expect, test } from "vitest";
import { LeastwiseError } from "#base/error.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";

const backends = await availableBackends();
const x = [1, 2, 4, 7, 11, 13];
const y = [2.5, 3, 5.5, 8, 12, 15.5];

describe.each(backends)("fitOls on $name", (backend) => {
  const leastSquares = (model: ArrayModel): Promise<Fit> =>
    fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: model.weights !== undefined });

  const reasonFor = (result: Fit, field: string) => result.reasons.find((r) => r.field === field)?.reason;

  /** Every null of a fit has a reason, and nothing else does. */
  function expectReasons(result: Fit): void {
    const fields = ["rSquared", "adjRSquared", "sigma", "f", "logLik", "aic", "bic"] as const;
    for (const field of fields) {
      if (result[field] === null) expect(reasonFor(result, field), field).toBeTypeOf("string");
      else expect(reasonFor(result, field), field).toBeUndefined();
    }
    for (const field of ["coefficients", "standardErrors", "t", "p", "ci95", "digits"] as const) {
      for (const [j, term] of result.terms.entries()) {
        if (result[field][j] !== null) continue;
        const of = [field, `${field}[${term}]`, `coefficients[${term}]`];
        expect(
          result.reasons.some((r) => of.includes(r.field)),
          `${field} of ${term}`,
        ).toBe(true);
      }
    }
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  }

  test("a perfect line has standard errors of 0 and no t", async () => {
    const result = await leastSquares({ columns: { x }, y: x.map((v) => 2 * v + 1) });
    expect(result.coefficients[0]).toBeCloseTo(1, 12);
    expect(result.coefficients[1]).toBeCloseTo(2, 13);
    expect(result).toMatchObject({ rss: 0, sigma: 0, standardErrors: [0, 0], t: [null, null], p: [null, null] });
    expect(result).toMatchObject({ rSquared: 1, f: null, logLik: null, aic: null, bic: null });
    expectReasons(result);
  });

  test("residuals of some units in the last place are residuals", async () => {
    const noise = [1, -2, 1, 0, 2, -2].map((k) => k * 2 ** -45);
    const result = await leastSquares({ columns: { x }, y: x.map((v, i) => 2 * v + 1 + (noise[i] ?? 0)) });
    expect(result.sigma).toBeGreaterThan(2 ** -46);
    expect(result.sigma).toBeLessThan(2 ** -43);
    expect(result.t[1]).toBeGreaterThan(1e12);
    expectReasons(result);
  });

  test("as many rows as terms leave no degrees of freedom", async () => {
    const result = await leastSquares({ columns: { x: [1, 2, 4], x2: [1, 4, 16] }, y: [2, 3, 9] });
    expect(result).toMatchObject({ dfResidual: 0, rank: 3, sigma: null, adjRSquared: null, f: null, rss: 0 });
    expect(result.standardErrors).toEqual([null, null, null]);
    expect(result.ci95).toEqual([null, null, null]);
    expect(reasonFor(result, "sigma")).toMatch(/3 rows for 3 coefficients/);
    expectReasons(result);
  });

  test("fewer rows than terms are refused with both numbers", async () => {
    const error = await leastSquares({ columns: { a: [1, 2], b: [2, 5] }, y: [1, 2] }).catch((e) => e);
    expect(error).toBeInstanceOf(LeastwiseError);
    expect(error).toMatchObject({ code: "rows-too-few", value: 2 });
    expect(error.message).toMatch(/2 rows.*3 terms/);
  });

  test("no rows are refused", async () => {
    const model = { columns: { x: [] }, y: [] };
    await expect(leastSquares(model)).rejects.toMatchObject({ code: "rows-too-few", value: 0 });
  });

  test.each([[7], [0.1], [-1e9], [0]])("a response that is %f in every row is refused", async (value) => {
    const constant = x.map(() => value);
    await expect(leastSquares({ columns: { x }, y: constant })).rejects.toMatchObject({
      code: "response-constant",
      at: { column: "y" },
      value: expect.closeTo(value, 6),
    });
  });

  test("without intercept a constant response can be fitted, a response of 0 cannot", async () => {
    const result = await leastSquares({ columns: { x }, y: x.map(() => 7), intercept: false });
    expect(result.coefficients[0]).toBeCloseTo((7 * 38) / 360, 13);
    expectReasons(result);
    const zeros = { columns: { x }, y: x.map(() => 0), intercept: false };
    await expect(leastSquares(zeros)).rejects.toMatchObject({ code: "response-constant", value: 0 });
  });

  test("y ~ 1 is the mean, its F is null", async () => {
    const result = await leastSquares({ columns: {}, y });
    const mean = y.reduce((a, b) => a + b) / 6;
    expect(result.terms).toEqual(["(Intercept)"]);
    expect(result.coefficients[0]).toBeCloseTo(mean, 13);
    expect(result).toMatchObject({ rSquared: 0, adjRSquared: 0, rank: 1, dfResidual: 5, f: null });
    expect(result.standardErrors[0]).toBeCloseTo((result.sigma ?? 0) / Math.sqrt(6), 13);
    expectReasons(result);
  });

  test("y ~ 0 has no terms", async () => {
    const result = await leastSquares({ columns: {}, y, intercept: false });
    expect(result).toMatchObject({ terms: [], coefficients: [], rank: 0, dfResidual: 6, rSquared: 0, f: null });
    expect(result.rss).toBeCloseTo(
      y.reduce((sum, v) => sum + v * v, 0),
      9,
    );
    expectReasons(result);
  });

  test("a duplicated column is aliased, the later of the two", async () => {
    const alone = await leastSquares({ columns: { x }, y });
    const result = await leastSquares({ columns: { x, again: x, twice: x.map((v) => 2 * v - 3) }, y });
    expect(result.aliased).toEqual(["again", "twice"]);
    expect(result.rank).toBe(2);
    expect(result.coefficients.slice(0, 2)).toEqual(alone.coefficients);
    expect(result.coefficients.slice(2)).toEqual([null, null]);
    expect(result.sigma).toBeCloseTo(alone.sigma ?? 0, 13);
    expectReasons(result);
  });

  test("a sum of columns is aliased even where it nearly cancels", async () => {
    const a = Array.from({ length: 40 }, (_, i) => Math.sin(i) * 10);
    const b = a.map((v, i) => v + 1e-3 * Math.cos(7 * i));
    const sum = a.map((v, i) => 1000 * v - 999 * (b[i] as number));
    const response = a.map((v, i) => v + Math.cos(i * i));
    const result = await leastSquares({ columns: { a, b, sum }, y: response });
    expect(result.aliased).toEqual(["sum"]);
    expectReasons(result);
  });

  test.each([[5], [0], [0.1], [1e12 + 0.1]])("a column that is %f in every row is aliased", async (value) => {
    const result = await leastSquares({ columns: { constant: x.map(() => value), x }, y });
    expect(result.aliased).toEqual(["constant"]);
    expect(result.coefficients[2]).not.toBeNull();
    expectReasons(result);
  });

  test("a model whose columns are all aliased is the mean", async () => {
    const result = await leastSquares({ columns: { a: x.map(() => 3), b: x.map(() => 4) }, y });
    expect(result).toMatchObject({ aliased: ["a", "b"], rank: 1, f: null, rSquared: 0 });
    expectReasons(result);
  });

  test("rows of weight 0 count as absent", async () => {
    const weighted = await leastSquares({
      columns: { x: [...x, 100, 50] },
      y: [...y, -9, 1e6],
      weights: [1, 2, 1, 0.5, 1, 3, 0, 0],
    });
    const without = await leastSquares({ columns: { x }, y, weights: [1, 2, 1, 0.5, 1, 3] });
    expect(weighted.n).toBe(6);
    expect(weighted.dfResidual).toBe(4);
    for (const field of ["sigma", "logLik", "rSquared", "bic"] as const) {
      expect(weighted[field]).toBeCloseTo(without[field] ?? 0, 11);
    }
    expect(weighted.coefficients[1]).toBeCloseTo(without.coefficients[1] ?? 0, 12);
  });

  test("squares that overflow are refused with the column", async () => {
    const model = { columns: { x: x.map((v) => v * 1e200) }, y };
    await expect(leastSquares(model)).rejects.toMatchObject({ code: "value-not-finite", at: { column: "x" } });
  });
});

// Least squares where something is missing: results with reasons, and two errors.

import { describe, expect, test } from "vitest";
import { LeastwiseError } from "#base/error.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { backendsAndRoads } from "#tests/helpers/backends.ts";

const roads = await backendsAndRoads();
const x = [1, 2, 4, 7, 11, 13];
const y = [2.5, 3, 5.5, 8, 12, 15.5];

describe.each(roads)("fitOls on $name", ({ backend, exactWork }) => {
  const leastSquares = (model: ArrayModel): Promise<Fit> =>
    fitOls(arrayPlan(model), arrayRows(model, backend), backend, {
      weighted: model.weights !== undefined,
      exactWork,
    });

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

  test.each([[1e150], [1e-150], [1e200], [1e-200], [1e300]])(
    "a predictor times %s has its coefficient over that, and everything else as before",
    async (factor) => {
      const plain = await leastSquares({ columns: { x }, y });
      const scaled = await leastSquares({ columns: { x: x.map((v) => v * factor) }, y });
      expect(scaled.aliased).toEqual([]);
      for (const field of ["coefficients", "standardErrors"] as const) {
        expect((scaled[field][1] ?? 0) * factor).toBeCloseTo(plain[field][1] ?? 0, 12);
        expect(scaled[field][0]).toBeCloseTo(plain[field][0] ?? 0, 12);
      }
      expect(scaled.t[1]).toBeCloseTo(plain.t[1] ?? 0, 10);
      expect(scaled.rSquared).toBeCloseTo(plain.rSquared ?? 0, 13);
      expectReasons(scaled);
    },
  );

  test.each([[1e150], [1e-150]])("a response times %s scales the coefficients and nothing else", async (factor) => {
    const plain = await leastSquares({ columns: { x }, y });
    const scaled = await leastSquares({ columns: { x }, y: y.map((v) => v * factor) });
    expect((scaled.coefficients[1] ?? 0) / factor).toBeCloseTo(plain.coefficients[1] ?? 0, 12);
    expect((scaled.sigma ?? 0) / factor).toBeCloseTo(plain.sigma ?? 0, 12);
    expect(scaled.p[1]).toBeCloseTo(plain.p[1] ?? 0, 12);
    expectReasons(scaled);
  });

  test.each([[1e200], [1e-200]])("a response times %s is refused, as its squares are no doubles", async (factor) => {
    const model = { columns: { x }, y: y.map((v) => v * factor) };
    await expect(leastSquares(model)).rejects.toMatchObject({ code: "value-not-finite", at: { column: "y" } });
  });

  test("subnormal predictors have coefficients while those are doubles", async () => {
    const small = x.map((v) => v * 2 ** -1060);
    const result = await leastSquares({ columns: { x: small }, y: y.map((v) => v * 2 ** -100) });
    const plain = await leastSquares({ columns: { x }, y });
    expect((result.coefficients[1] ?? 0) * 2 ** -960).toBeCloseTo(plain.coefficients[1] ?? 0, 12);
    expectReasons(result);
    const beyond = await leastSquares({ columns: { x: small }, y });
    expect(beyond.coefficients[1]).toBeNull();
    expect(beyond.aliased).toEqual([]);
    expect(reasonFor(beyond, "coefficients[x]")).toMatch(/range of doubles/);
    expect(beyond.coefficients[0]).toBeCloseTo(plain.coefficients[0] ?? 0, 12);
    expectReasons(beyond);
  });

  test("a column at 1e9 ± 1 has all its digits", async () => {
    const far = [-1, 1, 0, 1, -1, 0].map((v) => 1e9 + v);
    const near = await leastSquares({ columns: { far: far.map((v) => v - 1e9) }, y });
    const result = await leastSquares({ columns: { far }, y });
    expect(result.coefficients[1]).toBeCloseTo(near.coefficients[1] ?? 0, 14);
    expect(result.aliased).toEqual([]);
    expectReasons(result);
  });

  test("a sum of decimals is aliased, though it is rounded", async () => {
    const a = Array.from({ length: 30 }, (_, i) => ((i * 7) % 11) / 10);
    const b = Array.from({ length: 30 }, (_, i) => ((i * 5) % 13) / 5);
    const sum = a.map((v, i) => v + (b[i] ?? 0));
    expect(sum.some((v, i) => Math.abs(v * 10 - Math.round(v * 10)) > 0 && i > 0)).toBe(true);
    const result = await leastSquares({ columns: { a, b, sum }, y: a.map((v, i) => v * v + i) });
    expect(result.aliased).toEqual(["sum"]);
    expectReasons(result);
  });

  test("a column at 1e-9 of a combination of others is not aliased, and has digits", async () => {
    const a = Array.from({ length: 40 }, (_, i) => (i * i) % 17);
    const b = a.map((v, i) => v * 2 ** 30 + ((i * 5) % 7));
    const noise = a.map((_, i) => ((i * 11) % 5) - 2);
    const result = await leastSquares({ columns: { a, b }, y: a.map((v, i) => v - 3 * (b[i] ?? 0) + (noise[i] ?? 0)) });
    expect(result.aliased).toEqual([]);
    expect(result.digits[2]).toBeGreaterThanOrEqual(9);
    expect(result.solver.name).toBe("double-double");
    expectReasons(result);
  });
});

// Errors of prediction: scikit-learn's values, what holds for any rows, and where there is no value.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metricsOf } from "#stats/metrics/metrics-of.ts";
import { metricsPass } from "#stats/metrics/pass.ts";
import { errorSums, mergeErrorSums } from "#stats/metrics/sums.ts";
import type { Metrics } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";

interface Case {
  name: string;
  actual: number[];
  predicted: number[];
  weights: number[] | null;
  metrics: Record<string, number>;
  pinball: number[];
}

const file = new URL("../../fixtures/reference/metrics.json", import.meta.url);
const { cases, quantiles, costs, nParameters } = JSON.parse(readFileSync(file, "utf8")) as {
  cases: Case[];
  quantiles: number[];
  costs: { over: number; under: number };
  nParameters: number;
};

const reasonFor = ({ reasons }: Metrics, field: string) => reasons.find((r) => r.field === field)?.reason;

describe("metricsOf(actual, predicted, options)", () => {
  test.each(cases)("is scikit-learn's for $name", ({ actual, predicted, weights, ...wanted }) => {
    const found = metricsOf(actual, predicted, { quantiles, costs, nParameters, ...(weights && { weights }) });
    for (const [field, value] of Object.entries(wanted.metrics)) {
      const got = found[field as keyof Metrics] as number;
      expect(Math.abs(got - value), field).toBeLessThanOrEqual(1e-12 * Math.max(1e-3, Math.abs(value)));
    }
    expect(found.pinball?.map(({ quantile }) => quantile)).toEqual(quantiles);
    for (const [k, { loss }] of (found.pinball ?? []).entries()) {
      expect(Math.abs((loss ?? Number.NaN) / (wanted.pinball[k] ?? 0) - 1)).toBeLessThan(1e-12);
    }
    expect(found.reasons).toEqual([]);
  });

  const value = fc.integer({ min: -1000, max: 1000 }).map((v) => v / 8);
  const rows = fc.array(fc.tuple(value, value, fc.integer({ min: 0, max: 4 })), { minLength: 3, maxLength: 40 });
  const columns = (of: [number, number, number][]) => ({
    actual: of.map(([y]) => y),
    predicted: of.map(([, fitted]) => fitted),
    weights: of.map(([, , w]) => w),
  });
  const numbers = ({ reasons: _, pinball, ...rest }: Metrics) => [
    ...Object.values(rest),
    ...(pinball ?? []).map(({ loss }) => loss),
  ];
  const expectClose = (a: Metrics, b: Metrics) => {
    expect(a.reasons).toEqual(b.reasons);
    for (const [k, wanted] of numbers(b).entries()) {
      const got = numbers(a)[k] ?? null;
      if (wanted === null || wanted === undefined) expect(got).toBe(wanted);
      else expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)));
    }
  };
  const options = { quantiles: [0.2, 0.7], costs: { over: 2, under: 3 }, nParameters: 2 };

  test("of frequency weights is that of the rows written out", () =>
    fc.assert(
      fc.property(rows, (of) => {
        fc.pre(of.some(([, , w]) => w > 0));
        const { actual, predicted, weights } = columns(of);
        const expanded = columns(of.flatMap((row) => Array.from({ length: row[2] }, () => row)));
        const counted = metricsOf(actual, predicted, { ...options, weights, weightsAre: "frequency" });
        const written = metricsOf(expanded.actual, expanded.predicted, options);
        fc.pre(new Set(expanded.actual).size > 1);
        expectClose(counted, written);
      }),
      { numRuns: 300, seed: 20_260_102 },
    ));

  test("does not depend on the order of rows", () =>
    fc.assert(
      fc.property(rows, (of) => {
        const { actual, predicted } = columns(of);
        fc.pre(new Set(actual).size > 1);
        const turned = metricsOf(actual.slice().reverse(), predicted.slice().reverse(), options);
        expectClose(turned, metricsOf(actual, predicted, options));
      }),
      { numRuns: 200, seed: 20_260_103 },
    ));

  test("prices errors as pinball loss does, and halves the absolute error at the median", () =>
    fc.assert(
      fc.property(rows, (of) => {
        const { actual, predicted } = columns(of);
        const { mae, cost, pinball } = metricsOf(actual, predicted, {
          costs: { over: 0.3, under: 0.7 },
          quantiles: [0.5, 0.7],
        });
        expect(pinball?.[0]?.loss).toBeCloseTo((mae ?? 0) / 2, 9);
        expect(pinball?.[1]?.loss).toBeCloseTo(cost ?? 0, 9);
      }),
      { numRuns: 200, seed: 20_260_104 },
    ));

  test("leaves rows of y = 0 out of MAPE and counts them", () => {
    const found = metricsOf([0, 2, 4, 0], [1, 1, 5, 0]);
    expect(found).toMatchObject({ mape: (1 / 2 + 1 / 4) / 2, nZero: 2, smape: (2 + 2 / 3 + 2 / 9 + 0) / 4 });
    const none = metricsOf([0, 0], [1, 2]);
    expect(none).toMatchObject({ mape: null, nZero: 2, relativeRmse: null });
    expect(reasonFor(none, "mape")).toMatch(/0 in every row/);
    expect(reasonFor(none, "relativeRmse")).toMatch(/mean of the response is 0/);
  });

  test("has no R² of a response that does not vary, and says so", () => {
    const found = metricsOf([5, 5, 5], [5, 6, 4], { nParameters: 1 });
    expect(found).toMatchObject({ rSquared: null, adjRSquared: null, explainedVariance: null, mae: 2 / 3 });
    for (const field of ["rSquared", "adjRSquared", "explainedVariance"]) {
      expect(reasonFor(found, field)).toMatch(/does not vary/);
    }
  });

  test("has no adjusted R² without degrees of freedom, or without the number of coefficients", () => {
    const saturated = metricsOf([1, 2, 4], [1, 2, 3], { nParameters: 3 });
    expect(reasonFor(saturated, "adjRSquared")).toBe("no degrees of freedom are left: 3 rows, 3 coefficients");
    expect(reasonFor(metricsOf([1, 2, 4], [1, 2, 3]), "adjRSquared")).toMatch(/not known/);
    expect(metricsOf([1, 2, 4], [9, -5, 3]).rSquared).toBeLessThan(0);
  });

  test("is 0 or 1 for perfect predictions", () => {
    const found = metricsOf([1, 2, 4], [1, 2, 4], { nParameters: 1 });
    expect(found).toMatchObject({ mse: 0, rmse: 0, mae: 0, mape: 0, smape: 0, maxError: 0, relativeRmse: 0 });
    expect(found).toMatchObject({ rSquared: 1, adjRSquared: 1, explainedVariance: 1 });
  });

  test("says where a sum overflows", () => {
    const found = metricsOf([1e200, -1e200, 3], [-1e200, 1e200, 3]);
    expect(found).toMatchObject({ mse: null, rmse: null, rSquared: null, maxError: 2e200 });
    expect((found.mae ?? 0) / 1e200).toBeCloseTo(4 / 3, 12);
    expect(reasonFor(found, "mse")).toMatch(/too large/);
    expect(metricsOf([5e-324, 1], [1, 1])).toMatchObject({ mape: null, smape: 1 });
  });

  test("refuses rows that do not match, values that are none, and options that break their rule", () => {
    const fault = (call: () => unknown): unknown => {
      try {
        return call();
      } catch (error) {
        return error;
      }
    };
    expect(fault(() => metricsOf([1, 2], [1]))).toMatchObject({ code: "bad-argument", value: 1 });
    expect(fault(() => metricsOf([], []))).toMatchObject({ code: "rows-too-few" });
    expect(fault(() => metricsOf([1, Number.NaN], [1, 2]))).toMatchObject({ code: "value-not-finite", at: { row: 2 } });
    expect(fault(() => metricsOf([1, 2], [Number.POSITIVE_INFINITY, 2]))).toMatchObject({ at: { row: 1 } });
    expect(fault(() => metricsOf([1, 2], [1, 2], { weights: [1, -1] }))).toMatchObject({ code: "weights", value: -1 });
    expect(fault(() => metricsOf([1, 2], [1, 2], { weights: [0, 0] }))).toMatchObject({ code: "rows-too-few" });
    const half = { weights: [1, 0.5], weightsAre: "frequency" as const };
    expect(fault(() => metricsOf([1, 2], [1, 2], half))).toMatchObject({ code: "weights", at: { row: 2 } });
    for (const wrong of [
      { quantiles: [0] },
      { quantiles: [0.5, 1] },
      { quantiles: [Number.NaN] },
      { nParameters: 0.5 },
    ]) {
      expect(fault(() => metricsOf([1, 2], [1, 2], wrong))).toMatchObject({ code: "bad-argument" });
    }
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const error = fault(() => metricsOf([1, 2], [1, 2], { costs: { over: 1, under: wrong } }));
      expect(error).toMatchObject({
        code: "bad-argument",
        message: expect.stringMatching(/^costs.under: must be finite/),
      });
    }
  });
});

describe("mergeErrorSums(a, b)", () => {
  test("is the sums over all rows, also where one part is 1e8 times the other", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 4, maxLength: 60 }),
        fc.nat(),
        (values, cut) => {
          const at = cut % (values.length + 1);
          const rows = values.map((v, i) => ({
            y: i < at ? v * 1e8 : v,
            fitted: i < at ? v * 1e8 + 1 : v - 0.5 * (i % 3),
          }));
          const part = (of: typeof rows) =>
            errorSums({ actual: of.map(({ y }) => y), predicted: of.map(({ fitted }) => fitted) });
          const whole = part(rows);
          const merged = mergeErrorSums(part(rows.slice(0, at)), part(rows.slice(at)));
          const close = (a: number, b: number) =>
            expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-13 * Math.abs(b) + 1e-300);
          expect([merged.n, merged.nSeen, merged.nZero, merged.maxAbs]).toEqual([
            whole.n,
            whole.nSeen,
            whole.nZero,
            whole.maxAbs,
          ]);
          for (const field of ["squares", "over", "under", "shares", "symmetric"] as const)
            close(merged[field], whole[field]);
          close(merged.actual.squares, whole.actual.squares);
          close(merged.error.squares, whole.error.squares);
        },
      ),
      { numRuns: 300, seed: 20_260_105 },
    ));

  test("keeps the variance of small errors beside a large mean", () => {
    const actual = Array.from({ length: 1000 }, (_, i) => 1e9 + ((i * 37) % 100) / 64);
    const predicted = actual.map((y, i) => y - ((i * 13) % 16) / 1024);
    const half = (from: number, to: number) =>
      errorSums({ actual: actual.slice(from, to), predicted: predicted.slice(from, to) });
    const merged = mergeErrorSums(half(0, 500), half(500, 1000));
    const e = actual.map((y, i) => y - (predicted[i] ?? 0));
    const mean = e.reduce((a, b) => a + b) / 1000;
    const wanted = e.reduce((sum, v) => sum + (v - mean) ** 2, 0);
    expect(Math.abs(merged.error.squares / wanted - 1)).toBeLessThan(1e-13);
  });
});

describe.each(await availableBackends())("metricsPass on $name", (backend) => {
  test("predicts and sums, with columns left out and rows of weight 0", async () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => i);
    const unused = x.map((v) => v * v);
    const y = x.map((v) => 3 + 2 * v + Math.sin(v));
    const weights = x.map((v) => v % 3);
    const block = { n: 50, columns: [unused, x, y], weights, superblock: 0, kept: null };
    const predictor = { intercept: 3, beta: Float64Array.of(2), centre: Float64Array.of(0) };
    const sums = await metricsPass.run(block, { predictor, columns: Int32Array.of(1) }, backend);
    const wanted = errorSums({ actual: y, predicted: x.map((v) => 3 + 2 * v), weights });
    expect([sums.nSeen, sums.n]).toEqual([50, 33]);
    expect(sums.squares).toBeCloseTo(wanted.squares, 9);
    expect(sums.over + sums.under).toBeCloseTo(wanted.over + wanted.under, 9);
  });

  test("predicts the intercept where there is no column", async () => {
    const y = Float64Array.of(1, 2, 6);
    const predictor = { intercept: 3, beta: new Float64Array(), centre: new Float64Array() };
    const args = { predictor, columns: new Int32Array() };
    const sums = await metricsPass.run({ n: 3, columns: [y], superblock: 0, kept: null }, args, backend);
    expect(sums).toMatchObject({ squares: 4 + 1 + 9, over: 3, under: 3, maxAbs: 3 });
  });
});

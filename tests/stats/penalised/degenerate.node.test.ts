// Penalised paths of data with something wrong.

import { describe, expect, test } from "vitest";
import { pathFromMoments } from "#stats/penalised/path.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { design, momentsOf } from "./data.ts";

const backends = await availableBackends();
const about = { intercept: true };

const [x, z, y] = design({ n: 40, p: 2, rho: 0.4, seed: 21 }) as [Float64Array, Float64Array, Float64Array];
const constant = new Float64Array(40).fill(7);

describe.each(backends)("pathFromMoments on $name", (backend) => {
  test("gives a constant column 0, with the reason, and the others what they have without it", async () => {
    for (const l1Ratio of [1, 0.5, 0]) {
      const path = pathFromMoments(await momentsOf([x, constant, z, y], backend), about, { l1Ratio }, backend);
      const without = pathFromMoments(
        await momentsOf([x, z, y], backend),
        about,
        { lambdas: path.lambdas, l1Ratio },
        backend,
      );
      expect(path.reasons).toEqual([{ field: "coefficients[x1]", reason: expect.stringContaining("constant") }]);
      for (const [k, [a, c, b]] of (path.coefficients as [number, number, number][]).entries()) {
        expect(c).toBe(0);
        expect(a).toBeCloseTo(without.coefficients[k]?.[0] as number, 12);
        expect(b).toBeCloseTo(without.coefficients[k]?.[1] as number, 12);
      }
    }
    const zero = pathFromMoments(await momentsOf([x, constant, y], backend), { intercept: false }, {}, backend);
    expect(zero.coefficients.every((row) => row[1] === 0)).toBe(true);
  });

  test("gives nothing but constant columns a path of zeros", async () => {
    const path = pathFromMoments(await momentsOf([constant, y], backend), about, {}, backend);
    expect(path.coefficients.every(([b]) => b === 0)).toBe(true);
    expect(path.dualityGap.every((gap) => gap === 0)).toBe(true);
    expect(path.intercepts[0]).toBeCloseTo(y.reduce((sum, v) => sum + v, 0) / 40, 12);
  });

  test("splits nothing between duplicated columns that changes the fit", async () => {
    const lasso = pathFromMoments(await momentsOf([x, x, z, y], backend), about, {}, backend);
    const wanted = pathFromMoments(await momentsOf([x, z, y], backend), about, {}, backend);
    for (const [k, [a, b, c]] of (lasso.coefficients as [number, number, number][]).entries()) {
      expect(a + b).toBeCloseTo(wanted.coefficients[k]?.[0] as number, 11);
      expect(c).toBeCloseTo(wanted.coefficients[k]?.[1] as number, 11);
    }
    expect(Math.max(...lasso.dualityGap)).toBeLessThanOrEqual(1e-12);
    const net = pathFromMoments(await momentsOf([x, x, z, y], backend), about, { l1Ratio: 0.5 }, backend);
    for (const [a, b] of net.coefficients as [number, number][]) expect(a).toBeCloseTo(b, 12);
  });

  test("fits as many rows as it has, or fewer, than columns", async () => {
    for (const n of [2, 3, 5, 8]) {
      const moments = await momentsOf(design({ n, p: 8, rho: 0.3, seed: n }), backend);
      for (const l1Ratio of [1, 0.5, 0]) {
        const path = pathFromMoments(moments, about, { l1Ratio }, backend);
        expect(path.lambdas[99] as number).toBeCloseTo((path.lambdas[0] as number) * (n < 8 ? 1e-2 : 1e-4), 6);
        expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
        expect(path.coefficients.flat().every(Number.isFinite)).toBe(true);
        if (l1Ratio === 1) expect(Math.max(...path.df)).toBeLessThanOrEqual(n - 1);
      }
    }
  });

  test("refuses a response that does not vary", async () => {
    const moments = await momentsOf([x, z, constant], backend);
    expect(() => pathFromMoments(moments, about, {}, backend)).toThrow("response y: must vary; got 7 in every row");
  });

  test("follows one predictor from its soft threshold to least squares", async () => {
    const path = pathFromMoments(await momentsOf([x, y], backend), about, { lambdas: [0, 1, 1e9] }, backend);
    const { mean, scatter, n } = await momentsOf([x, y], backend);
    const [xx, xy] = scatter as [number, number];
    const sd = Math.sqrt(xx / n);
    const soft = (lambda: number) => (Math.sign(xy) * Math.max(0, Math.abs(xy / n / sd) - lambda)) / sd;
    for (const [k, lambda] of [1e9, 1, 0].entries()) {
      expect(path.lambdas[k]).toBe(lambda);
      expect(path.coefficients[k]?.[0]).toBeCloseTo(soft(lambda), 13);
      expect(path.intercepts[k]).toBeCloseTo((mean[1] as number) - soft(lambda) * (mean[0] as number), 12);
    }
    expect(path.df[0]).toBe(0);
  });

  test("keeps what is never penalised at every lambda, and ridge's effective degrees of freedom count it", async () => {
    const moments = await momentsOf([x, z, y], backend);
    for (const l1Ratio of [1, 0.5, 0]) {
      const path = pathFromMoments(moments, about, { l1Ratio, penaltyFactors: [0, 1] }, backend);
      expect(path.coefficients.every(([a]) => a !== 0)).toBe(true);
      if (l1Ratio > 0) expect(path.df[0]).toBe(1);
      else expect(path.df[0]).toBeGreaterThan(1);
    }
    const dependent = await momentsOf([x, x, z, y], backend);
    const path = pathFromMoments(dependent, about, { penaltyFactors: [0, 0, 1] }, backend);
    const single = pathFromMoments(
      moments,
      about,
      { penaltyFactors: [0, 1], lambdas: path.lambdas.map((l) => l * 1.5) },
      backend,
    );
    for (const [k, [a, b]] of (path.coefficients as [number, number][]).entries()) {
      expect(a + b).toBeCloseTo(single.coefficients[k]?.[0] as number, 10);
    }
  });
});

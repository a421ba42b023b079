// Bias and variance by simulation against their closed forms.

import { describe, expect, test } from "vitest";
import { randomStream } from "#kernel/reference/random.ts";
import { biasVariance } from "#stats/resampling/bias-variance.ts";
import type { SimulationOptions } from "#stats/resampling/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { noTurn } from "#tests/helpers/block-rows.ts";

const backends = await availableBackends();
const stream = randomStream(5);
const n = 60;
const X = [stream.normal(n, 2, 1), stream.normal(n, 0, 3), stream.uniform(n, -1, 1)];
const truth: Omit<SimulationOptions, "models"> = {
  X,
  beta: [1.5, -0.5, 2],
  intercept: 4,
  sigma: 0.8,
  nSimulations: 2000,
};

/** Share of the spread of column 2 that columns 0 and 1 leave, by Gram and Schmidt. */
function leftOfLast(): number {
  const centred = X.map((column) => {
    const mean = column.reduce((a, b) => a + b, 0) / n;
    return column.map((x) => x - mean);
  }) as [Float64Array, Float64Array, Float64Array];
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
  const [a, b, c] = centred;
  const minus = (x: Float64Array, y: Float64Array) =>
    x.map((value, i) => value - (dot(x, y) / dot(y, y)) * (y[i] as number));
  const left = minus(minus(c, a), minus(b, a));
  return dot(left, left) / n;
}

describe.each(backends)("biasVariance on $name", (backend) => {
  test("of least squares has no bias and a variance of sigma²(p + 1)/n", async () => {
    const [ols] = await biasVariance({ ...truth, models: [{}] }, backend, noTurn);
    const variance = (0.64 * 4) / n;
    // 2000 draws tell a variance to √(2/(2000·4)), 1.6 %, and leave bias² of variance/2000.
    expect(Math.abs((ols?.variance as number) / variance - 1)).toBeLessThan(0.06);
    expect(ols?.bias2).toBeLessThan(variance / 500);
    expect(ols?.error).toBeCloseTo(0.64 + variance, 2);
    expect(Math.abs((ols?.training as number) / ((0.64 * (n - 4)) / n) - 1)).toBeLessThan(0.03);
  });

  test("a model without a column has the bias that the column leaves, and less variance", async () => {
    const [full, short] = await biasVariance({ ...truth, models: [{}, { columns: [0, 1] }] }, backend, noTurn);
    const bias2 = 4 * leftOfLast();
    expect(Math.abs((short?.bias2 as number) / bias2 - 1)).toBeLessThan(0.02);
    expect(short?.variance).toBeLessThan(full?.variance as number);
  });

  test("ridge trades variance for bias, the more the larger lambda", async () => {
    const lambdas = [0.01, 0.1, 1, 10];
    const found = await biasVariance(
      { ...truth, models: lambdas.map((lambda) => ({ lambda, l1Ratio: 0 })) },
      backend,
      noTurn,
    );
    for (let k = 1; k < found.length; k++) {
      expect(found[k]?.bias2).toBeGreaterThan(found[k - 1]?.bias2 as number);
      expect(found[k]?.variance).toBeLessThan(found[k - 1]?.variance as number);
    }
  });

  test("is the same for the same seed", async () => {
    const options = { ...truth, nSimulations: 20, seed: 3, models: [{ lambda: 0.1 }] };
    const first = await biasVariance(options, backend, noTurn);
    expect(await biasVariance(options, backend, noTurn)).toEqual(first);
    expect(await biasVariance({ ...options, seed: 4 }, backend, noTurn)).not.toEqual(first);
  });

  test("duplicated and constant columns are a model of fewer columns", async () => {
    const [a = new Float64Array()] = X;
    const options = {
      X: [a, a, new Float64Array(n).fill(3)],
      beta: [1, 1, 1],
      sigma: 1,
      nSimulations: 50,
      models: [{}],
    };
    const [found] = await biasVariance(options, backend, noTurn);
    expect(found?.bias2).toBeLessThan(0.05);
    expect(found?.variance).toBeGreaterThan(0);
  });

  test.each([
    [{ sigma: 0 }, "sigma: must be finite and > 0; got 0"],
    [{ sigma: Number.NaN }, "sigma: must be finite and > 0; got NaN"],
    [{ beta: [1] }, "beta: must hold one number for each of 3 columns; got 1"],
    [{ beta: [1, Number.NaN, 0] }, "beta[1]: must be a finite number; got NaN"],
    [{ X: [] }, "X: must hold one column at least"],
    [
      {
        X: [
          [1, 2, 3],
          [1, 2],
          [1, 2, 3],
        ],
      },
      "X[1]: must hold 3 values; got 2",
    ],
    [{ models: [] }, "models: must be a list of one model at least"],
    [{ models: [{ columns: [3] }] }, "columns of a model: must be an integer from 0 to 2; got 3"],
    [{ models: [{ columns: [1, 1] }] }, "columns of a model: must be different columns; got 1,1"],
    [{ nSimulations: 1 }, "nSimulations: must be an integer from 2 to 100000; got 1"],
    [{ seed: -1 }, "seed: must be an integer from 0 to 4294967295; got -1"],
  ])("%o is refused", async (options, message) => {
    await expect(biasVariance({ ...truth, models: [{}], ...options }, backend, noTurn)).rejects.toThrow(message);
  });
});

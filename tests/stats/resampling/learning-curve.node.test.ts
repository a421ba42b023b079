// Learning curves from nested stretches of one shuffled order, on every backend.

import { describe, expect, test } from "vitest";
import { rowsOf } from "#base/pick.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import { learningCurve } from "#stats/resampling/learning-curve.ts";
import type { ArrayModel } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { noisyModel } from "#tests/helpers/noisy-model.ts";
import { resampledArrays } from "#tests/helpers/resampled.ts";

const oracle = referenceBackend();
const backends = await availableBackends();

/** Mean squared error on the rows with label 1 of coefficients fitted to those with label 0. */
async function refit({ columns, y }: ArrayModel, labels: Int32Array, lambda: number): Promise<[number, number]> {
  const names = [...Object.keys(columns), "y"];
  const block = { n: y.length, columns: [...Object.values(columns), y].map((c) => Float64Array.from(c)) };
  const train = toMoments(await oracle.moments(rowsOf(block, labels, 0)), names, 0);
  const path = pathFromMoments(train, { intercept: true }, { lambdas: [lambda], l1Ratio: 1 }, oracle);
  const mse = (label: number) => {
    const { n, columns: own } = rowsOf(block, labels, label);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const fitted = (path.coefficients[0] ?? []).reduce(
        (total, b, j) => total + b * (own[j]?.[i] as number),
        path.intercepts[0] as number,
      );
      sum += ((own.at(-1)?.[i] as number) - fitted) ** 2;
    }
    return sum / n;
  };
  return [mse(0), mse(1)];
}

describe.each(backends)("learningCurve on $name", (backend) => {
  test.each([0, 0.4])("equals refits of the first rows of the shuffled order at lambda %s", async (lambda) => {
    const model = noisyModel({ n: 250, p: 3 });
    const sizes = [10, 40, 120, 180];
    const curve = await learningCurve(resampledArrays(model, backend), { sizes, lambda, seed: 11 }, backend);
    expect(curve).toMatchObject({ sizes, nTest: 50, seed: 11, repeats: 1, trainSd: [null, null, null, null] });
    const places = oracle.shuffle({ n: 250, seed: 11, repeat: 0 }, 0, 250);
    for (const [k, size] of sizes.entries()) {
      const labels = places.map((place) => (place < size ? 0 : place >= 200 ? 1 : 2));
      const [train, tested] = await refit(model, labels, lambda);
      expect(Math.abs((curve.train[k] as number) / train - 1)).toBeLessThanOrEqual(1e-10);
      expect(Math.abs((curve.test[k] as number) / tested - 1)).toBeLessThanOrEqual(1e-10);
    }
  });

  test("takes tiny errors from the rows, those of training too", async () => {
    const model = noisyModel({ n: 200, p: 2, noise: 1e-7 });
    const curve = await learningCurve(resampledArrays(model, backend), { sizes: [20, 100] }, backend);
    for (const error of [...curve.train, ...curve.test]) {
      expect(error).toBeGreaterThan(0.5e-14);
      expect(error).toBeLessThan(2e-14);
    }
  });

  test("training and test errors meet as rows are added", async () => {
    const data = resampledArrays(noisyModel({ n: 4000, p: 6 }), backend);
    const curve = await learningCurve(data, { repeats: 5 }, backend);
    const gaps = curve.sizes.map((_, k) => (curve.test[k] as number) - (curve.train[k] as number));
    expect(curve.sizes).toHaveLength(8);
    expect(curve.sizes.at(-1)).toBe(3200);
    expect(gaps[0]).toBeGreaterThan(0.3);
    expect(Math.abs(gaps.at(-1) as number)).toBeLessThan(0.1);
    expect(curve.testSd.every((sd) => sd !== null && sd > 0)).toBe(true);
  });

  test.each([
    [{ sizes: [1] }, "sizes[0]: must be an integer from 2 to 80; got 1"],
    [{ sizes: [20, 20] }, "sizes[1]: must be above the one before; got 20"],
    [{ sizes: [90] }, "sizes[0]: must be an integer from 2 to 80; got 90"],
    [{ sizes: [] }, "sizes: must be a list of one number at least"],
    [{ testShare: 1 }, "testShare: must be between 0 and 1; got 1"],
    [{ seed: Number.NaN }, "seed: must be an integer from 0 to 4294967295; got NaN"],
    [{ lambda: -1 }, "lambda: must be finite and >= 0; got -1"],
  ])("%o is refused", async (options, message) => {
    const data = resampledArrays(noisyModel({ n: 100, p: 2 }), backend);
    await expect(learningCurve(data, options, backend)).rejects.toThrow(message);
  });
});

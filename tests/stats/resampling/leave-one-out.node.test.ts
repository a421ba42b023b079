// Leave-one-out in closed form against n refits: R's, and our own folds of one row.

import { describe, expect, test } from "vitest";
import { crossValidate } from "#stats/resampling/cross-validate.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { noisyModel } from "#tests/helpers/noisy-model.ts";
import { resampledArrays } from "#tests/helpers/resampled.ts";
import { salesRows, resamplingReference as wanted } from "#tests/helpers/resampling-reference.ts";

const backends = await availableBackends();
const relative = (got: number | undefined, value: number) => Math.abs((got ?? Number.NaN) / value - 1);

describe.each(backends)("leave-one-out on $name", (backend) => {
  test("of least squares is that of n refits in R, with and without weights", async () => {
    const options = { scheme: "leave-one-out", lambdas: [0] } as const;
    const cv = await crossValidate(salesRows(backend), options, backend);
    expect(relative(cv.mean[0], wanted.loo.mean)).toBeLessThanOrEqual(1e-9);
    expect(relative(cv.sd[0], wanted.loo.sd)).toBeLessThanOrEqual(1e-9);
    const weighted = await crossValidate(salesRows(backend, "weight"), options, backend);
    expect(relative(weighted.mean[0], wanted.loo_weighted.mean)).toBeLessThanOrEqual(1e-9);
  });

  test("of ridge is that of n refits in R with the penalty held", async () => {
    const { lambda, mean } = wanted.ridge_loo;
    const options = { scheme: "leave-one-out", l1Ratio: 0, lambdas: lambda } as const;
    const cv = await crossValidate(salesRows(backend), options, backend);
    for (const [k, value] of mean.entries()) expect(relative(cv.mean[k], value)).toBeLessThanOrEqual(1e-9);
    expect(cv).toMatchObject({ scheme: "leave-one-out", lambdaMin: 0.01, seed: null, foldSizes: [], n: 400 });
  });

  test("equals folds of one row each, also without intercept", async () => {
    for (const intercept of [true, false]) {
      const data = resampledArrays(noisyModel({ n: 40, p: 3, intercept }), backend);
      const closed = await crossValidate(data, { scheme: "leave-one-out", lambdas: [0] }, backend);
      const folds = Int32Array.from({ length: 40 }, (_, i) => i);
      const refits = await crossValidate(data, { folds, lambdas: [0] }, backend);
      expect(relative(closed.mean[0], refits.mean[0] as number)).toBeLessThanOrEqual(1e-10);
      expect(relative(closed.sd[0], refits.sd[0] as number)).toBeLessThanOrEqual(1e-10);
    }
  });

  test("a frequency of 3 is three rows, of which one is left out", async () => {
    const counts = Float64Array.from({ length: 30 }, (_, i) => 1 + (i % 3));
    const model = noisyModel({ n: 30, p: 2 });
    const written = (column: ArrayLike<number>) =>
      Array.from(column).flatMap((value, i) => new Array<number>(counts[i] as number).fill(value));
    const columns = Object.fromEntries(Object.entries(model.columns).map(([name, c]) => [name, written(c)]));
    const options = { scheme: "leave-one-out", l1Ratio: 0, lambdas: [0.1] } as const;
    const counted = { ...resampledArrays({ ...model, weights: counts }, backend), weightsAre: "frequency" as const };
    const short = await crossValidate(counted, options, backend);
    const long = await crossValidate(resampledArrays({ columns, y: written(model.y) }, backend), options, backend);
    expect(relative(short.mean[0], long.mean[0] as number)).toBeLessThanOrEqual(1e-12);
  });

  test("a row that nothing predicts is named", async () => {
    const columns = { x: Float64Array.of(0, 0, 1, 0, 0, 0), z: Float64Array.of(1, 2, 3, 4, 5, 7) };
    const data = resampledArrays({ columns, y: [1, 2, 4, 3, 6, 5] }, backend);
    const call = crossValidate(data, { scheme: "leave-one-out", lambdas: [0] }, backend);
    await expect(call).rejects.toMatchObject({ code: "bad-argument", at: { row: 3 } });
  });

  test("is refused for the lasso, which has no closed form", async () => {
    const call = crossValidate(salesRows(backend), { scheme: "leave-one-out", l1Ratio: 0.5 }, backend);
    await expect(call).rejects.toThrow("leave-one-out: must be asked for ridge");
  });
});

// One-pass cross-validation against refits of every fold and predictions of every row, on every backend.

import { describe, expect, test } from "vitest";
import { crossValidate } from "#stats/resampling/cross-validate.ts";
import type { CrossValidation, ValidationOptions } from "#stats/resampling/types.ts";
import type { ArrayModel } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { type BruteForce, bruteForce } from "#tests/helpers/brute-force.ts";
import { noisyModel } from "#tests/helpers/noisy-model.ts";
import { resampledArrays } from "#tests/helpers/resampled.ts";

const TOL = 1e-10;
const backends = await availableBackends();

/** Fold ids that follow no pattern. */
function scattered(n: number, nFolds: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => (i < nFolds ? i : (i * i + 3 * (i >> 3)) % nFolds));
}

function expectSame(cv: CrossValidation, wanted: BruteForce): void {
  expect(cv.byFold).toHaveLength(wanted.byFold.length);
  for (const [fold, losses] of wanted.byFold.entries()) {
    for (const [k, loss] of losses.entries()) {
      expect(Math.abs((cv.byFold[fold]?.[k] as number) / loss - 1), `fold ${fold}, lambda ${k}`).toBeLessThanOrEqual(
        TOL,
      );
    }
  }
  for (const [k, mean] of wanted.mean.entries()) {
    expect(Math.abs((cv.mean[k] as number) / mean - 1), `mean ${k}`).toBeLessThanOrEqual(TOL);
    expect(Math.abs((cv.sd[k] as number) - (wanted.sd[k] as number))).toBeLessThanOrEqual(TOL * mean);
  }
}

/** Rows of one fold, predictors and response, times `factor`. */
function multiplied({ columns, y, ...rest }: ArrayModel, folds: Int32Array, fold: number, factor: number): ArrayModel {
  const times = (column: ArrayLike<number>) =>
    Float64Array.from(column, (x, i) => (folds[i] === fold ? x * factor : x));
  const scaled = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, times(column)]));
  return { ...rest, columns: scaled, y: times(y) };
}

describe.each(backends)("crossValidate on $name", (backend) => {
  const same = async (model: ArrayModel, options: ValidationOptions & { folds: Int32Array; l1Ratio: number }) => {
    const cv = await crossValidate(resampledArrays(model, backend), options, backend);
    const { folds, l1Ratio, lambdas: _, ...rest } = options;
    expectSame(cv, await bruteForce(model, folds, { ...rest, l1Ratio, lambdas: cv.lambdas }));
    return cv;
  };

  test.each([0, 0.3, 1])("equals refits of every fold at l1Ratio %s", async (l1Ratio) => {
    const model = noisyModel({ n: 300, p: 6 });
    await same(model, { folds: scattered(300, 7), l1Ratio, nLambda: 20 });
    await same(model, { folds: scattered(300, 2), l1Ratio, nLambda: 10, standardize: false });
  });

  test("equals refits of least squares, with weights, and without intercept", async () => {
    const folds = scattered(200, 5);
    await same(noisyModel({ n: 200, p: 4 }), { folds, l1Ratio: 1, lambdas: [0] });
    await same(noisyModel({ n: 200, p: 4, weighted: true }), { folds, l1Ratio: 0.5, nLambda: 15 });
    await same(noisyModel({ n: 200, p: 4, intercept: false }), { folds, l1Ratio: 0.7, nLambda: 15 });
  });

  test("equals refits where one fold is multiplied by 1e8", async () => {
    const folds = scattered(200, 5);
    const model = multiplied(noisyModel({ n: 200, p: 4 }), folds, 3, 1e8);
    for (const l1Ratio of [0, 0.5, 1]) await same(model, { folds, l1Ratio, nLambda: 20 });
  });

  test("takes losses from rows where the fit is so good that moments cannot tell them", async () => {
    const model = noisyModel({ n: 200, p: 4, noise: 1e-4 });
    const cv = await same(model, { folds: scattered(200, 5), l1Ratio: 1, lambdas: [10, 1e-3, 0] });
    expect(cv.nRowLosses).toBeGreaterThan(0);
    expect(cv.nRowLosses).toBeLessThan(15);
  });

  test("penalty factors and bounds reach every fold", async () => {
    const model = noisyModel({ n: 150, p: 3 });
    const options = { penaltyFactors: [0, 1, 2], bounds: { lower: -1, upper: [0.5, 2, 3] } };
    await same(model, { folds: scattered(150, 4), l1Ratio: 0.8, nLambda: 12, ...options });
  });
});

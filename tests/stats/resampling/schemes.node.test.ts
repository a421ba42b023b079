// Ways of dealing rows to folds: what each promises, and cross-validation along time against refits.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossValidate } from "#stats/resampling/cross-validate.ts";
import { dealGroups, dealOrder } from "#stats/resampling/groups.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { bruteForce } from "#tests/helpers/brute-force.ts";
import { noisyModel } from "#tests/helpers/noisy-model.ts";
import { resampledArrays } from "#tests/helpers/resampled.ts";

const backends = await availableBackends();

describe("dealGroups", () => {
  test("groups go whole, largest first, to the fold that holds least", () => {
    expect([...dealGroups([5, 9, 0, 4, 4, 1], 3)]).toEqual([1, 0, -1, 2, 2, 1]);
  });

  test("no fold holds more than another by more than its largest group, and none is empty", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 6, maxLength: 60 });
    const property = fc.property(sizes, fc.integer({ min: 2, max: 6 }), (groups, nFolds) => {
      const folds = dealGroups(groups, nFolds);
      const held = new Int32Array(nFolds);
      for (const [g, fold] of folds.entries()) held[fold] = (held[fold] as number) + (groups[g] as number);
      expect(Math.min(...held)).toBeGreaterThan(0);
      expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(Math.max(...groups));
    });
    fc.assert(property, { numRuns: 100 });
  });
});

describe("dealOrder", () => {
  test("blocks follow the values, however the rows stand", () => {
    expect([...dealOrder([5, 1, 4, 2, 3, 0], 3)]).toEqual([2, 0, 2, 1, 1, 0]);
  });

  test("ties stay together and no later value is in an earlier block", () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 80 });
    const property = fc.property(values, fc.integer({ min: 2, max: 5 }), (days, nBlocks) => {
      const blocks = dealOrder(days, nBlocks);
      for (const [i, a] of days.entries()) {
        for (const [j, b] of days.entries()) {
          if (a === b) expect(blocks[i]).toBe(blocks[j]);
          if (a < b) expect(blocks[i]).toBeLessThanOrEqual(blocks[j] as number);
        }
      }
    });
    fc.assert(property, { numRuns: 60 });
  });

  test("without ties sizes differ by one at most", () => {
    const blocks = dealOrder(
      Array.from({ length: 103 }, (_, i) => (i * 37) % 103),
      10,
    );
    const sizes = Array.from({ length: 10 }, (_, b) => blocks.filter((block) => block === b).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBe(1);
  });
});

describe.each(backends)("schemes on $name", (backend) => {
  const model = noisyModel({ n: 240, p: 3 });
  const n = model.y.length;
  const order = Float64Array.from({ length: n }, (_, i) => (i * 77) % n);
  const timed = { ...resampledArrays(model, backend), order };
  const blocks = (nBlocks: number) => Int32Array.from(order, (value) => Math.floor((value * nBlocks) / n));

  test("an expanding window trains on everything before the tested block", async () => {
    const options = { scheme: "time", folds: 5, l1Ratio: 0.5, nLambda: 10 } as const;
    const cv = await crossValidate(timed, options, backend);
    const ids = blocks(6);
    const wanted = await bruteForce(model, ids, { l1Ratio: 0.5, lambdas: cv.lambdas }, (fold, other) => other < fold);
    expect(cv.foldSizes).toEqual([40, 40, 40, 40, 40]);
    for (const [k, mean] of wanted.mean.entries()) expect(cv.mean[k]).toBeCloseTo(mean, 9);
  });

  test("a rolling window trains on the last blocks alone", async () => {
    const options = { scheme: "time", folds: 4, window: "rolling", windowBlocks: 2, nLambda: 10 } as const;
    const cv = await crossValidate(timed, options, backend);
    const ids = blocks(6);
    const before = (fold: number, other: number) => fold >= 2 && other < fold && other >= fold - 2;
    const wanted = await bruteForce(model, ids, { l1Ratio: 1, lambdas: cv.lambdas }, before);
    expect(cv.byFold).toHaveLength(4);
    for (const [k, mean] of wanted.mean.entries()) expect(cv.mean[k]).toBeCloseTo(mean, 9);
  });

  test("groups are tested whole", async () => {
    const codes = Int32Array.from({ length: n }, (_, i) => (i * i) % 11);
    const data = { ...resampledArrays(model, backend), group: { codes, nLevels: 11 } };
    const cv = await crossValidate(data, { scheme: "group", group: "shop", folds: 3, nLambda: 10 }, backend);
    const sizes = new Int32Array(11);
    for (const code of codes) sizes[code] = (sizes[code] as number) + 1;
    const folds = dealGroups(sizes, 3);
    const ids = codes.map((code) => folds[code] as number);
    const wanted = await bruteForce(model, ids, { l1Ratio: 1, lambdas: cv.lambdas });
    for (const [k, mean] of wanted.mean.entries()) expect(cv.mean[k]).toBeCloseTo(mean, 9);
    expect(cv).toMatchObject({ scheme: "group", seed: null, n });
  });

  test("repeats average folds that are drawn anew", async () => {
    const data = resampledArrays(model, backend);
    const options = { folds: 5, nLambda: 8, seed: 9 } as const;
    const once = await crossValidate(data, options, backend);
    const thrice = await crossValidate(data, { ...options, repeats: 3 }, backend);
    expect(thrice.byFold.slice(0, 5)).toEqual(once.byFold);
    expect(thrice.byFold).toHaveLength(15);
    for (const [k, mean] of thrice.mean.entries()) {
      const own = thrice.byFold.reduce((sum, losses) => sum + (losses[k] as number), 0) / 15;
      expect(mean).toBeCloseTo(own, 9);
    }
    expect(await crossValidate(data, { ...options, repeats: 3 }, backend)).toEqual(thrice);
    expect((await crossValidate(data, { ...options, seed: 10 }, backend)).mean).not.toEqual(once.mean);
  });
});

// Grids over lambda and l1Ratio, and searches beyond them, on every backend.

import { describe, expect, test } from "vitest";
import { crossValidate } from "#stats/resampling/cross-validate.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { noisyModel } from "#tests/helpers/noisy-model.ts";
import { resampledArrays } from "#tests/helpers/resampled.ts";

const backends = await availableBackends();

describe.each(backends)("crossValidate on $name", (backend) => {
  const data = resampledArrays(noisyModel({ n: 120, p: 8, noise: 6 }), backend);

  test("over several l1Ratios gives one curve each, and the best of all", async () => {
    const shares = [0, 0.25, 0.5, 1];
    const cv = await crossValidate(data, { l1Ratio: shares, folds: 6, nLambda: 30 }, backend);
    expect(cv.curves.map(({ l1Ratio }) => l1Ratio)).toEqual(shares);
    const least = Math.min(...cv.curves.flatMap(({ mean }) => mean));
    expect(cv.best.mean).toBe(least);
    const winner = cv.curves.find(({ mean }) => mean.includes(least));
    expect(cv).toMatchObject({ l1Ratio: winner?.l1Ratio, mean: winner?.mean, lambdaMin: cv.best.lambda });
    expect(winner?.mean[winner.lambdas.indexOf(cv.lambdaMin)]).toBe(least);
  });

  test("lambda1se is the largest lambda within one standard error of the best", async () => {
    const cv = await crossValidate(data, { folds: 6 }, backend);
    const at = cv.lambdas.indexOf(cv.lambdaMin);
    const limit = (cv.mean[at] as number) + (cv.sd[at] as number);
    const within = cv.lambdas.filter((_, k) => (cv.mean[k] as number) <= limit);
    expect(cv.lambda1se).toBe(Math.max(...within));
    expect(cv.lambda1se).toBeGreaterThan(cv.lambdaMin);
  });

  test("a random search tries what its seed says and nothing below the best", async () => {
    const options = { folds: 6, search: { kind: "random", nTrials: 15 }, seed: 8 } as const;
    const cv = await crossValidate(data, options, backend);
    expect(cv.trials).toHaveLength(15);
    expect(cv.best.mean).toBe(Math.min(...cv.trials.map(({ mean }) => mean)));
    expect(cv.trials).toContainEqual(cv.best);
    expect(cv.trials.every(({ l1Ratio, lambda }) => l1Ratio >= 0 && l1Ratio <= 1 && lambda > 0)).toBe(true);
    expect((await crossValidate(data, options, backend)).trials).toEqual(cv.trials);
    expect((await crossValidate(data, { ...options, seed: 9 }, backend)).trials).not.toEqual(cv.trials);
  });

  test("a trial is the pair's own cross-validation", async () => {
    const cv = await crossValidate(data, { folds: 6, search: { kind: "random", nTrials: 2 } }, backend);
    const [trial] = cv.trials;
    const { lambda = 0, l1Ratio = 1 } = trial ?? {};
    const alone = await crossValidate(data, { folds: 6, lambdas: [lambda], l1Ratio }, backend);
    expect(Math.abs((alone.mean[0] as number) / (trial?.mean as number) - 1)).toBeLessThanOrEqual(1e-12);
  });

  test("a narrowing search is never worse than its first round, and stays in the range given", async () => {
    const search = { kind: "narrowing", rounds: 4, nL1Ratios: 3 } as const;
    const cv = await crossValidate(data, { folds: 6, l1Ratio: [0.2, 0.8], nLambda: 10, search }, backend);
    expect(cv.trials).toHaveLength(120);
    const first = Math.min(...cv.trials.slice(0, 30).map(({ mean }) => mean));
    expect(cv.best.mean).toBeLessThanOrEqual(first);
    expect(cv.trials.every(({ l1Ratio }) => l1Ratio >= 0.2 && l1Ratio <= 0.8)).toBe(true);
    const depths = cv.trials.slice(90).map(({ lambda }) => Math.log(lambda));
    const wide = cv.trials.slice(0, 30).map(({ lambda }) => Math.log(lambda));
    const span = (values: number[]) => Math.max(...values) - Math.min(...values);
    expect(span(depths)).toBeLessThan(span(wide) / 4);
  });

  test("measures the finalists on their rows where asked to", async () => {
    const cv = await crossValidate(data, { folds: 6, rowErrors: true, quantiles: [0.5, 0.9] }, backend);
    const [best, sparse] = cv.errors;
    expect(cv.errors.map(({ lambda }) => lambda)).toEqual([cv.lambdaMin, cv.lambda1se]);
    expect(Math.abs((best?.mse as number) / cv.best.mean - 1)).toBeLessThanOrEqual(1e-10);
    expect(best?.mae).toBeLessThan(best?.rmse as number);
    expect((best?.pinball?.[0]?.loss as number) / ((best?.mae as number) / 2)).toBeCloseTo(1, 12);
    expect(sparse?.n).toBe(120);
  });
});

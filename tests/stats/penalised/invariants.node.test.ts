// What holds of every penalised path, whatever the data.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBackend } from "#kernel/choose.ts";
import { packedIndex } from "#stats/moments/packed.ts";
import { ridgeLeaveOneOut } from "#stats/penalised/leave-one-out.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { Path, PathOptions } from "#stats/penalised/types.ts";
import type { Moments } from "#stats/types.ts";
import { arrayRows } from "#tests/helpers/array-rows.ts";
import { design, momentsOf } from "./data.ts";

const { backend } = await openBackend("simd");

const value = fc.double({ min: -100, max: 100, noNaN: true }).map((v) => Math.round(v * 1e3) / 1e3);

const models = fc
  .record({ n: fc.integer({ min: 4, max: 30 }), p: fc.integer({ min: 1, max: 8 }) })
  .chain(({ n, p }) => {
    const column = fc.array(value, { minLength: n, maxLength: n });
    return fc.record({
      columns: fc.array(column, { minLength: p, maxLength: p }),
      y: column,
      l1Ratio: fc.constantFrom(1, 0.7, 0.2),
      penaltyFactors: fc.array(fc.constantFrom(0, 0.5, 1, 2), { minLength: p, maxLength: p }),
      standardize: fc.boolean(),
      bounds: fc.option(fc.record({ lower: fc.constantFrom(-0.5, 0), upper: fc.constantFrom(0.1, 1) }), {
        nil: undefined,
      }),
    });
  })
  .filter(({ y, penaltyFactors }) => new Set(y).size > 3 && penaltyFactors.some((factor) => factor > 0));

/** Gradient of RSS/2n by each coefficient, negated, from the moments as they are. */
function gradientOf({ mean, scatter, n }: Moments, coefficients: readonly number[]): number[] {
  const p = mean.length - 1;
  return coefficients.map((_, i) => {
    let sum = scatter[packedIndex(i, p)] as number;
    for (const [j, b] of coefficients.entries()) sum -= b * (scatter[packedIndex(i, j)] as number);
    return sum / n;
  });
}

function expectOptimal(moments: Moments, path: Path, options: PathOptions): void {
  const p = moments.mean.length - 1;
  const { penaltyFactors = [], standardize = true, bounds } = options;
  const factorSum = penaltyFactors.reduce((sum, factor) => sum + factor, 0);
  const variance = (j: number) => (moments.scatter[packedIndex(j, j)] as number) / moments.n;
  const sdY = Math.sqrt(variance(p));
  for (const [k, row] of path.coefficients.entries()) {
    const lambda = path.lambdas[k] as number;
    const size = row.reduce((sum, b, j) => sum + Math.abs(b) * Math.sqrt(variance(j)), sdY);
    for (const [j, g] of gradientOf(moments, row).entries()) {
      const b = row[j] as number;
      const sd = Math.sqrt(variance(j));
      if (sd === 0) continue;
      const unit = standardize ? sd : 1;
      const factor = ((penaltyFactors[j] as number) * p) / factorSum;
      const first = lambda * path.l1Ratio * factor * unit;
      const slope = g - ((lambda * (1 - path.l1Ratio)) / sdY) * factor * unit * unit * b;
      const tol = 1e-11 * sd * size;
      const at = (bound: number | undefined) => bound !== undefined && Math.abs(b - bound) <= 1e-12 * Math.abs(bound);
      const lower = bounds?.lower as number | undefined;
      const upper = bounds?.upper as number | undefined;
      // Pushed outwards at a bound, balanced inside, and within the penalty at 0.
      if (b > 0) expect(slope).toBeGreaterThanOrEqual(first - tol);
      if (b > 0 && !at(upper)) expect(slope).toBeLessThanOrEqual(first + tol);
      if (b < 0) expect(slope).toBeLessThanOrEqual(-first + tol);
      if (b < 0 && !at(lower)) expect(slope).toBeGreaterThanOrEqual(-first - tol);
      if (b === 0 && upper !== 0) expect(slope).toBeLessThanOrEqual(first + tol);
      if (b === 0 && lower !== 0) expect(slope).toBeGreaterThanOrEqual(-first - tol);
      if (lower !== undefined) expect(b).toBeGreaterThanOrEqual(lower * (1 + 1e-12));
      if (upper !== undefined) expect(b).toBeLessThanOrEqual(upper * (1 + 1e-12));
    }
  }
}

describe("pathFromMoments", () => {
  test("meets the optimality conditions on the scale of the data, with every option", () =>
    fc.assert(
      fc.asyncProperty(models, async ({ columns, y, l1Ratio, penaltyFactors, standardize, bounds }) => {
        const moments = await momentsOf(
          [...columns, y].map((c) => Float64Array.from(c)),
          backend,
        );
        fc.pre(columns.some((_, j) => (moments.scatter[packedIndex(j, j)] as number) > 0));
        const options: PathOptions = { l1Ratio, penaltyFactors, standardize, nLambda: 12 };
        if (bounds) options.bounds = bounds;
        const path = pathFromMoments(moments, { intercept: true }, options, backend);
        for (const gap of path.dualityGap) expect(gap).toBeLessThanOrEqual(1e-10);
        expectOptimal(moments, path, options);
      }),
      { numRuns: 300, seed: 20_240_601 },
    ));

  test("does not depend on the units of columns and response", async () => {
    const columns = design({ n: 80, p: 6, rho: 0.6, seed: 11 });
    const scaled = columns.map((column, j) => column.map((v) => (v - j) * 1000 ** (j - 3)));
    const unit = 1000 ** 3;
    for (const l1Ratio of [1, 0.5]) {
      const a = pathFromMoments(await momentsOf(columns, backend), { intercept: true }, { l1Ratio }, backend);
      const b = pathFromMoments(await momentsOf(scaled, backend), { intercept: true }, { l1Ratio }, backend);
      for (const [k, row] of a.coefficients.entries()) {
        expect((b.lambdas[k] as number) / unit / (a.lambdas[k] as number)).toBeCloseTo(1, 11);
        for (const [j, value] of row.entries()) {
          expect(((b.coefficients[k]?.[j] as number) * 1000 ** (j - 3)) / unit).toBeCloseTo(value, 10);
        }
      }
    }
  });

  test("explains ever more as lambda falls", () =>
    fc.assert(
      fc.asyncProperty(models, async ({ columns, y, l1Ratio }) => {
        const moments = await momentsOf(
          [...columns, y].map((c) => Float64Array.from(c)),
          backend,
        );
        const { devRatio } = pathFromMoments(moments, { intercept: true }, { l1Ratio, nLambda: 20 }, backend);
        for (let k = 1; k < devRatio.length; k++)
          expect(devRatio[k]).toBeGreaterThanOrEqual((devRatio[k - 1] as number) - 1e-12);
      }),
      { numRuns: 100, seed: 7 },
    ));
});

describe("ridgeLeaveOneOut", () => {
  test("is what models fitted without each row err by, where columns keep their scale and the penalty its size", async () => {
    const [a, b, c, y] = design({ n: 15, p: 3, rho: 0.5, seed: 4 }) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const w = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const lambdas = [2, 0.3, 0.01];
    for (const intercept of [true, false]) {
      for (const penaltyFactors of [
        [1, 1, 1],
        [0, 1, 2],
      ]) {
        const rows = arrayRows({ columns: { a, b, c }, y, weights: w }, backend);
        const moments = await rows.moments();
        const options = { penaltyFactors, standardize: false };
        const got = await ridgeLeaveOneOut({ moments, model: { intercept }, rows }, lambdas, options, backend);
        for (const [k, lambda] of lambdas.entries()) {
          let sum = 0;
          for (let out = 0; out < y.length; out++) {
            const without = (v: Float64Array) => v.filter((_, i) => i !== out);
            const rest = arrayRows(
              { columns: { a: without(a), b: without(b), c: without(c) }, y: without(y), weights: without(w) },
              backend,
            );
            const part = await rest.moments();
            // The penalty keeps its size: n·lambda over the weight that is left.
            const own = (lambda * moments.weight) / part.weight;
            const path = pathFromMoments(part, { intercept }, { ...options, l1Ratio: 0, lambdas: [own] }, backend);
            const x = [a[out], b[out], c[out]] as number[];
            const fitted = x.reduce(
              (s, v, j) => s + v * (path.coefficients[0]?.[j] as number),
              path.intercepts[0] as number,
            );
            sum += (w[out] as number) * ((y[out] as number) - fitted) ** 2;
          }
          expect(got[k]).toBeCloseTo(sum / moments.weight, 10);
        }
      }
    }
  });

  test("is null where a row decides its own fit", async () => {
    const rows = arrayRows({ columns: { x: [0, 0, 0, 1], z: [1, 2, 3, 4] }, y: [1, 2, 4, 3] }, backend);
    const source = { moments: await rows.moments(), model: { intercept: true }, rows };
    expect(await ridgeLeaveOneOut(source, [1, 0], {}, backend)).toEqual([expect.any(Number), null]);
  });
});

// The certificate: a gap of 1e-10 of the null deviance at most, at every lambda, on hard designs; and what it certifies.

import { describe, expect, test } from "vitest";
import { openBackend } from "#kernel/choose.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { packedIndex } from "#stats/moments/packed.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { Path, PathOptions } from "#stats/penalised/types.ts";
import type { Moments } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { type DesignShape, design, momentsOf } from "./data.ts";

const backends = await availableBackends();
const { backend: simd } = await openBackend("simd");

const most = (values: readonly number[]): number => values.reduce((m, v) => Math.max(m, v), 0);

/** The objective at some coefficients, times 2n, over the null deviance, from the moments as they are. */
function objective({ mean, scatter, n }: Moments, path: Path, k: number, coefficients: readonly number[]): number {
  const p = mean.length - 1;
  const at = (i: number, j: number) => scatter[packedIndex(i, j)] as number;
  const tss = at(p, p);
  let rss = tss;
  let absolute = 0;
  let squares = 0;
  for (const [i, b] of coefficients.entries()) {
    rss -= 2 * b * at(i, p);
    for (const [j, c] of coefficients.entries()) rss += b * c * at(i, j);
    const unit = Math.sqrt(at(i, i) / n);
    absolute += Math.abs(b) * unit;
    squares += (b * unit) ** 2;
  }
  const lambda = path.lambdas[k] as number;
  const mixed = (1 - path.l1Ratio) / 2 / Math.sqrt(tss / n);
  return (rss + 2 * n * lambda * (path.l1Ratio * absolute + mixed * squares)) / tss;
}

function expectCertified(path: Path): void {
  expect(path.stopReason.every((reason) => reason === "exact")).toBe(true);
  expect(path.dualityGap.every((gap) => gap >= 0 && gap <= 1e-10)).toBe(true);
}

const shapes: DesignShape[] = [0.9, 0.99, 0.999].flatMap((rho) =>
  (["neighbours", "all"] as const).flatMap((kind) => [1, 2, 3].map((seed) => ({ n: 500, p: 40, rho, kind, seed }))),
);

describe.each(backends)("pathFromMoments on $name", (backend) => {
  test.each(shapes)("is exact at every lambda for $p columns, $kind correlated by $rho, seed $seed", async (shape) => {
    const moments = await momentsOf(design(shape), backend);
    for (const l1Ratio of [1, 0.5, 0.01]) {
      expectCertified(pathFromMoments(moments, { intercept: true }, { l1Ratio }, backend));
    }
  });
});

describe("pathFromMoments on 'simd'", () => {
  test.each([0.9, 0.99, 0.999])("is exact at every lambda for 300 columns correlated by %d", async (rho) => {
    let worst = 0;
    for (const kind of ["neighbours", "all"] as const) {
      for (const seed of [1, 2]) {
        const moments = await momentsOf(design({ n: 1000, p: 300, rho, kind, seed }), simd);
        for (const l1Ratio of [1, 0.5]) {
          const path = pathFromMoments(moments, { intercept: true }, { l1Ratio }, simd);
          expectCertified(path);
          worst = Math.max(worst, most(path.dualityGap));
        }
      }
    }
    console.info(`300 columns correlated by ${rho}: largest gap ${worst.toExponential(1)}`);
  });

  test("is exact with more columns than rows, and with next to nothing left to explain", async () => {
    const wide = await momentsOf(design({ n: 60, p: 200, rho: 0.5, seed: 5 }), simd);
    expectCertified(pathFromMoments(wide, { intercept: true }, {}, simd));
    expectCertified(pathFromMoments(wide, { intercept: true }, { lambdaMinRatio: 1e-6 }, simd));
    const quiet = await momentsOf(design({ n: 500, p: 30, rho: 0.9, noise: 1e-9, seed: 6 }), simd);
    const path = pathFromMoments(quiet, { intercept: true }, { lambdaMinRatio: 1e-10 }, simd);
    expectCertified(path);
    expect(path.devRatio.at(-1)).toBeCloseTo(1, 9);
  });

  test("is exact where columns tie, depend on each other and outnumber the rows", async () => {
    const stream = randomStream(5);
    let models = 0;
    for (let run = 0; run < 600; run++) {
      const [a, b, c, d] = stream.uniform(4, 0, 1) as unknown as [number, number, number, number];
      const n = 3 + Math.floor(a * 10);
      const p = 1 + Math.floor(b * 12);
      const columns = Array.from({ length: p + 1 }, () => stream.uniform(n, -1.5, 1.5).map(Math.round));
      if (new Set(columns[p]).size === 1) continue;
      const options: PathOptions = { l1Ratio: c < 0.6 ? 1 : 0.5, nLambda: 30 };
      if (d < 0.3) options.bounds = { lower: -0.2, upper: 0.1 };
      else if (d < 0.5) options.bounds = { lower: 0, upper: 1 };
      if (a < 0.5) options.penaltyFactors = columns.slice(0, p).map((_, j) => (j === 0 ? 1 : j % 3));
      expectCertified(pathFromMoments(await momentsOf(columns, simd), { intercept: d < 0.8 }, options, simd));
      models += 1;
    }
    expect(models).toBeGreaterThan(500);
  });

  test("bounds from above what a better point could gain", async () => {
    const moments = await momentsOf(design({ n: 300, p: 12, rho: 0.7, seed: 8 }), simd);
    for (const l1Ratio of [1, 0.4]) {
      const path = pathFromMoments(moments, { intercept: true }, { l1Ratio, nLambda: 10 }, simd);
      for (const [k, row] of path.coefficients.entries()) {
        const here = objective(moments, path, k, row);
        for (const [j, b] of row.entries()) {
          for (const step of [-1e-3, 1e-3]) {
            const moved = row.map((value, i) => (i === j ? b + step : value));
            expect(objective(moments, path, k, moved)).toBeGreaterThanOrEqual(
              here - (path.dualityGap[k] as number) - 1e-13,
            );
          }
        }
      }
    }
  });
});

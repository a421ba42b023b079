// Residuals and predictions: one suite for every backend.

import { describe, expect, test } from "vitest";
import type { Backend, LinearPredictor } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { expectClose, makeBlock } from "./data.ts";

const oracle = referenceBackend();
/** A few dozen products a row, summed in another order. */
const TOL = 1e-12;

function predictorOf(p: number): LinearPredictor {
  const stream = randomStream(p);
  return { intercept: 1.5, beta: stream.normal(p, 0, 2), centre: stream.normal(p, 0, 5) };
}

/** A positive definite p×p matrix with unequal scales. */
export function makeSpd(p: number, seed = p): Float64Array {
  const stream = randomStream(seed);
  const n = p + 5;
  const Z = Array.from({ length: p }, (_, j) => stream.normal(n, 0, 1 + j));
  const A = new Float64Array(p * p);
  for (const [j, b] of Z.entries()) {
    for (const [i, a] of Z.entries()) A[j * p + i] = a.reduce((sum, x, k) => sum + x * (b[k] as number), 0);
  }
  return A;
}

export function rowsSuite(name: string, backend: () => Backend): void {
  describe(`${name}: residuals`, () => {
    test("agrees with the reference at every length from 0 to 67, weighted and not", async () => {
      for (let n = 0; n <= 67; n++) {
        for (const weights of [undefined, "some-zero"] as const) {
          const p = n % 21;
          const block = makeBlock({ n, q: p + 1, seed: n, offset: n % 3, ...(weights && { weights }) });
          const got = await backend().residuals(block, predictorOf(p));
          const want = await oracle.residuals(block, predictorOf(p));
          expectClose([got.rss, got.maxAbs], [want.rss, want.maxAbs], TOL);
          expectClose([got.sum], [want.sum], TOL, Math.sqrt(want.rss * n));
          expectClose(got.gradient, want.gradient, TOL, Math.sqrt(want.rss * n) * 20);
        }
      }
    });

    test("agrees with the reference over many copies", async () => {
      const block = makeBlock({ n: 40_001, q: 6, weights: "some-zero" });
      const got = await backend().residuals(block, predictorOf(5));
      const want = await oracle.residuals(block, predictorOf(5));
      expectClose([got.rss, got.sum, got.maxAbs], [want.rss, want.sum, want.maxAbs], TOL);
      expectClose(got.gradient, want.gradient, TOL, want.rss);
    });

    test("a predictor that is exact leaves nothing", async () => {
      const x = Float64Array.from({ length: 100 }, (_, i) => i);
      const y = x.map((v) => 3 + 2 * (v - 50));
      const predictor = { intercept: 3, beta: Float64Array.of(2), centre: Float64Array.of(50) };
      const sums = await backend().residuals({ n: 100, columns: [x, y] }, predictor);
      expect(sums).toEqual({ rss: 0, sum: 0, maxAbs: 0, gradient: Float64Array.of(0) });
    });

    test("refuses a predictor of another size", async () => {
      const block = makeBlock({ n: 5, q: 3 });
      await expect(backend().residuals(block, predictorOf(3))).rejects.toMatchObject({ code: "bad-argument" });
    });
  });

  describe(`${name}: predict`, () => {
    test("agrees with the reference at every length from 0 to 67", async () => {
      for (let n = 0; n <= 67; n++) {
        const p = 1 + (n % 20);
        const block = makeBlock({ n, q: p, seed: n, offset: n % 3 });
        const factor = oracle.dense.cholesky(makeSpd(p), p, 1e-12);
        const got = await backend().predict(block, predictorOf(p), factor);
        const want = await oracle.predict(block, predictorOf(p), factor);
        expectClose(got.fitted, want.fitted, TOL, 100);
        expectClose(got.quadratic ?? [], want.quadratic ?? [], 1e-9);
      }
    });

    test("agrees with the reference over many copies, and computes no quadratic form unasked", async () => {
      const block = makeBlock({ n: 40_001, q: 4 });
      const got = await backend().predict(block, predictorOf(4));
      expectClose(got.fitted, (await oracle.predict(block, predictorOf(4))).fitted, TOL, 100);
      expect("quadratic" in got).toBe(false);
    });

    test("a model without columns predicts its intercept, at no distance from the centre", async () => {
      const none = new Float64Array();
      const predictor = { intercept: 7, beta: none, centre: none };
      const whiten = { p: 0, R: none, rank: 0, aliased: new Uint8Array(), pivots: none };
      const { fitted, quadratic } = await backend().predict({ n: 9000, columns: [] }, predictor, whiten);
      expect(fitted).toEqual(new Float64Array(9000).fill(7));
      expect(quadratic).toEqual(new Float64Array(9000));
    });

    test("an intercept alone predicts itself, whatever the columns", async () => {
      const predictor = { intercept: 7, beta: new Float64Array(2), centre: new Float64Array(2) };
      const { fitted } = await backend().predict(makeBlock({ n: 5, q: 2 }), predictor);
      expect([...fitted]).toEqual([7, 7, 7, 7, 7]);
    });

    test("the quadratic form is xᵀA⁻¹x over the columns kept", async () => {
      const A = Float64Array.of(4, 0, 4, 0, 9, 0, 4, 0, 4);
      const factor = backend().dense.cholesky(A, 3, 1e-9);
      const predictor = { intercept: 0, beta: new Float64Array(3), centre: Float64Array.of(1, 1, 1) };
      const columns = [Float64Array.of(3), Float64Array.of(4), Float64Array.of(99)];
      const { quadratic } = await backend().predict({ n: 1, columns }, predictor, factor);
      expect([...factor.aliased]).toEqual([0, 0, 1]);
      expect(quadratic?.[0]).toBe(2);
    });
  });
}

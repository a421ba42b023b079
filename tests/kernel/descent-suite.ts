// Elastic nets on moments: one suite for every backend.

import { describe, expect, test } from "vitest";
import type { Backend, DescentProblem } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { expectClose } from "./data.ts";

const SIZES = [1, 2, 3, 5, 8, 21, 33];
const OPTIONS = { tol: 1e-12, maxIter: 100_000, maxActive: 1024 };
const oracle = referenceBackend();

/** Correlations of p columns, neighbours correlated by rho, with a response of half of them. */
export function makeNet(p: number, rho: number, seed = p): DescentProblem {
  const stream = randomStream(seed);
  const n = 3 * p + 20;
  const Z: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const own = stream.normal(n, 0, 1);
    Z.push(own.map((e, i) => rho * (Z[j - 1]?.[i] ?? 0) + Math.sqrt(1 - rho * rho) * e));
  }
  const y = stream.normal(n, 0, 1).map((e, i) => e + Z.reduce((sum, z, j) => sum + (j % 2 ? 0 : (z[i] as number)), 0));
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);
  const norm = (a: Float64Array) => Math.sqrt(dot(a, a));
  return {
    p,
    A: Float64Array.from({ length: p * p }, (_, k) => {
      const a = Z[k % p] as Float64Array;
      const b = Z[Math.floor(k / p)] as Float64Array;
      return a === b ? 1 : dot(a, b) / norm(a) / norm(b);
    }),
    r: Float64Array.from(Z, (z) => dot(z, y) / norm(z) / norm(y)),
    l1: new Float64Array(p).fill(1),
    l2: new Float64Array(p).fill(1),
    lower: new Float64Array(p).fill(Number.NEGATIVE_INFINITY),
    upper: new Float64Array(p).fill(Number.POSITIVE_INFINITY),
  };
}

export function gridOf(problem: DescentProblem, n = 20): Float64Array {
  const most = problem.r.reduce((m, value) => Math.max(m, Math.abs(value)), 0);
  return Float64Array.from({ length: n }, (_, k) => most * 1e-3 ** (k / (n - 1)));
}

/** Sides, bounds and weights of every kind. */
function restricted(problem: DescentProblem): DescentProblem {
  return {
    ...problem,
    l1: problem.l1.map((_, j) => (j % 5 === 4 ? 0 : 1 + (j % 3))),
    l2: problem.l2.map((_, j) => j % 2),
    lower: problem.lower.map((_, j) => (j % 3 === 0 ? 0 : -0.05)),
    upper: problem.upper.map((_, j) => (j % 4 === 1 ? 0.02 : Number.POSITIVE_INFINITY)),
  };
}

export function descentSuite(name: string, backend: () => Backend): void {
  describe(`${name}: descent`, () => {
    test("solves exactly, as the reference does, at every size and correlation", () => {
      for (const p of SIZES) {
        for (const rho of [0, 0.9, 0.999]) {
          for (const problem of [makeNet(p, rho), restricted(makeNet(p, rho))]) {
            const lambda1 = gridOf(problem);
            for (const lambda2 of [new Float64Array(20), lambda1]) {
              const got = backend().descent(problem, lambda1, lambda2, OPTIONS);
              expect([...got.status]).toEqual(new Array(20).fill(0));
              expect(Math.max(...got.gap)).toBeLessThanOrEqual(1e-12);
              const want = oracle.descent(problem, lambda1, lambda2, OPTIONS);
              expectClose(got.beta, want.beta, 1e-9, Math.max(...want.beta.map(Math.abs)));
            }
          }
        }
      }
    });

    test("one column is its soft threshold, within its bounds", () => {
      const problem = { ...makeNet(1, 0), r: Float64Array.of(-0.8) };
      const { beta, gap } = backend().descent(
        problem,
        Float64Array.of(0.9, 0.8, 0.3),
        Float64Array.of(0, 0, 0.25),
        OPTIONS,
      );
      expectClose(beta, [0, 0, -0.5 / 1.25], 1e-15, 1);
      expect([...gap].every((value) => value <= 1e-15)).toBe(true);
      const bounded = { ...problem, lower: Float64Array.of(-0.1) };
      expect([...backend().descent(bounded, Float64Array.of(0.3), Float64Array.of(0), OPTIONS).beta]).toEqual([-0.1]);
    });

    test("descends to the gap that was asked for where it may not solve exactly", () => {
      for (const p of [1, 8, 21]) {
        const problem = restricted(makeNet(p, 0.5));
        const lambda1 = gridOf(problem);
        const exact = backend().descent(problem, lambda1, new Float64Array(20), OPTIONS);
        const descended = backend().descent(problem, lambda1, new Float64Array(20), { ...OPTIONS, maxActive: 0 });
        expect([...descended.status]).toEqual(new Array(20).fill(1));
        expect(Math.max(...descended.gap)).toBeLessThanOrEqual(OPTIONS.tol);
        expectClose(descended.beta, exact.beta, 1e-5, 1);
        // More terms than it has room for are left to descent too.
        const some = backend().descent(problem, lambda1, new Float64Array(20), { ...OPTIONS, maxActive: 1 });
        expect(Math.max(...some.gap)).toBeLessThanOrEqual(OPTIONS.tol);
      }
    });

    test("runs out of iterations with the gap it has reached", () => {
      const problem = makeNet(21, 0.99);
      const options = { tol: 1e-14, maxIter: 3, maxActive: 0 };
      const { status, gap, nIter } = backend().descent(problem, Float64Array.of(1e-3), Float64Array.of(0), options);
      expect([...status]).toEqual([2]);
      expect([...nIter]).toEqual([3]);
      expect(gap[0]).toBeGreaterThan(1e-14);
    });

    test("takes dependent columns, and columns with nothing to fit", () => {
      const one = makeNet(3, 0.4);
      // Columns 0, 1, 2, then 0 again, minus 1, and one of zeros.
      const from = [0, 1, 2, 0, 1, -1];
      const sign = [1, 1, 1, 1, -1, 0];
      const pick = (i: number, j: number) =>
        (sign[i] as number) *
        (sign[j] as number) *
        (one.A[Math.max(0, from[j] as number) * 3 + Math.max(0, from[i] as number)] as number);
      const wide = makeNet(6, 0);
      const problem = {
        ...wide,
        A: Float64Array.from({ length: 36 }, (_, k) => pick(k % 6, Math.floor(k / 6))),
        r: Float64Array.from(from, (f, j) => (sign[j] as number) * (one.r[Math.max(0, f)] as number)),
      };
      const lambda1 = Float64Array.of(...gridOf(one), 0);
      const zero = new Float64Array(lambda1.length);
      const got = backend().descent(problem, lambda1, zero, OPTIONS);
      const want = backend().descent(one, lambda1, zero, OPTIONS);
      expect(Math.max(...got.gap)).toBeLessThanOrEqual(1e-12);
      for (let k = 0; k < lambda1.length; k++) {
        const b = (j: number) => got.beta[k * 6 + j] as number;
        expectClose([b(0) + b(3), b(1) - b(4), b(2), b(5)], [...want.beta.subarray(k * 3, k * 3 + 3), 0], 1e-12, 1);
      }
    });

    test("starts from where it is told, and ends where it would have", () => {
      for (const p of SIZES) {
        const problem = restricted(makeNet(p, 0.7));
        const zero = Float64Array.of(0);
        const from = backend().descent(problem, Float64Array.of(0.05), zero, OPTIONS).beta;
        const cold = backend().descent(problem, Float64Array.of(0.04), zero, OPTIONS);
        const warm = backend().descent(problem, Float64Array.of(0.04), zero, { ...OPTIONS, start: from });
        expectClose(warm.beta, cold.beta, 1e-12, 1);
        const again = backend().descent(problem, Float64Array.of(0.04), zero, { ...OPTIONS, start: cold.beta });
        expect(again.nIter[0]).toBeLessThanOrEqual(5);
      }
    });

    test("refuses parts of another size", () => {
      const problem = makeNet(3, 0);
      const one = Float64Array.of(1);
      expect(() => backend().descent({ ...problem, r: one }, one, one, OPTIONS)).toThrow(
        "r: must hold 3×1 values; got 1",
      );
      expect(() => backend().descent(problem, one, new Float64Array(2), OPTIONS)).toThrow("lambda2: must hold");
      expect(() => backend().descent(problem, one, one, { ...OPTIONS, start: one })).toThrow("start: must hold 3×1");
    });
  });
}

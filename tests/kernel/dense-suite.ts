// Dense algebra: one suite for every backend.

import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { expectClose } from "./data.ts";
import { makeSpd } from "./rows-suite.ts";

const SIZES = [1, 2, 3, 4, 5, 8, 13, 20, 33];

function hilbert(p: number): Float64Array {
  return Float64Array.from({ length: p * p }, (_, k) => 1 / ((k % p) + Math.floor(k / p) + 1));
}

function multiply(A: Float64Array, B: Float64Array, p: number): Float64Array {
  const C = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < p; i++) {
      for (let k = 0; k < p; k++)
        C[j * p + i] = (C[j * p + i] as number) + (A[k * p + i] as number) * (B[j * p + k] as number);
    }
  }
  return C;
}

function transpose(A: Float64Array, p: number): Float64Array {
  return Float64Array.from(A, (_, k) => A[(k % p) * p + Math.floor(k / p)] as number);
}

function norm1(A: Float64Array, p: number): number {
  let largest = 0;
  for (let j = 0; j < p; j++) {
    largest = Math.max(
      largest,
      A.subarray(j * p, (j + 1) * p).reduce((sum, x) => sum + Math.abs(x), 0),
    );
  }
  return largest;
}

function unitMatrix(p: number): Float64Array {
  return Float64Array.from({ length: p * p }, (_, k) => (k % (p + 1) === 0 ? 1 : 0));
}

/** Symmetric, with eigenvalues on both sides of 0. */
function makeIndefinite(p: number): Float64Array {
  const A = makeSpd(p, 7);
  const size = norm1(A, p);
  return A.map((x, k) => x / size - (k % (p + 1) === 0 ? 0.1 : 0));
}

export function denseSuite(name: string, backend: () => Backend): void {
  describe(`${name}: dense`, () => {
    test("cholesky: RᵀR is A, R is upper and the rank is full", () => {
      for (const p of SIZES) {
        const A = makeSpd(p);
        const { R, rank, aliased } = backend().dense.cholesky(A, p, 1e-12);
        expect(rank).toBe(p);
        expect(aliased.some((a) => a !== 0)).toBe(false);
        expectClose(multiply(transpose(R, p), R, p), A, 1e-13, norm1(A, p));
        for (let j = 0; j < p; j++) expect(R.subarray(j * p + j + 1, (j + 1) * p).every((x) => x === 0)).toBe(true);
      }
    });

    test("cholesky: reads only the upper triangle", () => {
      const A = makeSpd(5);
      const upper = A.map((x, k) => (k % 5 <= Math.floor(k / 5) ? x : Number.NaN));
      expect(backend().dense.cholesky(upper, 5, 1e-12)).toEqual(backend().dense.cholesky(A, 5, 1e-12));
    });

    test("cholesky: leaves out columns that depend on earlier ones", () => {
      // The columns are u, v, u + v, 0, w: their Gram has rank 3.
      const u = [1, 2, 3, 4];
      const v = [1, -1, 1, 0];
      const w = [0, 0, 1, 5];
      const Z = [u, v, u.map((x, k) => x + (v[k] as number)), [0, 0, 0, 0], w];
      const A = Float64Array.from({ length: 25 }, (_, k) =>
        (Z[k % 5] as number[]).reduce((sum, x, i) => sum + x * (Z[Math.floor(k / 5)]?.[i] as number), 0),
      );
      const { dense } = backend();
      const factor = dense.cholesky(A, 5, 1e-10);
      expect(factor.rank).toBe(3);
      expect([...factor.aliased]).toEqual([0, 0, 1, 1, 0]);
      expect(factor.pivots[3]).toBe(0);
      expect(Math.abs(factor.pivots[2] as number)).toBeLessThan(1e-14);
      for (const j of [2, 3]) {
        for (let i = 0; i < 5; i++) {
          expect(factor.R[j * 5 + i]).toBe(0);
          expect(factor.R[i * 5 + j]).toBe(0);
        }
      }
      const x = dense.solve(factor, A.subarray(20, 25), 1);
      expectClose(x, [0, 0, 0, 0, 1], 1e-12, 1);
      const inverse = dense.inverse(factor);
      expect([...inverse.subarray(10, 20)]).toEqual(new Array(10).fill(0));
    });

    test("cholesky: a pivot is 1 − R² of its column on the earlier ones", () => {
      const r = 0.6;
      const { pivots } = backend().dense.cholesky(Float64Array.of(4, 2 * r * 3, 2 * r * 3, 9), 2, 0);
      expect(pivots[0]).toBe(1);
      expect(pivots[1]).toBeCloseTo(1 - r * r, 14);
    });

    test("cholesky: a matrix of zeros, or of no size, has rank 0", () => {
      const { dense } = backend();
      const zero = dense.cholesky(new Float64Array(9), 3, 1e-10);
      expect(zero.rank).toBe(0);
      expect(dense.condition(zero, new Float64Array(9))).toBe(0);
      expect([...dense.solve(zero, Float64Array.of(1, 2, 3), 1)]).toEqual([0, 0, 0]);
      const none = dense.cholesky(new Float64Array(0), 0, 1e-10);
      expect(none).toMatchObject({ p: 0, rank: 0 });
      expect(dense.inverse(none).length).toBe(0);
    });

    test("eigen: vectors are orthonormal, and times their values give the matrix back", () => {
      for (const p of [...SIZES, 60]) {
        for (const A of [makeSpd(p), hilbert(p), new Float64Array(p * p), unitMatrix(p), makeIndefinite(p)]) {
          const { values, vectors } = backend().dense.eigen(A, p);
          const size = norm1(A, p);
          const scaled = vectors.map((v, k) => v * (values[Math.floor(k / p)] as number));
          expectClose(multiply(A, vectors, p), scaled, 1e-13, size);
          expectClose(multiply(transpose(vectors, p), vectors, p), unitMatrix(p), 1e-13, 1);
          for (let k = 1; k < p; k++) expect(values[k]).toBeLessThanOrEqual(values[k - 1] as number);
        }
      }
    });

    test("eigen: a matrix of low rank, with many values near 0, settles", () => {
      for (const [p, rank] of [
        [60, 3],
        [60, 20],
        [120, 20],
      ] as const) {
        const Z = backend()
          .random(p + rank)
          .normal(p * rank, 0, 1);
        const at = (i: number, j: number) => {
          let sum = 0;
          for (let k = 0; k < rank; k++) sum += (Z[k * p + i] as number) * (Z[k * p + j] as number);
          return sum;
        };
        const unit = Array.from({ length: p }, (_, j) => Math.sqrt(at(j, j)));
        const gram = Float64Array.from({ length: p * p }, (_, e) => at(e % p, Math.floor(e / p)));
        const correlation = gram.map((v, e) => v / (unit[e % p] as number) / (unit[Math.floor(e / p)] as number));
        for (const A of [gram, correlation]) {
          const { values, vectors } = backend().dense.eigen(A, p);
          const size = norm1(A, p);
          const scaled = vectors.map((v, k) => v * (values[Math.floor(k / p)] as number));
          expectClose(multiply(A, vectors, p), scaled, 1e-13, size);
          expect(values[rank - 1]).toBeGreaterThan(1e-3);
          for (const value of values.subarray(rank)) expect(Math.abs(value)).toBeLessThanOrEqual(1e-14 * size);
        }
      }
    });

    test("eigen: reads only the upper triangle, and knows the matrix of no size", () => {
      const A = makeSpd(5);
      const upper = A.map((x, k) => (k % 5 <= Math.floor(k / 5) ? x : Number.NaN));
      expect(backend().dense.eigen(upper, 5)).toEqual(backend().dense.eigen(A, 5));
      expect(backend().dense.eigen(new Float64Array(0), 0).values).toHaveLength(0);
    });

    test("eigen: a diagonal matrix has its entries as values", () => {
      const { values } = backend().dense.eigen(Float64Array.of(2, 0, 0, 0, -1, 0, 0, 0, 5), 3);
      expect([...values]).toEqual([5, 2, -1]);
    });

    test("solve and solveTriangular: multiplying back gives the right-hand side", () => {
      for (const p of SIZES) {
        const { dense } = backend();
        const A = makeSpd(p);
        const factor = dense.cholesky(A, p, 1e-12);
        const B = makeSpd(p, 99);
        const size = norm1(B, p);
        expectClose(multiply(A, dense.solve(factor, B, p), p), B, 1e-9, size);
        expectClose(multiply(factor.R, dense.solveTriangular(factor, B, p, false), p), B, 1e-10, size);
        expectClose(multiply(transpose(factor.R, p), dense.solveTriangular(factor, B, p, true), p), B, 1e-10, size);
      }
    });

    test("inverse: is symmetric and times A is the identity", () => {
      for (const p of SIZES) {
        const A = makeSpd(p);
        const { dense } = backend();
        const X = dense.inverse(dense.cholesky(A, p, 1e-12));
        expect(X).toEqual(transpose(X, p));
        const identity = Float64Array.from({ length: p * p }, (_, k) => (k % (p + 1) === 0 ? 1 : 0));
        expectClose(multiply(A, X, p), identity, 1e-9, 1);
      }
    });

    test("condition: is a lower bound within a factor 3 of the true one", () => {
      const { dense } = backend();
      const matrices = [
        ...SIZES.map((p) => ({ p, A: makeSpd(p) })),
        ...[2, 4, 6, 8].map((p) => ({ p, A: hilbert(p) })),
      ];
      for (const { p, A } of matrices) {
        const factor = dense.cholesky(A, p, 0);
        const truth = norm1(A, p) * norm1(dense.inverse(factor), p);
        const estimate = dense.condition(factor, A);
        expect(estimate).toBeLessThanOrEqual(truth * (1 + 1e-6));
        expect(estimate).toBeGreaterThanOrEqual(truth / 3);
      }
    });

    test("condition: of the 8×8 Hilbert matrix is 3.387e10", () => {
      const { dense } = backend();
      const A = hilbert(8);
      const estimate = dense.condition(dense.cholesky(A, 8, 0), A);
      expect(estimate).toBeGreaterThan(3.387e10 / 3);
      expect(estimate).toBeLessThan(3.388e10);
    });

    test("refuses matrices of another size", () => {
      const { dense } = backend();
      const factor = dense.cholesky(makeSpd(3), 3, 0);
      expect(() => dense.cholesky(new Float64Array(8), 3, 0)).toThrow("A: must hold 3×3 values; got 8");
      expect(() => dense.solve(factor, new Float64Array(5), 2)).toThrow("B: must hold 3×2 values; got 5");
    });
  });
}

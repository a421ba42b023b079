// Passes in double-double against big integers: one suite for every backend.

import { describe, expect, test } from "vitest";
import { zeros } from "#base/double-double.ts";
import type { Backend, Cholesky, ExactBlock, ExactOrigin } from "#kernel/backend.ts";
import { fixedAbs, fixedError, fixedProduct, toFixed } from "#tests/helpers/fixed-point.ts";
import { type BlockShape, makeBlock } from "./data.ts";

/** Relative to the sum of absolute products. */
const TOLERANCE = 1e-29;

/** Columns of `makeBlock`, every second one with a low part; far from the origin where `far`. */
export function makeExactBlock(shape: BlockShape): ExactBlock {
  const block = makeBlock(shape);
  const low = block.columns.map((column, j) =>
    j % 2 === 0 ? null : Float64Array.from(column, (x, i) => (x * ((i % 7) - 3)) / 2 ** 56),
  );
  return { ...block, low };
}

/** Scales and centres that leave values of the order of 1. */
export function makeOrigin({ columns }: ExactBlock): ExactOrigin {
  const q = columns.length;
  const centre = zeros(q);
  for (let j = 0; j < q; j++) {
    centre.hi[j] = (columns[j]?.[0] ?? 0) / 24;
    centre.lo[j] = (centre.hi[j] as number) / 2 ** 55;
  }
  return { scale: new Float64Array(q).fill(1 / 8), centre };
}

/** Row i as big integers, 1 last. */
function exactRow({ columns, low }: ExactBlock, { scale, centre }: ExactOrigin, i: number): bigint[] {
  const z = columns.map((column, j) => {
    const x = toFixed(column[i] as number) + toFixed(low[j]?.[i] ?? 0);
    return (
      fixedProduct(x, toFixed(scale[j] as number)) - toFixed(centre.hi[j] as number) - toFixed(centre.lo[j] as number)
    );
  });
  return [...z, toFixed(1)];
}

const weightAt = ({ weights }: ExactBlock, i: number): bigint => toFixed(weights ? (weights[i] as number) : 1);

export function exactSuite(name: string, backend: () => Backend): void {
  const shapes: BlockShape[] = [
    ...Array.from({ length: 68 }, (_, n) => ({ n, q: 1 + (n % 5), seed: n + 1, offset: n % 4 })),
    ...Array.from({ length: 34 }, (_, n) => ({ n: 2 * n, q: 3, seed: n + 1, weights: "some-zero" as const })),
    { n: 700, q: 4, offset: 1 },
  ];

  describe(`${name}: exact`, () => {
    test("products are right to 1e-29 at every length from 0 to 67 and from odd offsets", async () => {
      for (const shape of shapes) {
        const block = makeExactBlock(shape);
        const origin = makeOrigin(block);
        const got = await backend().exact.products(block, origin);
        const q = block.columns.length + 1;
        const rows = Array.from({ length: block.n }, (_, i) => exactRow(block, origin, i));
        let k = 0;
        for (let j = 0; j < q; j++) {
          for (let i = 0; i <= j; i++) {
            let wanted = 0n;
            let size = 0n;
            for (const [r, z] of rows.entries()) {
              const term = fixedProduct(fixedProduct(z[i] as bigint, z[j] as bigint), weightAt(block, r));
              wanted += term;
              size += fixedAbs(term);
            }
            const value = toFixed(got.hi[k] as number) + toFixed(got.lo[k] as number);
            expect(fixedError(value, wanted, size), `${JSON.stringify(shape)} ${i} ${j}`).toBeLessThan(TOLERANCE);
            k += 1;
          }
        }
        expect(got.hi.length).toBe(k);
      }
    });

    test("residuals are right to 1e-29 of their terms", async () => {
      for (const shape of shapes) {
        const block = makeExactBlock({ ...shape, q: 4 });
        const origin = makeOrigin(block);
        const predictor = zeros(4);
        predictor.hi.set([0.3, 1 / 3, -2 / 7, 0.1]);
        predictor.lo.set([1e-18, 1e-17, 0, -1e-18]);
        const b = Array.from(predictor.hi, (hi, j) => toFixed(hi) + toFixed(predictor.lo[j] as number));
        const got = await backend().exact.residuals(block, origin, predictor);
        const wanted = new Array<bigint>(5).fill(0n);
        const sizes = new Array<bigint>(5).fill(0n);
        for (let r = 0; r < block.n; r++) {
          const z = exactRow(block, origin, r);
          const terms = [
            fixedProduct(b[0] ?? 0n, z[4] ?? 0n),
            ...[0, 1, 2].map((j) => fixedProduct(b[j + 1] ?? 0n, z[j] ?? 0n)),
          ];
          const e = (z[3] ?? 0n) - terms.reduce((a, c) => a + c);
          const size = fixedAbs(z[3] ?? 0n) + terms.reduce((a, c) => a + fixedAbs(c), 0n);
          const w = weightAt(block, r);
          const factors = [e, z[4] ?? 0n, z[0] ?? 0n, z[1] ?? 0n, z[2] ?? 0n];
          for (const [k, factor] of factors.entries()) {
            wanted[k] = (wanted[k] ?? 0n) + fixedProduct(fixedProduct(e, factor), w);
            const scale = k === 0 ? size : fixedAbs(factor);
            sizes[k] = (sizes[k] ?? 0n) + fixedProduct(fixedProduct(size, scale), w);
          }
        }
        for (const [k, value] of wanted.entries()) {
          const sum = toFixed(got.hi[k] as number) + toFixed(got.lo[k] as number);
          expect(fixedError(sum, value, sizes[k] ?? 0n), `${JSON.stringify(shape)} ${k}`).toBeLessThan(TOLERANCE);
        }
      }
    });

    test("columns scaled by 2^±1000 give the same products", async () => {
      const block = makeExactBlock({ n: 50, q: 2 });
      const origin = makeOrigin(block);
      const wanted = await backend().exact.products(block, origin);
      for (const power of [2 ** 1000, 2 ** -900]) {
        const columns = block.columns.map((column) => Float64Array.from(column, (x) => x * power));
        const low = block.low.map((column) => column?.map((x) => x * power) ?? null);
        const scale = origin.scale.map((s) => s / power);
        expect(await backend().exact.products({ ...block, columns, low }, { ...origin, scale })).toEqual(wanted);
      }
    });

    test("refuses low parts and origins of another length", async () => {
      const block = makeExactBlock({ n: 5, q: 2 });
      const origin = makeOrigin(block);
      const bad = { code: "bad-argument" };
      await expect(backend().exact.products({ ...block, low: [null] }, origin)).rejects.toMatchObject(bad);
      await expect(backend().exact.products({ ...block, low: [null, zeros(4).hi] }, origin)).rejects.toMatchObject(bad);
      await expect(backend().exact.products(block, { ...origin, scale: new Float64Array(1) })).rejects.toMatchObject(
        bad,
      );
      await expect(backend().exact.residuals(block, origin, zeros(1))).rejects.toMatchObject(bad);
    });
  });

  describe(`${name}: whiten`, () => {
    test("columns become orthonormal, aliased ones 0, over many copies and from odd offsets", async () => {
      for (const n of [67, 300, 20_003]) {
        const { columns } = makeBlock({ n, q: 3, seed: n, offset: 1 });
        const block = { n, columns: [...columns, columns[0] as Float64Array] };
        const { mean, scatter } = await backend().moments(block);
        const A = new Float64Array(16);
        for (let j = 0; j < 4; j++)
          for (let i = 0; i <= j; i++) A[j * 4 + i] = scatter[(j * (j + 1)) / 2 + i] as number;
        const factor: Cholesky = backend().dense.cholesky(A, 4, 1e-12);
        const whitened = await backend().whiten(block, mean, factor);
        const again = await backend().moments({ n, columns: whitened });
        const identity = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0];
        for (const [k, value] of again.scatter.entries()) expect(value).toBeCloseTo(identity[k] as number, 12);
        for (const m of again.mean) expect(Math.abs(m)).toBeLessThan(1e-13);
      }
    });

    test("refuses a factor and a centre of another size", async () => {
      const block = makeBlock({ n: 5, q: 2 });
      const factor = backend().dense.cholesky(Float64Array.of(1), 1, 0);
      await expect(backend().whiten(block, new Float64Array(2), factor)).rejects.toMatchObject({
        code: "bad-argument",
      });
    });
  });
}

// Seeded columns and comparisons for the kernel's tests.

import { expect } from "vitest";
import type { Block, BlockMoments, NumericColumn } from "#kernel/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";

export interface BlockShape {
  n: number;
  q: number;
  seed?: number;
  weights?: "some-zero";
  /** Elements before the first value in its buffer, so that a view starts at an odd address. */
  offset?: number;
}

function viewFrom(offset: number, values: Float64Array, single: boolean): NumericColumn {
  const whole = single ? new Float32Array(values.length + offset) : new Float64Array(values.length + offset);
  whole.set(values, offset);
  return whole.subarray(offset);
}

/** Columns of different origins and spreads, every third one f32. */
export function makeBlock({ n, q, seed = 1, weights, offset = 0 }: BlockShape): Block {
  const stream = randomStream(seed);
  const columns = Array.from({ length: q }, (_, j) =>
    viewFrom(offset, stream.normal(n, 3 * j - 5, 1 + (j % 4)), j % 3 === 2),
  );
  if (!weights) return { n, columns };
  const kept = stream.bernoulli(n, 0.8);
  const sizes = stream.uniform(n, 0.1, 4);
  return {
    n,
    columns,
    weights: viewFrom(
      offset,
      Float64Array.from(sizes, (w, i) => w * (kept[i] as number)),
      false,
    ),
  };
}

export function packedIndex(i: number, j: number): number {
  return (j * (j + 1)) / 2 + i;
}

/**
 * Two states agree: counts exactly, weights and means to 1e-13 of their size and spread, scatter to 1e-12 of the
 * geometric mean of the variances. Both sum a few hundred thousand terms at most, in different orders: √n·u is 1e-13.
 */
export function expectSameMoments(got: BlockMoments, want: BlockMoments): void {
  const q = want.mean.length;
  expect(got.n).toBe(want.n);
  expect(Math.abs(got.weight - want.weight)).toBeLessThanOrEqual(1e-13 * want.weight);
  expect(got.mean.length).toBe(q);
  expect(got.scatter.length).toBe((q * (q + 1)) / 2);
  for (let j = 0; j < q; j++) {
    const spread = (k: number) => Math.sqrt(want.scatter[packedIndex(k, k)] as number);
    const mean = want.mean[j] as number;
    const sd = want.weight > 0 ? spread(j) / Math.sqrt(want.weight) : 0;
    expect(Math.abs((got.mean[j] as number) - mean)).toBeLessThanOrEqual(1e-13 * (Math.abs(mean) + sd));
    for (let i = 0; i <= j; i++) {
      const k = packedIndex(i, j);
      const error = Math.abs((got.scatter[k] as number) - (want.scatter[k] as number));
      expect(error).toBeLessThanOrEqual(1e-12 * spread(i) * spread(j));
    }
  }
}

/** Every value is within `tol` of the other, relative to the larger of the other and `scale`. */
export function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tol: number, scale = 0): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    const w = want[i] as number;
    expect(Math.abs((got[i] as number) - w), `value ${i}`).toBeLessThanOrEqual(tol * Math.max(Math.abs(w), scale));
  }
}

// Draft moments with exact sums in place of the device: what quantisation does, and what the CPU makes of the rest.

import { expect, test } from "vitest";
import type { Block } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { type GpuGram, MAX_VALUE, type WholeColumns } from "#kernel/webgpu/gram.ts";
import { draftMoments } from "#kernel/webgpu/moments.ts";
import { expectSameMoments, makeBlock, packedIndex } from "../data.ts";
import { exactGram } from "./whole.ts";

const cpu = referenceBackend();

/** A device that sums in plain TypeScript, and the whole numbers that it was given. */
function fakeGram(chunk = 1000) {
  const given: Int32Array[][] = [];
  async function products({ n, q, fill }: WholeColumns) {
    const columns = Array.from({ length: q }, () => new Int32Array(n));
    for (let from = 0; from < n; from += chunk) {
      const count = Math.min(chunk, n - from);
      const stride = count + 5;
      const target = new Int32Array(q * stride).fill(99);
      fill(target, from, count, stride);
      for (const [j, column] of columns.entries()) {
        column.set(target.subarray(j * stride, j * stride + count), from);
        expect([...target.subarray(j * stride + count, (j + 1) * stride)]).toEqual([0, 0, 0, 0, 0]);
      }
    }
    given.push(columns);
    return { sums: exactGram(columns), gpuMs: null };
  }
  return { given, gram: { products } as unknown as GpuGram };
}

/** Largest error of a correlation, in units of the error that the draft states. */
async function errorsOf(block: Block): Promise<{ off: number; error: number; nOnDevice: number }> {
  const { moments, error, nOnDevice } = await draftMoments(fakeGram().gram, cpu, block);
  const want = await cpu.moments(block);
  const q = block.columns.length;
  const norm = (j: number) => Math.sqrt(want.scatter[packedIndex(j, j)] as number);
  let worst = 0;
  for (let j = 0; j < q; j++) {
    for (let i = 0; i <= j; i++) {
      const gap = Math.abs(
        (moments.scatter[packedIndex(i, j)] as number) - (want.scatter[packedIndex(i, j)] as number),
      );
      worst = Math.max(worst, gap / (norm(i) * norm(j)));
    }
  }
  // What is no draft: everything but the scatter of predictors.
  const kept = want.scatter.map((value, k) => (k < packedIndex(0, q - 1) ? value : (moments.scatter[k] as number)));
  for (let j = 0; j < q; j++) kept[packedIndex(j, j)] = moments.scatter[packedIndex(j, j)] as number;
  expectSameMoments({ ...moments, scatter: kept }, want);
  return { off: worst / error, error, nOnDevice };
}

test("correlations of a draft are off by a few of the deviations that it states; all else is right", async () => {
  for (const weights of [undefined, "some-zero"] as const) {
    const { off, error } = await errorsOf(makeBlock({ n: 20_000, q: 7, ...(weights && { weights }) }));
    expect(error).toBeLessThan(5e-9);
    expect(off).toBeLessThan(6);
    expect(off).toBeGreaterThan(0.1);
  }
});

test("the largest value of every column uses the whole range of whole numbers", async () => {
  const { gram, given } = fakeGram();
  await draftMoments(gram, cpu, makeBlock({ n: 3000, q: 4 }));
  for (const column of given[0] ?? []) expect(Math.max(...column.map(Math.abs))).toBe(MAX_VALUE);
});

test("rows that lie far out go to the CPU, so that the others keep their digits", async () => {
  const block = makeBlock({ n: 30_000, q: 3 });
  const columns = block.columns.map((column, j) =>
    Float64Array.from(column, (value, i) => (i % 10_000 === 17 + j ? value * 1e5 : value)),
  );
  const { nOnDevice, error, off } = await errorsOf({ n: block.n, columns });
  expect(nOnDevice).toBe(30_000 - 9);
  expect(error).toBeLessThan(5e-9);
  expect(off).toBeLessThan(6);
});

test("rare levels of a factor are no outliers", async () => {
  const n = 20_000;
  const columns = Array.from({ length: 30 }, (_, j) =>
    Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 997 === j ? 1 : 0)),
  );
  const y = randomStream(1).normal(n, 0, 1);
  const { nOnDevice, off } = await errorsOf({ n, columns: [...columns, y] });
  expect(nOnDevice).toBe(n);
  expect(off).toBeLessThan(6);
});

test("a constant column has a scatter of exactly 0", async () => {
  const [x = new Float64Array(), y = new Float64Array()] = makeBlock({ n: 500, q: 2 }).columns;
  const block = { n: 500, columns: [x, new Float64Array(500).fill(0.1), y] };
  const { moments } = await draftMoments(fakeGram().gram, cpu, block);
  expect([1, 2, 4].map((k) => moments.scatter[k])).toEqual([0, 0, 0]);
  expect(moments.mean[1]).toBe(0.1);
});

test("values that a GPU cannot take, and no rows at all, are the CPU's", async () => {
  const [x = new Float64Array(), y = new Float64Array()] = makeBlock({ n: 50, q: 2 }).columns;
  const blocks = [
    { n: 50, columns: [x.map((value) => value * 1e-160), y] },
    { n: 50, columns: [x.map((value) => value * 1e160), y] },
    { n: 50, columns: [x, y], weights: new Float64Array(50) },
    { n: 0, columns: [new Float64Array(0)] },
  ];
  for (const block of blocks) {
    const draft = await draftMoments(fakeGram().gram, cpu, block);
    expect(draft).toEqual({ moments: await cpu.moments(block), error: 0, nOnDevice: 0, lost: null });
  }
});

test("a device that fails leaves the CPU's moments and its words", async () => {
  const gram = { products: () => Promise.reject(new Error("Out of memory.")) } as unknown as GpuGram;
  const block = makeBlock({ n: 50, q: 2 });
  expect(await draftMoments(gram, cpu, block)).toEqual({
    moments: await cpu.moments(block),
    error: 0,
    nOnDevice: 0,
    lost: "Out of memory",
  });
});

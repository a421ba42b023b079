// Cells of a plot counted on a GPU (SwiftShader in CI): equal to the CPU's, on the very edges too.

import { beforeAll, expect, test } from "vitest";
import { randomStream } from "#kernel/reference/random.ts";
import { countCells } from "#kernel/webgpu/bins.ts";
import type { Gpu } from "#kernel/webgpu/device.ts";
import { openGpuHere } from "#tests/helpers/webgpu.ts";

let gpu: Gpu;

beforeAll(async () => {
  gpu = await openGpuHere();
});

/** The cell of a value by looking at every edge; −1 outside. */
function cellOf(value: number, edges: Float64Array): number {
  const n = edges.length - 1;
  if (value === edges[n]) return n - 1;
  return edges.findIndex((edge, i) => i < n && value >= edge && value < (edges[i + 1] as number));
}

function counted(x: Float64Array, y: Float64Array, xEdges: Float64Array, yEdges: Float64Array): Uint32Array {
  const counts = new Uint32Array((xEdges.length - 1) * (yEdges.length - 1));
  for (const [k, value] of x.entries()) {
    const [i, j] = [cellOf(value, xEdges), cellOf(y[k] as number, yEdges)];
    const at = j * (xEdges.length - 1) + i;
    if (i >= 0 && j >= 0) counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

const edgesOf = (from: number, to: number, n: number) =>
  Float64Array.from({ length: n + 1 }, (_, i) => from + (to - from) * (i / n));

test("60,000 normal pairs, in and out of the window, are where the CPU counts them", async () => {
  const stream = randomStream(3);
  const [x, y] = [stream.normal(60_000, 0, 1).slice(), stream.normal(60_000, 1e6, 1e-3).slice()];
  const [xEdges, yEdges] = [edgesOf(-2, 1.5, 64), edgesOf(1e6 - 2e-3, 1e6 + 2e-3, 48)];
  const counts = await countCells(gpu, { x, y }, xEdges, yEdges);
  expect(counts).toEqual(counted(x, y, xEdges, yEdges));
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThan(40_000);
});

test("values on the edges, next to them, and at the ends of doubles", async () => {
  const edges = Float64Array.of(-1e300, -1, -5e-324, 0, 5e-324, 0.1, 1, 1e300);
  const next = new Float64Array(1);
  const bits = new BigInt64Array(next.buffer);
  const around = [...edges].flatMap((edge) => {
    const near = [-1n, 0n, 1n].map((by) => {
      next[0] = edge;
      bits[0] = (bits[0] as bigint) + by;
      return next[0] as number;
    });
    return near;
  });
  const odd = [-0, Number.NaN, -Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1e-310];
  const x = Float64Array.of(...around, ...odd);
  const y = x.slice().reverse();
  expect(await countCells(gpu, { x, y }, edges, edges)).toEqual(counted(x, y, edges, edges));
  const level = new Float64Array(x.length).fill(0.5);
  const one = Float64Array.of(0, 1);
  expect(await countCells(gpu, { x, y: level }, edges, one)).toEqual(counted(x, level, edges, one));
});

test("no rows give no counts, and a lost device rejects", async () => {
  const none = new Float64Array(0);
  const one = Float64Array.of(0, 1);
  expect(await countCells(gpu, { x: none, y: none }, one, one)).toEqual(Uint32Array.of(0));
  const dying = await openGpuHere();
  dying.device.destroy();
  await expect(countCells(dying, { x: one, y: one }, one, one)).rejects.toThrow();
});

// Counts of pairs of values in the cells of a plot, on a GPU: whole numbers, equal to the CPU's in every cell.

import binsText from "./bins.wgsl?raw";
import { bound, dispatch, fetched, filled, pipelineOf } from "./compute.ts";
import type { Gpu } from "./device.ts";
import { COPY_DST, COPY_SRC, STORAGE, UNIFORM } from "./usage.ts";

/** Rows that go up at a time: 8 MB a column. */
const ROWS = 2 ** 20;
const GROUP = 256;

const pipelines = new WeakMap<GPUDevice, GPUComputePipeline>();

function pipelineFor(device: GPUDevice): GPUComputePipeline {
  const known = pipelines.get(device) ?? pipelineOf(device, binsText);
  pipelines.set(device, known);
  return known;
}

/**
 * Counts of rows by cell, (i, j) at j·(cells of x) + i. A value is in the last cell that begins at or below it, and in the
 * last of all where it equals the very end; a pair outside, or with NaN, is in none.
 *
 * @param xEdges ends of the cells, ascending, one more than there are cells
 * @throws Error in the device's words where it fails or is lost
 */
export async function countCells(
  { device, lost }: Gpu,
  { x, y }: { x: Float64Array<ArrayBuffer>; y: Float64Array<ArrayBuffer> },
  xEdges: Float64Array<ArrayBuffer>,
  yEdges: Float64Array<ArrayBuffer>,
): Promise<Uint32Array> {
  if (lost !== null) throw new Error(lost);
  const size = (xEdges.length - 1) * (yEdges.length - 1);
  const pipeline = pipelineFor(device);
  const counts = device.createBuffer({ size: Math.max(16, size * 4), usage: STORAGE | COPY_SRC | COPY_DST });
  const edges = [filled(device, xEdges, STORAGE), filled(device, yEdges, STORAGE)];
  const used = [counts, ...edges];
  try {
    for (let from = 0; from < x.length; from += ROWS) {
      const n = Math.min(ROWS, x.length - from);
      const shape = filled(device, Uint32Array.of(n, xEdges.length, yEdges.length, 0), UNIFORM);
      const values = [x, y].map((column) => filled(device, column.subarray(from, from + n), STORAGE));
      used.push(shape, ...values);
      const encoder = device.createCommandEncoder();
      const group = bound(device, pipeline, [...values, ...edges, counts, shape]);
      dispatch(encoder, pipeline, group, [Math.ceil(n / GROUP)]);
      device.queue.submit([encoder.finish()]);
    }
    return new Uint32Array(await fetched(device, device.createCommandEncoder(), counts, size * 4));
  } finally {
    for (const buffer of used) buffer.destroy();
  }
}

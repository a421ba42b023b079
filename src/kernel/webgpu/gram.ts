// The exact Gram of columns of whole numbers on a GPU: chunks of rows go up through three slots in turn, each added to sums
// of 64 bits that stay there, and one read-back fetches the total. The sums are the same bits on every device.

import { bound, pipelineOf } from "./compute.ts";
import type { Gpu } from "./device.ts";
import gramText from "./gram.wgsl?raw";
import limbsText from "./gram-limbs.wgsl?raw";
import packedText from "./gram-packed.wgsl?raw";
import int64Text from "./int64.wgsl?raw";
import reduceText from "./reduce.wgsl?raw";
import { Slots } from "./slots.ts";
import { COPY_DST, COPY_SRC, MAP_READ, QUERY_RESOLVE, READ, STORAGE, UNIFORM } from "./usage.ts";

/** How digits are multiplied: by the packed dot product of 8-bit integers, or as 12-bit digits in words of 32 bits. */
export type Variant = "packed" | "limbs";

/** Largest magnitude that three balanced digits of 8 bits hold on both sides. */
export const MAX_VALUE = 0x7f7f7f;

/** Columns above which the sums are not kept on the device. */
export const MAX_COLUMNS = 1024;

/** Rows whose sums of 64 bits cannot overflow: each is below 2⁴⁶. */
export const MAX_ROWS = 2 ** 17;

/** Bytes of a chunk of rows: an eighth of what any device binds, so that three and their copies stay small. */
const CHUNK_BYTES = 2 ** 24;
/** Rows of a chunk, and so of a slice: well below the 43,690 to which the packed sums are exact. */
const CHUNK_ROWS = 16_384;
/** Rows that a workgroup stages at a time; columns are padded to it with zeros. */
const STEP = 32;
/** Workgroups that keep a GPU busy, and bytes of their sums. */
const GROUPS = 512;
const SLICED_BYTES = 2 ** 26;
const SIDE = 16;
/** Begin and end of the passes, in nanoseconds of the device. */
const TIMES_BYTES = 16;

/** Whole numbers, |value| <= MAX_VALUE, in q columns of n rows, made where the device reads them. */
export interface WholeColumns {
  n: number;
  q: number;
  /** Write `count` rows from `from` on, column j at j·stride, and 0 to the end of each stride. */
  fill(target: Int32Array, from: number, count: number, stride: number): void;
}

export interface GramSums {
  /** Packed triangle by columns: entry i ≤ j at j(j+1)/2 + i. */
  sums: BigInt64Array;
  /** Milliseconds between the first and the last pass by the device's own clock; null where it has none. */
  gpuMs: number | null;
}

/** How a job is cut. */
interface Cut {
  perSide: number;
  tile: number;
  nPairs: number;
  chunkRows: number;
  nSlices: number;
}

/** 16×16 invocations hold 2×2 sums each for few columns, else 4×4. */
function cutOf({ n, q }: WholeColumns): Cut {
  const perSide = q <= 2 * SIDE ? 2 : 4;
  const tile = SIDE * perSide;
  const tiles = Math.ceil(q / tile);
  const nPairs = (tiles * (tiles + 1)) / 2;
  const room = Math.floor(CHUNK_BYTES / (4 * q * STEP)) * STEP;
  const chunkRows = Math.min(CHUNK_ROWS, room, Math.ceil(n / STEP) * STEP);
  const bytes = nPairs * tile * tile * 8;
  const nSlices = Math.min(Math.ceil(GROUPS / nPairs), chunkRows / STEP, Math.floor(SLICED_BYTES / bytes));
  return { perSide, tile, nPairs, chunkRows, nSlices: Math.max(1, nSlices) };
}

/** The triangle of all columns from the tiles of pairs of 16·perSide columns. */
function triangleOf(whole: BigInt64Array, q: number, tile: number): BigInt64Array {
  const sums = new BigInt64Array((q * (q + 1)) / 2);
  let at = 0;
  for (let j = 0; j < q; j++) {
    const right = Math.floor(j / tile);
    for (let i = 0; i <= j; i++) {
      const pair = (right * (right + 1)) / 2 + Math.floor(i / tile);
      sums[at] = whole[(pair * tile + (i % tile)) * tile + (j % tile)] as bigint;
      at += 1;
    }
  }
  return sums;
}

/** The Gram of one device. Jobs run one after another; a job that fails rejects with what the device said. */
export class GpuGram {
  readonly #gpu: Gpu;
  readonly #variant: Variant;
  readonly #slots: Slots;
  readonly #pipelines = new Map<number, GPUComputePipeline>();
  readonly #buffers = new Map<string, GPUBuffer>();
  #reduce: GPUComputePipeline | null = null;
  #times: GPUQuerySet | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(gpu: Gpu, variant: Variant = gpu.packed ? "packed" : "limbs") {
    this.#gpu = gpu;
    this.#variant = variant;
    this.#slots = new Slots(gpu.device, 3);
    if (gpu.timed) this.#times = gpu.device.createQuerySet({ type: "timestamp", count: 2 });
  }

  get variant(): Variant {
    return this.#variant;
  }

  /** Sums of products of all pairs of columns. Rows at most MAX_ROWS, columns at most MAX_COLUMNS. */
  products(columns: WholeColumns): Promise<GramSums> {
    const sums = this.#queue.then(() => this.#submitted(columns));
    // The next job may go up while the sums of this one come down.
    this.#queue = sums.catch(() => {});
    return sums.then((read) => read());
  }

  /** Submit all of a job; what comes back fetches its sums. */
  async #submitted(columns: WholeColumns): Promise<() => Promise<GramSums>> {
    const { device } = this.#gpu;
    if (this.#gpu.lost !== null) throw new Error(this.#gpu.lost);
    device.pushErrorScope("out-of-memory");
    device.pushErrorScope("validation");
    let fetch: () => Promise<GramSums>;
    let problems: Promise<GPUError | null>[];
    try {
      const cut = cutOf(columns);
      await this.#addChunks(columns, cut);
      fetch = this.#fetching(columns.q, cut);
    } finally {
      problems = [device.popErrorScope(), device.popErrorScope()];
    }
    for (const problem of await Promise.all(problems)) if (problem) throw new Error(problem.message);
    return fetch;
  }

  async #addChunks(columns: WholeColumns, { perSide, nPairs, tile, chunkRows, nSlices }: Cut): Promise<void> {
    const { device } = this.#gpu;
    const { n, q } = columns;
    const pipeline = this.#gramPipeline(perSide);
    const sliced = this.#buffer("sliced", nSlices * nPairs * tile * tile * 8, STORAGE | COPY_DST);
    for (let from = 0; from < n; from += chunkRows) {
      const count = Math.min(chunkRows, n - from);
      const stride = Math.ceil(count / STEP) * STEP;
      const slot = await this.#slots.next(4 * q * chunkRows);
      columns.fill(slot.begin(4 * q * stride), from, count, stride);
      const steps = stride / STEP;
      const shape = Uint32Array.of(q, stride / 4, steps, Math.ceil(steps / nSlices));
      const encoder = device.createCommandEncoder();
      if (from === 0) encoder.clearBuffer(sliced);
      const data = slot.end(encoder, shape);
      const pass = encoder.beginComputePass(from === 0 ? this.#timing("beginningOfPassWriteIndex", 0) : {});
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bound(device, pipeline, [data.values, sliced, data.shape]));
      pass.dispatchWorkgroups(nPairs, nSlices);
      pass.end();
      device.queue.submit([encoder.finish()]);
      slot.reuse();
    }
  }

  #fetching(q: number, { tile, nPairs, nSlices }: Cut): () => Promise<GramSums> {
    const { device } = this.#gpu;
    const entries = nPairs * tile * tile;
    const whole = this.#buffer("whole", entries * 8, STORAGE | COPY_SRC);
    const shape = this.#buffer("shape", 16, UNIFORM | COPY_DST);
    device.queue.writeBuffer(shape, 0, Uint32Array.of(entries, nSlices));
    this.#reduce ??= pipelineOf(device, int64Text + reduceText);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass(this.#timing("endOfPassWriteIndex", 1));
    pass.setPipeline(this.#reduce);
    pass.setBindGroup(0, bound(device, this.#reduce, [this.#buffers.get("sliced") as GPUBuffer, whole, shape]));
    pass.dispatchWorkgroups(Math.ceil(entries / 64));
    pass.end();
    const result = device.createBuffer({ size: TIMES_BYTES + entries * 8, usage: MAP_READ | COPY_DST });
    if (this.#times) {
      const times = this.#buffer("times", TIMES_BYTES, QUERY_RESOLVE | COPY_SRC);
      encoder.resolveQuerySet(this.#times, 0, 2, times, 0);
      encoder.copyBufferToBuffer(times, 0, result, 0, TIMES_BYTES);
    }
    encoder.copyBufferToBuffer(whole, 0, result, TIMES_BYTES, entries * 8);
    device.queue.submit([encoder.finish()]);
    const mapped = result.mapAsync(READ);
    // A job that fails on the way is told of by its own error.
    mapped.catch(() => {});
    return async () => {
      await mapped;
      const [begin = 0n, end = 0n] = new BigInt64Array(result.getMappedRange(0, TIMES_BYTES));
      const sums = triangleOf(new BigInt64Array(result.getMappedRange(TIMES_BYTES)), q, tile);
      result.destroy();
      return { sums, gpuMs: this.#times && end > begin ? Number(end - begin) / 1e6 : null };
    };
  }

  #gramPipeline(perSide: number): GPUComputePipeline {
    const known = this.#pipelines.get(perSide);
    if (known) return known;
    const digits = this.#variant === "packed" ? packedText : limbsText;
    const made = pipelineOf(this.#gpu.device, `const PER = ${perSide}u;\n${int64Text}${gramText}${digits}`);
    this.#pipelines.set(perSide, made);
    return made;
  }

  /** A buffer that stays, of at least so many bytes. */
  #buffer(name: string, size: number, usage: number): GPUBuffer {
    const known = this.#buffers.get(name);
    if (known && known.size >= size) return known;
    known?.destroy();
    const made = this.#gpu.device.createBuffer({ label: name, size, usage });
    this.#buffers.set(name, made);
    return made;
  }

  #timing(which: "beginningOfPassWriteIndex" | "endOfPassWriteIndex", index: number): GPUComputePassDescriptor {
    return this.#times ? { timestampWrites: { querySet: this.#times, [which]: index } } : {};
  }
}

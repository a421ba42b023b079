// The benchmark of the Gram: centred moments of all rows, copy and centring included, by every build in turn. Runs in
// Node and in a page; it needs nothing but a clock.

import { mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend, BackendName, Block, BlockMoments } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { openNaive } from "./naive.ts";

/** A backend, or the naive loop in plain WebAssembly. */
export type Contender = Exclude<BackendName, "webgpu"> | "naive";

export interface BenchOptions {
  rows: number;
  columns: number;
  backends: readonly Contender[];
  repeats: number;
}

/** Milliseconds of one contender, and how often it is as fast as the others, as medians over the repeats. */
export interface BenchResult {
  backend: Contender;
  rows: number;
  columns: number;
  min: number;
  median: number;
  /** Rows × columns² a second, in 10⁹: two operations a product, the symmetric half. */
  gflops: number;
  /** Time of each other contender over this one's, repeat by repeat, as a median. */
  timesFaster: Partial<Record<Contender, number>>;
}

/** Seed of the data. */
const SEED = 20_240;
/** Superblocks that run before the clock starts: V8 compiles twice and swaps between calls. */
const WARM_BLOCKS = 2;

type Run = Pick<Backend, "moments" | "merge">;

/** Columns of uniform numbers with different origins and spreads. */
export function makeColumns(rows: number, columns: number, backend: Pick<Backend, "random">): Float64Array[] {
  const stream = backend.random(SEED);
  return Array.from({ length: columns }, (_, j) => stream.uniform(rows, 10 * j, 10 * j + 1 + j));
}

export function cut(columns: Float64Array[], rows: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < rows; from += SUPERBLOCK_ROWS) {
    const to = Math.min(rows, from + SUPERBLOCK_ROWS);
    blocks.push({ n: to - from, columns: columns.map((column) => column.subarray(from, to)) });
  }
  return blocks;
}

async function open(name: Contender): Promise<Run> {
  if (name === "naive") return { ...(await openNaive()), merge: referenceBackend().merge };
  return (await openBackend(name)).backend;
}

/** Milliseconds of each run for all blocks. */
async function timeAll(runs: readonly Run[], blocks: readonly Block[], repeat: number): Promise<number[]> {
  const times = runs.map(() => 0);
  const leaves = runs.map((): BlockMoments[] => []);
  // Runs take turns block by block, so that whatever else the machine does slows all alike, and each at another block,
  // so that none finds in the cache what the one before it read.
  const apart = Math.max(1, Math.floor(blocks.length / runs.length));
  const clock = async (at: number, work: () => Promise<void>) => {
    const start = performance.now();
    await work();
    times[at] = (times[at] as number) + performance.now() - start;
  };
  for (let b = 0; b < blocks.length; b++) {
    for (let k = 0; k < runs.length; k++) {
      const at = (k + b + repeat) % runs.length;
      const which = (b + at * apart) % blocks.length;
      await clock(at, async () => {
        const leaf = await runs[at]?.moments(blocks[which] as Block);
        if (leaf) (leaves[at] as BlockMoments[])[which] = leaf;
      });
    }
  }
  for (const [at, run] of runs.entries()) {
    await clock(at, async () => {
      mergeTree(leaves[at] as BlockMoments[], run.merge);
    });
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Time every contender `repeats` times, in turn. Backends that are missing here throw. */
export async function benchGram({ rows, columns, backends, repeats }: BenchOptions): Promise<BenchResult[]> {
  const runs = await Promise.all(backends.map(open));
  const data = makeColumns(rows, columns, (await openBackend("auto")).backend);
  const blocks = cut(data, rows);
  await timeAll(runs, blocks.slice(0, WARM_BLOCKS), 0);
  const times: number[][] = runs.map(() => []);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [at, time] of (await timeAll(runs, blocks, repeat)).entries()) times[at]?.push(time);
  }
  return backends.map((backend, at) => {
    const own = times[at] as number[];
    const timesFaster = Object.fromEntries(
      backends.map((other, k) => [other, median(own.map((t, r) => (times[k]?.[r] as number) / t))]),
    );
    const gflops = (rows * columns * columns) / (median(own) * 1e6);
    return { backend, rows, columns, min: Math.min(...own), median: median(own), gflops, timesFaster };
  });
}

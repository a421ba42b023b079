// The benchmark of the diagnostics pass: all rows once, with leverages, influence, DFBETAS and lists, as a multiple of the
// plain Gram of the same rows.

import { mergeTree, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend, BackendName, Block, DiagnoseRequest } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { makeColumns, median } from "./gram.ts";

export interface DiagnoseBenchOptions {
  rows: number;
  /** Predictors; the response comes on top. */
  columns: number;
  backends: readonly Exclude<BackendName, "webgpu">[];
  repeats: number;
}

/** Fastest milliseconds of both passes, and the median over the repeats of the one's time over the other's. */
export interface DiagnoseBenchResult {
  backend: BackendName;
  rows: number;
  columns: number;
  gram: number;
  diagnose: number;
  ratio: number;
}

/** Superblocks that run before the clock starts: V8 compiles twice and swaps between calls. */
const WARM_BLOCKS = 2;

function cut(columns: readonly Float64Array[], rows: number): Block[] {
  const blocks: Block[] = [];
  for (let from = 0; from < rows; from += SUPERBLOCK_ROWS) {
    const to = Math.min(rows, from + SUPERBLOCK_ROWS);
    blocks.push({ n: to - from, columns: columns.map((column) => column.subarray(from, to)) });
  }
  return blocks;
}

/** A request about the least-squares fit of the last column on the others. */
async function requestOf(blocks: readonly Block[], backend: Backend): Promise<DiagnoseRequest> {
  const leaves = [];
  for (const block of blocks) leaves.push(await backend.moments(block));
  const { n, mean, scatter, weight } = mergeTree(leaves, backend.merge);
  const p = mean.length - 1;
  const entry = (i: number, j: number) => scatter[(j * (j + 1)) / 2 + i] as number;
  const A = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = 0; i <= j; i++) A[j * p + i] = entry(i, j);
  const whiten = backend.dense.cholesky(A, p, 1e-12);
  const r = Float64Array.from({ length: p }, (_, j) => entry(j, p));
  const beta = backend.dense.solve(whiten, r, 1);
  const rss = entry(p, p) - r.reduce((sum, value, j) => sum + value * (beta[j] as number), 0);
  const dfResidual = n - p - 1;
  return {
    predictor: { intercept: mean[p] as number, beta, centre: mean.slice(0, p) },
    whiten,
    perWeight: 1 / weight,
    rss,
    dfResidual,
    rank: p + 1,
    saturation: 1e-12,
    origin: 0,
    unit: Math.sqrt(rss / dfResidual),
    nTop: 20,
    changes: true,
    rows: false,
  };
}

async function timeOf(blocks: readonly Block[], run: (block: Block) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (const block of blocks) await run(block);
  return performance.now() - start;
}

/** Time both passes `repeats` times, in turn. Backends that are missing here throw. */
export async function benchDiagnose(options: DiagnoseBenchOptions): Promise<DiagnoseBenchResult[]> {
  const { rows, columns, backends, repeats } = options;
  const data = makeColumns(rows, columns + 1, (await openBackend("auto")).backend);
  const blocks = cut(data, rows);
  const results: DiagnoseBenchResult[] = [];
  for (const name of backends) {
    const { backend } = await openBackend(name);
    const request = await requestOf(blocks, backend);
    const passes = [
      (block: Block) => backend.moments(block),
      (block: Block) => backend.diagnose(block, request),
    ] as const;
    const times: [number, number][] = [];
    for (const pass of passes) await timeOf(blocks.slice(0, WARM_BLOCKS), pass);
    for (let k = 0; k < repeats; k++) times.push([await timeOf(blocks, passes[0]), await timeOf(blocks, passes[1])]);
    results.push({
      backend: name,
      rows,
      columns,
      gram: Math.min(...times.map(([gram]) => gram)),
      diagnose: Math.min(...times.map(([, diagnose]) => diagnose)),
      ratio: median(times.map(([gram, diagnose]) => diagnose / gram)),
    });
  }
  return results;
}

// The benchmark of a penalised path: the pass over the rows and a hundred lambdas from its moments, as a multiple of the
// pass alone.

import { mergeTree } from "#base/superblock.ts";
import type { Backend, BackendName, Block } from "#kernel/backend.ts";
import { openBackend } from "#kernel/choose.ts";
import { toMoments } from "#stats/moments/state.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { Moments } from "#stats/types.ts";
import { cut, makeColumns, median } from "./gram.ts";

export interface PathBenchOptions {
  rows: number;
  /** Predictors; the response comes on top. */
  columns: number;
  backends: readonly Exclude<BackendName, "webgpu">[];
  repeats: number;
}

/** Fastest milliseconds of the pass and of the path, the median of (pass + path)/pass, and the largest duality gap. */
export interface PathBenchResult {
  backend: BackendName;
  rows: number;
  columns: number;
  gram: number;
  path: number;
  ratio: number;
  gap: number;
}

/** Predictors, then a response of all of them, of both signs, and as much noise. */
function makeModel(rows: number, columns: number, backend: Pick<Backend, "random">): Float64Array[] {
  const all = makeColumns(rows, columns + 1, backend);
  const y = all[columns] as Float64Array;
  for (const [j, column] of all.slice(0, columns).entries()) {
    const beta = (j % 2 === 0 ? 1 : -1) / (1 + j);
    for (let i = 0; i < rows; i++) y[i] = (y[i] as number) + beta * (column[i] as number);
  }
  return all;
}

async function momentsOf(blocks: readonly Block[], backend: Backend): Promise<Moments> {
  const leaves = [];
  for (const block of blocks) leaves.push(await backend.moments(block));
  const state = mergeTree(leaves, backend.merge);
  const names = Array.from(state.mean, (_, j) => `x${j}`);
  return toMoments(state, names, 0);
}

/** Time pass and path `repeats` times, in turn. Backends that are missing here throw. */
export async function benchPath({ rows, columns, backends, repeats }: PathBenchOptions): Promise<PathBenchResult[]> {
  const blocks = cut(makeModel(rows, columns, (await openBackend("auto")).backend), rows);
  const results: PathBenchResult[] = [];
  for (const name of backends) {
    const { backend } = await openBackend(name);
    const times: [number, number][] = [];
    let gap = 0;
    // The first turn warms up.
    for (let k = 0; k <= repeats; k++) {
      const start = performance.now();
      const moments = await momentsOf(blocks, backend);
      const between = performance.now();
      const { dualityGap } = pathFromMoments(moments, { intercept: true }, {}, backend);
      const end = performance.now();
      if (k > 0) times.push([between - start, end - between]);
      gap = Math.max(gap, ...dualityGap);
    }
    results.push({
      backend: name,
      rows,
      columns,
      gram: Math.min(...times.map(([gram]) => gram)),
      path: Math.min(...times.map(([, path]) => path)),
      ratio: median(times.map(([gram, path]) => (gram + path) / gram)),
      gap,
    });
  }
  return results;
}

// The benchmark of the storefront: rows a second that one worker makes into a table, superblock by superblock, at each grain
// of many rows; beside it the draws alone. Runs in Node and in a page.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { openBackend } from "#kernel/choose.ts";
import { recipeOf } from "#table/generate.ts";
import { tableOfRecipe } from "#table/recipe.ts";

export interface StorefrontBenchResult {
  work: string;
  /** Rows a second: the fastest superblock, and the median one. */
  fastest: number;
  median: number;
}

/** Streams of draws that a row of the grain "order" takes. */
const N_STREAMS = 12;

/** Time superblocks of `rows` rows, after one that warms the compilers up. */
export async function benchStorefront({ rows }: { rows: number }): Promise<StorefrontBenchResult[]> {
  const { backend } = await openBackend("auto");
  const nSuperblocks = Math.max(8, Math.floor(rows / SUPERBLOCK_ROWS));
  const orders = recipeOf("storefront", backend, { rows: (nSuperblocks + 1) * SUPERBLOCK_ROWS, grain: "order" });
  const customers = recipeOf("storefront", backend, { rows: (nSuperblocks + 1) * SUPERBLOCK_ROWS, grain: "customer" });
  const work: Record<string, (k: number) => unknown> = {
    orders: (k) => tableOfRecipe(orders, [k]),
    customers: (k) => tableOfRecipe(customers, [k]),
    "draws of orders": (k) => {
      for (let stream = 0; stream < N_STREAMS; stream++) {
        const law = stream < 3 ? "uniform" : "normal";
        backend.place({ seed: 1, stream }, law, k * SUPERBLOCK_ROWS, SUPERBLOCK_ROWS);
      }
    },
  };
  return Object.entries(work).map(([name, run]) => {
    const times = Array.from({ length: nSuperblocks + 1 }, (_, k) => {
      const start = performance.now();
      run(k);
      return performance.now() - start;
    }).slice(1);
    times.sort((a, b) => a - b);
    const perSecond = (ms: number) => (1000 * SUPERBLOCK_ROWS) / ms;
    return {
      work: name,
      fastest: perSecond(times[0] as number),
      median: perSecond(times[times.length >> 1] as number),
    };
  });
}

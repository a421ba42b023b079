// Rows over blocks in memory, without a table: passes run over each, and merge in the tree over the superblocks.

import { mergeTree } from "#base/superblock.ts";
import type { Backend } from "#kernel/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import { momentsPass } from "#stats/passes/moments.ts";
import { residualPass } from "#stats/passes/residuals.ts";
import type { RowBlock, RowPass, Rows } from "#stats/rows.ts";

/** Rows of blocks whose columns, the response last, are called `names`. */
export function blockRows(
  blocks: readonly RowBlock[],
  { names, nDropped, backend }: { names: string[]; nDropped: number; backend: Backend },
): Rows {
  async function reduce<Args, Result>(pass: RowPass<Args, Result>, args: Args): Promise<Result> {
    const results: Result[] = [];
    for (const block of blocks) results.push(await pass.run(block, args, backend));
    return mergeTree(results, (a, b) => pass.merge(a, b, backend));
  }
  return {
    async moments() {
      const { moments, sumLogWeight } = await reduce(momentsPass, null);
      return { ...toMoments(moments, names, sumLogWeight), nDropped };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
  };
}

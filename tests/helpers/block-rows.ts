// Rows over blocks in memory, without a table: passes run over each, and merge in the tree over the superblocks.

import { mergeTree } from "#base/superblock.ts";
import type { Backend } from "#kernel/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import { momentsPass } from "#stats/passes/moments.ts";
import { residualPass } from "#stats/passes/residuals.ts";
import type { ExactRowBlock, ExactRowPass, RowBlock, RowPass, Rows } from "#stats/rows.ts";

/** A block whose columns are what they are: each an input of its own, and nothing is derived. */
function storedExactly(block: RowBlock): ExactRowBlock {
  return {
    ...block,
    low: block.columns.map(() => null),
    slopes: block.columns.map((_, j) => new Map([[j, null]])),
    inputs: block.columns.map((values) => ({ values, roundings: 1 })),
    nDropped: 0,
  };
}

interface BlockRowsOptions {
  names: string[];
  nDropped: number;
  backend: Backend;
  /** The same blocks in double-double, where columns are derived. */
  exactBlocks?: () => readonly ExactRowBlock[];
}

/** The turn of what nobody else waits for. */
export async function noTurn(): Promise<void> {}

/** Rows of blocks whose columns, the response last, are called `names`. */
export function blockRows(
  blocks: readonly RowBlock[],
  { names, nDropped, backend, exactBlocks = () => blocks.map(storedExactly) }: BlockRowsOptions,
): Rows {
  async function reduce<Args, Result>(pass: RowPass<Args, Result>, args: Args): Promise<Result> {
    const results: Result[] = [];
    for (const block of blocks) results.push(await pass.run(block, args, backend));
    return mergeTree(results, (a, b) => pass.merge(a, b, backend));
  }
  let exact: readonly ExactRowBlock[] | null = null;
  async function reduceExact<Args, Result>(pass: ExactRowPass<Args, Result>, args: Args): Promise<Result> {
    const results: Result[] = [];
    exact ??= exactBlocks();
    for (const block of exact) results.push(await pass.run(block, args, backend));
    return mergeTree(results, pass.merge);
  }
  return {
    hasRows: true,
    nRows: nDropped + blocks.reduce((sum, { n }) => sum + n, 0),
    async moments() {
      const { moments, sumLogWeight } = await reduce(momentsPass, null);
      return { ...toMoments(moments, names, sumLogWeight), nDropped };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
    reduceExact,
    turn: noTurn,
  };
}

// The rows of one fold alone, as rows of their own: what is fitted on a part of a table and tried on another.

import { rowsOf } from "#base/pick.ts";
import { toMoments } from "../moments/state.ts";
import { momentsPass } from "../passes/moments.ts";
import { residualPass } from "../passes/residuals.ts";
import { type FoldRule, foldsOf } from "../resampling/deal.ts";
import type { RowBlock, RowPass, Rows } from "../rows.ts";

/** Rows whose fold is `part`; `names` are those of the columns, the response's last. */
export function partOf(rows: Rows, names: string[], { rule, part }: { rule: FoldRule; part: number }): Rows {
  const reduce = <Args, Result>(pass: RowPass<Args, Result>, args: Args): Promise<Result> =>
    rows.reduce<Args, Result>(
      { run: (block, own, backend) => pass.run(within(block, rule, part), own, backend), merge: pass.merge },
      args,
    );
  return {
    async moments() {
      const { moments, sumLogWeight } = await reduce(momentsPass, null);
      return { ...toMoments(moments, names, sumLogWeight), nDropped: 0 };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
  };
}

function within(block: RowBlock, rule: FoldRule, part: number): RowBlock {
  const folds = foldsOf(block, rule);
  const places: number[] = [];
  for (const [i, fold] of folds.entries()) if (fold === part) places.push(block.kept?.[i] ?? i);
  const { superblock } = block;
  return { ...rowsOf(block, folds, part), superblock, kept: Int32Array.from(places) };
}

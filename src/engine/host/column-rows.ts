// The columns of a table as monitoring reads them: superblock by superblock, missing values too, merged in the fixed tree.

import { mergeTree } from "#base/superblock.ts";
import type { ColumnRows } from "#stats/monitor/rows.ts";
import { nameOfPass } from "#stats/row-passes.ts";
import type { RowPass } from "#stats/rows.ts";
import { type ColumnWindow, runOnColumns } from "../pool/column-blocks.ts";
import type { CallContext } from "./planned.ts";

/** Passes over the rows `[from, to)` of the columns of a table. */
export function columnRows(context: CallContext, [from, to]: readonly [number, number]): ColumnRows {
  const { table, others, backend, pace } = context;
  async function reduce<Args, Result>(window: ColumnWindow, pass: RowPass<Args, Result>, args: Args): Promise<Result> {
    const theirs = others.run("columns", () => ({ window, pass: nameOfPass(pass), args }));
    const [own, found] = await Promise.all([runOnColumns(table, window, { pass, args }, { backend, pace }), theirs]);
    const parts = [table.superblocks, ...others.parts.map(({ superblocks }) => superblocks)];
    const placed = [own, ...(found as (Result | null)[][])].flatMap((results, w) =>
      results.flatMap((result, k) =>
        result === null ? [] : [{ superblock: parts[w]?.[k] as number, result: result as Result }],
      ),
    );
    placed.sort((a, b) => a.superblock - b.superblock);
    return mergeTree(
      placed.map(({ result }) => result),
      (a, b) => pass.merge(a, b, backend),
    );
  }
  return {
    nRows: to - from,
    reduce: (names, pass, args) => reduce({ names, from, to, complete: false }, pass, args),
    reduceComplete: (names, pass, args) => reduce({ names, from, to, complete: true }, pass, args),
  };
}

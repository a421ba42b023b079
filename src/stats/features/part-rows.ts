// The rows of one fold alone, as rows of their own: what is fitted on a part of a table and tried on another.

import type { Backend } from "#kernel/backend.ts";
import { toMoments } from "../moments/state.ts";
import { momentsPass } from "../passes/moments.ts";
import { pickRows } from "../passes/pick.ts";
import { residualPass } from "../passes/residuals.ts";
import { type FoldRule, foldsOf } from "../resampling/deal.ts";
import type { ExactRowBlock, ExactRowPass, RowBlock, RowPass, Rows } from "../rows.ts";

/** Which rows are meant. */
interface Part {
  rule: FoldRule;
  part: number;
}

/** What a pass on a part of the rows takes: which part, and what the pass itself takes. */
interface OfPart<Args> {
  part: Part;
  args: Args;
}

/** A pass over a part of each superblock's rows. */
export function partPass<Args, Result>(of: RowPass<Args, Result>): RowPass<OfPart<Args>, Result> {
  return {
    of,
    run: (block, { part, args }, backend) => of.run(within(block, part, backend), args, backend),
    merge: of.merge,
  };
}

/** The same in double-double. */
export function exactPartPass<Args, Result>(of: ExactRowPass<Args, Result>): ExactRowPass<OfPart<Args>, Result> {
  return {
    of,
    run: (block, { part, args }, backend) => of.run(withinExact(block, part, backend), args, backend),
    merge: of.merge,
  };
}

/** Rows whose fold is `part`; `names` are those of the columns, the response's last. */
export function partOf(rows: Rows, names: string[], part: Part): Rows {
  const reduce: Rows["reduce"] = (pass, args) => rows.reduce(partPass(pass), { part, args });
  return {
    ...rows,
    async moments() {
      const { moments, sumLogWeight } = await reduce(momentsPass, null);
      return { ...toMoments(moments, names, sumLogWeight), nDropped: 0 };
    },
    residuals: (predictor) => reduce(residualPass, predictor),
    reduce,
    reduceExact: (pass, args) => rows.reduceExact(exactPartPass(pass), { part, args }),
  };
}

/** Places, in the block, of the rows that are meant. */
function placesIn(block: RowBlock, { rule, part }: Part, backend: Pick<Backend, "shuffle">): Int32Array {
  const folds = foldsOf(block, rule, backend);
  return folds.map((_, i) => i).filter((i) => folds[i] === part);
}

function within(block: RowBlock, part: Part, backend: Pick<Backend, "shuffle">): RowBlock {
  return picked(block, placesIn(block, part, backend));
}

function picked(block: RowBlock, at: Int32Array): RowBlock {
  const { columns, weights, kept } = block;
  return {
    ...block,
    n: at.length,
    columns: columns.map((column) => pickRows(column, at)),
    weights: weights && pickRows(weights, at),
    kept: kept === null ? at : at.map((i) => kept[i] as number),
  };
}

function withinExact(block: ExactRowBlock, part: Part, backend: Pick<Backend, "shuffle">): ExactRowBlock {
  const at = placesIn(block, part, backend);
  const pickAny = (values: Float64Array | null) => values && pickRows(values, at);
  return {
    ...block,
    ...picked(block, at),
    low: block.low.map(pickAny),
    slopes: block.slopes.map((of) => new Map([...of].map(([input, slope]) => [input, pickAny(slope)]))),
    inputs: block.inputs.map(({ values, roundings }) => ({ values: pickRows(values, at), roundings })),
    nDropped: 0,
  };
}

// The scores of all rows, for an order that is not the rows' own: the one estimator that must see them together.

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { RowPass } from "../../rows.ts";
import {
  addCounts,
  countRows,
  type FittedModel,
  positiveRows,
  type RowCount,
  scoreColumns,
  scoresOf,
} from "./scores.ts";
import type { Stretch } from "./windows.ts";

export interface GatherArgs {
  model: FittedModel;
  /** What to sort the rows of the table by. */
  order: Float64Array;
}

/** Scores of rows as they come, with what they are to be sorted by. */
export interface Gathered {
  rows: RowCount;
  keys: Float64Array;
  stretch: Stretch;
}

function concat(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** @throws LeastwiseError `missing-values` where a row of the model has no place in the order */
function keyOf(order: Float64Array, row: number): number {
  const key = order[row] ?? Number.NaN;
  if (!Number.isNaN(key)) return key;
  const message = `order, row ${row + 1}: must not be missing in a row of the model; got no value`;
  throw new LeastwiseError("missing-values", message, { at: { row: row + 1 } });
}

export const gatherPass: RowPass<GatherArgs, Gathered> = {
  async run(block, { model, order }, backend) {
    const present = positiveRows(block);
    const scores = await scoresOf(block, model, backend, false);
    const n = present ? present.length : block.n;
    const keys = Float64Array.from({ length: n }, (_, i) => {
      const at = present?.[i] ?? i;
      return keyOf(order, block.superblock * SUPERBLOCK_ROWS + (block.kept?.[at] ?? at));
    });
    return { rows: countRows(block), keys, stretch: scoreColumns(scores, model, present) };
  },
  merge: (a, b) => ({
    rows: addCounts(a.rows, b.rows),
    keys: concat(a.keys, b.keys),
    stretch: a.stretch.map((values, j) => concat(values, b.stretch[j] ?? new Float64Array())),
  }),
};

/** The scores in the order of their keys; rows with the same key stay as they were. */
export function sortedStretch({ keys, stretch }: Gathered): Stretch {
  const order = Array.from(keys.keys()).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
  return stretch.map((values) => Float64Array.from(order, (i) => values[i] as number));
}

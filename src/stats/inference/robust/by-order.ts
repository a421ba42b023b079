// The scores of all rows, for an order that is not the rows' own: the one estimator that must see them together.

import { LeastwiseError } from "#base/error.ts";
import { concatenated, liveRows, tableRowOf } from "../../passes/pick.ts";
import { addCounts, countRows, type RowCount } from "../../passes/row-count.ts";
import type { RowPass } from "../../rows.ts";
import { type FittedModel, scoreColumns, scoresOf } from "./scores.ts";
import { joined, type Stretch } from "./windows.ts";

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

/** @throws LeastwiseError `missing-values` where a row of the model has no place in the order */
function keyOf(order: Float64Array, row: number): number {
  const key = order[row] ?? Number.NaN;
  if (!Number.isNaN(key)) return key;
  const message = `order, row ${row + 1}: must not be missing in a row of the model; got no value`;
  throw new LeastwiseError("missing-values", message, { at: { row: row + 1 } });
}

export const gatherPass: RowPass<GatherArgs, Gathered> = {
  async run(block, { model, order }, backend) {
    const live = liveRows(block);
    const scores = await scoresOf(block, model, backend, false);
    const keys = new Float64Array(live.length);
    for (let i = 0; i < live.length; i++) keys[i] = keyOf(order, tableRowOf(block, live[i] as number));
    return { rows: countRows(block), keys, stretch: scoreColumns(scores, model, live) };
  },
  merge: (a, b) => ({
    rows: addCounts(a.rows, b.rows),
    keys: concatenated(a.keys, b.keys),
    stretch: joined(a.stretch, b.stretch),
  }),
};

/** The scores in the order of their keys; rows with the same key stay as they were. */
export function sortedStretch({ keys, stretch }: Gathered): Stretch {
  const order = Int32Array.from(keys.keys()).sort((a, b) => (keys[a] as number) - (keys[b] as number) || a - b);
  return stretch.map((values) => {
    const sorted = new Float64Array(values.length);
    for (let i = 0; i < sorted.length; i++) sorted[i] = values[order[i] as number] as number;
    return sorted;
  });
}

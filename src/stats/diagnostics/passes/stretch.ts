// Passes over the rows in another order than the table's: their keys, and the moments of those between two places.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend, BlockMoments } from "#kernel/backend.ts";
import type { RowBlock, RowPass } from "../../rows.ts";
import { type RowModel, residualsOf, tableRowOf } from "../model.ts";
import { concatenated } from "./plots.ts";

/** By table row, by fitted value, or by a column of the block. */
export type RowKey = { kind: "row" } | { kind: "fitted" } | { kind: "column"; column: number };

/** A place in the order: before the row with this key and table row. */
export interface Place {
  key: number;
  row: number;
}

interface KeyArgs {
  model: RowModel;
  key: RowKey;
}

export interface StretchArgs extends KeyArgs {
  /** The rows from `from` on and before `to`; null where there is no end. */
  from: Place | null;
  to: Place | null;
}

/** Keys and table rows of the rows that count. */
export interface Keys {
  keys: Float64Array;
  rows: Float64Array;
}

async function keysOf(block: RowBlock, { model, key }: KeyArgs, backend: Backend): Promise<ArrayLike<number>> {
  switch (key.kind) {
    case "row":
      return Float64Array.from({ length: block.n }, (_, i) => tableRowOf(block, i, SUPERBLOCK_ROWS));
    case "fitted":
      return (await residualsOf(block, model, backend)).fitted;
    case "column":
      return block.columns[key.column] ?? [];
    default:
      return key satisfies never;
  }
}

export const keyPass: RowPass<KeyArgs, Keys> = {
  async run(block, args, backend) {
    const keys = await keysOf(block, args, backend);
    const live = Array.from({ length: block.n }, (_, i) => i).filter(
      (i) => !block.weights || (block.weights[i] as number) > 0,
    );
    return {
      keys: Float64Array.from(live, (i) => keys[i] as number),
      rows: Float64Array.from(live, (i) => tableRowOf(block, i, SUPERBLOCK_ROWS)),
    };
  },
  merge: (a, b) => ({ keys: concatenated(a.keys, b.keys), rows: concatenated(a.rows, b.rows) }),
};

/** Whether a row stands at a place or after it. */
function isFrom(key: number, row: number, place: Place): boolean {
  return key > place.key || (key === place.key && row >= place.row);
}

/** Moments of the columns kept and the residual over a stretch of the order. */
export const stretchPass: RowPass<StretchArgs, BlockMoments> = {
  async run(block, args, backend) {
    const { from, to } = args;
    const keys = await keysOf(block, args, backend);
    const { residual, kept } = await residualsOf(block, args.model, backend);
    const picked: number[] = [];
    for (let i = 0; i < block.n; i++) {
      const key = keys[i] as number;
      const row = tableRowOf(block, i, SUPERBLOCK_ROWS);
      if ((!from || isFrom(key, row, from)) && !(to && isFrom(key, row, to))) picked.push(i);
    }
    const pick = (values: ArrayLike<number>) => Float64Array.from(picked, (i) => values[i] as number);
    return backend.moments({
      n: picked.length,
      columns: [...kept.columns.slice(0, -1), residual].map(pick),
      weights: kept.weights && pick(kept.weights),
    });
  },
  merge: (a, b, backend) => backend.merge(a, b),
};

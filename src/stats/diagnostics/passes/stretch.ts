// Passes over the rows in another order than the table's: their keys, and the moments of those between two places.

import type { BlockMoments, NumericColumn } from "#kernel/backend.ts";
import { concatenated, liveRows, pickRows, tableRows } from "../../passes/pick.ts";
import type { RowBlock, RowPass } from "../../rows.ts";
import { type RowModel, residualsOf } from "../model.ts";

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

/** Keys of the rows of a block; only those by fitted value need these. */
function keysOf(block: RowBlock, key: RowKey, fitted: () => Promise<Float64Array>): Promise<NumericColumn> {
  switch (key.kind) {
    case "row":
      return Promise.resolve(tableRows(block));
    case "fitted":
      return fitted();
    case "column":
      return Promise.resolve(block.columns[key.column] as NumericColumn);
    default:
      return key satisfies never;
  }
}

export const keyPass: RowPass<KeyArgs, Keys> = {
  async run(block, { model, key }, backend) {
    const keys = await keysOf(block, key, async () => (await residualsOf(block, model, backend)).fitted);
    const live = liveRows(block);
    return {
      keys: Float64Array.from(pickRows(keys, live)),
      rows: pickRows(tableRows(block), live),
    };
  },
  merge: (a, b) => ({ keys: concatenated(a.keys, b.keys), rows: concatenated(a.rows, b.rows) }),
};

/** Whether a row stands at a place or after it. */
function isFrom(key: number, row: number, place: Place): boolean {
  return key > place.key || (key === place.key && row >= place.row);
}

/** Indices of the rows of a block that stand in a stretch. */
function stretchRows(keys: NumericColumn, rows: Float64Array, { from, to }: StretchArgs): Int32Array {
  const picked = new Int32Array(keys.length);
  let count = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    const row = rows[i] as number;
    if ((from && !isFrom(key, row, from)) || (to && isFrom(key, row, to))) continue;
    picked[count] = i;
    count += 1;
  }
  return picked.subarray(0, count);
}

/** Moments of the columns kept and the residual over a stretch of the order. */
export const stretchPass: RowPass<StretchArgs, BlockMoments> = {
  async run(block, args, backend) {
    const { fitted, residual, kept } = await residualsOf(block, args.model, backend);
    const keys = await keysOf(block, args.key, async () => fitted);
    const picked = stretchRows(keys, tableRows(block), args);
    return backend.moments({
      n: picked.length,
      columns: [...kept.columns.slice(0, -1), residual].map((column) => pickRows(column, picked)),
      weights: kept.weights && pickRows(kept.weights, picked),
    });
  },
  merge: (a, b, backend) => backend.merge(a, b),
};

// Ranks of rows in an order: which row stands at a place, and what the rows between two places leave unexplained.

import type { Dense } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import { type Explained, explainedBy } from "./auxiliary.ts";
import type { RowModel } from "./model.ts";
import { type Keys, keyPass, type Place, type RowKey, stretchPass } from "./passes/stretch.ts";

/** Rows in an order; ranks count from 0. */
export interface OrderedRows {
  n: number;
  key: RowKey;
  placeOf(rank: number): Place | null;
}

/** The row of a rank: of equal keys, the earlier row comes first. Null past the last. */
function placeIn(sorted: Float64Array, { keys, rows }: Keys, rank: number): Place | null {
  const key = sorted[rank];
  if (key === undefined) return null;
  let before = rank;
  while (before > 0 && sorted[before - 1] === key) before -= 1;
  // Of the rows with this key, in the order of the table, the one that leaves `rank − before` ahead.
  let left = rank - before;
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] !== key) continue;
    if (left === 0) return { key, row: rows[i] as number };
    left -= 1;
  }
  return null;
}

/** Put the rows that count in order. */
export async function orderRows(rows: Rows, model: RowModel, key: RowKey): Promise<OrderedRows> {
  const found = await rows.reduce(keyPass, { model, key });
  const sorted = found.keys.slice().sort();
  return { n: sorted.length, key, placeOf: (rank) => placeIn(sorted, found, rank) };
}

/** The model refitted to the rows of ranks `from` to `to` (exclusive); null where there is none. */
export async function refitStretch(
  rows: Rows,
  model: RowModel,
  { key, from, to }: { key: RowKey; from: Place | null; to: Place | null },
  dense: Dense,
): Promise<Explained> {
  const moments = await rows.reduce(stretchPass, { model, key, from, to });
  return explainedBy(moments, model.intercept, dense);
}

// Predictions of the rows that one worker holds.

import { firstRowOf } from "#base/superblock.ts";
import { expandPredictors } from "#formula/expand.ts";
import type { Plan, UnseenLevels } from "#formula/types.ts";
import type { Cholesky, LinearPredictor } from "#kernel/backend.ts";
import type { Table } from "#table/types.ts";
import type { PassPlace } from "./model.ts";

/** A fitted model, and what is wanted of it. */
export interface PredictArgs {
  plan: Plan;
  predictor: LinearPredictor;
  /** Design columns that the predictor takes. */
  columns: ArrayLike<number>;
  /** Where leverages are wanted: the factor that gives them. */
  whiten: Cholesky | null;
  unseenLevels: UnseenLevels;
}

/** Predictions of the complete rows of a superblock that begins with row `first`; `kept` are their places in it, null for all. */
export interface PredictedRows {
  first: number;
  kept: Int32Array | null;
  fitted: Float64Array;
  quadratic?: Float64Array;
}

/** Predict superblock by superblock. */
export async function predictRows(
  table: Table,
  { plan, predictor, columns, whiten, unseenLevels }: PredictArgs,
  { backend, pace }: PassPlace,
): Promise<PredictedRows[]> {
  const predicted: PredictedRows[] = [];
  for (const k of table.superblocks.keys()) {
    await pace.turn();
    const { n, kept, ...rows } = expandPredictors(plan, table, k, { unseenLevels });
    const block = { n, columns: Array.from(columns, (j) => rows.columns[j] ?? new Float64Array(n)) };
    const found = await backend.predict(block, predictor, whiten ?? undefined);
    predicted.push({ first: firstRowOf(table, k), kept, ...found });
  }
  return predicted;
}

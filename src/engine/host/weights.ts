// Weights of rows, by column or one value a row, checked where they come in.

import { LeastwiseError } from "#base/error.ts";
import { firstRowOf } from "#base/superblock.ts";
import { chunkSize } from "#formula/rows.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import type { WeightsAre } from "#stats/types.ts";
import type { Column, NumberColumn, Table } from "#table/types.ts";
import { columnNamed, wrongType } from "./named-column.ts";
import type { CallContext } from "./planned.ts";

/** Checked weights; a missing one, which only a column can have, is NaN. */
export interface Weights {
  are: WeightsAre;
  /** Name of the column, where they are one. */
  column?: string;
  /** Else a copy of those of superblock b, wherever that is. */
  of?(b: number): Float64Array;
  /** Of the k-th superblock that is here. */
  chunk(k: number): NumericColumn;
}

/**
 * Weights of a table's rows: 0 or from 1e-150 to 1e150, and not all 0; frequencies are whole numbers.
 *
 * @throws LeastwiseError `weights` naming row and value, `column-unknown`, `column-type`
 */
export async function weightsOf(
  { table, whole, kept, edges }: Pick<CallContext, "table" | "whole" | "kept" | "edges">,
  weights: string | Float64Array,
  are: WeightsAre = "analytic",
): Promise<Weights> {
  if (typeof weights === "string") {
    const column = weightColumn(table, weights);
    if (!kept.isChecked(weights, are)) {
      checkColumn((await whole([weights])).columns[0] as Column, are);
      kept.keepChecked(weights, are);
    }
    return { are, column: weights, chunk: (k) => column.chunks[k] ?? new Float64Array() };
  }
  if (!(weights instanceof Float64Array) || weights.length !== table.nRows) {
    const got = weights instanceof Float64Array ? weights.length : typeof weights;
    throw new LeastwiseError("weights", `weights: must hold one number for each of ${table.nRows} rows; got ${got}`, {
      value: got,
    });
  }
  const positive = check(weights, { rowsBefore: 0, missing: false, are });
  if (!positive) throw noWeight();
  const chunk = (k: number) => {
    const from = firstRowOf(table, k);
    return weights.subarray(from, from + chunkSize(table, k));
  };
  return { are, chunk, of: (b) => weights.slice(edges[b], edges[b + 1]) };
}

function weightColumn(table: Table, name: string): NumberColumn {
  const column = columnNamed(table, "weights", name);
  if (column.kind !== "number" || column.info.type !== "number") throw wrongType("weights", column, "numbers");
  return column;
}

function checkColumn({ info: { name }, chunks }: Column, are: WeightsAre): void {
  let positive = false;
  let rowsBefore = 0;
  for (const chunk of chunks) {
    const at = { rowsBefore, column: name, missing: true, are };
    positive = check(chunk as NumericColumn, at) || positive;
    rowsBefore += chunk.length;
  }
  if (!positive) throw noWeight(name);
}

/** Beyond these, sums of weighted squares and the inverse of a weight over- or underflow for ordinary columns. */
const LEAST = 1e-150;
const LARGEST = 1e150;

/** What is checked, and how. */
interface Checked {
  rowsBefore: number;
  column?: string;
  missing: boolean;
  are: WeightsAre;
}

/** The rule that a weight breaks. */
function ruleFor(w: number, are: WeightsAre): string {
  if (are === "frequency") return "a whole number >= 0, as a frequency";
  return w > 0 && Number.isFinite(w) ? `0, or from ${LEAST} to ${LARGEST}` : "finite and >= 0";
}

/** Whether one value at least is above 0. */
function check(values: NumericColumn, at: Checked): boolean {
  let positive = false;
  const counts = at.are === "frequency";
  for (let i = 0; i < values.length; i++) {
    const w = values[i] as number;
    if (w >= LEAST && w <= LARGEST && (!counts || Number.isSafeInteger(w))) positive = true;
    else if (w !== 0 && !(at.missing && Number.isNaN(w))) {
      const row = at.rowsBefore + i + 1;
      throw new LeastwiseError("weights", `weights, row ${row}: must be ${ruleFor(w, at.are)}; got ${w}`, {
        at: at.column === undefined ? { row } : { row, column: at.column },
        value: w,
      });
    }
  }
  return positive;
}

function noWeight(column?: string): LeastwiseError {
  const at = column === undefined ? {} : { at: { column } };
  return new LeastwiseError("weights", "weights: must not all be 0; got no row with a weight above 0", at);
}

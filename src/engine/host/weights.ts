// Weights of rows, by column or one value a row, checked where they come in.

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import type { Table } from "#table/types.ts";

/** Checked weights; a missing one, which only a column can have, is NaN. */
export interface Weights {
  /** Name of the column, where they are one. */
  column?: string;
  chunk(k: number): NumericColumn;
}

/**
 * Weights of a table's rows: finite, >= 0 and not all 0.
 *
 * @throws LeastwiseError `weights` naming row and value, `column-unknown`, `column-type`
 */
export function weightsOf(table: Table, weights: string | Float64Array): Weights {
  if (typeof weights === "string") return weightColumn(table, weights);
  if (!(weights instanceof Float64Array) || weights.length !== table.nRows) {
    const got = weights instanceof Float64Array ? weights.length : typeof weights;
    throw new LeastwiseError("weights", `weights: must hold one number for each of ${table.nRows} rows; got ${got}`, {
      value: got,
    });
  }
  const positive = check(weights, { rowsBefore: 0, missing: false });
  if (!positive) throw noWeight();
  return { chunk: (k) => weights.subarray(k * SUPERBLOCK_ROWS, (k + 1) * SUPERBLOCK_ROWS) };
}

function weightColumn(table: Table, name: string): Weights {
  const column = table.columns.find(({ info }) => info.name === name);
  if (!column) {
    const known = table.columns.map(({ info }) => JSON.stringify(info.name)).join(", ");
    const message = `weights: must be one of ${known}; got ${JSON.stringify(name)}`;
    throw new LeastwiseError("column-unknown", message, { at: { column: name }, value: name });
  }
  if (column.kind !== "number" || column.info.type !== "number") {
    const message = `weights: ${JSON.stringify(name)} must be a column of numbers; got a ${column.info.type}`;
    throw new LeastwiseError("column-type", message, { at: { column: name }, value: column.info.type });
  }
  let positive = false;
  let rowsBefore = 0;
  for (const chunk of column.chunks) {
    positive = check(chunk, { rowsBefore, column: name, missing: true }) || positive;
    rowsBefore += chunk.length;
  }
  if (!positive) throw noWeight(name);
  return { column: name, chunk: (k) => column.chunks[k] ?? new Float64Array() };
}

/** Whether one value at least is above 0. */
function check(values: NumericColumn, at: { rowsBefore: number; column?: string; missing: boolean }): boolean {
  let positive = false;
  for (let i = 0; i < values.length; i++) {
    const w = values[i] as number;
    if (w > 0 && w < Number.POSITIVE_INFINITY) positive = true;
    else if (w !== 0 && !(at.missing && Number.isNaN(w))) {
      const row = at.rowsBefore + i + 1;
      throw new LeastwiseError("weights", `weights, row ${row}: must be finite and >= 0; got ${w}`, {
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

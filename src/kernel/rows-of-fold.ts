// The rows of one fold as a block of their own: what any pass over rows can be run on, at the cost of a copy.

import type { Block, NumericColumn } from "./backend.ts";

/** A copy of the rows with `folds[i] === fold`, in their order. */
export function rowsOfFold(block: Block, folds: Int32Array, fold: number): Block {
  const at: number[] = [];
  for (let i = 0; i < block.n; i++) if (folds[i] === fold) at.push(i);
  const pick = (column: NumericColumn): NumericColumn => {
    const own = column instanceof Float32Array ? new Float32Array(at.length) : new Float64Array(at.length);
    for (let i = 0; i < at.length; i++) own[i] = column[at[i] as number] as number;
    return own;
  };
  return { n: at.length, columns: block.columns.map(pick), weights: block.weights && pick(block.weights) };
}

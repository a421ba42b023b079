// Target encoding: a category as the mean response of its level, shrunk towards the mean of all (Micci-Barreca 2001). Rows
// that a model is trained on take the means of the other folds, so that no row is told its own response; new rows take the
// means of all rows, and the mean of all where their level is new.

import type { CategoryColumn, Column, Table } from "#table/types.ts";
import { type CompleteRows, findColumn } from "./rows.ts";
import type { TargetExpr } from "./types.ts";

/**
 * Places of the rows of a table in an order that a seed shuffles: `places(from, count)` gives those of rows `from` on. Folds
 * are places modulo their number, so that sizes differ by one at most.
 */
export type ShuffleRows = (n: number, seed: number) => (from: number, count: number) => Int32Array;

/** Sums of the response by fold and level. */
export interface TargetSums {
  levels: string[];
  sum: Float64Array;
  n: Float64Array;
}

/** The encodings that follow from sums: `byFold[f]` is made of all folds but f. */
export function encodingsOf(
  { levels, sum, n }: TargetSums,
  { folds, smoothing }: Pick<TargetExpr, "folds" | "smoothing">,
): NonNullable<TargetExpr["learned"]> {
  const all = Array.from({ length: folds }, (_, f) => f);
  const of = (parts: readonly number[]) => encoded(levels.length, { sum, n }, { parts, smoothing });
  const overall = of(all);
  return {
    levels,
    overall: overall.values,
    mean: overall.mean,
    byFold: all.map((f) => of(all.filter((g) => g !== f)).values),
  };
}

/** (Σy + smoothing·mean)/(n + smoothing) of each level over the folds in `parts`, added up anew rather than subtracted. */
function encoded(
  nLevels: number,
  { sum, n }: { sum: Float64Array; n: Float64Array },
  { parts, smoothing }: { parts: readonly number[]; smoothing: number },
): { values: number[]; mean: number } {
  const at = (values: Float64Array, level: number) =>
    parts.reduce((total, f) => total + (values[f * nLevels + level] as number), 0);
  const sums = Array.from({ length: nLevels }, (_, level) => at(sum, level));
  const counts = Array.from({ length: nLevels }, (_, level) => at(n, level));
  const rows = counts.reduce((a, b) => a + b, 0);
  const mean = rows === 0 ? 0 : sums.reduce((a, b) => a + b, 0) / rows;
  const values = sums.map((total, level) => {
    const weight = (counts[level] as number) + smoothing;
    return weight === 0 ? mean : (total + smoothing * mean) / weight;
  });
  return { values, mean };
}

/** Fold of every row of a chunk. */
export function foldsIn(
  table: Table,
  chunk: number,
  { folds, seed }: Pick<TargetExpr, "folds" | "seed">,
  shuffle: ShuffleRows,
): Int32Array {
  const before = table.columns[0]?.chunks.slice(0, chunk).reduce((sum, { length }) => sum + length, 0) ?? 0;
  const count = table.columns[0]?.chunks[chunk]?.length ?? 0;
  return shuffle(table.nRows, seed)(before, count).map((place) => place % folds);
}

/** Encoded values of the complete rows of a chunk; `shuffle` where they are those that the encoding was learned from. */
export function targetValues(
  expr: TargetExpr,
  { table, chunk, rows, columns }: { table: Table; chunk: number; rows: CompleteRows; columns: Map<string, Column> },
  shuffle: ShuffleRows | null,
): Float64Array {
  const { levels, overall, mean, byFold } = expr.learned ?? { levels: [], overall: [], mean: Number.NaN, byFold: [] };
  const column = findColumn(columns, expr.arg.name) as CategoryColumn;
  const index = new Map(levels.map((level, code) => [level, code]));
  const planned = (column.info.levels ?? []).map((level) => index.get(level) ?? -1);
  const folds = shuffle === null ? null : foldsIn(table, chunk, expr, shuffle);
  const codes = column.chunks[chunk] as Int32Array;
  const out = new Float64Array(rows.n);
  for (let i = 0; i < rows.n; i++) {
    const row = rows.kept === null ? i : (rows.kept[i] as number);
    const values = folds === null ? overall : (byFold[folds[row] as number] as number[]);
    out[i] = values[planned[codes[row] as number] as number] ?? mean;
  }
  return out;
}

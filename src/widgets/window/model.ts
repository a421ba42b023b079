// Time in cells, what is in them, and a window of whole steps of it, which is a window of rows where rows are in order of time.

import { type BinAxis, binEdges } from "#base/bin-edges.ts";
import type { Bins, ColumnInfo } from "#engine/index.ts";

/** Cells of the picture at most; of days they are whole days wide. */
const MOST_CELLS = 156;
/** Steps of a window: days where they are fewer than this, else cells of the picture. */
const MOST_STEPS = 20_000;
/** Steps in a cell of a column of numbers. */
const PARTS = 16;

/** Cells of the picture over the range of a column of time, and how many steps of a window are in each. */
export function timeAxis({ type, min = 0, max = 0 }: ColumnInfo): BinAxis & { steps: number } {
  if (type !== "date") {
    const range = min < max ? { from: min, to: max } : { from: min, to: min + (Math.abs(min) || 1) };
    return { ...range, n: MOST_CELLS, steps: PARTS };
  }
  const from = Math.floor(min);
  const days = Math.floor(max) - from + 1;
  const width = Math.ceil(days / MOST_CELLS);
  const n = Math.ceil(days / width);
  return { from, to: from + n * width, n, steps: n * width <= MOST_STEPS ? width : 1 };
}

/** Time in steps, and in cells of the picture the mean of the response. */
export interface Series {
  /** Edges of the steps, and the row (from 0) that each stands before; the last is the number of rows. */
  edges: Float64Array;
  rowAt: Float64Array;
  /** Steps in a cell. */
  steps: number;
  /** Edges of the cells, and the mean in each; NaN where there is none. */
  cellEdges: Float64Array;
  means: Float64Array;
  bins: Bins;
}

/** What a series is made of. */
interface SeriesParts {
  bins: Bins;
  /** Mean of the response in each cell of time, over all rows that have one. */
  means: Float64Array;
  /** Rows of each step of time, those without a response too. */
  rowCounts: ArrayLike<number>;
  steps: number;
}

export function seriesOf({ bins, means, rowCounts, steps }: SeriesParts): Series {
  const rowAt = new Float64Array(rowCounts.length + 1);
  for (let k = 0; k < rowCounts.length; k++) rowAt[k + 1] = (rowAt[k] as number) + (rowCounts[k] as number);
  const edges = binEdges({ ...bins.x, n: bins.x.n * steps });
  return { edges, rowAt, steps, cellEdges: binEdges(bins.x), means, bins };
}

/** Steps `[first, last)`. */
export interface Brush {
  first: number;
  last: number;
}

/** What of a brush is moved. */
export type Part = "whole" | "start" | "end";

/** A brush with its part moved by steps; it stays within the `n` steps and keeps one at least. */
export function moved({ first, last }: Brush, part: Part, steps: number, n: number): Brush {
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  switch (part) {
    case "whole": {
      const by = clamp(steps, -first, n - last);
      return { first: first + by, last: last + by };
    }
    case "start":
      return { first: clamp(first + steps, 0, last - 1), last };
    case "end":
      return { first, last: clamp(last + steps, first + 1, n) };
    default:
      return part satisfies never;
  }
}

/** The smallest brush of whole steps that holds the values from `from` to `to`. */
export function brushOver(edges: Float64Array, from: number, to: number): Brush {
  const n = edges.length - 1;
  let first = 0;
  while (first < n - 1 && (edges[first + 1] as number) <= from) first += 1;
  let last = n;
  while (last > first + 1 && (edges[last - 1] as number) >= to) last -= 1;
  return { first, last };
}

export function sameBrush(a: Brush | null, b: Brush | null): boolean {
  return a?.first === b?.first && a?.last === b?.last;
}

/** Rows of a brush; empty ones are no window. */
export function rowsOfBrush({ rowAt }: Series, { first, last }: Brush): [number, number] {
  return [rowAt[first] as number, rowAt[last] as number];
}

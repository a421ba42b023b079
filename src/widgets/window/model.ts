// Time in cells, what is in them, and a window of whole cells, which is a window of rows where rows are in order of time.

import { type BinAxis, binEdges } from "#base/bin-edges.ts";
import type { Bins, ColumnInfo } from "#engine/index.ts";

/** Cells of time at most; of days they are whole days wide. */
const MOST_CELLS = 156;

/** Cells over the range of a column of time. */
export function timeAxis({ type, min = 0, max = 0 }: ColumnInfo): BinAxis {
  if (type !== "date") return min < max ? { from: min, to: max, n: MOST_CELLS } : { from: min, to: min + 1, n: 1 };
  const from = Math.floor(min);
  const days = Math.floor(max) - from + 1;
  const width = Math.ceil(days / MOST_CELLS);
  const n = Math.ceil(days / width);
  return { from, to: from + n * width, n };
}

/** Cells of time with their rows and, in each, the mean of the response. */
export interface Series {
  edges: Float64Array;
  /** Row (from 0) that each edge stands before; the last is the number of rows. */
  rowAt: Float64Array;
  /** NaN where a cell has none. */
  means: Float64Array;
  bins: Bins;
}

/** @param rowCounts rows of each cell of time, those without a response too */
export function seriesOf(bins: Bins, rowCounts: ArrayLike<number>): Series {
  const { n } = bins.x;
  const rowAt = new Float64Array(n + 1);
  const means = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    rowAt[i + 1] = (rowAt[i] as number) + (rowCounts[i] as number);
    let count = 0;
    let sum = 0;
    for (let j = 0; j < bins.y.n; j++) {
      const at = j * n + i;
      const c = bins.counts[at] as number;
      if (c === 0) continue;
      count += c;
      sum += c * (bins.means[at] as number);
    }
    means[i] = sum / count;
  }
  return { edges: binEdges(bins.x), rowAt, means, bins };
}

/** Cells `[first, last)`. */
export interface Brush {
  first: number;
  last: number;
}

/** What of a brush is moved. */
export type Part = "whole" | "start" | "end";

/** A brush with its part moved by cells; it stays within the `n` cells and keeps one at least. */
export function moved({ first, last }: Brush, part: Part, cells: number, n: number): Brush {
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  switch (part) {
    case "whole": {
      const by = clamp(cells, -first, n - last);
      return { first: first + by, last: last + by };
    }
    case "start":
      return { first: clamp(first + cells, 0, last - 1), last };
    case "end":
      return { first, last: clamp(last + cells, first + 1, n) };
    default:
      return part satisfies never;
  }
}

/** The smallest brush of whole cells that holds the values from `from` to `to`. */
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

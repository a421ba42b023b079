// Counts in two dimensions, exact, over ranges that are known before.

import type { Bins2d } from "./types.ts";

/** Cells along each axis of a plot's counts. */
export const PLOT_CELLS = 64;

/** A range of values; one value alone gets a range about it. */
export function axisOf(from: number, to: number): Bins2d["x"] {
  const n = PLOT_CELLS;
  if (to > from) return { from, to, n };
  const half = Math.abs(from) * 2 ** -10 || 1;
  return { from: from - half, to: from + half, n };
}

/** Empty counts over two axes. */
export function emptyBins(x: Bins2d["x"], y: Bins2d["y"]): Bins2d {
  return { x, y, counts: new Array<number>(x.n * y.n).fill(0) };
}

function cellOf({ from, to, n }: Bins2d["x"], value: number): number {
  const cell = Math.floor(((value - from) / (to - from)) * n);
  return Math.max(0, Math.min(n - 1, cell));
}

/** Count the rows in place; a row with NaN in x or y is left out. */
export function countInto(bins: Bins2d, x: ArrayLike<number>, y: ArrayLike<number>): void {
  const { counts, x: ofX, y: ofY } = bins;
  for (let i = 0; i < x.length; i++) {
    const a = x[i] as number;
    const b = y[i] as number;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    const at = cellOf(ofY, b) * ofX.n + cellOf(ofX, a);
    counts[at] = (counts[at] as number) + 1;
  }
}

/** The counts of two stretches of rows over the same axes. */
export function addBins(a: Bins2d, b: Bins2d): Bins2d {
  return { ...a, counts: a.counts.map((count, k) => count + (b.counts[k] as number)) };
}

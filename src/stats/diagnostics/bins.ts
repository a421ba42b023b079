// Counts in two dimensions, exact, over ranges that are known before.

import type { Bins2d } from "./types.ts";

/** Cells along each axis of a plot's counts. */
const PLOT_CELLS = 64;

/** A range of values; one value alone gets a range about it. */
export function axisOf(from: number, to: number): Bins2d["x"] {
  const n = PLOT_CELLS;
  if (to > from) return { from, to, n };
  const half = Math.abs(from) * 2 ** -10 || 1;
  return { from: from - half, to: from + half, n };
}

/** Counts while rows are counted. */
export interface BinCounts extends Omit<Bins2d, "counts"> {
  counts: Float64Array;
}

/** Empty counts over two axes. */
export function emptyBins(x: Bins2d["x"], y: Bins2d["y"]): BinCounts {
  return { x, y, counts: new Float64Array(x.n * y.n) };
}

/** Count the rows in place; a row with NaN in x or y is left out. */
export function countInto({ counts, x: ofX, y: ofY }: BinCounts, x: Float64Array, y: Float64Array): void {
  const perX = ofX.n / (ofX.to - ofX.from);
  const perY = ofY.n / (ofY.to - ofY.from);
  for (let i = 0; i < x.length; i++) {
    const a = Math.floor(((x[i] as number) - ofX.from) * perX);
    const b = Math.floor(((y[i] as number) - ofY.from) * perY);
    if (Number.isNaN(a + b)) continue;
    const at = Math.max(0, Math.min(ofY.n - 1, b)) * ofX.n + Math.max(0, Math.min(ofX.n - 1, a));
    counts[at] = (counts[at] as number) + 1;
  }
}

/** The counts of two stretches of rows over the same axes. */
export function addBins(a: BinCounts, b: BinCounts): BinCounts {
  return { ...a, counts: a.counts.map((count, k) => count + (b.counts[k] as number)) };
}

/** Counts as plain data. */
export function plainBins({ counts, ...axes }: BinCounts): Bins2d {
  return { ...axes, counts: Array.from(counts) };
}

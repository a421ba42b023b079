// Counts of pairs of values in square grids that can be added exactly: cells are a power of 2 wide and start at multiples of
// that, so that a finer grid becomes a coarser one by joining cells two to one. Which grid it is depends on the extremes
// alone, never on how the values were cut into stretches. A value that is too small to be a number in units of a cell is 0.

/** Cells along an axis at most; an axis of two values or more has over a half as many. */
export const GRID_CELLS = 64;

/** Cells narrower than this have no reciprocal as a number. */
const LEAST_EXPONENT = -1000;

/** Places of cells up to 2⁵² are exact. */
const PLACE_BITS = 51;

/** Least and most of some values; least is above most where there is none. */
export interface Extent {
  least: number;
  most: number;
}

/** The extent of values in parts. */
export function extentOf(parts: readonly Float64Array[]): Extent {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const value = part[i] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return { least, most };
}

/** Counts of pairs by cell, (i, j) at j·64 + i from the first cells of the two axes on. */
export interface GridCounts {
  x: Extent;
  y: Extent;
  counts: Uint32Array;
}

/** An axis: cells of 2^exponent, the first of them from first·2^exponent on. */
interface Axis {
  exponent: number;
  first: number;
  n: number;
}

const placeOf = (value: number, exponent: number): number => Math.floor(value * 2 ** -exponent);

/** The finest axis that holds an extent in so many cells. */
function axisOf(extent: Extent): Axis {
  const least = Math.max(extent.least, -Number.MAX_VALUE);
  const most = Math.min(extent.most, Number.MAX_VALUE);
  if (!(least <= most)) return { exponent: LEAST_EXPONENT, first: 0, n: 1 };
  const bits = (size: number) => Math.floor(Math.log2(size));
  const largest = Math.max(Math.abs(least), Math.abs(most));
  // Halves, so that the difference of two large numbers is finite; the logarithm may be one too high.
  const start = Math.max(LEAST_EXPONENT, bits(most / 2 - least / 2) - 6, bits(largest) - PLACE_BITS);
  for (let exponent = start; ; exponent++) {
    const first = placeOf(least, exponent);
    const n = placeOf(most, exponent) - first + 1;
    if (n <= GRID_CELLS) return { exponent, first, n };
  }
}

/** Where cell k of an axis is on a coarser one. */
function placesOn(from: Axis, to: Axis): Int32Array {
  const joined = 2 ** (to.exponent - from.exponent);
  return Int32Array.from({ length: from.n }, (_, k) => Math.floor((from.first + k) / joined) - to.first);
}

const union = (a: Extent, b: Extent): Extent => ({
  least: Math.min(a.least, b.least),
  most: Math.max(a.most, b.most),
});

/** Counts of nothing. */
export function emptyGrid(): GridCounts {
  const none = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  return { x: none, y: none, counts: new Uint32Array(GRID_CELLS * GRID_CELLS) };
}

/** The same counts on a grid that holds two extents too; shares them where that is the same grid. */
export function widened(grid: GridCounts, x: Extent, y: Extent): GridCounts {
  const wide = { x: union(grid.x, x), y: union(grid.y, y) };
  const [fromX, fromY, toX, toY] = [axisOf(grid.x), axisOf(grid.y), axisOf(wide.x), axisOf(wide.y)];
  const same = (a: Axis, b: Axis) => a.exponent === b.exponent && a.first === b.first;
  if (same(fromX, toX) && same(fromY, toY)) return { ...wide, counts: grid.counts };
  const counts = new Uint32Array(GRID_CELLS * GRID_CELLS);
  const [columns, rows] = [placesOn(fromX, toX), placesOn(fromY, toY)];
  for (const [j, row] of rows.entries()) {
    for (const [i, column] of columns.entries()) {
      const count = grid.counts[j * GRID_CELLS + i] as number;
      const at = row * GRID_CELLS + column;
      // Of a grid that is empty the places mean nothing.
      if (count > 0) counts[at] = (counts[at] as number) + count;
    }
  }
  return { ...wide, counts };
}

/** Count pairs within the extents of the grid, in place; pairs with NaN are left out. */
export function countPairs({ x: ofX, y: ofY, counts }: GridCounts, x: Float64Array, y: Float64Array): void {
  const [axisX, axisY] = [axisOf(ofX), axisOf(ofY)];
  const [perX, firstX] = [2 ** -axisX.exponent, axisX.first];
  const [perY, firstY] = [2 ** -axisY.exponent, axisY.first];
  for (let k = 0; k < x.length; k++) {
    const i = Math.floor((x[k] as number) * perX) - firstX;
    const j = Math.floor((y[k] as number) * perY) - firstY;
    // NaN is no place, and counts nowhere.
    const at = j * GRID_CELLS + i;
    if (at >= 0) counts[at] = (counts[at] as number) + 1;
  }
}

/** Counts of both. */
export function addGrids(a: GridCounts, b: GridCounts): GridCounts {
  const sum = widened(a, b.x, b.y);
  const other = widened(b, a.x, a.y);
  return { ...sum, counts: sum.counts.map((count, k) => count + (other.counts[k] as number)) };
}

/** One value alone gets a range about it. */
function rangeOf({ least, most }: Extent): Extent {
  if (least !== most) return { least, most };
  const half = Math.abs(least) * 2 ** -10 || 1;
  return { least: least - half, most: most + half };
}

/** The cells in use, as plain data. */
export function plainGrid(grid: GridCounts) {
  const { x, y, counts } = widened(grid, rangeOf(grid.x), rangeOf(grid.y));
  const [ofX, ofY] = [axisOf(x), axisOf(y)];
  const ends = ({ exponent, first, n }: Axis) => {
    const width = 2 ** exponent;
    return { from: first * width, to: (first + n) * width, n };
  };
  const rows = Array.from({ length: ofY.n }, (_, j) => counts.subarray(j * GRID_CELLS, j * GRID_CELLS + ofX.n));
  return { x: ends(ofX), y: ends(ofY), counts: rows.flatMap((row) => Array.from(row)) };
}

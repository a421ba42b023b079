// Counts of pairs in the cells of a grid over a window, and sums of a value over each cell's rows.

import { DESCRIPTOR_BYTES, valueAt } from "../shared/layout";

/** NaN is not even below infinity. */
function isMissing(x: f64): bool {
  return !(x <= Infinity);
}

/** The cell among `n` that holds x, which lies within the window: the quotient is at most one cell off, and the edges decide. */
function cellOf(x: f64, scale: f64, edges: usize, n: usize): usize {
  let i = <usize>((x - load<f64>(edges)) * scale);
  if (i >= n) i = n - 1;
  while (x < load<f64>(edges + i * 8)) i--;
  while (i + 1 < n && x >= load<f64>(edges + i * 8, 8)) i++;
  return i;
}

/**
 * Add n rows to the counts (u32) and sums (f64) of nx × ny cells, row of cells by row; the sums are of column `value` less
 * `origin`. `xEdges` and `yEdges` hold nx + 1 and ny + 1 values, `xScale` and `yScale` are cells a unit. The pair of u32
 * at `totals` counts rows inside, and rows where a value is missing.
 */
export function binRows(
  columns: usize,
  n: usize,
  value: usize,
  origin: f64,
  xEdges: usize,
  xScale: f64,
  nx: usize,
  yEdges: usize,
  yScale: f64,
  ny: usize,
  counts: usize,
  sums: usize,
  totals: usize,
): void {
  const xFrom = load<f64>(xEdges);
  const xTo = load<f64>(xEdges + nx * 8);
  const yFrom = load<f64>(yEdges);
  const yTo = load<f64>(yEdges + ny * 8);
  const values = columns + value * DESCRIPTOR_BYTES;
  let inside: u32 = 0;
  let missing: u32 = 0;
  for (let i: usize = 0; i < n; i++) {
    const x = valueAt(columns, i);
    const y = valueAt(columns + DESCRIPTOR_BYTES, i);
    const v = value === 1 ? y : valueAt(values, i);
    if (isMissing(x) || isMissing(y) || isMissing(v)) missing++;
    else if (x >= xFrom && x <= xTo && y >= yFrom && y <= yTo) {
      const at = cellOf(y, yScale, yEdges, ny) * nx + cellOf(x, xScale, xEdges, nx);
      store<u32>(counts + at * 4, load<u32>(counts + at * 4) + 1);
      store<f64>(sums + at * 8, load<f64>(sums + at * 8) + (v - origin));
      inside++;
    }
  }
  store<u32>(totals, load<u32>(totals) + inside);
  store<u32>(totals, load<u32>(totals, 4) + missing, 4);
}

// Columns made orthonormal by a factor of their scatter: the rows of Y = (X − centre)·R⁻¹.

import { DESCRIPTOR_BYTES, PANEL_ROWS, STRIDE } from "../shared/layout";
import { packColumn } from "../shared/pack";
import { whitenPair } from "./predict";

/** Write n rows of p whitened columns to `out`, column by column. `panel` has room for p + 1 columns; aliased columns are 0. */
export function whitenRows(
  columns: usize,
  n: usize,
  p: usize,
  centre: usize,
  R: usize,
  aliased: usize,
  panel: usize,
  out: usize,
): void {
  const squares = panel + p * STRIDE;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    for (let j: usize = 0; j < p; j++) {
      packColumn(columns + j * DESCRIPTOR_BYTES, from, length, load<f64>(centre + j * 8), 0, panel + j * STRIDE, 0);
    }
    for (let i: usize = 0; i < length; i += 2) whitenPair(panel + i * 8, p, R, aliased, squares + i * 8);
    for (let j: usize = 0; j < p; j++) memory.copy(out + (j * n + from) * 8, panel + j * STRIDE, length * 8);
  }
}

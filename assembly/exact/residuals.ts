// Sums of residuals about a known predictor, all in double-double.

import { PANEL_ROWS } from "../shared/layout";
import { padded } from "../shared/pack";
import { packOnes, packWeighed } from "./pack";
import { addExact, packAll } from "./products";
import { LOW, REST, SLOT_BYTES, storeSum, TOP, topOf } from "./slot";

/** Bytes of the panel of `exactResiduals`: p columns, the residuals, a column of 1 and the weighed residuals. */
export function exactResidualPanelBytes(p: usize): usize {
  return (p + 3) * SLOT_BYTES;
}

/** e −= b·z for the double-double b at `beta`, row by row. */
function subtractMultiple(e: usize, beta: usize, z: usize, length: usize): void {
  const b = load<f64>(beta);
  const bLow = load<f64>(beta, 8);
  const bTop = topOf(b);
  const bRest = b - bTop;
  for (const end = e + length * 8; e < end; e += 8, z += 8) {
    const x = load<f64>(z);
    const top = load<f64>(z, TOP);
    const rest = load<f64>(z, REST);
    const product = b * x;
    const error = bTop * top - product + bTop * rest + bRest * top + bRest * rest + (b * load<f64>(z, LOW) + bLow * x);
    const high = load<f64>(e);
    const next = high - product;
    const back = next - high;
    storeSum(e, next, high - (next - back) - (product + back) + (load<f64>(e, LOW) - error));
  }
}

/**
 * Add n rows to `sums`: with e = z_p − (level + Σ b_j z_j) the double-doubles Σ w e², Σ w e, Σ w e z_j. `predictor` holds the
 * double-doubles level and b[p]; the rest is as in `exactProducts` with q = p + 1.
 */
export function exactResiduals(
  columns: usize,
  lows: usize,
  weights: usize,
  n: usize,
  p: usize,
  origin: usize,
  predictor: usize,
  panel: usize,
  sums: usize,
): void {
  const e = panel + p * SLOT_BYTES;
  const ones = e + SLOT_BYTES;
  const we = weights ? ones + SLOT_BYTES : e;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    const rows = padded(length);
    packAll(columns, lows, from, length, p + 1, origin, panel);
    packOnes(length, ones);
    subtractMultiple(e, predictor, ones, length);
    for (let j: usize = 0; j < p; j++) subtractMultiple(e, predictor + (j + 1) * 16, panel + j * SLOT_BYTES, length);
    if (weights) packWeighed(e, weights, from, length, we);
    addExact(we, e, rows, sums);
    addExact(we, ones, rows, sums + 16);
    for (let j: usize = 0; j < p; j++) addExact(we, panel + j * SLOT_BYTES, rows, sums + (j + 2) * 16);
  }
}

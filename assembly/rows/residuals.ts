// One pass over rows with a known predictor: sums of the residuals and of their products with the centred columns.

import { addParts } from "../shared/lanes";
import { DESCRIPTOR_BYTES, PANEL_ROWS, STRIDE, valueAt } from "../shared/layout";
import { packColumn, padded } from "../shared/pack";
import { addProducts } from "../shared/products";
import { addMultiple, fillColumn } from "./panel";

/** Sums hold Σ w e² and Σ w e as pairs, max |e| and a gap, then Σ w e (x − centre) as p pairs. */
const SUM_AT: usize = 16;
const MAX_AT: usize = 32;
const GRADIENT_AT: usize = 48;

/** Bytes of the sums of p columns. */
export function residualBytes(p: usize): usize {
  return GRADIENT_AT + p * 16;
}

/**
 * Add n rows to the sums. Column p is the response; `predictor` holds the intercept, beta[p] and centre[p]; `panel` has
 * room for p + 2 columns.
 */
export function residualsAdd(
  columns: usize,
  weights: usize,
  n: usize,
  p: usize,
  predictor: usize,
  panel: usize,
  sums: usize,
): void {
  const fitted = panel + p * STRIDE;
  const e = fitted + STRIDE;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    fillColumn(fitted, padded(length), 0);
    for (let j: usize = 0; j < p; j++) {
      const z = panel + j * STRIDE;
      packColumn(columns + j * DESCRIPTOR_BYTES, from, length, load<f64>(predictor + (1 + p + j) * 8), 0, z, 0);
      addMultiple(load<f64>(predictor + (1 + j) * 8), z, fitted, padded(length));
    }
    addErrors(columns + p * DESCRIPTOR_BYTES, weights, from, length, load<f64>(predictor), fitted, e, sums);
    for (let j: usize = 0; j < p; j++) {
      addProducts(e, panel + j * STRIDE, padded(length), sums + GRADIENT_AT + j * 16);
    }
  }
}

/** Write w e to `we` and add its sums. The level goes off first, where a response far from 0 loses least. Plain code in all builds: a row costs it once, its columns p times. */
function addErrors(
  response: usize,
  weights: usize,
  from: usize,
  length: usize,
  level: f64,
  fitted: usize,
  we: usize,
  sums: usize,
): void {
  let rss0: f64 = 0;
  let rss1: f64 = 0;
  let sum0: f64 = 0;
  let sum1: f64 = 0;
  let largest = load<f64>(sums, MAX_AT);
  for (let i: usize = 0; i < length; i++) {
    const e = valueAt(response, from + i) - level - load<f64>(fitted + i * 8);
    const weighed = weights ? valueAt(weights, from + i) * e : e;
    store<f64>(we + i * 8, weighed);
    largest = Math.max(largest, Math.abs(e));
    if (i & 1) {
      rss1 += weighed * e;
      sum1 += weighed;
    } else {
      rss0 += weighed * e;
      sum0 += weighed;
    }
  }
  for (let i = length; i < padded(length); i++) store<f64>(we + i * 8, 0);
  addParts(sums, rss0, rss1);
  addParts(sums + SUM_AT, sum0, sum1);
  store<f64>(sums, largest, MAX_AT);
}

// The diagnostics pass: what each row does to a known fit, its sums, and the rows that do most, in one reading of the rows.

import { DESCRIPTOR_BYTES, PANEL_ROWS, STRIDE } from "../shared/layout";
import { packColumn, packRoots, padded } from "../shared/pack";
import { addSquares, combine, combinePair } from "./combine";
import { addSquareProducts, addSteps, addSums, clearSums, SUMS_BYTES } from "./diagnose-sums";
import {
  BASE,
  COOK,
  DFFITS,
  ERROR,
  FACTOR,
  FITTED,
  H,
  LEVEL,
  measureRows,
  PLACES,
  ROOT,
  SCALARS,
  SQUARE,
  STUDENT,
  WORK_COLUMNS,
} from "./influence";
import { addMultiple, fillColumn } from "./panel";
import { offerColumn, threshold, topBytes } from "./top";

/** Lists of rows beside one for each coefficient: by studentised residual, leverage, Cook's distance and DFFITS. */
const LISTS: usize = 4;

/** Bytes of the state of p columns with lists of `nTop`: sums, Σ (r/unit)² (x − centre) as p pairs, the lists. */
export function diagnoseBytes(p: usize, nTop: usize): usize {
  return SUMS_BYTES + p * 16 + (LISTS + p + 1) * topBytes(nTop);
}

/** Columns of the panel of p columns. */
export function diagnoseColumns(p: usize): usize {
  return 2 * p + 2 + WORK_COLUMNS;
}

/** A state of no rows. */
export function diagnoseBegin(p: usize, nTop: usize, state: usize): void {
  memory.fill(state, 0, diagnoseBytes(p, nTop));
  clearSums(state);
}

/**
 * Add n rows, the first of them row `first`, to the state. Column p is the response. `request` holds its scalars, then beta
 * and centre of p columns; `whiten` p results of 1 + p values, a start value (0) and a column of R⁻¹; `betas`
 * p + 1 results that turn whitened rows into changes of intercept and slopes over their standard errors per sigma: a start
 * value, then factors from the first whitened column of the pair of results on.
 * `rows` and `changes` are 0 or have room for `nMeasures` and p + 1 vectors of n values: work columns from `measure` on, and
 * changes.
 */
export function diagnoseRows(
  columns: usize,
  weights: usize,
  n: usize,
  p: usize,
  request: usize,
  whiten: usize,
  betas: usize,
  panel: usize,
  nTop: usize,
  first: usize,
  state: usize,
  rows: usize,
  measure: usize,
  nMeasures: usize,
  changes: usize,
): void {
  const whitened = panel + (p + 1) * STRIDE;
  const work = whitened + (p + 1) * STRIDE;
  const lists = state + SUMS_BYTES + p * 16;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    packRows(columns, weights, from, length, p, request, panel, work);
    whitenRows(panel, p, whiten, whitened, work, length);
    measureRows(work, request, padded(length));
    addSums(work, request, padded(length), state);
    addSteps(work, length, state);
    for (let j: usize = 0; j < p; j++) {
      addSquareProducts(work + SQUARE * STRIDE, panel + j * STRIDE, padded(length), state + SUMS_BYTES + j * 16);
    }
    offerRows(work, length, first + from, lists, nTop);
    if (changes) {
      changeRows(whitened, p, betas, panel, work, length);
      offerChanges(panel, p, length, 0, first + from, lists, nTop);
      writeColumns(panel, p + 1, changes + from * 8, n, length);
    } else if (nTop > 0) {
      const picked = pickRows(whitened, p, work, length, leastChange(request, p, lists, nTop));
      changeRows(whitened, p, betas, panel, work, picked);
      offerChanges(panel, p, picked, work + PLACES * STRIDE, first + from, lists, nTop);
    }
    if (rows) writeColumns(work + measure * STRIDE, nMeasures, rows + from * 8, n, length);
  }
}

/**
 * Pack a panel: centred columns, fitted values and responses less the level (which goes off first, where a response far from
 * 0 loses least), √weights, of which those of padding are 0.
 */
function packRows(
  columns: usize,
  weights: usize,
  from: usize,
  length: usize,
  p: usize,
  request: usize,
  panel: usize,
  work: usize,
): void {
  const beta = request + SCALARS * 8;
  const fitted = work + FITTED * STRIDE;
  const root = work + ROOT * STRIDE;
  fillColumn(fitted, padded(length), 0);
  for (let j: usize = 0; j < p; j++) {
    const z = panel + j * STRIDE;
    packColumn(columns + j * DESCRIPTOR_BYTES, from, length, load<f64>(beta + (p + j) * 8), 0, z, 0);
    addMultiple(load<f64>(beta + j * 8), z, fitted, padded(length));
  }
  const level = load<f64>(request, LEVEL);
  packColumn(columns + p * DESCRIPTOR_BYTES, from, length, level, 0, work + ERROR * STRIDE, 0);
  if (weights) packRoots(weights, from, length, root);
  else {
    fillColumn(root, padded(length), 0);
    fillColumn(root, length, 1);
  }
}

/** Whiten a panel by the columns of R⁻¹, of which column j has j + 1 values, and sum the squares of its rows. */
function whitenRows(panel: usize, p: usize, whiten: usize, whitened: usize, work: usize, length: usize): void {
  const h = work + H * STRIDE;
  const step = (p + 1) * 8;
  fillColumn(h, padded(length), 0);
  for (let j: usize = 0; j < p; j += 2, whiten += 2 * step) {
    const v = whitened + j * STRIDE;
    if (j + 1 === p) combine(panel, p, whiten, v, length);
    else {
      combinePair(panel, j + 2, whiten, whiten + step, v, length);
      addSquares(v + STRIDE, h, padded(length));
    }
    addSquares(v, h, padded(length));
  }
}

/** DFBETAS of a panel, over its own columns: the intercept from all whitened columns, slope j from those from j on. */
function changeRows(whitened: usize, p: usize, betas: usize, panel: usize, work: usize, length: usize): void {
  const step = (p + 1) * 8;
  for (let k: usize = 0; k <= p; k += 2, betas += 2 * step) {
    const first = k > 0 ? k - 1 : 0;
    const z = whitened + first * STRIDE;
    const out = panel + k * STRIDE;
    if (k === p) combine(z, p - first, betas, out, length);
    else combinePair(z, p - first, betas, betas + step, out, length);
  }
  for (let k: usize = 0; k <= p; k++) multiply(work + FACTOR * STRIDE, panel + k * STRIDE, padded(length));
}

/** y *= x, row by row. */
function multiply(x: usize, y: usize, length: usize): void {
  const end = x + length * 8;
  if (ASC_FEATURE_SIMD) {
    for (; x < end; x += 16, y += 16) v128.store(y, f64x2.mul(v128.load(y), v128.load(x)));
  } else {
    for (; x < end; x += 8, y += 8) store<f64>(y, load<f64>(y) * load<f64>(x));
  }
}

/** DFFITS and DFBETAS are rounded by less than this part. */
const SLACK: f64 = 1 + 1e-9;

/** What a |DFBETAS| must exceed to be in any list. Without an intercept its own are 0. */
function leastChange(request: usize, p: usize, lists: usize, nTop: usize): f64 {
  const size = topBytes(nTop);
  const list = lists + LISTS * size;
  let least: f64 = Infinity;
  for (let j: usize = p > 0 && load<f64>(request, BASE) === 0 ? 1 : 0; j <= p; j++) {
    least = Math.min(least, threshold(list + j * size, nTop));
  }
  return least;
}

/**
 * Move the rows that may be in a list of DFBETAS to the front of the whitened columns and FACTOR, and write their places: none
 * of a row's DFBETAS exceeds its DFFITS, by Cauchy and Schwarz. Returns how many there are.
 */
function pickRows(whitened: usize, p: usize, work: usize, length: usize, least: f64): usize {
  const places = work + PLACES * STRIDE;
  const dffits = work + DFFITS * STRIDE;
  let picked: usize = 0;
  for (let i: usize = 0; i < length; i++) {
    if (!(Math.abs(load<f64>(dffits + i * 8)) * SLACK > least)) continue;
    store<u32>(places + picked * 4, <u32>i);
    picked++;
  }
  if (picked === length) return picked;
  for (let j: usize = 0; j < p; j++) moveRows(whitened + j * STRIDE, places, picked);
  moveRows(work + FACTOR * STRIDE, places, picked);
  return picked;
}

function moveRows(z: usize, places: usize, count: usize): void {
  for (let k: usize = 0; k < count; k++) store<f64>(z + k * 8, load<f64>(z + <usize>load<u32>(places + k * 4) * 8));
}

function offerChanges(
  panel: usize,
  p: usize,
  length: usize,
  places: usize,
  from: usize,
  lists: usize,
  nTop: usize,
): void {
  const size = topBytes(nTop);
  for (let j: usize = 0; j <= p; j++) {
    offerColumn(panel + j * STRIDE, length, places, from, lists + (LISTS + j) * size, nTop);
  }
}

function offerRows(work: usize, length: usize, from: usize, lists: usize, nTop: usize): void {
  const size = topBytes(nTop);
  offerColumn(work + STUDENT * STRIDE, length, 0, from, lists, nTop);
  offerColumn(work + H * STRIDE, length, 0, from, lists + size, nTop);
  offerColumn(work + COOK * STRIDE, length, 0, from, lists + 2 * size, nTop);
  offerColumn(work + DFFITS * STRIDE, length, 0, from, lists + 3 * size, nTop);
}

function writeColumns(z: usize, count: usize, out: usize, n: usize, length: usize): void {
  for (; count > 0; count--, z += STRIDE, out += n * 8) memory.copy(out, z, length * 8);
}

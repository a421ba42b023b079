// The Gram of every fold of one superblock in one pass: rows are dealt into one sub-panel a fold, and a sub-panel goes
// through the register tiles into its fold's own sums when it is full.

import { addParts } from "../shared/lanes";
import { DESCRIPTOR_BYTES, PANEL_ROWS, STRIDE, TILE, valueAt } from "../shared/layout";
import { packRoots, padded } from "../shared/pack";
import { addProducts } from "../shared/products";
import { dealColumn, dealPair, isPair, sumThree } from "./deal";
import { COUNT_AT, FIRST_AT, gramBytes, multiplyPanel, panelBytes, tilesAt } from "./gram";

/** Between sub-panels, so that the same column of several folds does not start at the same place of a page. */
const GAP: usize = 192;

/** Most rows that are dealt at a time: fewer where a sub-panel fills up. */
const CHUNK_ROWS: usize = 512;

/** The work area holds where each row of a panel goes, the roots of its weights, then the rows of each sub-panel. */
const ROOTS_AT: usize = CHUNK_ROWS * 4;
const COUNTS_AT: usize = ROOTS_AT + CHUNK_ROWS * 8;

function rootsOffset(q: usize): usize {
  return ((q + TILE - 1) / TILE) * TILE * STRIDE;
}

function subPanelBytes(q: usize): usize {
  return panelBytes(q) + GAP;
}

/** Bytes of the sub-panels of `count` folds, and of one more for rows that are in none. */
export function foldPanelBytes(q: usize, count: usize): usize {
  return subPanelBytes(q) * (count + 1);
}

/** Bytes of the work area of `count` folds. */
export function foldWorkBytes(count: usize): usize {
  return COUNTS_AT + count * 4;
}

/**
 * Clear the sums and counters of `count` folds, and the padding columns of their sub-panels; all else in those is written
 * before it is read.
 */
export function foldBegin(q: usize, count: usize, work: usize, panels: usize, sums: usize): void {
  memory.fill(sums, 0, gramBytes(q) * count);
  const used = q * STRIDE;
  for (let f: usize = 0; f < count; f++) memory.fill(panels + f * subPanelBytes(q) + used, 0, rootsOffset(q) - used);
  memory.fill(work, 0, foldWorkBytes(count));
}

/** Zero a column of a sub-panel from its last row to a multiple of 4 rows. */
function padColumn(z: usize, rows: usize): void {
  for (let i = rows; i < padded(rows); i++) store<f64>(z + i * 8, 0);
}

/** Move the rows of one sub-panel into the sums of its fold. */
function flush(q: usize, rows: usize, weighted: bool, panel: usize, sums: usize): void {
  const whole = padded(rows);
  const roots = panel + rootsOffset(q);
  for (let j: usize = 0; j < q; j++) padColumn(panel + j * STRIDE, rows);
  if (weighted) {
    padColumn(roots, rows);
    for (let j: usize = 0; j < q; j++) addProducts(roots, panel + j * STRIDE, whole, sums + FIRST_AT + j * 16);
  } else {
    addParts(sums, <f64>rows, 0);
    store<f64>(sums, load<f64>(sums, COUNT_AT) + <f64>rows, COUNT_AT);
    for (let j: usize = 0; j < q; j += TILE) sumThree(panel + j * STRIDE, whole, sums + FIRST_AT + j * 16, q - j);
  }
  multiplyPanel(panel, q, whole, tilesAt(sums, q));
}

/** Move what the sub-panels hold into the sums; afterwards each fold's are what `gramEnd` takes. */
export function foldFlush(q: usize, count: usize, weighted: bool, work: usize, panels: usize, sums: usize): void {
  const fills = work + COUNTS_AT;
  for (let f: usize = 0; f < count; f++) {
    const rows = <usize>load<u32>(fills + f * 4);
    if (rows === 0) continue;
    flush(q, rows, weighted, panels + f * subPanelBytes(q), sums + f * gramBytes(q));
    store<u32>(fills + f * 4, 0);
  }
}

/** Flush the sub-panels that are full. */
function makeRoom(q: usize, count: usize, weighted: bool, work: usize, panels: usize, sums: usize): void {
  const fills = work + COUNTS_AT;
  for (let f: usize = 0; f < count; f++) {
    if (load<u32>(fills + f * 4) < <u32>PANEL_ROWS) continue;
    flush(q, PANEL_ROWS, weighted, panels + f * subPanelBytes(q), sums + f * gramBytes(q));
    store<u32>(fills + f * 4, 0);
  }
}

/**
 * Write to the work area where each row goes: its place in the first column of its fold's sub-panel. Gives how many rows
 * have one; the next finds its sub-panel full.
 */
function placeRows(folds: usize, length: usize, first: u32, count: usize, q: usize, work: usize, panels: usize): usize {
  const fills = work + COUNTS_AT;
  const bytes = subPanelBytes(q);
  const nowhere = panels + count * bytes;
  for (let i: usize = 0; i < length; i++) {
    const f = <usize>(load<u32>(folds + i * 4) - first);
    let place = nowhere;
    if (f < count) {
      const row = load<u32>(fills + f * 4);
      if (row === <u32>PANEL_ROWS) return i;
      place = panels + f * bytes + row * 8;
      store<u32>(fills + f * 4, row + 1);
    }
    store<u32>(work + i * 4, <u32>place);
  }
  return length;
}

/** Add the weights of a panel's rows to the sums of their folds. */
function addWeights(
  weights: usize,
  from: usize,
  length: usize,
  folds: usize,
  first: u32,
  count: usize,
  bytes: usize,
  sums: usize,
): void {
  for (let i: usize = 0; i < length; i++) {
    const f = <usize>(load<u32>(folds + i * 4) - first);
    if (f >= count) continue;
    const w = valueAt(weights, from + i);
    const own = sums + f * bytes;
    store<f64>(own, load<f64>(own) + w);
    if (w > 0) store<f64>(own, load<f64>(own, COUNT_AT) + 1, COUNT_AT);
  }
}

/**
 * Add n rows of q columns to the sums of the folds `first` to `first + count`; row i is in fold `folds[i]`, and rows of
 * other folds are left out. `weights` is 0 or one more descriptor; `shift` is the origin of all folds.
 */
export function foldAdd(
  columns: usize,
  weights: usize,
  folds: usize,
  n: usize,
  q: usize,
  first: u32,
  count: usize,
  shift: usize,
  work: usize,
  panels: usize,
  sums: usize,
): void {
  const roots = weights ? work + ROOTS_AT : 0;
  let from: usize = 0;
  while (from < n) {
    const most = n - from < CHUNK_ROWS ? n - from : CHUNK_ROWS;
    const own = folds + from * 4;
    const length = placeRows(own, most, first, count, q, work, panels);
    if (weights) {
      packRoots(weights, from, length, roots);
      addWeights(weights, from, length, own, first, count, gramBytes(q), sums);
      for (let i: usize = 0; i < length; i++) {
        store<f64>(<usize>load<u32>(work + i * 4) + rootsOffset(q), load<f64>(roots + i * 8));
      }
    }
    for (let j: usize = 0; j < q; j++) {
      const column = columns + j * DESCRIPTOR_BYTES;
      const k = shift + j * 8;
      if (!weights && j + 1 < q && isPair(column)) {
        dealPair(column, from, length, load<f64>(k), load<f64>(k, 8), work, j * STRIDE);
        j++;
      } else dealColumn(column, from, length, load<f64>(k), roots, work, j * STRIDE);
    }
    if (length < most) makeRoom(q, count, weights !== 0, work, panels, sums);
    from += length;
  }
}

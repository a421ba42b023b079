// Blocked, shifted, weighted Gram of one superblock: rows go through a small panel into sums by register tiles.

import { addParts, foldAt } from "../shared/lanes";
import { DESCRIPTOR_BYTES, PANEL_ROWS, STRIDE, TILE, TILE_BYTES, valueAt } from "../shared/layout";
import { packColumn, packRoots, padded } from "../shared/pack";
import { OK, REPACK } from "../shared/status";
import { diagonalTile, diagonalTiles, tile } from "./tile";
import { edgeTile } from "./tile-edge";

/** Largest Σ w z² over Σ w (z − mean)² that the conversion may meet: three digits. */
const MAX_LOSS: f64 = 1000;

/** Sums hold Σ w as a pair, the rows of positive weight and a gap, Σ w z as q pairs, then the tiles. */
export const COUNT_AT: usize = 16;
export const FIRST_AT: usize = 32;

/** Where the tiles of the sums of q columns begin. */
export function tilesAt(sums: usize, q: usize): usize {
  return sums + FIRST_AT + q * 16;
}

function countTiles(q: usize): usize {
  return (q + TILE - 1) / TILE;
}

/** Bytes of the sums of q columns. */
export function gramBytes(q: usize): usize {
  const nTiles = countTiles(q);
  return FIRST_AT + q * 16 + ((nTiles * (nTiles + 1)) / 2) * TILE_BYTES;
}

/** Bytes of the panel: q columns, padded to whole tiles, and one for the roots of the weights. */
export function panelBytes(q: usize): usize {
  return (countTiles(q) * TILE + 1) * STRIDE;
}

/** First row from `from` on that has weight; n where none has. */
function nextCounted(weights: usize, from: usize, n: usize): usize {
  let row = from;
  if (weights) while (row < n && !(valueAt(weights, row) > 0)) row++;
  return row;
}

/**
 * Write to `shift` the mean of the first rows of each column, as origin of the superblock; rows without weight do not
 * count, so that a column that is constant among the others has no rounding. 0 where no row counts.
 */
export function gramShift(columns: usize, weights: usize, n: usize, q: usize, shift: usize): void {
  const first = nextCounted(weights, 0, n);
  const end = n - first < PANEL_ROWS ? n : first + PANEL_ROWS;
  for (let j: usize = 0; j < q; j++) {
    const column = columns + j * DESCRIPTOR_BYTES;
    const origin = first < n ? valueAt(column, first) : 0;
    let sum: f64 = 0;
    let count: f64 = 1;
    for (let i = nextCounted(weights, first + 1, end); i < end; i = nextCounted(weights, i + 1, end)) {
      sum += valueAt(column, i) - origin;
      count += 1;
    }
    store<f64>(shift + j * 8, origin + sum / count);
  }
}

/** Clear sums and panel; the panel's padding columns stay zero from here on. */
export function gramBegin(q: usize, panel: usize, sums: usize): void {
  memory.fill(sums, 0, gramBytes(q));
  memory.fill(panel, 0, panelBytes(q));
}

function addWeights(weights: usize, from: usize, length: usize, sums: usize): void {
  let even: f64 = 0;
  let odd: f64 = 0;
  let count: f64 = 0;
  for (let i: usize = 0; i < length; i++) {
    const w = valueAt(weights, from + i);
    if (i & 1) odd += w;
    else even += w;
    if (w > 0) count += 1;
  }
  addParts(sums, even, odd);
  store<f64>(sums, load<f64>(sums, COUNT_AT) + count, COUNT_AT);
}

/** Add n rows of q columns to the sums; `weights` is 0 or one more descriptor. n is a multiple of the panel's but for the last. */
export function gramAdd(
  columns: usize,
  weights: usize,
  n: usize,
  q: usize,
  shift: usize,
  panel: usize,
  sums: usize,
): void {
  const roots = weights ? panel + countTiles(q) * TILE * STRIDE : 0;
  for (let from: usize = 0; from < n; from += PANEL_ROWS) {
    const length = n - from < PANEL_ROWS ? n - from : PANEL_ROWS;
    if (weights) {
      packRoots(weights, from, length, roots);
      addWeights(weights, from, length, sums);
    } else {
      addParts(sums, <f64>length, 0);
      store<f64>(sums, load<f64>(sums, COUNT_AT) + <f64>length, COUNT_AT);
    }
    for (let j: usize = 0; j < q; j++) {
      const column = columns + j * DESCRIPTOR_BYTES;
      const k = load<f64>(shift + j * 8);
      packColumn(column, from, length, k, roots, panel + j * STRIDE, sums + FIRST_AT + j * 16);
    }
    multiplyPanel(panel, q, padded(length), tilesAt(sums, q));
  }
}

/** Add the products of the columns of a packed panel, `rows` of them, to the tiles at `out`. */
export function multiplyPanel(panel: usize, q: usize, rows: usize, out: usize): void {
  const end = panel + q * STRIDE;
  /** The tile on the diagonal that waits for another. */
  let waiting: usize = 0;
  let waitingOut: usize = 0;
  for (let b = panel; b < end; b += TILE * STRIDE) {
    const left = (end - b) / STRIDE;
    for (let a = panel; a < b; a += TILE * STRIDE, out += TILE_BYTES) {
      if (left < TILE) edgeTile(a, b, out, rows, left);
      else tile(a, b, out, rows);
    }
    if (waiting) {
      diagonalTiles(waiting, waitingOut, b, out, rows);
      waiting = 0;
    } else {
      waiting = b;
      waitingOut = out;
    }
    out += TILE_BYTES;
  }
  if (waiting) diagonalTile(waiting, waitingOut, rows);
}

/** Σ w z_i z_j for i <= j. */
function productAt(tiles: usize, i: usize, j: usize): f64 {
  const column = j / TILE;
  const index = (column * (column + 1)) / 2 + i / TILE;
  return foldAt(tiles + index * TILE_BYTES + ((i % TILE) * TILE + (j % TILE)) * 16);
}

/**
 * Convert sums about the shift to moments at `state`: n, weight, mean[q], packed scatter. REPACK where that would lose
 * more than three digits of a variance; the mean is written then too.
 */
export function gramEnd(q: usize, shift: usize, sums: usize, state: usize): i32 {
  const tiles = tilesAt(sums, q);
  const weight = foldAt(sums);
  const mean = state + 16;
  let out = mean + q * 8;
  store<f64>(state, load<f64>(sums, COUNT_AT));
  store<f64>(state, weight, 8);
  if (!(weight > 0)) {
    memory.fill(mean, 0, q * 8 + ((q * (q + 1)) / 2) * 8);
    return OK;
  }
  let status = OK;
  for (let j: usize = 0; j < q; j++) {
    const d = foldAt(sums + FIRST_AT + j * 16) / weight;
    store<f64>(mean + j * 8, load<f64>(shift + j * 8) + d);
    for (let i: usize = 0; i <= j; i++, out += 8) {
      const product = productAt(tiles, i, j);
      let value = product - foldAt(sums + FIRST_AT + i * 16) * d;
      if (i === j) {
        if (value < 0) value = 0;
        if (product > MAX_LOSS * value) status = REPACK;
      }
      store<f64>(out, value);
    }
  }
  return status;
}

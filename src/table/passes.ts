// Passes over the values of one chunk. Their loops are functions of a block of rows: a loop that is compiled while it runs lacks
// what only its end would have shown, and is thrown away there; one that was left before is kept.

import type { NumericColumn } from "#kernel/backend.ts";
import type { ChunkSummary, LevelCounts } from "./types.ts";

/** So few that the first loops end before they are compiled. */
const BLOCK_ROWS = 512;

function inBlocks(length: number, run: (from: number, to: number) => void): void {
  for (let from = 0; from < length; from += BLOCK_ROWS) run(from, Math.min(from + BLOCK_ROWS, length));
}

/** A chunk's own summary: sums are taken about its first value. */
export function summariseChunk(chunk: NumericColumn): ChunkSummary {
  const first = chunk.findIndex((value) => !Number.isNaN(value));
  const origin = first < 0 ? 0 : (chunk[first] as number);
  const found = Float64Array.of(origin, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  let missing = 0;
  inBlocks(chunk.length, (from, to) => {
    missing += addBlock(chunk, found, from, to);
  });
  const [, sum = 0, min = 0, max = 0] = found;
  const present = chunk.length - missing;
  return { present, missing, min, max, mean: present === 0 ? 0 : origin + sum / present };
}

/** Bring what was `found` up to date: the origin, the sum about it, least and greatest. Gives how many values are missing. */
function addBlock(chunk: NumericColumn, found: Float64Array, from: number, to: number): number {
  const origin = found[0] as number;
  let sum = found[1] as number;
  let min = found[2] as number;
  let max = found[3] as number;
  let missing = 0;
  for (let i = from; i < to; i++) {
    const value = chunk[i] as number;
    if (Number.isNaN(value)) {
      missing++;
      continue;
    }
    sum += value - origin;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  found[1] = sum;
  found[2] = min;
  found[3] = max;
  return missing;
}

/** How often each code occurs in a chunk. */
export function countLevels(chunk: Int32Array, nLevels: number): LevelCounts {
  const counts = new Int32Array(nLevels);
  let missing = 0;
  inBlocks(chunk.length, (from, to) => {
    missing += countBlock(counts, chunk, from, to);
  });
  return { missing, counts };
}

function countBlock(counts: Int32Array, chunk: Int32Array, from: number, to: number): number {
  let missing = 0;
  for (let i = from; i < to; i++) {
    const code = chunk[i] as number;
    if (code < 0) missing++;
    else counts[code] = (counts[code] as number) + 1;
  }
  return missing;
}

/** How many codes of a chunk are missing. */
export function countMissing(chunk: Int32Array): number {
  let missing = 0;
  inBlocks(chunk.length, (from, to) => {
    missing += countMissingOf(chunk, from, to);
  });
  return missing;
}

function countMissingOf(chunk: Int32Array, from: number, to: number): number {
  let missing = 0;
  for (let i = from; i < to; i++) if ((chunk[i] as number) < 0) missing++;
  return missing;
}

/** Change codes to those that a table gives; −1 stays. */
export function recodeInPlace(codes: Int32Array, table: Int32Array): void {
  inBlocks(codes.length, (from, to) => recodeBlock(codes, table, from, to));
}

function recodeBlock(codes: Int32Array, table: Int32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const code = codes[i] as number;
    if (code >= 0) codes[i] = table[code] as number;
  }
}

/** Whether every value survives as f32. */
export function fitsFloat32(chunk: NumericColumn): boolean {
  if (chunk instanceof Float32Array) return true;
  for (let from = 0; from < chunk.length; from += BLOCK_ROWS) {
    if (!fitsBlock(chunk, from, Math.min(from + BLOCK_ROWS, chunk.length))) return false;
  }
  return true;
}

function fitsBlock(chunk: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const value = chunk[i] as number;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  }
  return true;
}

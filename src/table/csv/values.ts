// What a column holds while it is read: numbers in chunks, with enough about their spelling to give the text back exactly.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { grown } from "./bytes.ts";

const FIRST_ROOM = 1024;

/** Rows of one superblock; the arrays grow up to that. */
export interface ValueChunk {
  n: number;
  values: Float64Array;
  /** How each value was written: decimals of a number, index of a spelling of dates, `UNSPELLED` for text that is kept. */
  spelling: Uint8Array;
  /** Units of the last decimal between the rounded value and the text; made when one is not 0. */
  delta: Int8Array | null;
  /** Text of the values that are `UNSPELLED`, in their order. */
  texts: TextLog;
}

/** Pieces of bytes one after another. */
export interface TextLog {
  bytes: Uint8Array;
  ends: Int32Array;
  n: number;
}

/** Codes of one superblock. */
export interface CodeChunk {
  n: number;
  codes: Int32Array;
}

/**
 * The chunk to write to, with room for `wanted` more rows or as many as a superblock still holds.
 */
export function openValues(chunks: ValueChunk[], wanted: number): ValueChunk {
  let chunk = chunks.at(-1);
  if (chunk === undefined || chunk.n === SUPERBLOCK_ROWS) {
    const none = { bytes: new Uint8Array(0), ends: new Int32Array(0), n: 0 };
    chunk = { n: 0, values: new Float64Array(0), spelling: new Uint8Array(0), delta: null, texts: none };
    chunks.push(chunk);
  }
  const room = chunks.length > 1 ? SUPERBLOCK_ROWS : roomFor(chunk.values.length, chunk.n + wanted);
  if (room > chunk.values.length) {
    const values = new Float64Array(room);
    values.set(chunk.values);
    const spelling = new Uint8Array(room);
    spelling.set(chunk.spelling);
    chunk.values = values;
    chunk.spelling = spelling;
  }
  return chunk;
}

/** As `openValues`, for codes. */
export function openCodes(chunks: CodeChunk[], wanted: number): CodeChunk {
  let chunk = chunks.at(-1);
  if (chunk === undefined || chunk.n === SUPERBLOCK_ROWS) {
    chunk = { n: 0, codes: new Int32Array(0) };
    chunks.push(chunk);
  }
  const room = chunks.length > 1 ? SUPERBLOCK_ROWS : roomFor(chunk.codes.length, chunk.n + wanted);
  if (room > chunk.codes.length) {
    const codes = new Int32Array(room);
    codes.set(chunk.codes);
    chunk.codes = codes;
  }
  return chunk;
}

function roomFor(room: number, wanted: number): number {
  if (wanted <= room) return room;
  return Math.min(SUPERBLOCK_ROWS, Math.max(wanted, room * 2, FIRST_ROOM));
}

/** Keep the text of a value. */
export function keepText(log: TextLog, bytes: Uint8Array, start: number, end: number): void {
  const from = log.n === 0 ? 0 : (log.ends[log.n - 1] as number);
  const to = from + end - start;
  log.bytes = grown(log.bytes, to);
  log.ends = grown(log.ends, log.n + 1);
  log.bytes.set(bytes.subarray(start, end), from);
  log.ends[log.n++] = to;
}

/** Keep how far the text of row `i` lies from the rounded value. */
export function keepDelta(chunk: ValueChunk, i: number, delta: number): void {
  chunk.delta ??= new Int8Array(SUPERBLOCK_ROWS);
  chunk.delta[i] = delta;
}

/** The i-th text kept. */
export function textOf(log: TextLog, i: number): Uint8Array {
  return log.bytes.subarray(i === 0 ? 0 : log.ends[i - 1], log.ends[i]);
}

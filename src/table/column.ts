// Columns from their chunks: what is told of them, storage as f32 where nothing is lost, and cutting into superblocks.

import { LeastwiseError } from "#base/error.ts";
import { countSuperblocks, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { sortLevels } from "./levels.ts";
import type { CategoryColumn, Column, ColumnInfo, NumberColumn, Table } from "./types.ts";

/** A column of numbers or dates; NaN is missing. Chunks are kept, not copied, unless they can be stored as f32. */
export function numberColumn(name: string, type: "number" | "date", chunks: readonly NumericColumn[]): NumberColumn {
  const stored = chunks.every(fitsFloat32) ? chunks.map(toFloat32) : chunks.map(toFloat64);
  return { kind: "number", info: { name, type, ...joinSummaries(chunks.map(summariseChunk)) }, chunks: stored };
}

/**
 * A category from codes into `words`, which need be neither sorted nor all in use; −1 is missing. The chunks are taken
 * over and changed.
 */
export function categoryColumn(name: string, words: readonly string[], chunks: Int32Array[]): CategoryColumn {
  const used = new Uint8Array(words.length);
  let missing = 0;
  for (const chunk of chunks) {
    for (const code of chunk) {
      if (code < 0) missing++;
      else used[code] = 1;
    }
  }
  const kept = words.flatMap((word, code) => (used[code] === 1 ? [{ word, code }] : []));
  const sorted = sortLevels(kept.map(({ word }) => word));
  const recode = new Int32Array(words.length);
  kept.forEach(({ code }, i) => {
    recode[code] = sorted.code[i] as number;
  });
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i] as number;
      if (code >= 0) chunk[i] = recode[code] as number;
    }
  }
  return { kind: "category", info: { name, type: "category", missing, levels: sorted.levels }, chunks };
}

/** A whole table, all superblocks in order. */
export function tableOf(nRows: number, columns: Column[]): Table {
  return { nRows, superblocks: Array.from({ length: countSuperblocks(nRows) }, (_, i) => i), columns };
}

/** Cut n values into chunks of a superblock each, copied. */
export function cut<T extends NumericColumn | Int32Array>(values: T): T[] {
  const chunks: T[] = [];
  for (let from = 0; from < values.length; from += SUPERBLOCK_ROWS) {
    chunks.push(values.slice(from, from + SUPERBLOCK_ROWS) as T);
  }
  return chunks;
}

/**
 * Check the names of a table's columns.
 *
 * @throws LeastwiseError `column-name-empty` (with the position, from 1), `column-duplicate`
 */
export function checkNames(names: readonly string[]): void {
  const seen = new Map<string, number>();
  names.forEach((name, i) => {
    const position = i + 1;
    if (name.trim() === "") {
      const message = `column names: must not be empty; got no name for column ${position} of ${names.length}`;
      throw new LeastwiseError("column-name-empty", message, { at: { column: name }, value: position });
    }
    const first = seen.get(name);
    if (first !== undefined) {
      const message = `column names: must differ; got ${quote(name)} for columns ${first} and ${position}`;
      throw new LeastwiseError("column-duplicate", message, { at: { column: name }, value: name });
    }
    seen.set(name, position);
  });
}

/** A value as error messages show it: text in quotes, cut where it is long. */
export function quote(value: unknown): string {
  if (typeof value !== "string") return String(value);
  const short = value.length > 60 ? `${value.slice(0, 60)}…` : value;
  return JSON.stringify(short);
}

/** Missing values, range and mean of what is present in one chunk; without a value, the last three say nothing. */
export interface ChunkSummary {
  present: number;
  missing: number;
  min: number;
  max: number;
  mean: number;
}

/** A chunk's own summary: sums are taken about its first value. */
export function summariseChunk(chunk: NumericColumn): ChunkSummary {
  let present = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let origin = 0;
  let sum = 0;
  for (let i = 0; i < chunk.length; i++) {
    const value = chunk[i] as number;
    if (Number.isNaN(value)) continue;
    if (present++ === 0) origin = value;
    sum += value - origin;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { present, missing: chunk.length - present, min, max, mean: present === 0 ? 0 : origin + sum / present };
}

/** How many codes of a category are there and how many missing. */
export function summariseCodes(codes: Int32Array): ChunkSummary {
  let missing = 0;
  for (let i = 0; i < codes.length; i++) if ((codes[i] as number) < 0) missing++;
  return { present: codes.length - missing, missing, min: 0, max: 0, mean: 0 };
}

/** What is told of a column, from the summaries of its chunks in their order. */
export function joinSummaries(chunks: Iterable<ChunkSummary>): Pick<ColumnInfo, "missing" | "min" | "max" | "mean"> {
  let missing = 0;
  let present = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let mean = 0;
  for (const chunk of chunks) {
    missing += chunk.missing;
    if (chunk.present === 0) continue;
    present += chunk.present;
    mean += (chunk.mean - mean) * (chunk.present / present);
    min = Math.min(min, chunk.min);
    max = Math.max(max, chunk.max);
  }
  return present === 0 ? { missing } : { missing, min, max, mean };
}

/** Whether every value survives as f32. */
export function fitsFloat32(chunk: NumericColumn): boolean {
  if (chunk instanceof Float32Array) return true;
  for (let i = 0; i < chunk.length; i++) {
    const value = chunk[i] as number;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  }
  return true;
}

/** The chunk as f32 if every value survives, else as it is. */
export function narrowed(chunk: Float64Array): NumericColumn {
  return fitsFloat32(chunk) ? Float32Array.from(chunk) : chunk;
}

const toFloat32 = (chunk: NumericColumn): Float32Array =>
  chunk instanceof Float32Array ? chunk : new Float32Array(chunk);
const toFloat64 = (chunk: NumericColumn): Float64Array =>
  chunk instanceof Float64Array ? chunk : new Float64Array(chunk);

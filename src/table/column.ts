// Columns from their chunks: what is told of them, storage as f32 where nothing is lost, and cutting into superblocks.

import { LeastwiseError } from "#base/error.ts";
import { type Edges, edgesOf, evenEdges, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { sortLevels } from "./levels.ts";
import { countLevels, countMissing, fitsFloat32, recodeInPlace, summariseChunk } from "./passes.ts";
import type { CategoryColumn, ChunkSummary, Column, ColumnInfo, LevelCounts, NumberColumn, Table } from "./types.ts";

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
  for (const chunk of chunks) recodeInPlace(chunk, recode);
  return { kind: "category", info: { name, type: "category", missing, levels: sorted.levels }, chunks };
}

/** Levels that are counted superblock by superblock; an edit of a column of more looks at all rows. */
const MOST_COUNTED = 1000;

/** What is told of a chunk of a column; of a category of many levels, what is missing. */
export function summaryOf(
  { info: { levels = [] } }: Pick<Column, "info">,
  chunk: Column["chunks"][number],
): ChunkSummary | LevelCounts {
  if (!(chunk instanceof Int32Array)) return summariseChunk(chunk);
  return levels.length > MOST_COUNTED ? summariseCodes(chunk) : countLevels(chunk, levels.length);
}

/** A column with what its summaries tell; one of many levels is not told of by superblock. */
export function summarised(column: Column, summaries: readonly (ChunkSummary | LevelCounts)[]): Column {
  const { name, type } = column.info;
  if (column.kind === "number") {
    const numbers = summaries as ChunkSummary[];
    return { ...column, info: { name, type, ...joinSummaries(numbers) }, summaries: numbers };
  }
  const info = { ...column.info, missing: summaries.reduce((sum, { missing }) => sum + missing, 0) };
  const counted = summaries.every((summary) => "counts" in summary);
  return counted ? { ...column, info, summaries: summaries as LevelCounts[] } : { ...column, info };
}

/** A whole table whose columns are all told of superblock by superblock, where there is more than one. */
export function summarisedTable(table: Table): Table {
  if (table.superblocks.length < 2 || table.columns.every(({ summaries }) => summaries)) return table;
  const columns = table.columns.map((column): Column => {
    if (column.summaries) return column;
    return summarised(
      column,
      column.chunks.map((chunk) => summaryOf(column, chunk)),
    );
  });
  return { ...table, columns };
}

/** A whole table, all superblocks in order. */
export function tableOf(nRows: number, columns: Column[]): Table {
  const sizes = columns[0]?.chunks.map(({ length }) => length) ?? [];
  const table = { nRows, superblocks: [...sizes.keys()], columns };
  const starts = startsOf(edgesOf(sizes));
  return starts ? { ...table, starts } : table;
}

/** Where superblocks begin; null where all before the last are full, so that their numbers tell. */
export function startsOf(edges: Edges): number[] | null {
  const starts = edges.slice(0, -1);
  return starts.every((start, b) => start === b * SUPERBLOCK_ROWS) ? null : starts;
}

/** Cut n values into chunks of a superblock each, copied. */
export function cut<T extends NumericColumn | Int32Array>(values: T): T[] {
  const edges = evenEdges(values.length);
  return cutAt(
    values,
    edges.slice(1).map((edge, b) => edge - (edges[b] as number)),
  );
}

/** Cut values into chunks of these sizes, copied. */
export function cutAt<T extends NumericColumn | Int32Array>(values: T, sizes: readonly number[]): T[] {
  const edges = edgesOf(sizes);
  return sizes.map((_, b) => values.slice(edges[b], edges[b + 1]) as T);
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

/** How many codes of a category are there and how many missing. */
function summariseCodes(codes: Int32Array): ChunkSummary {
  const missing = countMissing(codes);
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

/** A chunk as it is stored on its own: as f32 where nothing is lost. */
export function storedChunk(chunk: NumericColumn): NumericColumn {
  return fitsFloat32(chunk) ? toFloat32(chunk) : toFloat64(chunk);
}

/** The chunk as f32 if every value survives, else as it is. */
export function narrowed(chunk: Float64Array): NumericColumn {
  return fitsFloat32(chunk) ? Float32Array.from(chunk) : chunk;
}

const toFloat32 = (chunk: NumericColumn): Float32Array =>
  chunk instanceof Float32Array ? chunk : new Float32Array(chunk);
const toFloat64 = (chunk: NumericColumn): Float64Array =>
  chunk instanceof Float64Array ? chunk : new Float64Array(chunk);

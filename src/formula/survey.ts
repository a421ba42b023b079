// What planning must know of the rows: how many are complete, and which levels occur in them.

import type { CategoryColumn, Column, NumberColumn, Table } from "#table/types.ts";
import { calendarNumber, calendarText } from "./calendar.ts";
import { formatNumber } from "./deparse.ts";
import { type CompleteRows, chunkRows, completeRows } from "./rows.ts";
import type { FactorPart } from "./types.ts";

/** Plain, so that it can be made of the rows of one worker and merged. */
export interface Survey {
  /** Rows in which no column of the model is missing. */
  complete: number;
  /** Of each factor, what occurs in those rows: codes of a category, else numbers, ascending. */
  seen: number[][];
}

/** What the levels are made of: the values of a column, or a part of the dates in it. */
export interface FactorSource {
  column: Column;
  part: FactorPart | null;
}

/** A number with more distinct values than this is no category; the survey stops counting there. */
export const MAX_LEVELS = 2000;

/** What is surveyed of a table: columns that must all be present for a row to count, and what levels are made of. */
export interface SurveySource {
  table: Table;
  used: readonly Column[];
  factors: readonly FactorSource[];
}

/** Pass once over the rows of some chunks, one by one; over those of a window of the whole table where one is given. */
export function surveyChunks(
  { table, used, factors }: SurveySource,
  chunks: Iterable<number>,
  window: readonly [number, number] | null = null,
): Survey[] {
  return Array.from(chunks, (chunk) => {
    const tallies = factors.map(tallyOf);
    const rows = rowsWithin(completeRows(table, used, chunk), chunkRows(table, chunk, window));
    for (const tally of tallies) tally.add(chunk, rows);
    return { complete: rows.n, seen: tallies.map((tally) => tally.seen()) };
  });
}

/** The survey of no row. */
function noSurvey(nFactors: number): Survey {
  return { complete: 0, seen: Array.from({ length: nFactors }, () => []) };
}

/** One survey of all rows that some were made of; `nFactors` of each. */
export function mergedSurvey(surveys: readonly Survey[], nFactors: number): Survey {
  return surveys.reduce(mergeSurveys, noSurvey(nFactors));
}

function rowsWithin(rows: CompleteRows, { low, high }: { low: number; high: number }): CompleteRows {
  const { kept, n, dropped } = rows;
  if (low === 0 && high >= n + dropped) return rows;
  const count = Math.max(0, high - low);
  const within = kept ? kept.filter((i) => i >= low && i < high) : new Int32Array(count).map((_, i) => low + i);
  return { ...rows, n: within.length, kept: within, dropped: count - within.length };
}

/** The survey of the rows of both. */
function mergeSurveys(a: Survey, b: Survey): Survey {
  const seen = a.seen.map((of, f) => {
    const all = [...new Set([...of, ...(b.seen[f] ?? [])])].sort((x, y) => x - y);
    // A number with too many values is none the less no category.
    return all.slice(0, MAX_LEVELS + 1);
  });
  return { complete: a.complete + b.complete, seen };
}

/** The levels that occur, in R's order in the C locale (text by code point, numbers by size). */
export function levelsSeen(seen: readonly number[], { column, part }: FactorSource): string[] {
  if (column.kind === "category") return seen.map((code) => column.info.levels?.[code] ?? "");
  return [...new Set(seen.map((x) => (part === null ? formatNumber(x) : calendarText(part, x))))];
}

interface Tally {
  add(chunk: number, rows: CompleteRows): void;
  seen(): number[];
}

function tallyOf({ column, part }: FactorSource): Tally {
  return column.kind === "category" ? tallyCategory(column) : tallyNumber(column, part);
}

function tallyCategory(column: CategoryColumn): Tally {
  const occurs = new Uint8Array(column.info.levels?.length ?? 0);
  return {
    add(chunk, { n, kept }) {
      const codes = column.chunks[chunk] as Int32Array;
      if (kept === null) for (let i = 0; i < n; i++) occurs[codes[i] as number] = 1;
      else for (let i = 0; i < n; i++) occurs[codes[kept[i] as number] as number] = 1;
    },
    seen: () => [...occurs.keys()].filter((code) => occurs[code] === 1),
  };
}

function tallyNumber(column: NumberColumn, part: FactorPart | null): Tally {
  const seen = new Set<number>();
  return {
    add(chunk, { n, kept }) {
      const values = column.chunks[chunk] as Float64Array;
      let last = Number.NaN;
      for (let i = 0; i < n && seen.size <= MAX_LEVELS; i++) {
        const x = values[kept === null ? i : (kept[i] as number)] as number;
        if (x !== last) seen.add(part === null ? x : calendarNumber(part, x));
        last = x;
      }
    },
    seen: () => [...seen].sort((a, b) => a - b),
  };
}

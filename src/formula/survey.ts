// What planning must know of the rows: how many are complete, and which levels occur in them.

import type { CategoryColumn, Column, NumberColumn, Table } from "#table/types.ts";
import { formatNumber } from "./deparse.ts";
import { type CompleteRows, columnsByName, completeRows } from "./rows.ts";

export interface Survey {
  /** Rows in which no column of the model is missing. */
  complete: number;
  /** By column: the levels that occur, in R's order in the C locale (text by code point, numbers by size). */
  levels: Map<string, string[]>;
}

/** A number with more distinct values than this is no category; the survey stops counting there. */
export const MAX_LEVELS = 2000;

/** Pass once over the rows. `columns` must all be present for a row to count; `factors` are those to list the levels of. */
export function survey(table: Table, columns: readonly string[], factors: readonly string[]): Survey {
  const byName = columnsByName(table);
  const used = pick(byName, columns);
  const tallies = pick(byName, factors).map(tallyOf);
  let complete = 0;
  for (let chunk = 0; chunk < table.superblocks.length; chunk++) {
    const rows = completeRows(table, used, chunk);
    complete += rows.n;
    for (const tally of tallies) tally.add(chunk, rows);
  }
  return { complete, levels: new Map(tallies.map((tally) => [tally.name, tally.levels()])) };
}

function pick(byName: Map<string, Column>, names: readonly string[]): Column[] {
  return names.map((name) => byName.get(name)).filter((column) => column !== undefined);
}

interface Tally {
  name: string;
  add(chunk: number, rows: CompleteRows): void;
  levels(): string[];
}

function tallyOf(column: Column): Tally {
  return column.kind === "category" ? tallyCategory(column) : tallyNumber(column);
}

function tallyCategory(column: CategoryColumn): Tally {
  const levels = column.info.levels ?? [];
  const seen = new Uint8Array(levels.length);
  return {
    name: column.info.name,
    add(chunk, { n, kept }) {
      const codes = column.chunks[chunk] as Int32Array;
      if (kept === null) for (let i = 0; i < n; i++) seen[codes[i] as number] = 1;
      else for (let i = 0; i < n; i++) seen[codes[kept[i] as number] as number] = 1;
    },
    levels: () => levels.filter((_, code) => seen[code] === 1),
  };
}

function tallyNumber(column: NumberColumn): Tally {
  const seen = new Set<number>();
  return {
    name: column.info.name,
    add(chunk, { n, kept }) {
      const values = column.chunks[chunk] as Float64Array;
      let last = Number.NaN;
      for (let i = 0; i < n && seen.size <= MAX_LEVELS; i++) {
        const x = values[kept === null ? i : (kept[i] as number)] as number;
        if (x !== last) seen.add(x);
        last = x;
      }
    },
    levels: () => [...new Set([...seen].sort((a, b) => a - b).map(formatNumber))],
  };
}

// A CSV as a typed table, or superblock by superblock: bytes in, columns out; the file is never in memory as a whole.

import { categoryColumn, joinSummaries, numberColumn, tableOf } from "../column.ts";
import { countMissing } from "../passes.ts";
import type { ChunkSummary, Column, CsvDialect, Table } from "../types.ts";
import type { JoinedColumn } from "./join.ts";
import { type CsvFile, type OpenOptions, openCsv } from "./open.ts";
import { numericChunk, type RawChunk } from "./pieces.ts";
import { type WalkOptions, walkSuperblocks } from "./superblocks.ts";

/** What is parsed between two looks at the event loop: a few milliseconds of work. */
const TURN_BYTES = 1_048_576;

export type ReadOptions = OpenOptions & WalkOptions;

/**
 * Read a CSV with a header, packed by gzip or not. A column's type is decided by the first superblock in which it has a value:
 * number where all values in it are, else ISO 8601 date, else category; a later value that does not fit is an error. Names
 * and numbers are trimmed, text is kept as it is. UTF-8, or windows-1252 where a name or a text is not UTF-8. Blank lines at
 * the end do not count; in a file of one column those between are missing values.
 *
 * @throws LeastwiseError `csv-*`, `gzip-broken`, `column-*`, `bad-argument`, with row (from 1, without the header), column
 * and value; rejects with `signal.reason` when aborted
 */
export async function readCsv(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<{ table: Table; dialect: CsvDialect }> {
  const file = await openCsv(source, { partBytes: TURN_BYTES, ...options });
  try {
    const chunks: RawChunk[][] = file.header.names.map(() => []);
    const walk = walkSuperblocks(file, options);
    for (;;) {
      const step = await walk.next();
      if (step.done === true) {
        const { columns, encoding } = step.value.columns();
        const table = tableOf(step.value.nRows, await finished(columns, chunks, file));
        return { table, dialect: { ...file.dialect, encoding } };
      }
      step.value.chunks.forEach((chunk, column) => {
        chunks[column]?.push(chunk);
      });
    }
  } finally {
    file.close();
  }
}

async function finished(joined: readonly JoinedColumn[], chunks: RawChunk[][], file: CsvFile): Promise<Column[]> {
  const columns: Column[] = [];
  for (const [i, column] of joined.entries()) {
    columns.push(columnOf(column, chunks[i] as RawChunk[]));
    // The raw chunks go as soon as their column stands.
    chunks[i] = [];
    await file.pause();
  }
  return columns;
}

function columnOf(column: JoinedColumn, chunks: readonly RawChunk[]): Column {
  const { name, type, words } = column;
  if (type === "category") return categoryColumn(name, words, chunks as Int32Array[]);
  return numberColumn(
    name,
    type,
    chunks.map((chunk) => numericChunk(chunk, column)),
  );
}

/** One superblock of a CSV as a table of its own. */
export interface CsvSuperblock {
  /** Its columns' `info` tells of these rows alone, but for the levels, which are those of all rows so far. */
  table: Table;
  /**
   * Levels by column, `null` for numbers and dates, in the order in which they came: a level keeps its code, and those that
   * appear later are appended. Their text may change with the encoding, which is known at the end only.
   */
  levels: (string[] | null)[];
  /** Columns that have no value yet: given as numbers, all missing, and perhaps something else later. */
  undecided: string[];
  dialect: CsvDialect;
}

/**
 * Read a CSV and keep nothing: each superblock is given once, in order, under its index in the file. Errors as of `readCsv`,
 * where they are met. Codes never change, so that sums by code can be mapped to sorted levels in the end.
 */
export async function* readCsvSuperblocks(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<CsvSuperblock, void, void> {
  const file = await openCsv(source, { partBytes: TURN_BYTES, ...options });
  try {
    for await (const { index, nRows, chunks, joiner } of walkSuperblocks(file, options)) {
      const { columns, encoding } = joiner.columns();
      const open = joiner.plan.columns.filter(({ type }) => type === null);
      yield {
        table: {
          nRows,
          superblocks: [index],
          columns: columns.map((column, i) => unsortedColumn(column, chunks[i] as RawChunk)),
        },
        levels: columns.map(({ type, words }) => (type === "category" ? words : null)),
        undecided: open.map(({ name }) => name),
        dialect: { ...file.dialect, encoding },
      };
    }
  } finally {
    file.close();
  }
}

/** A chunk of a column that is still being read, with its summary where that is known of a numeric one. */
export function unsortedColumn(column: JoinedColumn, chunk: RawChunk, summary: ChunkSummary | null = null): Column {
  const { name, type, words: levels } = column;
  if (type === "category") {
    const codes = chunk as Int32Array;
    return { kind: "category", info: { name, type, missing: countMissing(codes), levels }, chunks: [codes] };
  }
  const values = numericChunk(chunk, column);
  if (summary === null) return numberColumn(name, type, [values]);
  return { kind: "number", info: { name, type, ...joinSummaries([summary]) }, chunks: [values] };
}

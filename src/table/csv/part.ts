// What travels between the one who splits a file, those who read its parts and the one who joins them. Types only, all plain data.

import type { NumericColumn } from "#kernel/backend.ts";
import type { ColumnType } from "../types.ts";

/** Line feeds after a part's bytes, so that a scan ends without looking at the length. */
export const PADDING = 16;

/** Complete rows of a file: `bytes[0, length)`, then `PADDING` line feeds. The buffer is the part's own. */
export interface Part {
  /** Place among the parts, from 0. */
  index: number;
  bytes: Uint8Array;
  length: number;
  /** Where the bytes lie in the file (unpacked, if it was packed). */
  offset: number;
  /** Blank lines above the first row, which are not in the bytes. */
  blanks: number;
  /** Whether the bytes are the beginning of a row that is longer than a row may be. */
  overlong: boolean;
}

/** A column before it is read. */
export interface PlannedColumn {
  name: string;
  /** `null` while no value was seen: the column is read as words. */
  type: ColumnType | null;
  /** Whether the caller gave the type. */
  asked: boolean;
}

/** How the rows of a file are to be read: the same for all its parts. */
export interface CsvPlan {
  /** Bytes of the delimiter and of the decimal mark. */
  delimiter: number;
  mark: number;
  na: readonly string[];
  columns: readonly PlannedColumn[];
}

/** Distinct words of one column in one part, end to end in the order they came, as bytes: code i ends before `ends[i]`. */
export interface PartWords {
  bytes: Uint8Array;
  ends: Int32Array;
  /** Row and line within the part where each word came first; for columns without a type only. */
  firstRow?: Int32Array;
  firstLine?: Int32Array;
}

/** A value that is not of its column's type; rows from 0 and lines from 1, both within the part. */
export interface Misfit {
  column: number;
  row: number;
  line: number;
  text: Uint8Array;
}

/** What ended the reading of a part: an error as data. Lines in it count within the part. */
export interface PartProblem {
  kind: "ragged" | "unclosed" | "after-quote" | "nul" | "overlong";
  /** Rows before it in the part. */
  row: number;
  column: number;
  line: number;
  /** Fields of a ragged row; 0 for a blank line. */
  found: number;
  /** The bytes to show. */
  text: Uint8Array;
}

/** What the one who joins must know of a part that was read; small beside the part. */
export interface PartSummary {
  index: number;
  nRows: number;
  nLines: number;
  /** By column; `null` where it was read as numbers or dates. */
  words: (PartWords | null)[];
  /** The first of each column that has one. */
  misfits: Misfit[];
  problem: PartProblem | null;
}

/** A column of a part: values as f32 where all survive, or codes into the part's words, −1 for missing. */
export type PartColumn = NumericColumn | Int32Array;

/** A part that was read. The arrays may be views of longer buffers. */
export interface PartRead {
  summary: PartSummary;
  columns: PartColumn[];
}

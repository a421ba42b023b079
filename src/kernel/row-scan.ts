// Reading plain rows of delimited text: what is asked of a backend and what it gives. Types only.

import type { NumericColumn } from "./backend.ts";

/** How the cells of a column are read: "other" ones are all left to the caller. */
export type CellKind = "number" | "day" | "word" | "other";

/** Rows of delimited text and how they are read. */
export interface RowText {
  /** Complete rows in `bytes[0, length)`, and at least 16 line feeds after them. */
  bytes: Uint8Array;
  length: number;
  /** Bytes of the delimiter and of the decimal mark. */
  delimiter: number;
  mark: number;
  /** By column. */
  kinds: readonly CellKind[];
}

/** Rows that were read at one go. The arrays are overwritten by what comes next. */
export interface ScannedRows {
  nRows: number;
  /** Where the next row begins. */
  end: number;
  /**
   * By column: numbers or days since 1970-01-01, as f32 where all survive, or codes of words; null where all cells are left.
   * A number that is left is NaN.
   */
  columns: readonly (NumericColumn | Int32Array | null)[];
  /**
   * Cells left to the caller, by rows, four numbers each: row among these, column, and where the cell begins and ends in the
   * text, without its quotes.
   */
  left: Uint32Array;
}

/** Reads text stretch by stretch; no other call of the backend may come between. */
export interface RowScan {
  /** Some thousand rows from where one begins; null where that is not plain: ragged, blank, with quotes in quotes. */
  next(from: number): ScannedRows | null;
  /** Give a word of the rows read last its code, −1 or more; the same words that follow need not be asked for. */
  know(column: number, from: number, to: number, code: number): void;
}

// What a table is, after reading: typed columns in chunks of one superblock each. Types only.

import type { NumericColumn } from "#kernel/backend.ts";

/** `date` counts days since 1970-01-01 UTC (fractions for times). */
export type ColumnType = "number" | "category" | "date";

/** What the public API tells of a column. */
export interface ColumnInfo {
  name: string;
  type: ColumnType;
  missing: number;
  /** Categories, sorted by code point. */
  levels?: string[];
  /** Of the values present; absent for categories and where nothing is present. Dates: days. */
  min?: number;
  max?: number;
  mean?: number;
}

/** Missing values, range and mean of what is present in one chunk; without a value, the last three say nothing. */
export interface ChunkSummary {
  present: number;
  missing: number;
  min: number;
  max: number;
  mean: number;
}

/** Numbers or dates; NaN marks a missing value. */
export interface NumberColumn {
  kind: "number";
  info: ColumnInfo;
  chunks: NumericColumn[];
  /** Of every superblock of the whole table, so that an edit need not look at those that it leaves. */
  summaries?: ChunkSummary[];
}

/** How often each level occurs in one chunk, and how many values are missing. */
export interface LevelCounts {
  missing: number;
  counts: Int32Array;
}

/** Codes into `info.levels`; −1 marks a missing value. */
export interface CategoryColumn {
  kind: "category";
  info: ColumnInfo;
  chunks: Int32Array[];
  /** Of every superblock of the whole table; left out where there are many levels. */
  summaries?: LevelCounts[];
}

export type Column = NumberColumn | CategoryColumn;

/** A table or one shard of it: chunk k of every column holds the rows of superblock `superblocks[k]`. */
export interface Table {
  nRows: number;
  superblocks: number[];
  /** The row of the whole table, from 0, that each chunk begins with; left out where all superblocks before are full. */
  starts?: number[];
  columns: Column[];
}

/** How a CSV was understood, so that it can be said and repeated. */
export interface CsvDialect {
  delimiter: string;
  decimal: "." | ",";
  na: string[];
  encoding: "utf-8" | "windows-1252";
  bom: boolean;
}

export interface CsvOptions {
  /** One character; detected from the first rows when absent. */
  delimiter?: string;
  decimal?: "." | ",";
  /** Words that mean missing; the empty field always does. Default: NA, N/A, NaN, null, NULL. */
  na?: string[];
  /** Types by column name, instead of detecting them. */
  types?: { column: string; type: ColumnType }[];
}

/** What is read of a Parquet or Arrow file. */
export interface ColumnsOptions {
  /** Names of the columns to read, in this order. Default: all. */
  columns?: string[];
}

/** Progress of a read. `bytes` are the source's, packed if it is packed; `totalBytes` is absent where it does not say. */
export interface ReadProgress {
  rows: number;
  bytes: number;
  /** Absent where the source does not say. */
  totalBytes?: number;
  /** At the speed so far; with `totalBytes` only. */
  secondsLeft?: number;
}

/** Values given column by column; strings become categories, Dates dates, null and NaN missing. */
export type ColumnInput = NumericColumn | readonly (number | string | boolean | Date | null | undefined)[];

/** What the catalogue says of a column of a bundled data set. */
export interface DataSetColumn {
  name: string;
  /** In words, for axes and sentences: "marketing spend". */
  label: string;
  /** "$", "visits", "%"; empty for pure numbers and categories. */
  unit: string;
  /** Whether its values were given by chance, as in an experiment, or merely seen. */
  assigned: "random" | "observed";
  description: string;
}

/** A bundled data set: `generated` ones are made by the engine from a seed, others are a file. */
export interface DataSet {
  id: string;
  title: string;
  description: string;
  /** What one row is: "day", "house". */
  row: string;
  nRows: number;
  generated: boolean;
  /** Path under data/. */
  file: string;
  sha256: string;
  licence: string;
  source: string;
  columns: DataSetColumn[];
}

/** Options of a generated data set. */
export interface GenerateOptions {
  /** 32-bit; default 42, the seed of the course. */
  seed?: number;
  /** Rows of the storefront's orders (default 100,000) or customers (10,000): a whole number from 1 to 2³¹ − 1. */
  rows?: number;
  /** Of the storefront: a day in a region, an order, a customer. Default "order" where `rows` is given, else "daily". */
  grain?: "daily" | "order" | "customer";
}

/** Edits in the order remove, set, add. Rows count from 0, as they were before the edit. */
export interface TableEdit {
  set?: { row: number; values: { column: string; value: number | string | null }[] }[];
  remove?: number[];
  add?: { column: string; value: number | string | null }[][];
}

/** Rows in the order of the file, for previews: strings as a person would read them, null where missing. */
export type PreviewRow = (number | string | null)[];

// The rows of a table's columns as monitoring sees them: as they are, missing values too. Types only.

import type { RowPass } from "../rows.ts";

/** Passes over columns, which somebody else runs over superblocks and merges in the fixed tree over their index. */
export interface ColumnRows {
  nRows: number;
  /** Numbers, and dates as days, with NaN for missing; categories as codes into their levels, NaN for missing. */
  reduce<Args, Result>(columns: readonly string[], pass: RowPass<Args, Result>, args: Args): Promise<Result>;
  /** The same over the rows where none of these columns is missing. */
  reduceComplete<Args, Result>(columns: readonly string[], pass: RowPass<Args, Result>, args: Args): Promise<Result>;
}

/** A column that is to be profiled. */
export type ColumnKind =
  | { name: string; kind: "number" | "date" }
  | { name: string; kind: "category"; levels: readonly string[] };

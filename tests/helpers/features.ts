// The fixture of bases, codings, lags and Box–Cox profiles that R made (tests/fixtures/make/features.R).

import { readFileSync } from "node:fs";
import type { Table } from "#table/types.ts";
import { type Cells, tableOf } from "../formula/table.ts";

interface FeatureCase {
  formula: string;
  intercept: boolean;
  names: string | string[];
  columns: number[][];
  fresh: number[][];
  coefficients: number[];
  standardErrors: number[];
  sigma: number;
  /** `predict.lm` in the new rows, with 95 % prediction intervals. */
  predicted: { fitted: number[]; lower: number[]; upper: number[] };
}

interface BoxCoxCase {
  formula: string;
  lambdas: number[];
  logLik: number[];
  lambda: number;
  max: number;
  ci95: [number, number];
}

interface Fixture {
  provenance: { software: string };
  data: Record<string, Cells>;
  fresh: Record<string, Cells>;
  cases: FeatureCase[];
  modes: Record<string, number[]>;
  shifts: Record<string, (number | null)[]>;
  parts: Record<string, number[]>;
  boxcox: BoxCoxCase[];
}

export const features: Fixture = JSON.parse(readFileSync("tests/fixtures/reference/features.json", "utf8"));

/** A table whose column `day` holds dates; cut into chunks of the given lengths, one where none are given. */
export function featureTable(data: Record<string, Cells>, lengths?: readonly number[]): Table {
  const table = tableOf(Object.entries(data));
  for (const { info } of table.columns) if (info.name === "day") info.type = "date";
  return lengths === undefined ? table : recut(table, lengths);
}

/** The same rows in other chunks. */
export function recut(table: Table, lengths: readonly number[]): Table {
  const ends = lengths.map((_, k) => lengths.slice(0, k + 1).reduce((a, b) => a + b, 0));
  const pieces = <T>(all: { subarray(from: number, to: number): T }): T[] =>
    ends.map((end, k) => all.subarray(end - (lengths[k] ?? 0), end));
  const columns = table.columns.map((column) => {
    const all = column.chunks.flatMap((chunk) => Array.from(chunk));
    return column.kind === "category"
      ? { ...column, chunks: pieces(Int32Array.from(all)) }
      : { ...column, chunks: pieces(Float64Array.from(all)) };
  });
  return { ...table, columns, superblocks: lengths.map((_, k) => k) };
}

// The sales data and what R makes of seven models on it.

import { readFileSync } from "node:fs";
import type { Table } from "#table/types.ts";
import { tableOf } from "./rows.ts";

/** [fitted, lower, upper] of the first five rows. */
type Intervals = [number, number, number][];

/** One model of ols.json; the fields of later work are left out. */
export interface SalesModel {
  formula: string;
  weighted: boolean;
  terms: string[];
  coefficients: number[];
  standard_errors: number[];
  t: number[];
  p: number[];
  ci95_low: number[];
  ci95_high: number[];
  r_squared: number;
  adj_r_squared: number;
  sigma: number;
  df_residual: number;
  f: number;
  f_p: number;
  loglik: number;
  aic: number;
  bic: number;
  rss: number;
  predict_confidence_first5: Intervals;
  hc_se?: Record<"HC0" | "HC1" | "HC2" | "HC3", number[]>;
  /** An empty object where R gives none. */
  predict_prediction_first5: Intervals | Record<string, never>;
}

const folder = new URL("../fixtures/reference/sales/", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");

export const salesModels: SalesModel[] = JSON.parse(read("ols.json")).models;

export const salesTable = (): Promise<Table> => tableOf(read("sales.csv"));

// What R makes of the sales data beyond a table of coefficients, and fits to compare with it.

import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { planFormula } from "#formula/plan.ts";
import type { Plan } from "#formula/types.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Rows } from "#stats/rows.ts";
import type { Fit } from "#stats/types.ts";
import type { Table } from "#table/types.ts";
import { tableRows } from "./rows.ts";
import { salesTable } from "./sales.ts";

const file = new URL("../fixtures/reference/sales/inference.json", import.meta.url);

/** R writes a vector of one value as the value. */
export function list<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

export const backend = referenceBackend();
export const sales: Table = await salesTable();
export const reference = JSON.parse(readFileSync(file, "utf8"));

export interface Model {
  plan: Plan;
  rows: Rows;
  fit: Fit;
}

/** A formula on the sales data; weighted ones by its column `weight`. */
export function rowsOf(formula: string, weighted: boolean): { plan: Plan; rows: Rows } {
  const plan = planFormula(formula, sales);
  return { plan, rows: tableRows(plan, sales, backend, weighted ? "weight" : undefined) };
}

export async function modelOf(formula: string, weighted: boolean): Promise<Model> {
  const { plan, rows } = rowsOf(formula, weighted);
  return { plan, rows, fit: await fitOls(plan, rows, backend, { weighted }) };
}

/** Largest relative difference of two lists; 0 agrees with 0 only, null with null only. */
export function difference(
  got: readonly (number | null | undefined)[],
  wanted: number | null | (number | null)[],
): number {
  const values = list(wanted);
  if (got.length !== values.length) return Number.NaN;
  return values.reduce<number>((most, w, k) => {
    const g = got[k] ?? null;
    if (g === w) return most;
    if (g === null || w === null) return Number.NaN;
    const error = Math.abs(g - w) / Math.abs(w);
    return error > most || Number.isNaN(error) ? error : most;
  }, 0);
}

type Wanted = number | (number | null)[];

/** Expects values and p-values to be near R's, each to its tolerance, and keeps the worst relative difference of both. */
export function comparison(tol: { values: number; p: number }) {
  const worst = { values: 0, p: 0 };
  const close = (got: (number | null | undefined)[], wanted: Wanted, kind: keyof typeof worst = "values") => {
    const error = difference(got, wanted);
    expect(error).toBeLessThanOrEqual(tol[kind]);
    worst[kind] = Math.max(worst[kind], error);
  };
  /** Fields of rows by name; `p` and `pHolm` are p-values. */
  const closeFields = <T extends object>(rows: readonly T[], wanted: { [K in keyof T]?: Wanted }) => {
    for (const field of Object.keys(wanted) as (keyof T & string)[]) {
      const got = rows.map((row) => row[field] as number | null);
      close(got, wanted[field] as Wanted, field === "p" || field === "pHolm" ? "p" : "values");
    }
  };
  return { worst, close, closeFields };
}

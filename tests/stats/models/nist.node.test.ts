// The eleven linear sets of NIST's Statistical Reference Datasets, as formulas on a table, on every backend.

import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableOf, tableRows } from "#tests/helpers/rows.ts";

interface Certified {
  name: string;
  model: { kind: "polynomial"; degree: number; intercept: boolean } | { kind: "linear"; intercept: boolean };
  y: string[];
  x: string[][];
  certified: { coefficients: string[]; standard_errors: string[]; r_squared: string; residual_sd: string };
}

const folder = new URL("../../fixtures/reference/nist/", import.meta.url);
const sets = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map((file): Certified => JSON.parse(readFileSync(new URL(file, folder), "utf8")));

/**
 * Digits that every backend reached when this was written, less half a digit and more: fewer is a regression.
 * Coefficients, then standard errors; null for Filip, whose high powers are aliased (R's `lm` aliases the tenth).
 */
const FLOORS: Record<string, [number, number] | null> = {
  Filip: null,
  Longley: [11.9, 12.3],
  NoInt1: [14, 14],
  NoInt2: [14, 14],
  Norris: [13, 13],
  Pontius: [12, 12.5],
  Wampler1: [9, 15],
  Wampler2: [12, 15],
  Wampler3: [9, 10],
  Wampler4: [7.2, 10],
  Wampler5: [5.4, 10],
};

const backends = await availableBackends();
const table: string[] = [];

function formulaOf({ model, x }: Certified): string {
  const terms =
    model.kind === "linear"
      ? x.map((_, j) => `x${j + 1}`)
      : Array.from({ length: model.degree }, (_, k) => (k === 0 ? "x1" : `I(x1^${k + 1})`));
  return `y ~ ${model.intercept ? "" : "0 + "}${terms.join(" + ")}`;
}

function csvOf({ x, y }: Certified): string {
  const head = ["y", ...x.map((_, j) => `x${j + 1}`)];
  return [head, ...y.map((value, i) => [value, ...x.map((column) => column[i])])].map((r) => r.join(",")).join("\n");
}

/** Correct digits, at most 15; for a certified 0, those of the absolute error. */
function digits(got: number | null, certified: string): number {
  const wanted = Number(certified);
  if (got === wanted) return 15;
  const error = wanted === 0 ? Math.abs(got ?? 1) : Math.abs((got ?? Number.NaN) - wanted) / Math.abs(wanted);
  return Math.min(15, -Math.log10(error));
}

const least = (got: Fit["coefficients"], certified: string[]): number =>
  Math.min(...certified.map((wanted, j) => digits(got[j] ?? null, wanted)));

afterAll(() => {
  const head = "correct digits           backend    coefficients  standard errors  estimated  solver";
  console.info([head, ...table].join("\n"));
});

describe.each(backends)("fitOls on $name", (backend) => {
  test.each(sets)("has the digits of $name", async (set) => {
    const data = await tableOf(csvOf(set));
    const plan = planFormula(formulaOf(set), data);
    const fit = await fitOls(plan, tableRows(plan, data, backend), backend, { weighted: false });
    const floors = FLOORS[set.name];
    const beta = least(fit.coefficients, set.certified.coefficients);
    const errors = least(fit.standardErrors, set.certified.standard_errors);
    const estimated = Math.min(...fit.digits.map((d) => d ?? Number.NaN));
    const cells = [beta, errors, estimated].map((d) => (Number.isNaN(d) ? "aliased" : d.toFixed(1)).padStart(12));
    table.push(`${set.name.padEnd(24)} ${backend.name.padEnd(10)} ${cells.join(" ")}       ${fit.solver.name}`);
    for (const [j, certified] of set.certified.coefficients.entries()) {
      const coefficient = fit.coefficients[j] ?? null;
      if (floors) expect(fit.digits[j], fit.terms[j]).toBeLessThanOrEqual(digits(coefficient, certified) + 1);
    }
    if (floors === null) {
      expect(fit.aliased).toContain("I(x1^10)");
      expect(fit.rank).toBeLessThan(11);
      return;
    }
    expect(beta).toBeGreaterThanOrEqual(floors?.[0] ?? 15);
    expect(errors).toBeGreaterThanOrEqual(floors?.[1] ?? 15);
    expect(digits(fit.rSquared, set.certified.r_squared)).toBeGreaterThan(12);
  });
});

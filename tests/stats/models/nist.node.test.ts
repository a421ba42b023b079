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

const folder = new URL("../../../data/nist/", import.meta.url);
const sets = readdirSync(folder)
  .filter((file) => file.endsWith(".json") && file !== "peers.json")
  .map((file): Certified => JSON.parse(readFileSync(new URL(file, folder), "utf8")));

/** What every coefficient and standard error must have; 13.2 on Wampler2 is what rounding its inputs to doubles leaves. */
const REQUIRED = 13;

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

/** Correct digits as far as the printed decimals tell: within half a unit of the last one printed, all 16 may be. */
function digitsAtBest(got: number, certified: string): number {
  const [mantissa = "", exponent = "0"] = certified.split(/e/i);
  const decimals = (mantissa.split(".")[1] ?? "").length;
  const error = Math.abs(got - Number(certified)) - 0.5 * 10 ** (Number(exponent) - decimals);
  return error <= 0 ? 16 : -Math.log10(error / Math.abs(Number(certified)));
}

const least = (got: Fit["coefficients"], certified: string[]): number =>
  Math.min(...certified.map((wanted, j) => digits(got[j] ?? null, wanted)));

afterAll(() => {
  const head = "correct digits           backend    coefficients  standard errors  estimated";
  console.info([head, ...table].join("\n"));
});

const roads = backends.flatMap((backend) =>
  (["auto", "certified"] as const).map((precision) => ({ backend, precision, name: backend.name })),
);

describe.each(roads)("fitOls on $name, precision $precision", ({ backend, precision }) => {
  test.each(sets)("has 13 digits of $name", async (set) => {
    const data = await tableOf(csvOf(set));
    const plan = planFormula(formulaOf(set), data);
    const fit = await fitOls(plan, tableRows(plan, data, backend), backend, { weighted: false, precision });
    const { coefficients, standard_errors, r_squared } = set.certified;
    const beta = least(fit.coefficients, coefficients);
    const errors = least(fit.standardErrors, standard_errors);
    const estimated = Math.min(...fit.digits.map((d) => d ?? Number.NaN));
    const cells = [beta, errors, estimated].map((d) => d.toFixed(1).padStart(12));
    if (precision === "certified") table.push(`${set.name.padEnd(24)} ${backend.name.padEnd(10)} ${cells.join(" ")}`);
    expect(fit.aliased).toEqual([]);
    expect(fit.solver.name).toBe("double-double");
    expect(beta).toBeGreaterThanOrEqual(REQUIRED);
    for (const [j, certified] of coefficients.entries()) {
      const claimed = fit.digits[j] ?? 15;
      const value = fit.coefficients[j] ?? Number.NaN;
      expect(claimed, fit.terms[j]).toBeLessThanOrEqual(digitsAtBest(value, certified) + 1);
      const error = fit.standardErrors[j] ?? Number.NaN;
      const wanted = standard_errors[j] ?? "";
      if (Number(wanted) === 0) expect(error).toBeLessThanOrEqual(1e-13 * Math.abs(Number(certified)));
      else expect(digits(error, wanted), fit.terms[j]).toBeGreaterThanOrEqual(REQUIRED);
    }
    expect(digits(fit.rSquared, r_squared)).toBeGreaterThanOrEqual(REQUIRED);
  });
});

describe.each(backends)("fitOls from moments on $name", (backend) => {
  test.each(sets)("has 9 digits of $name, or of the standard error, and claims no more than it has", async (set) => {
    const data = await tableOf(csvOf(set));
    const plan = planFormula(formulaOf(set), data);
    const fit = await fitOls(plan, tableRows(plan, data, backend), backend, { weighted: false, exactWork: 0 });
    expect(fit.aliased).toEqual([]);
    for (const [j, certified] of set.certified.coefficients.entries()) {
      const value = fit.coefficients[j] ?? Number.NaN;
      const size = Math.max(Math.abs(Number(certified)), Number(set.certified.standard_errors[j]));
      const error = Math.abs(value - Number(certified));
      expect(error, `${fit.terms[j]} by ${fit.solver.name}`).toBeLessThanOrEqual(1e-9 * size);
      expect(fit.digits[j] ?? 15, fit.terms[j]).toBeLessThanOrEqual(digitsAtBest(value, certified) + 1);
    }
  });
});

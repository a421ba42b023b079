// Sums of squares of NIST's sets, whose columns are nearly dependent, against 80 digits, on every backend.

import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { anova } from "#stats/inference/anova/anova.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableOf, tableRows } from "#tests/helpers/rows.ts";

interface Sums {
  name: string;
  I: string[];
  III: string[];
}

/** Digits of types I and III that every backend reached when this was written, less half a digit and more. */
const FLOORS: Record<string, [number, number]> = {
  Longley: [11.5, 11.5],
  Norris: [13.5, 13.5],
  Pontius: [12, 12],
  Wampler1: [9, 9],
  Wampler2: [9, 9],
  Wampler3: [9, 8.5],
  Wampler4: [9, 7],
  Wampler5: [9, 5],
};

const read = (file: string) => JSON.parse(readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8"));
const backends = await availableBackends();
const shown: string[] = [];

function dataOf(name: string): { formula: string; csv: string } {
  const { model, x, y } = read(`data/nist/${name.toLowerCase()}.json`);
  const power = (k: number) => (k === 0 ? "x1" : `I(x1^${k + 1})`);
  const terms: string[] =
    model.kind === "linear"
      ? x.map((_: unknown, j: number) => `x${j + 1}`)
      : Array.from({ length: model.degree }, (_, k) => power(k));
  const head = ["y", ...x.map((_: unknown, j: number) => `x${j + 1}`)];
  const lines = y.map((value: string, i: number) => [value, ...x.map((column: string[]) => column[i])]);
  return { formula: `y ~ ${terms.join(" + ")}`, csv: [head, ...lines].map((line) => line.join(",")).join("\n") };
}

function digits(got: number | undefined, wanted: string): number {
  const error = Math.abs((got ?? Number.NaN) / Number(wanted) - 1);
  return error === 0 ? 15 : Math.min(15, -Math.log10(error));
}

afterAll(() => console.info(["correct digits  backend    type I  type III", ...shown].join("\n")));

describe.each(backends)("anova on $name", (backend) => {
  test.each(read("tests/fixtures/reference/nist-anova.json").sets as Sums[])("has the digits of $name", async (set) => {
    const { formula, csv } = dataOf(set.name);
    const data = await tableOf(csv);
    const plan = planFormula(formula, data);
    const reached = [];
    for (const type of ["I", "III"] as const) {
      const { rows } = await anova(plan, tableRows(plan, data, backend), backend, { type, weighted: false });
      const sums = rows.slice(-set[type].length).map(({ sumSq }) => sumSq);
      reached.push(Math.min(...set[type].map((wanted, t) => digits(sums[t], wanted))));
    }
    shown.push(
      `${set.name.padEnd(15)} ${backend.name.padEnd(10)} ${reached.map((d) => d.toFixed(1).padStart(6)).join("  ")}`,
    );
    const [first, third] = FLOORS[set.name] ?? [15, 15];
    expect(reached[0]).toBeGreaterThanOrEqual(first);
    expect(reached[1]).toBeGreaterThanOrEqual(third);
  });
});

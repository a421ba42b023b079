// Formulas against R: terms, names, order, coding, rows and values. Fixture: tests/fixtures/make/formula.R.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expandRows } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import { type Cells, tableOf } from "./table.ts";

interface Fixture {
  provenance: { software: string };
  data: { name: string; values: Cells }[];
  cases: {
    formula: string;
    intercept: boolean;
    terms: string[];
    response: string;
    names: string[];
    rows: number[];
    y: number[];
    columns: number[][];
  }[];
}

const fixture: Fixture = JSON.parse(readFileSync("tests/fixtures/reference/formula.json", "utf8"));
const table = tableOf(fixture.data.map(({ name, values }) => [name, values]));

/** The C library's log, exp and pow may differ from ours in the last place or two; everything else is exact. */
const TOLERANCE = 4.5e-16;

function furthest(actual: ArrayLike<number>, expected: readonly number[]): number {
  let most = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  expected.forEach((e, i) => {
    const a = actual[i] ?? Number.NaN;
    const error = a === e ? 0 : Math.abs(a - e) / Math.abs(e);
    most = Math.max(most, Number.isNaN(error) ? Number.POSITIVE_INFINITY : error);
  });
  return most;
}

describe(`formulas as ${fixture.provenance.software} reads them`, () => {
  it("covers at least 60 formulas", () => {
    expect(fixture.cases.length).toBeGreaterThanOrEqual(60);
  });

  for (const expected of fixture.cases) {
    it(expected.formula, () => {
      const plan = planFormula(expected.formula, table);
      expect(plan.intercept).toBe(expected.intercept);
      expect(plan.terms).toEqual(expected.terms);
      expect(plan.columns.map(({ name }) => name)).toEqual(expected.names);
      expect(plan.response.label.replace(/^`(.*)`$/, "$1")).toBe(expected.response);
      const { n, kept, dropped, response, columns } = expandRows(plan, table, 0);
      expect(kept === null ? expected.rows : Array.from(kept, (i) => i + 1)).toEqual(expected.rows);
      expect([n, n + dropped]).toEqual([expected.rows.length, table.nRows]);
      expect(furthest(response, expected.y)).toBeLessThan(TOLERANCE);
      expected.columns.forEach((values, j) => {
        expect(furthest(columns[j] ?? [], values), expected.names[j]).toBeLessThan(TOLERANCE);
      });
    });
  }
});

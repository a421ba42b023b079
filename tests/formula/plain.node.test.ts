// Rows of columns as a table stores them are those that expanding gives.

import { describe, expect, it } from "vitest";
import { expandRows } from "#formula/expand.ts";
import { plainColumns, plainRows } from "#formula/plain.ts";
import { planFormula } from "#formula/plan.ts";
import { fromColumns } from "#table/from-columns.ts";
import type { Column } from "#table/types.ts";

const N = 65_536 + 5;
const values = (of: (i: number) => number) => Float64Array.from({ length: N }, (_, i) => of(i));

const stored = fromColumns([
  { name: "y", values: values((i) => i / 3) },
  { name: "x", values: values((i) => Math.sin(i)) },
  { name: "whole", values: values((i) => i % 7) },
  { name: "gap", values: values((i) => (i === 70 ? Number.NaN : i)) },
  { name: "day", values: Array.from({ length: N }, (_, i) => new Date(86_400_000 * (i % 400))) },
  { name: "city", values: Array.from({ length: N }, (_, i) => (i % 2 === 0 ? "Basel" : "Chur")) },
]);

/** What a file may hold, and `fromColumns` refuses. */
const endless = fromColumns([{ name: "endless", values: values((i) => i) }]).columns.map((column) => {
  const info = { ...column.info, max: Number.POSITIVE_INFINITY };
  return { ...column, info } as Column;
});
const table = { ...stored, columns: [...stored.columns, ...endless] };

const plainOf = (formula: string) => plainColumns(planFormula(formula, table), table);

describe("plainRows", () => {
  it.each(["y ~ x", "y ~ whole + x - 1", "whole ~ x", "y ~ day", "x ~ 1"])(
    "of %s are those of expandRows",
    (formula) => {
      const plain = plainOf(formula);
      expect(plain).not.toBeNull();
      for (const chunk of [0, 1]) {
        const expanded = expandRows(planFormula(formula, table), table, chunk);
        expect(plain && plainRows(plain, table, chunk)).toEqual(expanded);
      }
    },
  );
});

describe("plainColumns", () => {
  it.each([
    ["log(x)", "y ~ log(whole + 1)"],
    ["a logged response", "log(y + 1) ~ x"],
    ["a product", "y ~ x:whole"],
    ["a category", "y ~ x + city"],
    ["a number as a category", "y ~ x + C(whole)"],
    ["a missing value", "y ~ x + gap"],
    ["a missing response", "gap ~ x"],
    ["a value that is not finite", "y ~ x + endless"],
    ["a lag", "y ~ lag(x, 1)"],
    ["a part of a date", "y ~ x + month(day)"],
  ])("are none where the formula has %s", (_, formula) => {
    expect(plainOf(formula)).toBeNull();
  });
});

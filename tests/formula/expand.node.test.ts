// Expanding rows: what is shared, what is dropped, what is not finite, and new tables that do not fit.

import { describe, expect, it } from "vitest";
import { expandPredictors, expandRows } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import type { Table } from "#table/types.ts";
import { failure } from "./failure.ts";
import { tableOf } from "./table.ts";

const table = tableOf([
  ["y", [1, 2, 3, 4]],
  ["x", [1, 10, 100, 1000]],
  ["f", ["b", "a", "c", "a"]],
]);
const gaps = tableOf([
  ["y", [1, 2, null, 4, 5]],
  ["x", [1, null, 3, 4, 5]],
  ["f", ["b", "a", "c", null, "a"]],
]);

function chunkOf(data: Table, name: string): unknown {
  return data.columns.find(({ info }) => info.name === name)?.chunks[0];
}

function expand(formula: string, data: Table) {
  return expandRows(planFormula(formula, data), data, 0);
}

describe("expandRows", () => {
  it("hands out the table's own arrays where no row is dropped", () => {
    const { n, kept, dropped, response, columns } = expand("y ~ x + f", table);
    expect([n, kept, dropped]).toEqual([4, null, 0]);
    expect(response).toBe(chunkOf(table, "y"));
    expect(columns[0]).toBe(chunkOf(table, "x"));
    expect(columns.slice(1).map((v) => Array.from(v))).toEqual([
      [1, 0, 0, 0],
      [0, 0, 1, 0],
    ]);
  });

  it("hands out single-precision columns as they are, but a response in double", () => {
    const single = tableOf([
      ["y", [1, 2, 3]],
      ["x", [0.5, 1.5, 2.5]],
    ]);
    for (const column of single.columns)
      if (column.kind === "number") column.chunks[0] = new Float32Array(column.chunks[0] ?? []);
    const { response, columns } = expand("y ~ x + I(x + 1)", single);
    expect(response).toEqual(Float64Array.of(1, 2, 3));
    expect(columns).toEqual([chunkOf(single, "x"), Float64Array.of(1.5, 2.5, 3.5)]);
    expect(columns[0]).toBe(chunkOf(single, "x"));
  });

  it("leaves the table as it was", () => {
    const before = structuredClone(table);
    expand("log(y + 1) ~ x + I(-x) + I(x * x - 2 / x) + sqrt(x) + I(1 - x) + x:f", table);
    expect(table).toEqual(before);
  });

  it("drops rows with a missing value in any column that the formula names", () => {
    const { n, kept, dropped, response, columns } = expand("y ~ x + f", gaps);
    expect([n, kept, dropped]).toEqual([2, Int32Array.of(0, 4), 3]);
    expect(response).toEqual(Float64Array.of(1, 5));
    expect(columns).toEqual([Float64Array.of(1, 5), Float64Array.of(1, 0)]);
    expect(expand("y ~ x", gaps).kept).toEqual(Int32Array.of(0, 3, 4));
  });

  it("bears the longest formula that parses", () => {
    const sum = `I(${"-".repeat(150)}x${" + x".repeat(1999)})`;
    const { columns } = expand(`y ~ ${sum}`, table);
    expect(columns).toEqual([Float64Array.of(2000, 20000, 200000, 2000000)]);
    const long = `log(x${" * x".repeat(1990)})`;
    expect(failure(() => expand(`y ~ ${long}`, table)).code).toBe("value-not-finite");
    expect(planFormula(`y ~ x${" + x".repeat(1999)}`, table).terms).toEqual(["x"]);
  });

  it("makes an empty block of a chunk without complete rows", () => {
    const plan = planFormula("y ~ x", gaps);
    const none = tableOf([
      ["y", [null, 2]],
      ["x", [1, null]],
    ]);
    expect(expandRows(plan, none, 0)).toMatchObject({ n: 0, dropped: 2, columns: [new Float64Array(0)] });
  });

  it("finds a category's levels whatever codes another table gives them", () => {
    const plan = planFormula("y ~ f", table);
    const other = tableOf([
      ["y", [1, 2]],
      ["f", ["c", "b"]],
    ]);
    expect(expandRows(plan, other, 0).columns).toEqual([Float64Array.of(0, 1), Float64Array.of(1, 0)]);
  });

  it("matches C() of numbers by their text, in numbers and in a category", () => {
    const sums = tableOf([
      ["y", [1, 2, 3, 4]],
      ["k", [0.3, 0.1 + 0.2, 100000, 2]],
    ]);
    const plan = planFormula("y ~ C(k)", sums);
    expect(plan.levels[0]?.levels).toEqual(["0.3", "2", "1e+05"]);
    expect(expandRows(plan, sums, 0).columns).toEqual([Float64Array.of(0, 0, 0, 1), Float64Array.of(0, 0, 1, 0)]);
    const texts = tableOf([
      ["y", [1, 2]],
      ["k", ["2", "1e+05"]],
    ]);
    expect(expandRows(plan, texts, 0).columns).toEqual([Float64Array.of(1, 0), Float64Array.of(0, 1)]);
  });
});

describe("expandRows names row, column, rule and value of what is not finite:", () => {
  const data = (x: (number | null)[], superblock = 0) =>
    tableOf([["y", x.map((_, i) => i)] as const, ["x", x] as const, ["z", x.map(() => 2)] as const], superblock);
  const found = (formula: string, values: Table) => {
    const { code, at, value, message } = failure(() => expand(formula, values));
    expect(code).toBe("value-not-finite");
    return { at, value, message };
  };

  it("log(0) and log of a negative", () => {
    expect(found("y ~ z + log(x)", data([1, 2, 0, 4]))).toEqual({
      at: { row: 3, column: "x", char: 8 },
      value: 0,
      message: "log(x): log needs values > 0; got 0 in row 3",
    });
    expect(found("log(x - 5) ~ z", data([9, 4])).value).toBe(-1);
  });

  it("rows counted in the whole table, missing ones too", () => {
    expect(found("y ~ log(x)", data([1, null, -2, 4], 2)).at).toMatchObject({ row: 2 * 65536 + 3 });
  });

  it("sqrt(-1)", () => {
    expect(found("y ~ sqrt(x)", data([4, -1]))).toMatchObject({ at: { row: 2, column: "x", char: 4 }, value: -1 });
  });

  it("exp of much", () => {
    expect(found("y ~ exp(x)", data([4, 710]))).toMatchObject({ at: { row: 2, column: "x" }, value: 710 });
  });

  it("division by 0", () => {
    expect(found("y ~ I(z/x)", data([4, 0]))).toMatchObject({
      at: { row: 2, column: "x", char: 8 },
      value: 0,
      message: "I(z/x): a divisor must not be 0; got 0 in row 2",
    });
    expect(found("y ~ I(z/(x - 4))", data([3, 4])).message).toContain("a divisor must not be 0");
  });

  it("powers without a value", () => {
    expect(found("y ~ I(x^-1)", data([3, 0])).message).toContain("0 has no negative power");
    expect(found("y ~ I(x^0.5)", data([3, -4])).message).toContain("a fractional power needs values >= 0; got -4");
    expect(found("y ~ I(x^200)", data([3, 1e10])).message).toContain("the result of ^ must stay below 1.8e308");
  });

  it("sums that overflow, by the term where two columns meet", () => {
    expect(found("y ~ I(x * z)", data([3, 1.5e308])).at).toEqual({ row: 2, column: "I(x * z)" });
  });

  it("an interaction that overflows", () => {
    expect(found("y ~ x:I(x * 1)", data([3, 1e200]))).toMatchObject({ at: { row: 2, column: "x:I(x * 1)" } });
  });

  it("infinity in the data", () => {
    const infinite = data([3, Number.POSITIVE_INFINITY]);
    expect(found("y ~ x", infinite)).toMatchObject({
      at: { row: 2, column: "x", char: 4 },
      value: Number.POSITIVE_INFINITY,
    });
    expect(found("x ~ z", infinite).at).toMatchObject({ row: 2, column: "x", char: 0 });
    expect(found("y ~ log(x)", infinite).message).toContain("x must be finite");
  });

  it("but not in a row that is dropped anyway", () => {
    const x = [1, Number.POSITIVE_INFINITY, 3, 0];
    const values = tableOf([
      ["y", [1, null, 3, null]],
      ["x", x],
    ]);
    expect(expand("y ~ x + log(x)", values).kept).toEqual(Int32Array.of(0, 2));
  });
});

describe("expandPredictors", () => {
  const plan = planFormula("log(y) ~ x * f + I(x^2)", table);

  it("gives the columns of expandRows without a response in the table", () => {
    const { columns, n, kept, dropped } = expandRows(plan, table, 0);
    const without = { ...table, columns: table.columns.slice(1) };
    expect(expandPredictors(plan, without, 0)).toEqual({ columns, n, kept, dropped });
  });

  it("drops rows for missing predictors only", () => {
    expect(expandPredictors(planFormula("y ~ x", gaps), gaps, 0)).toMatchObject({
      n: 4,
      kept: Int32Array.of(0, 2, 3, 4),
    });
    expect(expandPredictors(planFormula("y ~ 1", gaps), gaps, 0)).toEqual({
      n: 5,
      kept: null,
      dropped: 0,
      columns: [],
    });
    const deleted = planFormula("y ~ x + f - f", gaps);
    expect(expandPredictors(deleted, { ...gaps, columns: gaps.columns.slice(1, 2) }, 0).n).toBe(4);
  });

  it("names row, column and value of an unseen level", () => {
    const other = tableOf(
      [
        ["x", [1, 2, 3]],
        ["f", ["a", null, "ä"]],
      ],
      1,
    );
    const error = failure(() => expandPredictors(plan, other, 0));
    expect([error.code, error.at, error.value]).toEqual(["level-unseen", { row: 65539, column: "f" }, "ä"]);
    expect(error.message).toBe('f: must be one of the levels the model saw, "a", "b", "c"; got "ä" in row 65539');
  });

  it("names an unseen level among numbers", () => {
    const numbers = tableOf([
      ["y", [1, 2, 3]],
      ["k", [0, 1, 0]],
    ]);
    const error = failure(() => expandPredictors(planFormula("y ~ C(k)", numbers), tableOf([["k", [1, 2]]]), 0));
    expect([error.code, error.at, error.value]).toEqual(["level-unseen", { row: 2, column: "k" }, "2"]);
  });

  it("names a column that is not there, or is of another type", () => {
    const lacking = failure(() => expandPredictors(plan, tableOf([["X", [1]]]), 0));
    expect([lacking.code, lacking.at]).toEqual(["column-unknown", { column: "x" }]);
    expect(lacking.message).toContain("perhaps X");
    const texts = tableOf([
      ["x", ["1", "2"]],
      ["f", ["a", "b"]],
    ]);
    const wrong = failure(() => expandPredictors(plan, texts, 0));
    expect([wrong.code, wrong.at]).toEqual(["column-type", { column: "x" }]);
  });
});

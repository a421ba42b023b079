// Columns in double-double: values against big integers, derivatives against differences.

import { describe, expect, test } from "vitest";
import { type ExactRows, expandExact, inputRounding } from "#formula/exact.ts";
import { expandRows } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import { fromColumns } from "#table/from-columns.ts";
import type { Table } from "#table/types.ts";
import { fixedAbs, fixedError, fixedProduct, fixedQuotient, toFixed } from "#tests/helpers/fixed-point.ts";

const x = [-3.7, 0.1, 2.345678, 0.0123, -8.4, 5];
const z = [1.1, 0.7, 3.3, 9.01, 0.3, 2];
const group = ["p", "q", "p", "q", "q", "p"];
const y = [0.3, 0.2, 1.7, 2.2, 0.9, 4.1];

const tableOf = (columns: Record<string, number[] | string[]>): Table =>
  fromColumns(Object.entries(columns).map(([name, values]) => ({ name, values })));

const table = tableOf({ y, x, z, group });

const expanded = (formula: string, of = table): ExactRows => expandExact(planFormula(formula, of), of, 0);

/** Column j in row i, exactly. */
const exactly = ({ columns, low }: ExactRows, j: number, i: number): bigint =>
  toFixed(columns[j]?.[i] ?? Number.NaN) + toFixed(low[j]?.[i] ?? 0);

const F = (value: number): bigint => toFixed(value);

function power(base: bigint, k: number): bigint {
  return k === 0 ? F(1) : fixedProduct(power(base, k - 1), base);
}

describe("expandExact", () => {
  test.each<[string, (i: number) => bigint]>([
    ["I(x^10)", (i) => power(F(x[i] ?? 0), 10)],
    ["I(x^2)", (i) => power(F(x[i] ?? 0), 2)],
    ["I(z^-3)", (i) => fixedQuotient(F(1), power(F(z[i] ?? 0), 3))],
    ["I(x + z)", (i) => F(x[i] ?? 0) + F(z[i] ?? 0)],
    ["I(-(x - z))", (i) => F(z[i] ?? 0) - F(x[i] ?? 0)],
    ["I(x / z)", (i) => fixedQuotient(F(x[i] ?? 0), F(z[i] ?? 0))],
    ["I((x + 0.5) * (z - 2)^3)", (i) => fixedProduct(F(x[i] ?? 0) + F(0.5), power(F(z[i] ?? 0) - F(2), 3))],
    ["x:z", (i) => fixedProduct(F(x[i] ?? 0), F(z[i] ?? 0))],
  ])("y ~ %s is right to 1e-30", (term, wanted) => {
    const rows = expanded(`y ~ 0 + ${term}`);
    for (let i = 0; i < y.length; i++) {
      const value = wanted(i);
      expect(fixedError(exactly(rows, 0, i), value, fixedAbs(value)), `row ${i}`).toBeLessThan(1e-30);
    }
  });

  test("y ~ sqrt(z) squares back to 1e-30", () => {
    const rows = expanded("y ~ 0 + sqrt(z)");
    for (let i = 0; i < y.length; i++) {
      const square = fixedProduct(exactly(rows, 0, i), exactly(rows, 0, i));
      expect(fixedError(square, F(z[i] ?? 0), F(z[i] ?? 0))).toBeLessThan(1e-30);
    }
  });

  test("agrees with expandRows to the last bit or next to it, for every kind of column", () => {
    for (const formula of [
      "y ~ x * z + group",
      "log(y) ~ x * group + exp(x) + I(z^0.5)",
      "sqrt(y) ~ I(2^3 + z) + I(z^x) + I(-x)",
      "y ~ log(z):x:group - 1",
    ]) {
      const plan = planFormula(formula, table);
      const plain = expandRows(plan, table, 0);
      const exact = expandExact(plan, table, 0);
      const columns = [...plain.columns, plain.response];
      expect(exact.columns.length).toBe(columns.length);
      for (const [j, column] of columns.entries()) {
        for (const [i, value] of column.entries()) {
          expect(Math.abs((exact.columns[j]?.[i] ?? 0) - value)).toBeLessThanOrEqual(2 ** -51 * Math.abs(value));
        }
      }
    }
  });

  test("a table column is its own array, without a low part", () => {
    const rows = expanded("y ~ x");
    expect(rows.low).toEqual([null, null]);
    expect(rows.columns[0]).toBe(table.columns[1]?.chunks[0]);
  });

  test("rows with a missing value are dropped as expandRows does", () => {
    const holed = tableOf({ y, x: [...x.slice(0, 2), Number.NaN, ...x.slice(3)], z });
    const rows = expanded("y ~ I(x^2) + z", holed);
    expect(rows).toMatchObject({ n: 5, dropped: 1 });
    expect([...(rows.kept ?? [])]).toEqual([0, 1, 3, 4, 5]);
    expect([...(rows.columns[1] ?? [])]).toEqual(z.filter((_, i) => i !== 2));
  });

  test.each([
    ["I(x^3)"],
    ["I(x * z)"],
    ["x:z"],
    ["I(x / z - x)"],
    ["sqrt(z)"],
    ["log(z + 10)"],
    ["exp(x / 10)"],
    ["I(z^1.5)"],
    ["I(z^(x / 10))"],
    ["I(-x^2)"],
    ["group:x"],
  ])("slopes of %s are its differences", (term) => {
    const formula = `y ~ 0 + ${term}`;
    const rows = expanded(formula);
    for (const name of ["x", "z"] as const) {
      const moved = { x, z, y, group, [name]: { x, z }[name].map((v) => v + 1e-6) };
      const after = expanded(formula, tableOf(moved));
      const input = rows.inputs.findIndex(({ values }) => values === table.columns[name === "x" ? 1 : 2]?.chunks[0]);
      for (const [j, slopes] of rows.slopes.slice(0, -1).entries()) {
        const slope = slopes.get(input);
        for (let i = 0; i < y.length; i++) {
          const wanted = ((after.columns[j]?.[i] ?? 0) - (rows.columns[j]?.[i] ?? 0)) / 1e-6;
          const got = slope === undefined ? 0 : slope === null ? 1 : (slope[i] ?? Number.NaN);
          expect(Math.abs(got - wanted), `${name}, row ${i}`).toBeLessThan(1e-3 * (1 + Math.abs(wanted)));
        }
      }
    }
  });

  test("functions known as doubles are inputs of their own, rounded by up to a unit in the last place", () => {
    const { slopes, inputs } = expanded("y ~ 0 + log(z)");
    const own = [...(slopes[0]?.entries() ?? [])].filter(([, slope]) => slope === null);
    expect(own.length).toBe(1);
    expect(inputs[own[0]?.[0] ?? -1]).toMatchObject({ roundings: 2, values: Float64Array.from(z, Math.log) });
  });

  test("whole numbers are not rounded, and their columns have no slopes", () => {
    const whole = tableOf({ y: [1, 2, 3], x: [4, 5, 7] });
    const { slopes, inputs } = expanded("y ~ I(x^2)", whole);
    expect(inputs.length).toBe(2);
    expect(slopes.map((of) => of.size)).toEqual([0, 0]);
    expect(inputRounding(3)).toBe(0);
    expect(inputRounding(0.1)).toBe(0.1 * 2 ** -53);
    expect(inputRounding(2 ** 60)).toBe(128);
  });

  test("products near the ends of the range keep the precision of a double", () => {
    const ends = tableOf({ y: [1, 2, 4], x: [1e300, 2e300, 3e300], z: [1e-300, 1e-299, 3e-300] });
    const { columns, low } = expanded("y ~ 0 + I(x * z)", ends);
    expect([...(columns[0] ?? [])]).toEqual([1e300 * 1e-300, 2e300 * 1e-299, 3e300 * 3e-300]);
    expect(low[0]?.every(Number.isFinite) ?? true).toBe(true);
  });

  test("refuses what expandRows refuses", () => {
    const bad = tableOf({ y, x: [-1, 2, 3, 4, 5, 6] });
    expect(() => expanded("y ~ log(x)", bad)).toThrow(/log needs values > 0/);
  });
});

// Bases, codings, standardising, lags and dates against R, in the rows they were learned from and in new ones.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandExact } from "#formula/exact.ts";
import { expandPredictors, expandRows } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import { fromColumns } from "#table/from-columns.ts";
import type { Table } from "#table/types.ts";
import { features, featureTable, recut } from "../helpers/features.ts";
import { failure } from "./failure.ts";
import { tableOf } from "./table.ts";

const table = featureTable(features.data);
const fresh = featureTable(features.fresh);

/** Of a column's largest value: R's own bases carry a few roundings. */
const TOLERANCE = 1e-10;

function furthest(actual: ArrayLike<number>, expected: readonly number[]): number {
  const size = Math.max(...expected.map(Math.abs)) || 1;
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((most, e, i) => {
    const error = Math.abs((actual[i] ?? Number.NaN) - e) / size;
    return error > most || Number.isNaN(error) ? error : most;
  }, 0);
}

/** Values of a one-column formula in every row, NaN where the row is dropped. */
function valuesIn(term: string, data: Table): number[] {
  const plan = planFormula(`y ~ ${term}`, data);
  expect(plan.columns).toHaveLength(1);
  return data.superblocks.flatMap((_, chunk) => {
    const { columns, kept, n, dropped } = expandRows(plan, data, chunk);
    const all = new Array<number>(n + dropped).fill(Number.NaN);
    for (let i = 0; i < n; i++) all[kept === null ? i : (kept[i] as number)] = columns[0]?.[i] as number;
    return all;
  });
}

describe(`bases and codings as ${features.provenance.software} makes them`, () => {
  for (const expected of features.cases) {
    it(expected.formula, () => {
      const plan = planFormula(expected.formula, table);
      expect(plan.intercept).toBe(expected.intercept);
      expect(plan.columns.map(({ name }) => name)).toEqual([expected.names].flat());
      const { columns } = expandRows(plan, table, 0);
      const copy = JSON.parse(JSON.stringify(plan));
      const again = expandPredictors(copy, fresh, 0).columns;
      for (const [j, { name }] of plan.columns.entries()) {
        expect(furthest(columns[j] ?? [], expected.columns[j] ?? []), name).toBeLessThan(TOLERANCE);
        expect(furthest(again[j] ?? [], expected.fresh[j] ?? []), `${name} in new rows`).toBeLessThan(TOLERANCE);
      }
    });
  }

  it("in double-double too, but for what is known as doubles only", () => {
    const terms = features.cases.map(({ formula }) => formula);
    for (const formula of [...terms, "y ~ lag(x, 2):size + roll(x, 3) + month(day) + trend(day) + C(region, sum):x"]) {
      const plan = planFormula(formula, table);
      const plain = expandRows(plan, table, 0);
      const exact = expandExact(plan, table, 0);
      expect([exact.n, exact.kept]).toEqual([plain.n, plain.kept]);
      for (const [j, column] of plain.columns.entries()) {
        const sums = Array.from(exact.columns[j] ?? [], (high, i) => high + (exact.low[j]?.[i] ?? 0));
        expect(furthest(sums, Array.from(column)), plan.columns[j]?.name).toBeLessThan(1e-14);
      }
    }
  });

  for (const [term, values] of Object.entries(features.modes)) {
    it(term, () => {
      expect(furthest(valuesIn(term, table), values)).toBeLessThan(1e-14);
    });
  }
});

describe("lags and rolling means", () => {
  for (const [term, expected] of Object.entries(features.shifts)) {
    it(`${term} as written out in R, in any chunks`, () => {
      const wanted = expected.map((value) => value ?? Number.NaN);
      for (const lengths of [[60], [1, 59], [20, 20, 20], [7, 1, 1, 1, 30, 20]]) {
        const found = valuesIn(term, recut(table, lengths));
        expect(found.map(Number.isNaN)).toEqual(wanted.map(Number.isNaN));
        found.forEach((value, i) => {
          if (!Number.isNaN(value)) expect(value).toBeCloseTo(wanted[i] as number, 12);
        });
      }
    });
  }

  it("of the response need the response of earlier rows only", () => {
    const series = tableOf([["y", [1, 2, 4, 8, null]]]);
    const plan = planFormula("y ~ lag(y, 1) + log(lag(y, 2))", series);
    expect(expandRows(plan, series, 0)).toMatchObject({ n: 2, kept: Int32Array.of(2, 3), dropped: 3 });
    const rows = expandPredictors(plan, series, 0);
    expect(rows.kept).toEqual(Int32Array.of(2, 3, 4));
    expect(rows.columns[0]).toEqual(Float64Array.of(2, 4, 8));
  });

  it("are missing where a value among them, or the row's place in the order, is", () => {
    const gaps = tableOf([
      ["y", [1, 2, 3, 4, 5, 6]],
      ["x", [10, null, 30, 40, 50, 60]],
      ["t", [1, 2, 3, null, 5, 6]],
      ["g", ["a", "a", "a", "a", null, "a"]],
    ]);
    const { NaN: none } = Number;
    expect(valuesIn("lag(x, 1)", gaps)).toEqual([none, 10, none, 30, 40, 50]);
    expect(valuesIn("roll(x, 2)", gaps)).toEqual([none, none, none, none, 35, 45]);
    expect(valuesIn("lag(x, 1, t)", gaps)).toEqual([none, 10, none, none, 30, 50]);
    expect(valuesIn("lag(x, 1, order = t, by = g)", gaps)).toEqual([none, 10, none, none, none, 30]);
  });

  it("longer than the table leave no row", () => {
    const error = failure(() => planFormula("y ~ lag(x, 60)", table));
    expect(error.code).toBe("rows-too-few");
    expect(error.message).toContain("lag(x, 60)");
    expect(planFormula("y ~ lag(x, 59)", table).columns).toHaveLength(1);
  });

  it("reach across the borders of real superblocks", () => {
    const n = 2 * 65_536 + 100;
    const x = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 104_729) / 8);
    const data = fromColumns([
      { name: "y", values: x.map((v) => v + 1) },
      { name: "x", values: x },
      { name: "t", values: x.map((_, i) => n - i) },
    ]);
    expect(data.superblocks).toEqual([0, 1, 2]);
    const lag = valuesIn("lag(x, 3)", data);
    const back = valuesIn("roll(x, 2, t)", data);
    for (const row of [65_535, 65_536, 65_537, 65_538, 65_539, 131_071, 131_072, 131_074, n - 4]) {
      expect(lag[row]).toBe(x[row - 3]);
      expect(back[row]).toBe(((x[row + 2] as number) + (x[row + 1] as number)) / 2);
    }
    expect(lag.slice(0, 4).map(Number.isNaN)).toEqual([true, true, true, false]);
    expect(back.slice(-3).map(Number.isNaN)).toEqual([false, true, true]);
  });

  it("refuse a part of a table", () => {
    const part = { ...table, superblocks: [1] };
    expect(failure(() => planFormula("y ~ lag(x, 1)", part)).code).toBe("bad-argument");
  });

  it("agree with the rows before them, whatever the chunks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        (lengths, k) => {
          const n = lengths.reduce((a, b) => a + b, 0);
          fc.pre(n > k);
          const x = Array.from({ length: n }, (_, i) => (i * 7919) % 101);
          const data = recut(tableOf([["y", x.map((v) => v + 1)] as const, ["x", x] as const]), lengths);
          const expected = x.map((_, i) => (i < k ? Number.NaN : (x[i - k] as number)));
          expect(valuesIn(`lag(x, ${k})`, data)).toEqual(expected);
        },
      ),
    );
  });
});

describe("parts of a date", () => {
  for (const [part, expected] of Object.entries(features.parts)) {
    it(`${part} as a number`, () => {
      expect(valuesIn(`I(${part}(day) + 0)`, table)).toEqual(expected);
    });
  }

  it("weekday, month and quarter are factors in the calendar's order, the others numbers", () => {
    const names = (term: string) => planFormula(`y ~ ${term}`, table).columns.map(({ name }) => name);
    expect(names("weekday(day)").map((name) => name.slice(-3))).toEqual(["Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    expect(names("month(day)")).toEqual(
      ["Feb", "Mar", "Apr", "May", "Nov", "Dec"].map((month) => `month(day)${month}`),
    );
    expect(names("quarter(day)")).toEqual(["quarter(day)Q2", "quarter(day)Q4"]);
    expect(names("year(day) + day(day) + weekend(day)")).toEqual(["year(day)", "day(day)", "weekend(day)"]);
    expect(names("C(year(day)) + C(quarter(day), sum)")).toEqual([
      "C(year(day))2024",
      "C(quarter(day), sum)1",
      "C(quarter(day), sum)2",
    ]);
  });

  it("puts an indicator where the part has the level", () => {
    const { columns } = expandRows(planFormula("y ~ quarter(day)", table), table, 0);
    const quarter = features.parts.quarter ?? [];
    expect(Array.from(columns[0] ?? [])).toEqual(quarter.map((q) => (q === 2 ? 1 : 0)));
  });

  it("trend(day) counts days from the first one, in new rows too", () => {
    const plan = planFormula("y ~ trend(day)", table);
    expect(valuesIn("trend(day)", table).slice(0, 3)).toEqual([0, 3, 6]);
    const later = featureTable({ day: [19681 + 3, 19681 + 1000] });
    expect(expandPredictors(plan, later, 0).columns[0]).toEqual(Float64Array.of(0, 997));
  });

  it("of a time are those of its day, before 1970 too", () => {
    const times = featureTable({ y: [1, 2, 3, 4], day: [-0.25, 0.75, -719468, 19723.999] });
    expect(valuesIn("I(weekday(day))", times)).toEqual([3, 4, 3, 1]);
    expect(valuesIn("I(year(day))", times)).toEqual([1969, 1970, 0, 2024]);
  });

  it("need a column of dates, here and in new rows", () => {
    const error = failure(() => planFormula("y ~ x + month(x)", table));
    expect([error.code, error.at]).toEqual(["column-type", { char: 14, column: "x" }]);
    expect(failure(() => planFormula("y ~ I(year(region))", table)).code).toBe("column-type");
  });
});

describe("what cannot be learned is refused at its place:", () => {
  const data = tableOf([
    ["y", [1, 2, 3, 4, 5, 7]],
    ["c", [4, 4, 4, 4, 4, 4]],
    ["b", [0, 1, 0, 1, 1, 1]],
    ["f", ["p", "q", "p", "q", "r", "r"]],
    ["big", [1e9, 1e9, 1e9, 1e9, 1e9, 1e9]],
  ]);
  const cases: [string, number, string][] = [
    ["y ~ scale(c)", 4, "4"],
    ["y ~ scale(big / 3)", 4, "333333333.333333"],
    ['y ~ scale(b, "robust")', 4, "1"],
    ["y ~ poly(b, 2)", 12, "2"],
    ["y ~ poly(c, 1)", 12, "1"],
    ["y ~ ns(b, 3)", 10, "0, 0.333333333333333, 1, 1"],
    ["y ~ ns(c, 1)", 10, "1"],
    ["y ~ bs(b, 6)", 10, "0, 0.25, 1, 1, 1"],
    ['y ~ C(f, treatment, base = "s")', 27, '"s"'],
    ["y ~ C(f, treatment, base = 4)", 27, "4"],
  ];
  for (const [formula, char, got] of cases) {
    it(formula, () => {
      const error = failure(() => planFormula(formula, data));
      expect(error.code).toBe("formula-unsupported");
      expect(error.at?.char).toBe(char);
      expect(String(error.value)).toContain(got.split(", ")[0]);
    });
  }

  it("names of columns that are not there", () => {
    for (const [formula, char] of [
      ["y ~ poly(zz, 2)", 9],
      ["y ~ lag(zz, 1)", 8],
      ["y ~ lag(y, 1, zz)", 14],
      ["y ~ roll(y, 1, by = zz)", 20],
      ["y ~ weekday(zz)", 12],
    ] as const) {
      const error = failure(() => planFormula(formula, data));
      expect([error.code, error.at?.char]).toEqual(["column-unknown", char]);
    }
  });

  it("categories where numbers must be", () => {
    expect(failure(() => planFormula("y ~ lag(f, 1)", data)).at).toEqual({ char: 8, column: "f" });
    expect(failure(() => planFormula("y ~ ns(f, 2)", data)).code).toBe("column-type");
  });

  it("values that are not finite, with their row", () => {
    const error = failure(() => planFormula("y ~ poly(log(b), 1)", data));
    expect([error.code, error.at?.row]).toEqual(["value-not-finite", 1]);
  });
});

describe("expandPredictors with unseenLevels", () => {
  const plan = planFormula("y ~ C(region, sum) + size + C(size, treatment, base = 2):x", table);
  const other = tableOf([
    ["region", ["east", "mars", "west", null]],
    ["size", ["small", "large", "tiny", "large"]],
    ["x", [1, 2, 3, 4]],
  ]);

  it("refuses them unless told otherwise", () => {
    const error = failure(() => expandPredictors(plan, other, 0));
    expect([error.code, error.at?.row, error.value]).toEqual(["level-unseen", 2, "mars"]);
  });

  it('"missing" drops their rows', () => {
    const rows = expandPredictors(plan, other, 0, { unseenLevels: "missing" });
    expect([rows.n, rows.dropped, rows.kept]).toEqual([1, 3, Int32Array.of(0)]);
  });

  it('"baseline" takes them as the first level, or the base', () => {
    const rows = expandPredictors(plan, other, 0, { unseenLevels: "baseline" });
    const known = tableOf([
      ["region", ["east", "east", "west"]],
      ["size", ["small", "large", "large"]],
      ["x", [1, 2, 3]],
    ]);
    const based = expandPredictors(planFormula("y ~ C(region, sum)", table), known, 0).columns;
    expect(rows.columns.slice(0, 3)).toEqual(based);
    const names = plan.columns.map(({ name }) => name);
    const j = names.indexOf("C(size, treatment, base = 2):x");
    expect(j).toBe(-1);
    const small = rows.columns[names.indexOf("C(size, treatment, base = 2)small:x")] ?? [];
    expect(Array.from(small)).toEqual([1, 0, 3]);
  });
});

describe("orthogonal polynomials", () => {
  it("are orthogonal to one another and to the intercept, of length 1", () => {
    const { columns } = expandRows(planFormula("y ~ poly(x, 10)", table), table, 0);
    const all = [new Array<number>(60).fill(1 / Math.sqrt(60)), ...columns.map((column) => Array.from(column))];
    for (const [i, a] of all.entries()) {
      for (const [j, b] of all.entries()) {
        const dot = a.reduce((sum, v, r) => sum + v * (b[r] as number), 0);
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });
});

describe("natural splines", () => {
  it("are straight beyond their boundary", () => {
    const plan = planFormula("y ~ ns(x, 5)", table);
    const far = tableOf([["x", [-30, -20, -10, 40, 50, 60]]]);
    for (const column of expandPredictors(plan, far, 0).columns) {
      const bend = (a: number) => (column[a] as number) - 2 * (column[a + 1] as number) + (column[a + 2] as number);
      expect(bend(0)).toBeCloseTo(0, 10);
      expect(bend(3)).toBeCloseTo(0, 10);
    }
  });
});

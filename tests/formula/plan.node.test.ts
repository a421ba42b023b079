// Planning: what R's fixture cannot say, that is errors and their places, odd names, limits and algebraic laws.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "#base/error.ts";
import { expandRows } from "#formula/expand.ts";
import { planFormula } from "#formula/plan.ts";
import { failure } from "./failure.ts";
import { type Cells, tableOf } from "./table.ts";

const houses = tableOf([
  ["price", [210, 180, null, 340, 150, 275]],
  ["living_area", [1200, 900, 1500, 2000, 800, 1600]],
  ["region", ["west", "east", "south", "east", "west", "west"]],
  ["heating", ["gas", "gas", "oil", "gas", "gas", "gas"]],
  ["rooms", [3, 2, 4, 5, 2, 4]],
  ["garage", [null, null, null, null, null, null]],
]);

const bad: [text: string, code: ErrorCode, at: { char?: number; column?: string }, value: unknown][] = [
  ["price ~ area", "column-unknown", { char: 8, column: "area" }, "area"],
  ["price ~ livng_area + rooms", "column-unknown", { char: 8, column: "livng_area" }, "livng_area"],
  ["prise ~ rooms", "column-unknown", { char: 0, column: "prise" }, "prise"],
  ["price ~ rooms + log(Rooms + 1)", "column-unknown", { char: 20, column: "Rooms" }, "Rooms"],
  ["price ~ C(reg)", "column-unknown", { char: 10, column: "reg" }, "reg"],
  ["price ~ rooms - regiom", "column-unknown", { char: 16, column: "regiom" }, "regiom"],
  ["price ~ log(region)", "column-type", { char: 12, column: "region" }, "the category region"],
  ["price ~ I(rooms * region)", "column-type", { char: 18, column: "region" }, "the category region"],
  ["region ~ price", "column-type", { char: 0, column: "region" }, "the category region"],
  ["log(region) ~ price", "column-type", { char: 4, column: "region" }, "the category region"],
  ["garage ~ rooms", "response-missing", { column: "garage" }, 6],
  ["log(garage + 1) ~ rooms", "response-missing", { column: "garage" }, 6],
  ["price ~ rooms + garage", "rows-too-few", { column: "garage" }, 0],
  ["price ~ rooms + heating", "term-one-level", { char: 16, column: "heating" }, "gas"],
  ["rooms ~ 0 + C(garage)", "rows-too-few", { column: "garage" }, 0],
];

describe("planFormula says where and why it cannot plan", () => {
  for (const [text, code, at, value] of bad) {
    it(text, () => {
      const error = failure(() => planFormula(text, houses));
      expect({ code: error.code, at: error.at, value: error.value }).toEqual({ code, at, value });
    });
  }

  it("with the nearest name where one is near, case aside", () => {
    const message = (text: string) => failure(() => planFormula(text, houses)).message;
    expect(message("prise ~ rooms")).toContain("perhaps price");
    expect(message("price ~ Rooms")).toContain("perhaps rooms");
    expect(message("price ~ livingarea")).toContain("perhaps living_area");
    expect(message("price ~ regoin")).toContain("perhaps region");
    expect(message("price ~ zzz")).not.toContain("perhaps");
  });

  it("a table without rows", () => {
    const empty = tableOf([
      ["y", []],
      ["x", []],
    ]);
    expect(failure(() => planFormula("y ~ x", { ...empty, superblocks: [] })).code).toBe("rows-too-few");
  });

  it("a response that is missing in every row and therefore reads as a category", () => {
    const table = tableOf([["x", [1, 2]]]);
    table.columns.push({
      kind: "category",
      info: { name: "y", type: "category", missing: 2, levels: [] },
      chunks: [Int32Array.of(-1, -1)],
    });
    expect(failure(() => planFormula("y ~ x", table)).code).toBe("response-missing");
  });
});

describe("planFormula keeps to its limits", () => {
  const many = tableOf([
    ["y", Array.from({ length: 3000 }, (_, i) => i)],
    ["id", Array.from({ length: 3000 }, (_, i) => `r${i}`)],
    ["x", Array.from({ length: 3000 }, (_, i) => i / 7)],
    ["a", Array.from({ length: 3000 }, (_, i) => `a${i % 60}`)],
    ["b", Array.from({ length: 3000 }, (_, i) => `b${i % 61}`)],
    ...Array.from({ length: 12 }, (_, j): [string, Cells] => [
      `v${j}`,
      Array.from({ length: 3000 }, (_, i) => i % (j + 2)),
    ]),
  ]);

  it("on levels of a category", () => {
    const error = failure(() => planFormula("y ~ x + id", many));
    expect([error.code, error.at]).toEqual(["formula-unsupported", { char: 8, column: "id" }]);
    expect(failure(() => planFormula("y ~ C(x)", many)).code).toBe("formula-unsupported");
  });

  it("on columns of the design, before it makes them", () => {
    const error = failure(() => planFormula("y ~ a * b", many));
    expect([error.code, error.value]).toEqual(["formula-unsupported", "3659 columns"]);
  });

  it("on terms, before they are counted out", () => {
    const error = failure(() => planFormula("y ~ (. - id)^9", many));
    expect([error.code, error.at?.char]).toEqual(["formula-unsupported", 12]);
    expect(planFormula("y ~ (v0 + v1)^1000000000", many).terms).toEqual(["v0", "v1", "v0:v1"]);
  });
});

describe("planFormula on odd names", () => {
  const names = ["__proto__", "constructor", "(Intercept)", "<b>x</b>", 'a"b', "😀", "a`b", "x:y", "C(x)", "toString"];
  const table = tableOf(names.map((name, j) => [name, [1, 2, 4, 8, 16].map((v, i) => v * (j + 1) + i * j)] as const));

  it("takes them all as columns", () => {
    const plan = planFormula('__proto__ ~ constructor + `(Intercept)` + `<b>x</b>` + `a"b` + `😀` + `a\\`b`', table);
    expect(plan.variables).toEqual(names.slice(0, 7));
    expect(planFormula("constructor ~ .", table).columns.length).toBe(names.length - 1);
    const { columns } = expandRows(planFormula("constructor ~ __proto__ + toString", table), table, 0);
    expect(columns.map((values) => Array.from(values))).toEqual([
      [1, 2, 4, 8, 16],
      [10, 29, 58, 107, 196],
    ]);
  });

  it("never takes a column for an interaction or a function", () => {
    const plan = planFormula("toString ~ `x:y` + `C(x)` + log(`C(x)`)", table);
    expect(plan.columns.map(({ name }) => name)).toEqual(["`x:y`", "`C(x)`", "log(`C(x)`)"]);
    expect(plan.levels).toEqual([]);
  });

  it("takes a category called __proto__ with a level called __proto__", () => {
    const data = tableOf([
      ["y", [1, 2, 3, 4]],
      ["__proto__", ["__proto__", "constructor", "__proto__", "b"]],
    ]);
    const plan = planFormula("y ~ __proto__", data);
    expect(plan.columns.map(({ name }) => name)).toEqual(["`__proto__`b", "`__proto__`constructor"]);
    expect(expandRows(plan, data, 0).columns.map((v) => Array.from(v))).toEqual([
      [0, 0, 0, 1],
      [0, 1, 0, 0],
    ]);
  });
});

describe("a Plan", () => {
  it("is plain JSON that expands alike after a round trip", () => {
    const text = "log(price) ~ C(rooms) * living_area + I(living_area^2):region";
    const plan = planFormula(text, houses);
    const copy = JSON.parse(JSON.stringify(plan));
    expect(copy).toEqual(plan);
    expect(expandRows(copy, houses, 0)).toEqual(expandRows(plan, houses, 0));
  });

  it("counts a level only where the row is complete", () => {
    expect(planFormula("price ~ region", houses).levels).toEqual([
      { variable: "region", column: "region", levels: ["east", "west"] },
    ]);
    expect(planFormula("rooms ~ region", houses).levels[0]?.levels).toEqual(["east", "south", "west"]);
  });

  it("sees the rows of every chunk", () => {
    const table = tableOf([
      ["y", [1, 2, 3]],
      ["f", ["a", "b", "c"]],
    ]);
    const [y, f] = table.columns;
    if (y?.kind !== "number" || f?.kind !== "category") throw new Error("unexpected columns");
    y.chunks.push(Float64Array.of(4, Number.NaN));
    y.info.missing = 1;
    f.chunks.push(Int32Array.of(3, 4));
    f.info.levels = ["a", "b", "c", "d", "e"];
    const plan = planFormula("y ~ f", { ...table, nRows: 5, superblocks: [0, 1] });
    expect(plan.levels[0]?.levels).toEqual(["a", "b", "c", "d"]);
  });
});

describe("the algebra of terms", () => {
  const table = tableOf([
    ["y", [3, 1, 4, 1, 5, 9, 2, 6]],
    ["a", [2, 7, 1, 8, 2, 8, 1, 8]],
    ["b", [1, 4, 1, 4, 2, 1, 3, 5]],
    ["f", ["u", "v", "u", "v", "w", "u", "w", "v"]],
    ["g", ["p", "q", "q", "p", "p", "q", "p", "q"]],
  ]);
  const variable = fc.constantFrom("a", "b", "f", "g", "log(a)", "I(b^2)", "C(b)");
  const terms = fc.letrec<{ sum: string }>((tie) => ({
    sum: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      variable,
      fc
        .tuple(tie("sum"), fc.constantFrom("+", ":", "*", "-", "/"), tie("sum"))
        .map(([left, op, right]) => `(${left} ${op} ${right})`),
    ),
  })).sum;
  const design = (text: string) => {
    const plan = planFormula(`y ~ ${text}`, table);
    const names = plan.columns.map(({ name }) => name);
    return { terms: plan.terms, names, values: expandRows(plan, table, 0).columns };
  };
  /** Terms as sets of variables: their order within a label is that of first mention. */
  const sets = (text: string) =>
    planFormula(`y ~ ${text}`, table).terms.map((term) => term.split(":").sort().join(":"));
  const law = (left: (a: string, b: string) => string, right: (a: string, b: string) => string) =>
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        expect(design(left(a, b))).toEqual(design(right(a, b)));
      }),
      { numRuns: 100 },
    );

  it("expands a*b as a + b + a:b", () => {
    law(
      (a, b) => `${a} * ${b}`,
      (a, b) => `${a} + ${b} + ${a}:${b}`,
    );
  });

  it("expands (a + b)^2 to the terms of (a + b)*(a + b)", () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        expect(sets(`(${a} + ${b})^2`).sort()).toEqual(sets(`(${a} + ${b}) * (${a} + ${b})`).sort());
      }),
    );
  });

  it("lets repeated terms collapse", () => {
    law(
      (a, b) => `${a} + ${b} + ${a}`,
      (a, b) => `${a} + ${b}`,
    );
  });

  it("deletes terms and keeps the others in their order", () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        const gone = new Set(sets(b));
        expect(sets(`${a} - ${b}`)).toEqual(sets(a).filter((term) => !gone.has(term)));
      }),
    );
  });
});

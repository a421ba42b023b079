// Formulas on columns that are known by name only: which of them a term takes, and what the plan says of them.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { planNamed } from "#formula/plan-named.ts";
import { fromColumns } from "#table/from-columns.ts";

const table = fromColumns([
  { name: "y", values: [1, 2, 4, 8, 3, 5] },
  { name: "x", values: [1, 2, 3, 4, 5, 7] },
  { name: "z", values: [2, 1, 2, 5, 4, 9] },
  { name: "avg price", values: [2, 3, 2, 1, 7, 1] },
  { name: "g", values: ["a", "b", "c", "a", "b", "c"] },
  { name: "h", values: ["u", "u", "v", "v", "u", "v"] },
]);

const full = planFormula("y ~ x + log(z) + `avg price` + g * h + x:g", table);
const names = [...full.columns.map(({ name }) => name), full.response.label];
const source = { names, plan: full };
const columnsOf = (formula: string) => planNamed(formula, source).plan.columns.map(({ name }) => name);

describe("planNamed(formula, { names, plan })", () => {
  it.each([
    "y ~ x",
    "y ~ log(z) + x",
    "y ~ `avg price` + g",
    "y ~ g + h + g:h",
    "y ~ g * h",
    "y ~ x * g",
    "y ~ (g + h)^2 + log(z)",
    "y ~ x - 1",
    "y ~ 1",
    "y ~ 0",
    "x ~ log(z) + h",
    "log(z) ~ x",
  ])("has the design of R's model for %s", (formula) => {
    const { plan, places } = planNamed(formula, source);
    const wanted = planFormula(formula, table);
    const { variables: _, ...rest } = plan;
    const withoutOffsets = (value: unknown) => JSON.parse(JSON.stringify(value, (key, v) => (key === "at" ? 0 : v)));
    expect(withoutOffsets(rest)).toEqual(withoutOffsets({ ...wanted, variables: undefined }));
    expect(plan.variables).toEqual(full.variables);
    expect(places.map((place) => names[place])).toEqual([
      ...wanted.columns.map(({ name }) => name),
      wanted.response.label,
    ]);
  });

  it("takes . for every column but the response, less what is deleted", () => {
    expect(columnsOf("y ~ .")).toEqual(names.slice(0, -1));
    expect(columnsOf("y ~ . - g:h - x:g - g - h")).toEqual(["x", "log(z)", "`avg price`"]);
    expect(columnsOf("x ~ . - x:g - g:h")).toEqual(["log(z)", "`avg price`", "gb", "gc", "hv", "y"]);
  });

  it("is the same whatever is subtracted and added again", () =>
    fc.assert(
      fc.property(fc.shuffledSubarray(["x", "log(z)", "`avg price`", "g", "h"], { minLength: 1 }), (terms) => {
        const wanted = columnsOf(`y ~ ${terms.join(" + ")}`);
        expect(columnsOf(`y ~ ${[...terms, ...terms].join(" + ")}`)).toEqual(wanted);
        expect(columnsOf(`y ~ . - g:h - x:g - . + ${terms.join(" + ")}`)).toEqual(wanted);
      }),
      { numRuns: 60, seed: 20_260_112 },
    ));
});

describe("planNamed(formula, { names })", () => {
  const named = (formula: string, ...own: string[]) => {
    const { plan, places } = planNamed(formula, { names: own });
    return { terms: plan.terms, columns: plan.columns.map(({ name }) => name), places, variables: plan.variables };
  };

  it("reads names as R writes coefficients", () => {
    expect(named("y ~ a * b", "a", "b", "a:b", "y")).toMatchObject({ terms: ["a", "b", "a:b"], places: [0, 1, 2, 3] });
    expect(named("y ~ b:a", "a:b", "y")).toMatchObject({ terms: ["b:a"], places: [0, 1] });
    expect(named("log(y) ~ I(a^2)", "log(y)", "I(a^2)")).toMatchObject({ places: [1, 0], variables: ["y", "a"] });
    expect(named("y ~ log( a )", "log(a)", "y")).toMatchObject({ terms: ["log(a)"], variables: ["y", "a"] });
    expect(named("y ~ . - a:b", "a", "a:b", "y")).toMatchObject({ terms: ["a"] });
  });

  it("takes any other name in backticks", () => {
    const odd = ["a + b", "1", "x^2", "y ~ x", "😀", "__proto__", "y"];
    for (const [place, name] of odd.slice(0, -1).entries()) {
      expect(named(`y ~ \`${name}\``, ...odd).places).toEqual([place, 6]);
      expect(named(`\`${name}\` ~ y`, ...odd).places).toEqual([6, place]);
    }
    expect(named("y ~ .", ...odd).places).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("takes two spellings of one product as two columns", () => {
    expect(named("y ~ .", "a:b", "b:a", "y").places).toEqual([1, 0, 2]);
    expect(named("y ~ `b:a`", "a:b", "b:a", "y").places).toEqual([1, 2]);
  });

  it("has an empty model where there is nothing but the response", () => {
    expect(named("y ~ .", "y")).toMatchObject({ terms: [], columns: [], places: [0] });
  });
});

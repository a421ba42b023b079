// A formula's text and what the controls make of it.

import { describe, expect, test } from "vitest";
import { parseFormula } from "#formula/parse.ts";
import { choiceOf, formulaOf, isComplete, namesIn, quoteName, wordAt } from "#widgets/data/formula-text.ts";

describe("choiceOf(text)", () => {
  test("cuts at ~ and +", () => {
    expect(choiceOf("log(y) ~ a + I(b + c) + d:e")).toEqual({ response: "log(y)", terms: ["a", "I(b + c)", "d:e"] });
  });

  test("leaves what stands in backticks whole", () => {
    expect(choiceOf("`a ~ b` ~ `c + d` + `e\\`+f`")).toEqual({ response: "`a ~ b`", terms: ["`c + d`", "`e\\`+f`"] });
  });

  test("takes text that is being typed", () => {
    expect(choiceOf("")).toEqual({ response: "", terms: [] });
    expect(choiceOf("y")).toEqual({ response: "y", terms: [] });
    expect(choiceOf("y ~ a +")).toEqual({ response: "y", terms: ["a"] });
  });
});

describe("formulaOf(choice)", () => {
  test("is the inverse", () => {
    for (const text of ["y ~ a", "log(y) ~ a + I(b + c) + d:e", "`a ~ b` ~ `c + d`"]) {
      expect(formulaOf(choiceOf(text))).toBe(text);
    }
  });

  test("waits until both sides are there", () => {
    expect(isComplete(choiceOf("y ~ "))).toBe(false);
    expect(isComplete(choiceOf("~ a"))).toBe(false);
    expect(isComplete(choiceOf("y ~ a"))).toBe(true);
  });
});

describe("quoteName(name)", () => {
  const names = [
    "plain",
    "two words",
    "a`b",
    "back\\slash",
    "TRUE",
    ".",
    "1st",
    "größe",
    "<img src=x>",
    "🦊",
    "line\nend",
    "(Intercept)",
    "__proto__",
  ];

  test("is read back as the same column by the parser", () => {
    for (const name of names) {
      const { terms } = parseFormula(`y ~ ${quoteName(name)}`);
      expect(terms).toMatchObject({ kind: "variable", variable: { name } });
    }
  });

  test("is found again in the text", () => {
    for (const name of names) expect(namesIn(`y ~ ${quoteName(name)} + 1`)).toEqual(["y", name]);
  });
});

test("namesIn leaves functions and numbers out", () => {
  expect(namesIn("log(y) ~ I(x^2) + C(z) + 1e5 + .")).toEqual(["y", "x", "z"]);
});

describe("wordAt(text, at)", () => {
  test("is the whole name, quoted or not", () => {
    expect(wordAt("y ~ trafic + b", 4)).toEqual([4, 10]);
    expect(wordAt("y ~ `a b` + c", 4)).toEqual([4, 9]);
  });

  test("is one sign, one operator, an emoji whole, or the end", () => {
    expect(wordAt("y ~ %in% b", 4)).toEqual([4, 8]);
    expect(wordAt("y ~ + b", 4)).toEqual([4, 5]);
    expect(wordAt("y ~ 🦊", 4)).toEqual([4, 6]);
    expect(wordAt("y ~", 3)).toEqual([3, 3]);
  });
});

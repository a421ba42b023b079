// Reading formulas: what parses into what, and every way in which one does not, at its character.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ErrorCode, LeastwiseError } from "#base/error.ts";
import { formatNumber, quoteName } from "#formula/deparse.ts";
import { parseFormula } from "#formula/parse.ts";
import { failure } from "./failure.ts";

/** Labels of the variables in a formula of plain sums. */
function labels(text: string): string[] {
  const walk = (node: ReturnType<typeof parseFormula>["terms"]): string[] => {
    if (node.kind === "binary") return [...walk(node.left), ...walk(node.right)];
    return node.kind === "variable" ? [node.variable.label] : [];
  };
  return walk(parseFormula(text).terms);
}

describe("parseFormula", () => {
  it("writes labels as R does, whatever the spaces", () => {
    const text = "y~x+ log( a+1 )+I( x ^2)+I(a*b)+I(a/b)+I(-a)+I(( a-b )/100000)+C( f )+sqrt(1e-5*x)";
    const expected = ["x", "log(a + 1)", "I(x^2)", "I(a * b)", "I(a/b)", "I(-a)", "I((a - b)/1e+05)", "C(f)"];
    expect(labels(text)).toEqual([...expected, "sqrt(1e-05 * x)"]);
  });

  it("reads backticks, escapes, dots, underscores and letters of any script", () => {
    expect(labels("y ~ `Sale Price` + `a\\`b` + .x_1 + größe + 価格 + `plain` + _u + `if` + `😀` + x.y")).toEqual([
      "`Sale Price`",
      "`a\\`b`",
      ".x_1",
      "größe",
      "価格",
      "plain",
      "`_u`",
      "`if`",
      "`😀`",
      "x.y",
    ]);
  });

  it("keeps the place of columns and functions", () => {
    const { response, terms } = parseFormula("log(y) ~ x + sqrt(z)");
    expect(response.expr).toEqual({ kind: "call", fn: "log", at: 0, arg: { kind: "column", name: "y", at: 4 } });
    expect(terms).toMatchObject({
      op: "add",
      at: 11,
      left: { variable: { name: "x", at: 9 } },
      right: { variable: { at: 13, expr: { fn: "sqrt", at: 13, arg: { name: "z", at: 18 } } } },
    });
  });

  it("binds as R does: ^ before a sign, a sign before :, right to left for ^", () => {
    const arithmetic = (text: string) => {
      const { terms } = parseFormula(`y ~ I(${text})`);
      return terms.kind === "variable" && terms.variable.kind === "expression" ? terms.variable.expr : undefined;
    };
    const strip = (value: unknown) => JSON.stringify(value).replace(/,"at":\d+/g, "");
    const same = (a: string, b: string) => expect(strip(arithmetic(a))).toBe(strip(arithmetic(b)));
    same("-x^2", "-(x^2)");
    same("x^2^3", "x^(2^3)");
    same("x^-2^2", "x^(-(2^2))");
    same("x-1-2", "(x-1)-2");
    same("x/2*3", "(x/2)*3");
    same("x+2*z", "x+(2*z)");
    same("-x*z", "(-x)*z");
    same("2*-x+1", "(2*(-x))+1");
    same("+x", "x");
  });
});

const badFormulas: [text: string, code: ErrorCode, char: number, value: string][] = [
  ["", "formula-syntax", 0, ""],
  ["   ", "formula-syntax", 3, ""],
  ["~ x", "formula-syntax", 0, "~"],
  ["y", "formula-syntax", 1, ""],
  ["y ~", "formula-syntax", 3, ""],
  ["y ~ x +", "formula-syntax", 7, ""],
  ["y ~ * x", "formula-syntax", 4, "*"],
  ["y ~ x z", "formula-syntax", 6, "z"],
  ["y x ~ z", "formula-syntax", 2, "x"],
  ["y ~ x ~ z", "formula-syntax", 6, "~"],
  ["y ~ (x + z", "formula-syntax", 10, ""],
  ["y ~ x)", "formula-syntax", 5, ")"],
  ["y ~ x, z", "formula-syntax", 5, ","],
  ["y ~ ()", "formula-syntax", 5, ")"],
  ["y ~ 2", "formula-syntax", 4, "2"],
  ["y ~ x + 2 * z", "formula-syntax", 8, "2"],
  ["y ~ x^0", "formula-syntax", 6, "0"],
  ["y ~ x^1.5", "formula-syntax", 6, "1.5"],
  ["y ~ x^z", "formula-syntax", 6, "z"],
  ["y ~ x^-1", "formula-syntax", 6, "-1"],
  ["y ~ `x", "formula-syntax", 4, "`x"],
  ["y ~ ``", "formula-syntax", 4, "``"],
  ["y ~ 1st_floor", "formula-syntax", 4, "1st_floor"],
  ["y ~ x§z", "formula-syntax", 5, "§"],
  ["y ~ x + 😀", "formula-syntax", 8, "😀"],
  ["y ~ x + 1e999", "formula-syntax", 8, "1e999"],
  ["y ~ log(x", "formula-syntax", 9, ""],
  ["y ~ log(x z)", "formula-syntax", 10, "z"],
  ["y ~ x + Log(z)", "formula-function", 8, "Log"],
  ["y ~ spline(x, 2)", "formula-function", 4, "spline"],
  ["y ~ poly(x)", "formula-function", 10, ")"],
  ["y ~ poly(x, 0)", "formula-function", 12, "0"],
  ["y ~ poly(x, 2.5)", "formula-function", 12, "2.5"],
  ["y ~ poly(x, -1)", "formula-function", 12, "-1"],
  ["y ~ poly(x, z)", "formula-function", 12, "z"],
  ["y ~ poly(x, 2, raw = 1)", "formula-function", 21, "1"],
  ["y ~ poly(x, 2, rawe = TRUE)", "formula-function", 15, "rawe"],
  ["y ~ poly(x, 2, TRUE, 4)", "formula-function", 21, "4"],
  ["y ~ poly(x, 2, degree = 2)", "formula-function", 12, "2"],
  ["y ~ poly(3, 2)", "formula-unsupported", 4, "poly(3, 2)"],
  ["y ~ log(poly(x, 2))", "formula-unsupported", 8, "poly"],
  ["y ~ ns(x, df = 0)", "formula-function", 15, "0"],
  ["y ~ ns(x, 3, 2)", "formula-function", 13, "2"],
  ["y ~ bs(x, 2)", "formula-function", 10, "2"],
  ["y ~ bs(x, df = 1, degree = 2)", "formula-function", 15, "1"],
  ["ns(y, 3) ~ x", "formula-unsupported", 0, "ns"],
  ["y ~ lag(x)", "formula-function", 9, ")"],
  ["y ~ lag(x, 0)", "formula-function", 11, "0"],
  ["y ~ lag(x, -1)", "formula-function", 11, "-1"],
  ["y ~ lag(log(x), 1)", "formula-unsupported", 8, "log(x)"],
  ["y ~ roll(x, 3, date, g, 5)", "formula-function", 24, "5"],
  ["y ~ lag(x, 1, order = 2)", "formula-unsupported", 22, "2"],
  ["y ~ scale(x, minmax)", "formula-function", 13, "minmax"],
  ["y ~ boxcox(x, z)", "formula-function", 14, "z"],
  ["y ~ C(x, poly)", "formula-function", 9, "poly"],
  ["y ~ C(x, sum, base = 2)", "formula-function", 21, "2"],
  ["y ~ C(x, treatment, base = 0)", "formula-function", 27, "0"],
  ["y ~ C(month(log(d)))", "formula-unsupported", 12, "log(d)"],
  ["y ~ weekday(d + 1)", "formula-unsupported", 12, "d + 1"],
  ["y ~ log(x = 3", "formula-syntax", 13, ""],
  ["y ~ x = 3", "formula-unsupported", 6, "="],
  ['y ~ C(x, base = "a)', "formula-syntax", 16, '"a)'],
  ["y ~ log('x')", "formula-unsupported", 8, '"x"'],
  ["y ~ log(x + abs(z))", "formula-function", 12, "abs"],
  ["y ~ constructor(x)", "formula-function", 4, "constructor"],
  ["y ~ log()", "formula-function", 8, ")"],
  ["y ~ log(x, 2)", "formula-function", 11, "2"],
  ["y ~ C(x, z)", "formula-function", 9, "z"],
  ["y ~ C(log(x))", "formula-unsupported", 6, "log(x)"],
  ["y ~ log(C(x))", "formula-unsupported", 8, "C"],
  ["C(y) ~ x", "formula-unsupported", 0, "C"],
  ["y ~ log(.)", "formula-unsupported", 8, "."],
  [". ~ x", "formula-unsupported", 0, "."],
  ["1 ~ x", "formula-unsupported", 0, "1"],
  ["y ~ I(2)", "formula-unsupported", 4, "I(2)"],
  ["y ~ I(x:z)", "formula-unsupported", 7, ":"],
  ["y ~ I(x > 3)", "formula-unsupported", 8, ">"],
  ["y ~ x | z", "formula-unsupported", 6, "|"],
  ["y == x", "formula-unsupported", 2, "=="],
  ["y ~ x %% 2", "formula-unsupported", 6, "%%"],
  ["y ~ d$x", "formula-unsupported", 5, "$"],
  ['y ~ "x"', "formula-unsupported", 4, '"'],
  [`y ~ ${"(".repeat(300)}x`, "formula-syntax", 204, "("],
  [`y ~ x${" + x".repeat(2500)}`, "formula-syntax", 6 + 4 * 2000, "+"],
  [`y ~ ${"x".repeat(200_000)}`, "formula-unsupported", 100_000, "200004"],
];

describe("parseFormula names the offending character of", () => {
  for (const [text, code, char, value] of badFormulas) {
    it(text.length < 40 ? JSON.stringify(text) : `${text.slice(0, 20)}… (${text.length} characters)`, () => {
      const error = failure(() => parseFormula(text));
      expect([error.code, error.at?.char, error.value]).toEqual([code, char, value]);
      expect(error.message).toMatch(/^formula: .+; got .+ at character \d+$/su);
    });
  }

  it("a function of R that has another way to say it, with that way", () => {
    expect(failure(() => parseFormula("y ~ factor(x)")).message).toContain("write C(x)");
    expect(failure(() => parseFormula("y ~ log10(x)")).message).toContain("I(log(x)/log(10))");
  });
});

describe("on any text, parseFormula", () => {
  const piece = fc.constantFrom(
    ..."y x . ~ + - * / : ^ ( ) , ` 1 0 2.5e3 % %in% log( I( C( exp( sqrt( f( é 😀 \\ _ \n = \" ' poly( lag( ns( month( scale( TRUE raw".split(
      " ",
    ),
  );
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
    fc.array(piece, { maxLength: 30 }).map((pieces) => `y ~ ${pieces.join(" ")}`),
  );

  it("returns a formula or throws a LeastwiseError whose place is in the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          expect(parseFormula(text).text).toBe(text);
        } catch (error) {
          if (!(error instanceof LeastwiseError)) throw error;
          expect(error.code).toMatch(/^formula-/);
          expect(error.at?.char).toBeGreaterThanOrEqual(0);
          expect(error.at?.char).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe("quoteName", () => {
  it("gives text that reads back as the same column", () => {
    expect(parseFormula("`~` ~ `(` + `.`").response.label).toBe("`~`");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const { response, terms } = parseFormula(`${quoteName(name)} ~ ${quoteName(name)}`);
        expect(response.expr).toMatchObject({ kind: "column", name });
        expect(terms).toMatchObject({ kind: "variable", variable: { kind: "column", name, label: quoteName(name) } });
      }),
    );
  });
});

describe("formatNumber", () => {
  it("writes numbers as R's as.character", () => {
    const expected: [number, string][] = [
      [0, "0"],
      [-0, "0"],
      [100, "100"],
      [1e5, "1e+05"],
      [123456, "123456"],
      [-1e5, "-1e+05"],
      [0.0001, "1e-04"],
      [0.001, "0.001"],
      [0.00012, "0.00012"],
      [0.1 + 0.2, "0.3"],
      [1 / 3, "0.333333333333333"],
      [1e15, "1e+15"],
      [2 ** 53, "9007199254740992"],
      [123456789012, "123456789012"],
      [1e-300, "1e-300"],
      [1e22, "1e+22"],
      [Number.POSITIVE_INFINITY, "Inf"],
      [Number.NaN, "NaN"],
    ];
    for (const [x, text] of expected) expect(formatNumber(x)).toBe(text);
  });
});

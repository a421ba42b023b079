// Undoing a transformed response: there and back for every kind of step, and what cannot be undone.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "#formula/evaluate.ts";
import { inverseOf, undo } from "#formula/inverse.ts";
import { parseFormula } from "#formula/parse.ts";

const exprOf = (response: string) => parseFormula(`${response} ~ 1`).response.expr;
const there = (response: string, y: number) => evaluate(exprOf(response), () => Float64Array.of(y), 1)[0] as number;

const TRANSFORMS = [
  "y",
  "log(y)",
  "sqrt(y)",
  "log(y + 1)",
  "exp(y/100)",
  "I(y/1000)",
  "I(y^0.3)",
  "I(1/y)",
  "I(2 - y)",
  "-log(3 * y)",
  "I(2^(y/50))",
  "boxcox(y, 0.25)",
  "boxcox(y, 0)",
  "boxcox(y, -0.5)",
  "I(y^-2 - 4)",
  "log(log(y + 2))/log(10)",
];

describe("inverseOf", () => {
  for (const response of TRANSFORMS) {
    it(`takes ${response} back to y`, () => {
      const inverse = inverseOf(exprOf(response));
      expect(inverse?.column).toBe("y");
      fc.assert(
        fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), (y) => {
          const back = undo(inverse?.steps ?? [], there(response, y));
          expect(Math.abs(back - y)).toBeLessThan(1e-9 * (1 + y));
        }),
      );
    });
  }

  it("is null for what is no function of one column that can be undone", () => {
    for (const response of ["y + z", "y * y", "log(y) - y", "lag(y, 1)", "I(0 * y)", "I(y^0)", "I(1^y)", "I(0/y)"]) {
      expect(inverseOf(exprOf(response)), response).toBeNull();
    }
  });
});

describe("undo", () => {
  const back = (response: string, value: number) => undo(inverseOf(exprOf(response))?.steps ?? [], value);

  it("stops at the end of what the transform can give", () => {
    expect(back("sqrt(y)", -1)).toBe(0);
    expect(back("boxcox(y, 0.5)", -3)).toBe(0);
    expect(back("boxcox(y, -1)", 2)).toBe(Number.POSITIVE_INFINITY);
    expect(back("exp(y)", -1)).toBe(Number.NEGATIVE_INFINITY);
    expect(back("log(y)", 1000)).toBe(Number.POSITIVE_INFINITY);
  });

  it("leaves what is missing missing", () => {
    for (const response of TRANSFORMS) expect(back(response, Number.NaN), response).toBeNaN();
  });
});

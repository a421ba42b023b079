// Correct digits by NIST's measure, and the sets as formulas.

import { describe, expect, test } from "vitest";
import { correctDigits, splitAgreement, worstDigits } from "#site/nist/digits.ts";
import { columnsOf, formulaOf, peerDigits, sets } from "#site/nist/sets.ts";

describe("correctDigits", () => {
  test("counts digits by the relative error, up to the fifteen that are printed", () => {
    expect(correctDigits(1.001, "1.00000000000000")).toBeCloseTo(3, 10);
    expect(correctDigits(-2.0002, "-2.00000000000000")).toBeCloseTo(4, 10);
    expect(correctDigits(0.1, "0.100000000000000")).toBe(15);
    expect(correctDigits(1 + 2e-16, "1.00000000000000")).toBe(15);
  });

  test("takes the absolute error where the certified value is 0, and gives a missing number none", () => {
    expect(correctDigits(1e-13, "0.000000000000000")).toBeCloseTo(13, 10);
    expect(correctDigits(3, "1.00000000000000")).toBe(0);
    for (const none of [null, undefined, Number.NaN]) expect(correctDigits(none, "1.0")).toBe(0);
  });
});

test("worstDigits is that of the worst number, and 0 where one is missing", () => {
  expect(worstDigits([1, 2.002], ["1.0", "2.0"])).toBeCloseTo(3, 10);
  expect(worstDigits([1, null], ["1.0", "2.0"])).toBe(0);
  expect(worstDigits([1], ["1.0", "2.0"])).toBe(0);
});

test("splitAgreement cuts a number where it leaves the certified one", () => {
  expect(splitAgreement(1.2346, "1.2345")).toEqual({ agrees: "1.234", differs: "60000000000e0" });
  expect(splitAgreement(-15.5, "-0.155E+02")).toEqual({ agrees: "−1.55000000000000e1", differs: "" });
  expect(splitAgreement(1.5, "15")).toEqual({ agrees: "", differs: "1.50000000000000e0" });
});

test("every set has a formula over its columns, and the digits of the other programs", () => {
  expect(sets).toHaveLength(11);
  for (const set of sets) {
    const columns = columnsOf(set);
    const names = new Set(formulaOf(set).match(/\b[xy]\d*\b/g));
    expect(new Set(Object.keys(columns))).toEqual(names);
    for (const values of Object.values(columns)) expect(values).toHaveLength(set.y.length);
    const nTerms = formulaOf(set).split(" + ").length + (set.model.intercept ? 1 : -1);
    expect(set.certified.coefficients).toHaveLength(nTerms);
    expect(Object.keys(peerDigits(set)).sort()).toEqual(["r", "scikit-learn", "statsmodels"]);
  }
  expect(formulaOf(sets[4] as (typeof sets)[number])).toContain("I(x^10)");
});

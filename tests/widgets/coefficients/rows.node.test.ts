// What the table shows: numbers of one row printed alike, steps that the drawing stands for, reasons for what is missing.

import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { fitOls } from "#stats/models/ols.ts";
import { axisOf, rowsOf } from "#widgets/coefficients/rows.ts";
import { bareAmount, decimalsOf } from "#widgets/coefficients/words/amount.ts";
import { figuresOf, summarySentence } from "#widgets/coefficients/words/summary.ts";
import { arrayPlan, arrayRows } from "../../helpers/array-rows.ts";
import { readingOf } from "./reading.ts";

describe("rowsOf(reading)", () => {
  test("prints estimate and interval with the same decimals, three digits of the interval's own", () => {
    const reading = readingOf({
      formula: "revenue ~ spend",
      coefficients: [103_081.05, 0.8161],
      halves: [2759, 0.0455],
    });
    const [intercept, spend] = rowsOf(reading);
    expect(spend?.estimate.text).toBe("0.816");
    expect(spend?.interval.text).toBe("0.771 to 0.862");
    expect(intercept?.interval.text).toBe("100,322 to 105,840");
  });

  test("draws one standard deviation of a number, from the fit alone", async () => {
    const backend = referenceBackend();
    const model = { columns: { a: [1, 4, 2, 8, 5, 7], b: [2, 2, 9, 4, 4, 1] }, y: [3, 1, 4, 1, 5, 9] };
    const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
    const rows = rowsOf({ fit, dataSet: null, columns: [], locale: "en-US" });
    const sd = (x: number[]) => {
      const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
      return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (x.length - 1));
    };
    expect(rows[1]?.drawn?.estimate).toBeCloseTo((fit.coefficients[1] ?? 0) * sd(model.columns.a), 12);
    expect(rows[2]?.drawn?.estimate).toBeCloseTo((fit.coefficients[2] ?? 0) * sd(model.columns.b), 12);
    expect(rows[2]?.drawn?.high).toBeCloseTo((fit.ci95[2]?.[1] ?? 0) * sd(model.columns.b), 12);
    expect(rows[1]?.step).toBe(`1 SD = ${Number(sd(model.columns.a).toPrecision(3))}`);
  });

  test("draws levels against their baseline and a switch as 1 against 0", () => {
    const reading = readingOf({ formula: "revenue ~ region + promo", coefficients: [1, 2, 3, 4] });
    const rows = rowsOf(reading);
    expect(rows.map(({ step }) => step)).toEqual(["", "against east", "against east", "1 against 0"]);
    expect(rows[2]?.drawn?.estimate).toBe(3);
    expect(rows[0]?.drawn).toBeNull();
  });

  test("shows what is missing as a dash with its reason", () => {
    const reading = readingOf({ formula: "revenue ~ spend + traffic", coefficients: [1, 2, null] });
    reading.fit.reasons.push({ field: "coefficients[traffic]", reason: "aliased: depends on the others" });
    const row = rowsOf(reading)[2];
    expect(row?.estimate).toEqual({ text: "–", reason: "aliased: depends on the others" });
    expect(row?.p).toEqual({ text: "–", reason: "aliased: depends on the others" });
    expect(row?.drawn).toBeNull();
  });

  test("keeps very small numbers apart from 0", () => {
    const reading = readingOf({ formula: "log(revenue) ~ spend", coefficients: [11, 5.57e-6], halves: [1, 1.5e-7] });
    expect(rowsOf(reading)[1]?.interval.text).toBe("5.42e-6 to 5.72e-6");
  });
});

describe("axisOf(reading)", () => {
  test("is in the response's unit", () => {
    expect(axisOf(readingOf({ formula: "revenue ~ spend", coefficients: [1, 2] }))).toEqual({
      label: "revenue",
      unit: "$",
      percent: false,
    });
  });

  test("is in percent for a logged response", () => {
    expect(axisOf(readingOf({ formula: "log(revenue) ~ spend", coefficients: [1, 2] }))).toEqual({
      label: "revenue",
      unit: "",
      percent: true,
    });
  });
});

describe("the fit as a whole", () => {
  const reading = readingOf({ formula: "revenue ~ spend", coefficients: [1, 2] });

  test("has the few numbers that matter, sigma in the response's unit", () => {
    expect(figuresOf(reading).map(({ name, text, note }) => [name, text, note])).toEqual([
      ["R²", "0.598", undefined],
      ["Adjusted R²", "0.598", undefined],
      ["Residual SD", "$17,280", undefined],
      ["F", "1,240", "on 1 and 998, p < 1e-15"],
      ["Days", "1,000", "none left out"],
    ]);
  });

  test("keeps R² apart from 1", () => {
    const made = readingOf({ formula: "revenue ~ spend", coefficients: [1, 2] });
    Object.assign(made.fit, { rSquared: 0.9999995, adjRSquared: 0.75 });
    expect(
      figuresOf(made)
        .map(({ text }) => text)
        .slice(0, 2),
    ).toEqual(["0.99999950", "0.750"]);
    made.fit.rSquared = 1;
    expect(figuresOf(made)[0]?.text).toBe("1.000");
  });

  test("says in a sentence what it accounts for and how far it is off", () => {
    expect(summarySentence(reading)).toBe(
      "The model accounts for 59.8 % of the variance of revenue over 1,000 days; its typical miss is $17,280.",
    );
  });

  test("says rows left out and reasons for what is missing", () => {
    const made = readingOf({ formula: "revenue ~ 1", coefficients: [1] });
    Object.assign(made.fit, { nDropped: 490, f: null });
    made.fit.reasons.push({ field: "f", reason: "the model has no predictors to test" });
    const figures = figuresOf(made);
    expect(figures[3]).toEqual({ name: "F", text: "–", reason: "the model has no predictors to test" });
    expect(figures[4]?.note).toBe("490 left out, with a value missing");
  });

  test("is about zero without an intercept", () => {
    expect(summarySentence(readingOf({ formula: "revenue ~ 0 + spend", coefficients: [2] }))).toMatch(
      /^Without an intercept, .* about zero/,
    );
  });
});

describe("decimalsOf(estimate, half, steps)", () => {
  test("follows the interval", () => {
    expect(decimalsOf(0.8161, 0.0455, 2)).toBe(2);
    expect(decimalsOf(0.8161, 0.0455, 10)).toBe(3);
    expect(decimalsOf(103_081, 2759, 10)).toBe(-2);
  });

  test("is three significant digits without an interval, and never beyond seven", () => {
    expect(decimalsOf(0.8161, null, 2)).toBe(3);
    expect(decimalsOf(1, 1e-12, 2)).toBe(6);
  });

  test("prints no minus before a rounded zero", () => {
    expect(bareAmount(-0.0001, { locale: "en-US", unit: "$", decimals: 2 })).toBe("$0.00");
    expect(bareAmount(-1.5, { locale: "en-US", unit: "", decimals: 1 })).toBe("−1.5");
  });
});

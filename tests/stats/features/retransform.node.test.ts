// Predictions on the response's own scale: medians, smeared means, ends of intervals.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine, type Fit, type TableHandle } from "#engine/index.ts";

let engine: Engine;
let ames: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  ames = await engine.readCsv(readFileSync("data/ames/ames.csv", "utf8"));
  return () => engine.close();
});

const total = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

async function column(table: TableHandle, name: string): Promise<number[]> {
  const at = table.columns.findIndex((info) => info.name === name);
  return (await table.rows(0, table.nRows)).map((row) => Number(row[at]));
}

describe("on ames, log(Sale_Price) ~ Gr_Liv_Area + Neighborhood", () => {
  let fit: Fit;
  let sales: number[];

  beforeAll(async () => {
    fit = await ames.fit("log(Sale_Price) ~ Gr_Liv_Area + Neighborhood");
    sales = await column(ames, "Sale_Price");
  });

  test("plain exp() totals 98.1 % of sales", async () => {
    const { fitted } = await ames.predict(fit, { scale: "response" });
    expect(total(fitted) / total(sales)).toBeCloseTo(0.9814, 4);
  });

  test("smearing totals 100.1 %", async () => {
    const { fitted } = await ames.predict(fit, { scale: "response", retransform: "smearing" });
    expect(total(fitted) / total(sales)).toBeCloseTo(1.0006, 4);
    expect(fit.smearing).toMatchObject({ kind: "factor", slope: 1, n: 2930 });
  });

  test("intervals are transformed by their ends", async () => {
    const link = await ames.predict(fit, { interval: "prediction" });
    const own = await ames.predict(fit, { interval: "prediction", scale: "response", retransform: "smearing" });
    for (const i of [0, 100, 2929]) {
      expect(own.lower?.[i]).toBeCloseTo(Math.exp(link.lower?.[i] ?? 0), 6);
      expect(own.upper?.[i]).toBeCloseTo(Math.exp(link.upper?.[i] ?? 0), 6);
    }
    const inside = sales.filter((y, i) => y >= (own.lower?.[i] ?? 0) && y <= (own.upper?.[i] ?? 0)).length;
    expect(inside / sales.length).toBeGreaterThan(0.93);
    expect(inside / sales.length).toBeLessThan(0.97);
  });

  test("a confidence interval bounds what is predicted", async () => {
    for (const retransform of ["median", "smearing"] as const) {
      const { fitted, lower, upper } = await ames.predict(fit, {
        interval: "confidence",
        scale: "response",
        retransform,
      });
      expect(fitted.every((y, i) => (lower?.[i] ?? 0) < y && y < (upper?.[i] ?? 0))).toBe(true);
    }
  });

  test("the coefficients as percent change", () => {
    const i = fit.terms.indexOf("Gr_Liv_Area");
    const b = fit.coefficients[i] ?? 0;
    expect(fit.effects?.[0]).toBeNull();
    expect(fit.effects?.[i]?.kind).toBe("percent");
    expect(fit.effects?.[i]?.value).toBeCloseTo(100 * Math.expm1(b), 12);
    expect(fit.effects?.[i]?.ci95?.[0]).toBeCloseTo(100 * Math.expm1(fit.ci95[i]?.[0] ?? 0), 12);
  });
});

describe("smearing of other transforms", () => {
  test.each(["sqrt(Sale_Price)", "boxcox(Sale_Price, 0.2)", "I(Sale_Price^0.4 - 3)"])(
    "of %s brings the total nearer than the median",
    async (response) => {
      const fit = await ames.fit(`${response} ~ log(Gr_Liv_Area) + Neighborhood + Year_Built`);
      expect(fit.smearing).toMatchObject({ kind: "residuals", n: 2930 });
      const sales = total(await column(ames, "Sale_Price"));
      const plain = total((await ames.predict(fit, { scale: "response" })).fitted);
      const mean = total((await ames.predict(fit, { scale: "response", retransform: "smearing" })).fitted);
      expect(Math.abs(mean / sales - 1)).toBeLessThan(Math.abs(plain / sales - 1));
    },
  );

  test("is infinite where the residuals reach values that the transform never gives", async () => {
    const fit = await ames.fit("I(1/Sale_Price) ~ Gr_Liv_Area");
    const { fitted } = await ames.predict(fit, { scale: "response", retransform: "smearing" });
    expect(fitted).toContain(Number.POSITIVE_INFINITY);
    expect(fitted.some(Number.isNaN)).toBe(false);
  });

  test("is exact where all residuals stand for themselves", async () => {
    const x = [1, 2, 3, 4, 5, 6, 7];
    const y = [1.1, 4.3, 8.7, 16.9, 24.4, 37.2, 48.1];
    const table = await engine.fromColumns({ x: Float64Array.from(x), y: Float64Array.from(y) });
    const fit = await table.fit("sqrt(y) ~ x");
    const link = (await table.predict(fit)).fitted;
    const errors = y.map((value, i) => Math.sqrt(value) - (link[i] ?? 0));
    const { fitted } = await table.predict(fit, { scale: "response", retransform: "smearing" });
    for (const [i, at] of link.entries()) {
      expect(fitted[i]).toBeCloseTo(total(errors.map((e) => (at + e) ** 2)) / 7, 10);
    }
  });
});

describe("predict on the response's scale", () => {
  test("leaves a plain response as it is", async () => {
    const fit = await ames.fit("Sale_Price ~ Gr_Liv_Area");
    const link = await ames.predict(fit, { interval: "confidence" });
    expect(await ames.predict(fit, { interval: "confidence", scale: "response", retransform: "smearing" })).toEqual(
      link,
    );
    expect(fit.smearing).toBeUndefined();
    expect(fit.effects).toBeUndefined();
  });

  test("keeps lower below upper where the transform falls", async () => {
    const fit = await ames.fit("I(1/Sale_Price) ~ Gr_Liv_Area");
    const { lower, upper } = await ames.predict(fit, { interval: "confidence", scale: "response" });
    expect(lower?.every((low, i) => low <= (upper?.[i] ?? 0))).toBe(true);
  });

  test("refuses a response of two columns, and options that are not there", async () => {
    const fit = await ames.fit("Sale_Price + Gr_Liv_Area ~ Year_Built");
    await expect(ames.predict(fit, { scale: "response" })).rejects.toMatchObject({ code: "bad-argument" });
    for (const options of [{ scale: "own" }, { retransform: "mean" }, { unseenLevels: "drop" }]) {
      await expect(ames.predict(fit, options as never)).rejects.toMatchObject({ code: "bad-argument" });
    }
  });

  test("predicts no row of a level it has not seen, or the baseline, where told to", async () => {
    const fit = await ames.fit("Sale_Price ~ Neighborhood");
    const other = await engine.fromColumns({ Neighborhood: ["Blueste", "Atlantis"] });
    await expect(other.predict(fit)).rejects.toMatchObject({ code: "level-unseen" });
    const missing = (await other.predict(fit, { unseenLevels: "missing" })).fitted;
    expect([missing[0], missing[1]]).toEqual([expect.any(Number), Number.NaN]);
    const baseline = (await other.predict(fit, { unseenLevels: "baseline" })).fitted;
    expect(baseline[1]).toBeCloseTo(fit.coefficients[0] ?? 0, 6);
  });
});

describe("effects", () => {
  const kinds = async (formula: string) => {
    const fit = await ames.fit(formula);
    return Object.fromEntries((fit.effects ?? []).map((effect, i) => [fit.terms[i], effect?.kind ?? null]));
  };

  test("tell percent, per percent and elasticity apart", async () => {
    expect(await kinds("log(Sale_Price) ~ log(Gr_Liv_Area) + Year_Built")).toEqual({
      "(Intercept)": null,
      "log(Gr_Liv_Area)": "elasticity",
      Year_Built: "percent",
    });
    const fit = await ames.fit("Sale_Price ~ log(Gr_Liv_Area)");
    expect(fit.effects?.[1]).toMatchObject({ kind: "per-percent", value: (fit.coefficients[1] ?? 0) / 100 });
  });

  test("are not given where one coefficient is not the whole effect", async () => {
    expect(await kinds("log(Sale_Price) ~ Year_Built + I(Year_Built^2) + Central_Air + Lot_Area")).toMatchObject({
      Year_Built: null,
      "I(Year_Built^2)": null,
      Central_AirY: "percent",
      Lot_Area: "percent",
    });
    expect(await kinds("log(Sale_Price) ~ 0 + Central_Air + Gr_Liv_Area")).toMatchObject({ Central_AirN: null });
    expect(await kinds("log(Sale_Price) ~ Lot_Area * Central_Air + Gr_Liv_Area")).toMatchObject({
      Lot_Area: null,
      Central_AirY: null,
      Gr_Liv_Area: "percent",
    });
    expect(await kinds("log(Sale_Price) ~ C(Central_Air, sum) + Lot_Area")).toMatchObject({
      "C(Central_Air, sum)1": null,
    });
  });
});

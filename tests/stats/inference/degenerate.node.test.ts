// Robust tables where something is missing or too much, and the same numbers from every backend.

import { describe, expect, test } from "vitest";
import { linearHypothesis } from "#stats/inference/hypothesis/hypothesis.ts";
import { type RobustRequest, robust } from "#stats/inference/robust/robust.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";

const backends = await availableBackends();
const x = [1, 2, 4, 7, 11, 13, 14, 20];
const y = [2.5, 3, 5.5, 8, 12, 15.5, 13, 22];
const groups = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3]);

const REQUESTS: RobustRequest[] = [
  { type: "HC0" },
  { type: "HC1" },
  { type: "HC2" },
  { type: "HC3" },
  { type: "cluster", groups, correction: "CR1" },
  { type: "newey-west", lag: 2 },
];

describe.each(backends)("robust(fit, rows, backend, request) on $name", (backend) => {
  const fitOf = (model: ArrayModel): Promise<Fit> =>
    fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: model.weights !== undefined });
  const tableOf = async (model: ArrayModel, request: RobustRequest) =>
    robust(await fitOf(model), arrayRows(model, backend), backend, request);

  test("keeps aliased terms out, as the fit does", async () => {
    const model = { columns: { x, twice: x.map((v) => 2 * v) }, y };
    for (const request of REQUESTS) {
      const table = await tableOf(model, request);
      const alone = await tableOf({ columns: { x }, y }, request);
      expect(table.standardErrors).toEqual([...alone.standardErrors, null]);
      expect(table.covariance).toEqual(alone.covariance);
      expect(table.p[2]).toBeNull();
      expect(table.ci95[2]).toBeNull();
      expect(table.reasons.map(({ field }) => field)).toEqual(["coefficients[twice]"]);
    }
  });

  test("has standard errors of 0 and no t for a perfect fit", async () => {
    for (const request of REQUESTS) {
      const table = await tableOf({ columns: { x }, y: x.map((v) => 2 * v + 1) }, request);
      expect(table).toMatchObject({ standardErrors: [0, 0], t: [null, null], p: [null, null] });
      expect(table.reasons.map(({ field }) => field)).toContain("t[x]");
      expect(JSON.parse(JSON.stringify(table))).toEqual(table);
    }
  });

  test("has no standard errors without degrees of freedom, and says so", async () => {
    for (const request of REQUESTS) {
      const table = await tableOf({ columns: { x: [1, 2, 4], z: [1, 4, 16] }, y: [2, 3, 9] }, request);
      expect(table).toMatchObject({ standardErrors: [null, null, null], covariance: null, df: 0 });
      expect(table.reasons.find(({ field }) => field === "standardErrors")?.reason).toMatch(/no degrees of freedom/);
      expect(JSON.parse(JSON.stringify(table))).toEqual(table);
    }
  });

  test("has no HC2 and HC3 beside a row of leverage 1, and names the row", async () => {
    const model = { columns: { x, only: x.map((_, i) => (i === 5 ? 1 : 0)) }, y };
    for (const type of ["HC2", "HC3"] as const) {
      const table = await tableOf(model, { type });
      expect(table).toMatchObject({ standardErrors: [null, null, null], covariance: null });
      expect(table.reasons[0]?.reason).toMatch(/leverage.*in row 6; HC0 and HC1 do not/);
    }
    for (const type of ["HC0", "HC1"] as const) {
      const { standardErrors } = await tableOf(model, { type });
      expect(standardErrors.every((error) => error !== null && Number.isFinite(error))).toBe(true);
    }
  });

  test("has no standard errors for one cluster, and df of the clusters less one for more", async () => {
    const one = await tableOf({ columns: { x }, y }, { type: "cluster", groups: new Int32Array(8), correction: "CR1" });
    expect(one).toMatchObject({ standardErrors: [null, null], clusters: { n: 1, correction: "CR1" } });
    expect(one.reasons.find(({ field }) => field === "ci95")?.reason).toMatch(/two or more/);
    const four = await tableOf({ columns: { x }, y }, { type: "cluster", groups, correction: "CR0" });
    expect(four).toMatchObject({ df: 3, clusters: { n: 4, correction: "CR0" } });
  });

  test("refuses a lag of the number of rows, and takes one below it", async () => {
    const model = { columns: { x }, y };
    await expect(tableOf(model, { type: "newey-west", lag: 8 })).rejects.toMatchObject({
      code: "bad-argument",
      value: 8,
    });
    expect((await tableOf(model, { type: "newey-west", lag: 7 })).lag).toBe(7);
    expect((await tableOf(model, { type: "newey-west" })).lag).toBe(Math.floor(4 * (8 / 100) ** (2 / 9)));
  });

  test("refuses a row without a cluster or a place in the order, naming it", async () => {
    const model = { columns: { x }, y };
    const some = Int32Array.from(groups, (g, i) => (i === 3 ? -1 : g));
    const order = Float64Array.from(x, (_, i) => (i === 2 ? Number.NaN : i));
    await expect(tableOf(model, { type: "cluster", groups: some, correction: "CR0" })).rejects.toMatchObject({
      code: "missing-values",
      at: { row: 4 },
    });
    await expect(tableOf(model, { type: "newey-west", order })).rejects.toMatchObject({
      code: "missing-values",
      at: { row: 3 },
    });
  });

  test("counts rows of weight 0 as absent", async () => {
    const more = { columns: { x: [...x, 3, 9] }, y: [...y, 40, -7], weights: [1, 2, 1, 3, 1, 1, 2, 1, 0, 0] };
    const less = { columns: { x }, y, weights: more.weights.slice(0, 8) };
    const wide = Int32Array.from([...groups, 7, 8]);
    for (const request of REQUESTS) {
      const wider = request.type === "cluster" ? { ...request, groups: wide } : request;
      const [a, b] = [await tableOf(more, wider), await tableOf(less, request)];
      expect(a.df).toBe(b.df);
      for (const [k, error] of b.standardErrors.entries())
        expect((a.standardErrors[k] ?? 0) / (error ?? 0)).toBeCloseTo(1, 12);
    }
  });

  test("refuses rows that are not the fit's", async () => {
    const fit = await fitOf({ columns: { x }, y });
    const fewer = arrayRows({ columns: { x: x.slice(1) }, y: y.slice(1) }, backend);
    await expect(robust(fit, fewer, backend, { type: "HC3" })).rejects.toMatchObject({
      code: "bad-argument",
      value: 7,
    });
  });

  test("has no covariance where its squares overflow, and says so", async () => {
    const model = { columns: { x: x.map((v) => v * 1e-120) }, y: y.map((v) => v * 1e60) };
    const table = await tableOf(model, { type: "HC3" });
    expect(table).toMatchObject({ covariance: null, standardErrors: [null, null] });
    expect(table.reasons[0]?.reason).toMatch(/too large/);
  });

  test.each([
    [1e150, 1],
    [1e-150, 1],
    [1, 1e140],
    [1, 1e-140],
  ])("does not depend on units: predictor times %f, response times %f", async (a, b) => {
    const model = { columns: { x, z: x.map((v) => Math.sqrt(v)) }, y };
    const columns = { x: x.map((v) => v * a), z: model.columns.z.map((v) => v * a) };
    for (const request of REQUESTS) {
      const plain = await tableOf(model, request);
      const scaled = await tableOf({ columns, y: y.map((v) => v * b) }, request);
      for (const [k, t] of plain.t.entries()) expect((scaled.t[k] ?? 0) / (t ?? 0)).toBeCloseTo(1, 9);
      const ask = (fit: Fit, robust: typeof plain) =>
        linearHypothesis(fit, { hypotheses: ["x", "z"], robust, test: "F" }, backend.dense).statistic ?? 0;
      const ratio = ask(await fitOf({ columns, y: y.map((v) => v * b) }), scaled) / ask(await fitOf(model), plain);
      expect(ratio).toBeCloseTo(1, 7);
    }
  });

  test("keeps seven digits beside a column at 1e9 ± 1, whose mean is a number to 1e-7 of its deviation", async () => {
    const near = await tableOf({ columns: { x }, y }, { type: "HC3" });
    const far = await tableOf({ columns: { x: x.map((v) => v / 16 + 1e9) }, y }, { type: "HC3" });
    expect((far.standardErrors[1] ?? 0) / 16 / (near.standardErrors[1] ?? 0)).toBeCloseTo(1, 7);
  });

  test("gives the reference backend's numbers", async () => {
    const model = { columns: { x, z: x.map((v) => Math.sqrt(v)) }, y, weights: [1, 2, 0.5, 1, 3, 1, 1, 2] };
    const oracle = backends[0];
    if (!oracle) throw new RangeError("backends: must not be empty");
    const fit = await fitOls(arrayPlan(model), arrayRows(model, oracle), oracle, { weighted: true });
    for (const request of REQUESTS) {
      const got = await robust(fit, arrayRows(model, backend), backend, request);
      const wanted = await robust(fit, arrayRows(model, oracle), oracle, request);
      for (const [k, error] of wanted.standardErrors.entries()) {
        expect((got.standardErrors[k] ?? 0) / (error ?? 0)).toBeCloseTo(1, 11);
      }
    }
  });

  test("tests no hypothesis without a covariance or with a standard error of 0, and says why", async () => {
    const saturated = await fitOf({ columns: { x: [1, 2] }, y: [2, 3.5] });
    const none = linearHypothesis(saturated, { hypotheses: "x = 1" }, backend.dense);
    expect(none).toMatchObject({ statistic: null, p: null, contrasts: [{ standardError: null, t: null, ci: null }] });
    expect(none.reasons.map(({ field }) => field)).toEqual(["statistic", "p", "standardError", "t", "ci"]);
    const perfect = await fitOf({ columns: { x }, y: x.map((v) => 2 * v + 1) });
    const exact = linearHypothesis(perfect, { hypotheses: "x = 1" }, backend.dense);
    expect(exact).toMatchObject({ statistic: null, p: null, contrasts: [{ standardError: 0, t: null }] });
    expect(exact.reasons.map(({ field }) => field)).toEqual(["statistic", "p", "t"]);
  });
});

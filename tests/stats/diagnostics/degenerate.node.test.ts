// Diagnostics where little is left to say: each outcome is a value, or null with its reason, and never NaN.

import { describe, expect, test } from "vitest";
import type { Backend } from "#kernel/backend.ts";
import { addedVariableOf } from "#stats/diagnostics/added-variable.ts";
import { diagnosticsOf } from "#stats/diagnostics/diagnostics.ts";
import { influenceOf } from "#stats/diagnostics/influence.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { DiagnoseOptions } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";

const backends = await availableBackends();

/** NaN and Infinity are no JSON. */
function expectJson(value: unknown): void {
  let nBad = 0;
  JSON.stringify(value, (_, v: unknown) => {
    if (typeof v === "number" && !Number.isFinite(v)) nBad += 1;
    return v;
  });
  expect(nBad).toBe(0);
}

async function run(model: ArrayModel, backend: Backend, options: DiagnoseOptions = {}) {
  const rows = arrayRows(model, backend);
  const fit = await fitOls(arrayPlan(model), rows, backend, { weighted: model.weights !== undefined });
  const got = await diagnosticsOf(fit, rows, backend, options);
  const influence = await influenceOf(fit, rows, { from: 0, to: model.y.length });
  expectJson(got);
  expectJson(influence);
  const reasons = Object.fromEntries(got.tests.map(({ name, reason }) => [name, reason]));
  for (const { statistic, p, reason } of got.tests) {
    if (statistic === null) expect(reason).toBeTypeOf("string");
    else expect(p !== null || reason !== undefined).toBe(true);
  }
  return { fit, got, influence, reasons };
}

const upTo = (n: number) => Float64Array.from({ length: n }, (_, i) => i);
const wiggle = (i: number) => ((i * 7) % 11) - 5 + ((i * 5) % 3);

describe.each(backends)("diagnostics on $name", (backend) => {
  test("what leaves the range of doubles is null with the reason", async () => {
    const x = [1, Math.exp(10), Math.exp(20), Math.exp(20) + 1e4];
    await run({ columns: { x }, y: [1, 2, 3, 4] }, backend);
    const tiny = upTo(12).map((i) => wiggle(i) * 5e-323);
    const { got } = await run({ columns: { tiny }, y: upTo(12).map((i) => (i + wiggle(i)) * 1e-140) }, backend);
    expect(got.collinearity).toBeNull();
    expect(got.reasons).toContainEqual({ field: "collinearity", reason: expect.stringContaining("range of doubles") });
  });

  test("a row that alone determines a coefficient has leverage 1, and PRESS is null with the reason", async () => {
    const only = upTo(30).map((i) => (i === 7 ? 1 : 0));
    const { got, influence } = await run({ columns: { only, x: upTo(30) }, y: upTo(30).map(wiggle) }, backend);
    expect(got.leverage).toMatchObject({ max: 1, nSaturated: 1, top: expect.arrayContaining([{ row: 7, value: 1 }]) });
    expect(influence.leverage[7]).toBe(1);
    expect(influence.studentised[7]).toBeNull();
    expect([got.press, got.predictedRSquared]).toEqual([null, null]);
    expect(got.reasons).toContainEqual({ field: "press", reason: expect.stringContaining("1 row has leverage 1") });
    expect(got.cooks?.some(({ row }) => row === 7)).toBe(false);
  });

  test("a perfect fit has leverages and no tests", async () => {
    const x = upTo(20);
    const { got, influence } = await run({ columns: { x }, y: x.map((v) => 3 + 2 * v) }, backend);
    expect([got.studentised, got.cooks, got.dffits, got.dfbetas]).toEqual([null, null, null, null]);
    expect(got.reasons.map(({ field }) => field)).toEqual(
      expect.arrayContaining(["studentised", "cooks", "bins.scaleLocation"]),
    );
    expect(new Set(got.tests.map(({ statistic }) => statistic))).toEqual(new Set([null]));
    expect(got.tests).toHaveLength(12);
    expect(got.leverage.top[0]?.row).toBe(0);
    expect(influence.cooks[3]).toBeNull();
  });

  test("as many rows as coefficients leave nothing to test", async () => {
    const { got } = await run({ columns: { x: [1, 2, 4], z: [1, 5, 2] }, y: [3, 1, 2] }, backend);
    expect(got.leverage.nSaturated).toBe(3);
    expect(got.tests.every(({ reason }) => reason === "no degrees of freedom are left")).toBe(true);
  });

  test("one degree of freedom leaves standardised residuals and no studentised ones", async () => {
    const { got, influence } = await run({ columns: { x: [1, 2, 4] }, y: [3, 1, 2] }, backend);
    expect(got.studentised).toBeNull();
    expect(got.cooks).toHaveLength(3);
    expect(influence.standardised.every((value) => value !== null)).toBe(true);
    expect(influence.dfbetas.every(({ values }) => values.every((value) => value === null))).toBe(true);
  });

  test("a row whose loss leaves a perfect fit heads the list with no finite value", async () => {
    const x = upTo(12);
    const { got } = await run({ columns: { x }, y: x.map((v) => (v === 5 ? 9 : 2 * v)) }, backend);
    expect(got.studentised?.[0]).toEqual({ row: 5, value: null });
  });

  test("an intercept alone has no inflation, and tests of predictors say so", async () => {
    const { got, reasons } = await run({ columns: {}, y: upTo(40).map(wiggle) }, backend);
    expect(got.vif).toBeNull();
    expect(got.collinearity).toMatchObject({ conditionNumber: 1, centred: null });
    expect(reasons["breusch-pagan"]).toMatch(/two coefficients/);
    expect(reasons.white).toMatch(/no predictors/);
    expect(reasons.reset).toMatch(/depend linearly/);
    expect(reasons["durbin-watson"]).toBeUndefined();
  });

  test("no coefficient at all leaves residuals to look at", async () => {
    const { got } = await run({ columns: {}, y: upTo(40).map(wiggle), intercept: false }, backend);
    expect(got.leverage).toMatchObject({ mean: 0, max: 0 });
    expect(got.dfbetas).toEqual([]);
    expect(got.tests.find(({ name }) => name === "durbin-watson")?.p).not.toBeNull();
  });

  test("one predictor is inflated by nothing", async () => {
    const { got } = await run({ columns: { x: upTo(40) }, y: upTo(40).map(wiggle) }, backend);
    expect(got.vif).toEqual([{ term: "x", gvif: expect.closeTo(1, 12), df: 1, scaled: expect.closeTo(1, 12) }]);
  });

  test("a dependent column has no part in anything", async () => {
    const x = upTo(40);
    const y = x.map(wiggle);
    const { got } = await run({ columns: { x, twice: x.map((v) => 2 * v) }, y }, backend);
    const alone = await run({ columns: { x }, y }, backend);
    expect(got.dfbetas?.map(({ term }) => term)).toEqual(["(Intercept)", "x"]);
    expect(got.tests.map(({ df }) => df)).toEqual(alone.got.tests.map(({ df }) => df));
  });

  test("a half without residuals has no variance to compare, and too few rows have no halves", async () => {
    const x = upTo(60);
    const half = await run({ columns: { x }, y: x.map((v) => (v < 30 ? 4 : wiggle(v))) }, backend, { order: "rows" });
    expect(half.reasons["goldfeld-quandt"]).toMatch(/not finite/);
    const few = await run({ columns: { x: upTo(5) }, y: [1, 3, 2, 5, 9] }, backend, { lag: 3 });
    expect(few.reasons["goldfeld-quandt"]).toMatch(/too few rows/);
    expect(few.reasons.chow).toMatch(/too few rows/);
    expect(few.reasons["breusch-godfrey"]).toMatch(/too few rows/);
    expect(few.reasons.omnibus).toMatch(/8 rows/);
  });

  test("rows of weight 0 count as absent", async () => {
    const x = upTo(30);
    const y = x.map(wiggle);
    const weights = x.map((v) => (v % 5 === 2 ? 0 : 1));
    const { got, influence } = await run({ columns: { x }, y, weights }, backend);
    const kept = Array.from(x).filter((v) => v % 5 !== 2);
    const alone = await run({ columns: { x: kept }, y: kept.map(wiggle) }, backend);
    expect(got.n).toBe(24);
    expect(influence.cooks[2]).toBeNull();
    expect(got.press).toBeCloseTo(alone.got.press as number, 8);
    expect(got.cooks?.[0]?.value).toBeCloseTo(alone.got.cooks?.[0]?.value as number, 10);
    const of = (name: string) => (result: typeof got) => result.tests.find((found) => found.name === name)?.statistic;
    for (const { name } of got.tests) {
      expect(of(name)(got), name).toBeCloseTo(of(name)(alone.got) as number, 8);
      expect(of(name)(got), name).not.toBeNull();
    }
  });

  test("columns of 1e150 and 1e-150 change no test and no influence", async () => {
    const x = upTo(40).map((v) => Math.sin(v) + v / 9);
    const z = upTo(40).map((v) => Math.cos(3 * v));
    const y = x.map((v, i) => v + wiggle(i));
    const plain = await run({ columns: { x, z }, y }, backend);
    const scaled = await run(
      { columns: { x: x.map((v) => v * 2 ** 490), z: z.map((v) => v * 2 ** -490) }, y: y.map((v) => v * 2 ** 490) },
      backend,
    );
    for (const [k, { name, statistic }] of plain.got.tests.entries()) {
      expect(scaled.got.tests[k]?.statistic, name).toBeCloseTo(statistic as number, 6);
    }
    expect(scaled.got.dfbetas?.[1]?.top[0]?.value).toBeCloseTo(plain.got.dfbetas?.[1]?.top[0]?.value as number, 9);
    expect(scaled.got.vif?.[0]?.gvif).toBeCloseTo(plain.got.vif?.[0]?.gvif as number, 9);
  });

  test("more columns than singular values are sought of leave the rest", async () => {
    const n = 230;
    const stream = backend.random(7);
    const columns = Object.fromEntries(Array.from({ length: 201 }, (_, j) => [`x${j}`, stream.normal(n, 0, 1)]));
    const { got } = await run({ columns, y: upTo(n).map(wiggle) }, backend, { top: 1, tests: ["jarque-bera"] });
    expect(got.collinearity).toBeNull();
    expect(got.reasons).toEqual([{ field: "collinearity", reason: "the model has 201 columns, over 200" }]);
    expect(got.vif).toHaveLength(201);
  });

  test("leverages of an ill conditioned design say how few digits they have", async () => {
    const powers = (origin: number): ArrayModel => {
      const x = upTo(40).map((v) => origin + v / 40);
      const columns = Object.fromEntries([1, 2, 3, 4].map((k) => [`x${k}`, x.map((v) => v ** k)]));
      return { columns, y: upTo(40).map(wiggle) };
    };
    const near = await run(powers(0), backend, { tests: [] });
    const far = await run(powers(4), backend, { tests: [] });
    expect(near.got.leverage.digits).toBeGreaterThan(9);
    expect(far.got.leverage.digits).toBeLessThan(near.got.leverage.digits);
    expect(Math.abs(far.got.leverage.mean * 40 - far.fit.rank)).toBeLessThan(10 ** (1 - far.got.leverage.digits));
  });

  test("rows of another table are refused", async () => {
    const rows = arrayRows({ columns: { x: upTo(9) }, y: upTo(9).map(wiggle) }, backend);
    const fit = await fitOls(arrayPlan({ columns: { x: [] }, y: [] }), rows, backend, { weighted: false });
    const other = arrayRows({ columns: { x: upTo(8) }, y: upTo(8).map(wiggle) }, backend);
    const refused = { code: "bad-argument", value: 8 };
    await expect(diagnosticsOf(fit, other, backend)).rejects.toMatchObject(refused);
    await expect(influenceOf(fit, other, { from: 0, to: 3 })).rejects.toMatchObject(refused);
    await expect(addedVariableOf(fit, other, backend, "x")).rejects.toMatchObject(refused);
  });
});

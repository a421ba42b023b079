// Diagnostics through the public API: what they say of a table, and what they refuse.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createEngine,
  type Diagnostics,
  type DiagnosticsOptions,
  type Engine,
  type Fit,
  LeastwiseError,
  type TableHandle,
} from "#engine/index.ts";

const csv = readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8");
const reference = JSON.parse(readFileSync("tests/fixtures/reference/diagnostics-r.json", "utf8")) as {
  models: { goldfeld_quandt_visits: { statistic: number; p: number }; leverage: number[]; dfbetas: number[][] }[];
};

let engine: Engine;
let sales: TableHandle;
let fit: Fit;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  sales = await engine.readCsv(csv);
  fit = await sales.fit("revenue ~ search");
});

afterAll(() => engine.close());

const testOf = ({ tests }: Diagnostics, wanted: string) => tests.find(({ name }) => name === wanted);

/** Rows of a sawtooth about a line. */
function saw(n: number) {
  const x = Float64Array.from({ length: n }, (_, i) => i % 1000);
  const y = x.map((v, i) => 3 + 2 * v + ((i * 7919) % 104_729) / 1e5 + 5 * Math.sin(i / 40));
  return { x, y };
}

describe("table.diagnostics(fit)", () => {
  it("is plain data that survives JSON, with every test and its reason or value", async () => {
    const got = await sales.diagnostics(fit);
    expect(JSON.parse(JSON.stringify(got))).toEqual(got);
    expect(got.tests).toHaveLength(12);
    expect(got.cooks).toHaveLength(20);
    expect(got).toMatchObject({ n: 400, formula: "revenue ~ search", weighted: false, reasons: [] });
  });

  it("counts every row in its plots", async () => {
    const { bins, residuals } = await sales.diagnostics(fit, { tests: [] });
    const total = (counts: readonly number[] | undefined) => counts?.reduce((sum, count) => sum + count, 0);
    for (const plot of [bins.residualFitted, bins.scaleLocation, bins.residualLeverage]) {
      expect(total(plot?.counts)).toBe(400);
      expect(plot?.counts).toHaveLength((plot?.x.n ?? 0) * (plot?.y.n ?? 0));
    }
    expect(total(residuals.histogram.counts)).toBe(400);
  });

  it("names rows of the table where some are left out", async () => {
    const table = await engine.fromColumns({ x: [1, 2, null, 4, 5, 6, 7], y: [1, 2, 3, 4, 5, 60, 7] });
    const own = await table.fit("y ~ x");
    const got = await table.diagnostics(own, { top: 1 });
    expect(got.studentised?.[0]?.row).toBe(5);
    const { rows, leverage } = await table.influence(own);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(leverage.map((h) => h === null)).toEqual([false, false, true, false, false, false, false]);
  });

  it("looks back over the borders of superblocks", async () => {
    const { x, y } = saw(140_000);
    const table = await engine.fromColumns({ x, y });
    const own = await table.fit("y ~ x");
    const [a, b] = own.coefficients as [number, number];
    const e = y.map((v, i) => v - a - b * (x[i] as number));
    let steps = 0;
    for (let i = 1; i < e.length; i++) steps += ((e[i] as number) - (e[i - 1] as number)) ** 2;
    const squares = e.reduce((sum, v) => sum + v * v, 0);
    const got = await table.diagnostics(own, { tests: ["durbin-watson", "chow"], top: 3 });
    expect(testOf(got, "durbin-watson")?.statistic).toBeCloseTo(steps / squares, 9);
    const largest = e.reduce((best, v, i) => (Math.abs(v) > Math.abs(e[best] as number) ? i : best), 0);
    expect(got.leverage.mean).toBeCloseTo(2 / 140_000, 12);
    const { residuals } = await table.influence(own, { from: largest, to: largest + 1 });
    expect(residuals[0]).toBeCloseTo(e[largest] as number, 7);
    const later = await table.influence(own, { from: 65_530, to: 65_540 });
    expect(later.residuals.map((r, k) => Math.abs((r as number) - (e[65_530 + k] as number)) < 1e-7)).not.toContain(
      false,
    );
  });

  it("orders rows by a column that the model lacks", async () => {
    const got = await sales.diagnostics(fit, { order: { column: "visits" }, tests: ["goldfeld-quandt"] });
    const { statistic, p } = reference.models[0]?.goldfeld_quandt_visits ?? { statistic: 0, p: 0 };
    expect((got.tests[0]?.statistic as number) / statistic).toBeCloseTo(1, 10);
    expect((got.tests[0]?.p as number) / p).toBeCloseTo(1, 10);
  });

  it("splits at a date as at its first row", async () => {
    const day = Array.from({ length: 60 }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)));
    const x = day.map((_, i) => (i * 7) % 13);
    const y = x.map((v, i) => v + ((i * 5) % 7) + (i > 31 ? 3 : 0));
    const table = await engine.fromColumns({ day, x, y });
    const own = await table.fit("y ~ x");
    const at = async (split: NonNullable<DiagnosticsOptions["split"]>) =>
      (await table.diagnostics(own, { split, tests: ["chow"] })).tests[0];
    expect(await at({ column: "day", at: "2024-02-01" })).toEqual(await at(31));
    expect(await at({ column: "day", at: "2024-02-01" })).not.toEqual(await at(30));
    await expect(at({ column: "x", at: 3 })).rejects.toMatchObject({ code: "bad-argument", value: "x" });
    await expect(at({ column: "day", at: "2025-01-01" })).rejects.toMatchObject({ code: "bad-argument" });
    await expect(at({ column: "day", at: "soon" })).rejects.toMatchObject({ code: "bad-argument", value: "soon" });
  });

  it("takes the weights of the fit, by name or one a row", async () => {
    const weighted = await sales.fit("revenue ~ search + price + visits", { weights: "weight" });
    const byName = await sales.diagnostics(weighted, { weights: "weight", tests: ["reset"] });
    const at = csv.split("\n", 1)[0]?.split(",").indexOf("weight") as number;
    const lines = csv.trim().split("\n").slice(1);
    const weights = Float64Array.from(lines, (line) => Number(line.split(",")[at]));
    expect(await sales.diagnostics(weighted, { weights, tests: ["reset"] })).toEqual(byName);
    const { leverage, dfbetas } = await sales.influence(weighted, { weights: "weight", from: 0, to: 10 });
    const want = reference.models[6];
    for (const [k, h] of leverage.entries()) expect((h as number) / (want?.leverage[k] as number)).toBeCloseTo(1, 10);
    expect((dfbetas[1]?.values[0] as number) / (want?.dfbetas[1]?.[0] as number)).toBeCloseTo(1, 8);
  });

  it.each<[string, DiagnosticsOptions]>([
    ["a negative length of lists", { top: -1 }],
    ["a lag of 0", { lag: 0 }],
    ["a test it does not know", { tests: ["kpss" as never] }],
    ["an order it does not know", { order: "size" as never }],
    ["an order by a column of text", { order: { column: "region" } }],
    ["an order by no column", { order: { column: "nowhere" } }],
    ["a split before the first row", { split: 0 }],
    ["a split between two rows", { split: 2.5 }],
    ["a split past the last row", { split: 400 }],
  ])("refuses %s", async (_, options) => {
    const error = await sales.diagnostics(fit, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LeastwiseError);
    expect(error).toMatchObject({ code: "bad-argument", message: expect.stringMatching(/^.+: must be .+; got .+$/s) });
  });

  it("refuses frequency weights, and a table without rows", async () => {
    const table = await engine.fromColumns({ x: [1, 2, 3, 5, 8], y: [2, 1, 4, 4, 9], times: [1, 2, 1, 3, 1] });
    const counted = await table.fit("y ~ x", { weights: "times", weightsAre: "frequency" });
    await expect(table.diagnostics(counted, { weights: "times" })).rejects.toMatchObject({
      code: "weights",
      value: "frequency",
    });
    const rowless = await engine.fromMoments(await table.moments("y ~ x"));
    await expect(rowless.diagnostics(await table.fit("y ~ x"))).rejects.toMatchObject({ code: "rows-needed" });
  });

  it("refuses a fit of other rows, what is no fit, and a weighted fit without its weights", async () => {
    const other = await engine.fromColumns({ revenue: [1, 2, 6, 3], search: [1, 2, 3, 5] });
    await expect(other.diagnostics(fit)).rejects.toMatchObject({ code: "bad-argument", value: 4 });
    await expect(sales.diagnostics({} as Fit)).rejects.toMatchObject({ code: "bad-argument" });
    const weighted = await sales.fit("revenue ~ search", { weights: "weight" });
    await expect(sales.diagnostics(weighted)).rejects.toMatchObject({ code: "weights" });
    await expect(sales.diagnostics(fit, { weights: "weight" })).rejects.toMatchObject({ code: "weights" });
    const halved = new Float64Array(400).fill(0.5);
    await expect(sales.influence(weighted, { weights: halved })).rejects.toMatchObject({ code: "bad-argument" });
  });
});

describe("table.influence(fit)", () => {
  it("gives the rows asked for, and no more than there are", async () => {
    const { rows, cooks } = await sales.influence(fit, { from: 395, to: 1000 });
    expect(rows).toEqual([395, 396, 397, 398, 399]);
    expect(cooks).toHaveLength(5);
    expect((await sales.influence(fit, { from: 1000 })).rows).toEqual([]);
    await expect(sales.influence(fit, { from: -1 })).rejects.toMatchObject({ code: "bad-argument" });
    await expect(sales.influence(fit, { from: 5, to: 4 })).rejects.toMatchObject({ code: "bad-argument" });
  });
});

describe("table.addedVariable(fit, term)", () => {
  it("gives points of few rows and counts of many", async () => {
    const few = await sales.addedVariable(fit, "search");
    expect(few.addedVariable).toMatchObject({ kind: "points" });
    expect(few.coefficient).toBeCloseTo(fit.coefficients[1] as number, 12);
    const { x, y } = saw(5000);
    const table = await engine.fromColumns({ x, y });
    const many = await table.addedVariable(await table.fit("y ~ x"), "x");
    if (many.componentResidual.kind !== "bins") throw new RangeError("bins expected");
    expect(many.componentResidual.bins.counts.reduce((sum, count) => sum + count, 0)).toBe(5000);
  });

  it("refuses a term that is no slope of the fit", async () => {
    await expect(sales.addedVariable(fit, "(Intercept)")).rejects.toMatchObject({ code: "bad-argument" });
    await expect(sales.addedVariable(fit, "price")).rejects.toMatchObject({ code: "bad-argument", value: "price" });
  });
});

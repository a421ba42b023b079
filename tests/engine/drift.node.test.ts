// table.driftProfile and table.drift through the public API: windows, options and what is refused.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  chowFromFits,
  coefficientShift,
  createEngine,
  type DriftProfile,
  type Engine,
  lossCharts,
  runChart,
  watchLosses,
} from "#engine/index.ts";
import { expectAllNear, expectNear, reference } from "#tests/helpers/monitor-reference.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine();
});

afterAll(() => engine.close());

/** Three columns of n rows: a ramp in a mixed order, its shift by group, and the group. */
function columns(n: number, shift = 0) {
  const x = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % n) / n + shift);
  const group = Array.from(x, (_, i) => (i % 3 === 0 ? "a" : "b"));
  return { x, y: x.map((v, i) => v * v + (i % 5) / 10), group };
}

describe("table.driftProfile(options)", () => {
  it("profiles the sales data as plain JSON", async () => {
    const table = await engine.readCsv(readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8"));
    const profile = await table.driftProfile();
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
    expect(profile.nRows).toBe(table.nRows);
    expect(profile.columns.map(({ name }) => name)).toEqual(
      table.columns.filter(({ type }) => type !== "date").map(({ name }) => name),
    );
    for (const { name, n, missing, ...column } of profile.columns) {
      const info = table.columns.find((known) => known.name === name);
      expect([n + missing, missing]).toEqual([table.nRows, info?.missing]);
      if (column.kind !== "category") expect([column.min, column.max]).toEqual([info?.min, info?.max]);
    }
  });

  it("leaves dates out unless they are named", async () => {
    const table = await engine.fromColumns({ day: [new Date(0), new Date(86_400_000)], x: [1, 2] });
    expect((await table.driftProfile()).columns.map(({ name }) => name)).toEqual(["x"]);
    const named = await table.driftProfile({ columns: ["day"] });
    expect(named.columns[0]).toMatchObject({ kind: "date", min: 0, max: 1 });
  });

  it("profiles a window of rows across superblocks like a table of those rows", async () => {
    const all = columns(150_000);
    const [from, to] = [60_000, 140_001];
    const whole = await engine.fromColumns(all);
    const part = await engine.fromColumns({
      x: all.x.slice(from, to),
      y: all.y.slice(from, to),
      group: all.group.slice(from, to),
    });
    const window = await whole.driftProfile({ rows: [from, to] });
    const alone = await part.driftProfile();
    expect(window.nRows).toBe(to - from);
    expect(window.columns[2]).toEqual(alone.columns[2]);
    for (const [j, column] of window.columns.slice(0, 2).entries()) {
      const { n, min, max } = column as Extract<typeof column, { kind: "number" | "date" }>;
      expect(alone.columns[j]).toMatchObject({ n, min, max });
    }
    expect(await whole.driftProfile({ rows: [from, to] })).toEqual(window);
    whole.close();
    part.close();
  });

  it("refuses options that make no profile", async () => {
    const table = await engine.fromColumns({ x: [1, 2, 3], g: ["a", "b", "a"] });
    const refused = (options: object, code = "bad-argument") =>
      expect(table.driftProfile(options)).rejects.toMatchObject({ code });
    await refused({ nBins: 1 });
    await refused({ nBins: 2.5 });
    await refused({ binning: "random" });
    await refused({ columns: [] });
    await refused({ columns: ["x", "x"] });
    await refused({ columns: "x" });
    await refused({ columns: ["z"] }, "column-unknown");
    await refused({ rows: [0, 4] });
    await refused({ rows: [2, 2] });
    await refused({ rows: [-1, 2] });
    await refused({ rows: [0.5, 2] });
  });
});

describe("table.drift(profile, options)", () => {
  it("finds nothing between a table and itself, at any number of superblocks", async () => {
    const table = await engine.fromColumns(columns(140_000));
    const profile: DriftProfile = JSON.parse(JSON.stringify(await table.driftProfile()));
    const report = await table.drift(profile);
    expect(report.features.map(({ effect }) => effect.value)).toEqual([0, 0, 0]);
    expect(report.summary).toMatchObject({ nFeatures: 3, nDrifted: 0, largest: null });
    expect(report.moments?.hotelling).toMatchObject({ t2: 0, p: 1 });
    expect(report.moments?.divergence?.forward).toBeLessThan(1e-12);
    expect(await table.drift(profile)).toEqual(report);
  });

  it("finds the column that moved, largest effect first", async () => {
    const before = await engine.fromColumns(columns(4000));
    const { x, y, group } = columns(4000, 0.3);
    const after = await engine.fromColumns({ x, y: columns(4000).y, group });
    expect(y).not.toEqual(columns(4000).y);
    const report = await after.drift(await before.driftProfile());
    expect(report.features[0]).toMatchObject({ name: "x", drifted: true, effect: { size: "large" } });
    expect(report.summary).toMatchObject({ nDrifted: 1, largest: "x" });
    const shift = report.moments?.columns.find(({ name }) => name === "x");
    expect(shift?.meanDifference.value).toBeCloseTo(0.3 * Math.sqrt(12), 2);
    expect(report.moments?.correlations?.frobenius).toBeLessThan(1e-9);
  });

  it("compares two windows of one table, and only the columns that are named", async () => {
    const table = await engine.fromColumns(columns(3000));
    const profile = await table.driftProfile({ rows: [0, 1500] });
    const report = await table.drift(profile, {
      rows: [1500, 3000],
      columns: ["y"],
      correction: "benjamini-yekutieli",
    });
    expect(report.features.map(({ name }) => name)).toEqual(["y"]);
    expect(report.moments?.columns.map(({ name }) => name)).toEqual(["y"]);
    expect(report).toMatchObject({ correction: "benjamini-yekutieli", nRows: { reference: 1500, current: 1500 } });
  });

  it("takes a column without a value as one that is all missing, whatever its type", async () => {
    const before = await engine.fromColumns({ x: [1, 2, 3, 4], g: ["a", "b", "a", "b"] });
    const after = await engine.fromColumns({ x: [1, 2, 3, 4], g: [null, null, null, null] });
    const report = await after.drift(await before.driftProfile());
    expect(report.features[0]).toMatchObject({ name: "g", effect: { value: 1, size: "large" } });
  });

  it("uses each column's own rows, and complete rows for moments", async () => {
    const before = await engine.fromColumns({ x: [1, 2, 3, 4, null], y: [1, null, 3, 5, 4] });
    const profile = await before.driftProfile();
    expect(profile.columns.map(({ n, missing }) => [n, missing])).toEqual([
      [4, 1],
      [4, 1],
    ]);
    expect(profile.moments?.n).toBe(3);
  });

  it("refuses what is no profile, names the part, and tables that do not fit it", async () => {
    const table = await engine.fromColumns({ x: [1, 2, 3], g: ["a", "b", "a"] });
    const profile = await table.driftProfile();
    const refused = (value: unknown, wanted: object, options: object = {}) =>
      expect(table.drift(value as DriftProfile, options)).rejects.toMatchObject(wanted);
    const bad = { code: "bad-argument" };
    await refused(null, bad);
    await refused({}, bad);
    await refused({ ...profile, version: 2 }, bad);
    await refused({ ...profile, columns: [] }, bad);
    const [x, g] = profile.columns;
    await refused({ ...profile, columns: [{ ...x, at: [1, 1] }, g] }, { ...bad, at: { column: "x" } });
    await refused({ ...profile, columns: [{ ...x, grid: [2, 1, 3] }, g] }, { ...bad, at: { column: "x" } });
    await refused({ ...profile, columns: [{ ...x, mean: "2" }, g] }, { ...bad, at: { column: "x" } });
    await refused({ ...profile, columns: [x, { ...g, counts: [1, 1] }] }, { ...bad, at: { column: "g" } });
    await refused({ ...profile, moments: { ...profile.moments, mean: [] } }, bad);
    await refused({ ...profile, columns: [{ ...x, name: "z" }] }, { code: "column-unknown", at: { column: "z" } });
    await refused({ ...profile, columns: [{ ...g, name: "x" }] }, { code: "column-type", at: { column: "x" } });
    await refused(profile, { code: "column-unknown" }, { columns: ["z"] });
    await refused(profile, bad, { alpha: 0 });
    await refused(profile, bad, { correction: "bonferroni" });
    await refused(profile, bad, { rows: [0, 9] });
  });

  it("gives no NaN and no infinity, and a reason for every effect without a value", async () => {
    const odd = [1e150, -1e150, 1e-150, 1e200, -Number.MAX_VALUE, 5e-324, 1e9 - 1, 1e9, 1e9 + 1, null];
    const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(...odd), fc.constant(7));
    const columnsOf = (n: number) => {
      const numbers = fc.array(number, { minLength: n, maxLength: n });
      const words = fc.array(fc.constantFrom("a", "b", "c", null), { minLength: n - 1, maxLength: n - 1 });
      return fc.record({ x: numbers, y: numbers, g: words.map((list) => [...list, "a"]) }, { noNullPrototype: true });
    };
    const tables = fc.integer({ min: 1, max: 12 }).chain(columnsOf);
    await fc.assert(
      fc.asyncProperty(tables, tables, async (before, after) => {
        const [then, now] = [await engine.fromColumns(before), await engine.fromColumns(after)];
        const report = await now.drift(JSON.parse(JSON.stringify(await then.driftProfile())));
        // JSON turns what is not finite into null.
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
        for (const { effects, reasons } of report.features) {
          const given = reasons.map(({ field }) => field);
          for (const [name, { value }] of Object.entries(effects)) if (value === null) expect(given).toContain(name);
        }
        then.close();
        now.close();
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  it("refuses a table without rows", async () => {
    const table = await engine.fromColumns({ x: [] });
    await expect(table.driftProfile()).rejects.toMatchObject({ code: "bad-argument" });
    const profile = await (await engine.fromColumns({ x: [1, 2] })).driftProfile();
    await expect(table.drift(profile)).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("stops when it is cancelled", async () => {
    const table = await engine.fromColumns(columns(200_000));
    const stop = new AbortController();
    const profiling = table.driftProfile({ signal: stop.signal });
    stop.abort();
    await expect(profiling).rejects.toThrow("aborted");
    expect((await table.driftProfile({ columns: ["group"] })).columns).toHaveLength(1);
  });
});

describe("engine.momentsShift(reference, current)", () => {
  const formula = "y ~ x";
  const momentsOf = async (n: number, shift: number) => {
    const table = await engine.fromColumns(columns(n, shift));
    const moments = await table.moments(formula);
    return { table, moments };
  };

  it("is the comparison of moments that a drift report holds", async () => {
    const before = await momentsOf(300, 0);
    const after = await momentsOf(200, 0.4);
    const shift = await engine.momentsShift(before.moments, JSON.parse(JSON.stringify(after.moments)));
    const profile = await before.table.driftProfile({ columns: ["x", "y"] });
    const { moments } = await after.table.drift(profile);
    expect(shift.n).toEqual({ reference: 300, current: 200 });
    for (const { name, meanDifference, varianceRatio } of shift.columns) {
      const wanted = moments?.columns.find((column) => column.name === name);
      expectNear(meanDifference.value as number, wanted?.meanDifference.value as number, 1e-12);
      expectNear(varianceRatio.value as number, wanted?.varianceRatio.value as number, 1e-12);
    }
    expectNear(shift.hotelling?.t2 as number, moments?.hotelling?.t2 as number, 1e-9);
    expectNear(shift.correlations?.frobenius as number, moments?.correlations?.frobenius as number, 1e-9);
    expect(shift.columns[0]?.meanDifference.size).toBe("large");
  });

  it("is nothing between Moments and themselves", async () => {
    const { moments } = await momentsOf(50, 0);
    const shift = await engine.momentsShift(moments, moments, { correction: "benjamini-yekutieli" });
    expect(
      shift.columns.map(({ meanDifference, varianceRatio }) => [meanDifference.value, varianceRatio.value]),
    ).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(shift.correlations?.frobenius).toBe(0);
  });

  it("refuses what are no Moments, share no column, or a correction that is not there", async () => {
    const { moments } = await momentsOf(50, 0);
    const other = { ...moments, names: ["a", "b"] };
    const unsound = { ...moments, scatter: [1, 2, 1] };
    await expect(engine.momentsShift({} as never, moments)).rejects.toMatchObject({ code: "bad-argument" });
    await expect(engine.momentsShift(moments, unsound)).rejects.toMatchObject({ code: "bad-argument" });
    await expect(engine.momentsShift(moments, other)).rejects.toMatchObject({ code: "bad-argument" });
    await expect(engine.momentsShift(moments, moments, { correction: "holm" as never })).rejects.toMatchObject({
      message: 'correction: must be "benjamini-hochberg" or "benjamini-yekutieli"; got holm',
    });
  });
});

describe("chowFromFits(pooled, reference, current) and coefficientShift(reference, current)", () => {
  const { x1, x2, y, border, chow, predictive, z } = reference.chow;
  const fitOf = async (from: number, to: number) => {
    const [a, b, c] = [x1, x2, y].map((values) => values.slice(from, to));
    const table = await engine.fromColumns({ x1: a ?? [], x2: b ?? [], y: c ?? [] });
    return table.fit("y ~ x1 + x2");
  };

  it("are R's anova and differences of lm's coefficients, from fits", async () => {
    const [first, second] = [await fitOf(0, border), await fitOf(border, 50)];
    const test = chowFromFits(await fitOf(0, 50), first, second);
    expect(test).toMatchObject({ form: "chow", df1: chow[1], df2: chow[2] });
    expectNear(test?.f, chow[0]);
    expectNear(test?.p, chow[3]);
    expectAllNear(
      coefficientShift(first, second).map((shift) => shift.z),
      z,
      1e-9,
    );
  });

  it("are predictive without a fit of the second window", async () => {
    const test = chowFromFits(await fitOf(0, 32), await fitOf(0, 30), null);
    expect(test).toMatchObject({ form: "predictive", df1: predictive[1], df2: predictive[2] });
    expectNear(test?.f, predictive[0]);
  });

  it("compare windows of one table by weights of 0 and 1", async () => {
    const table = await engine.fromColumns({ x1, x2, y });
    const rows = (from: number, to: number) =>
      Float64Array.from({ length: y.length }, (_, i) => Number(i >= from && i < to));
    const [pooled, before, after] = await Promise.all(
      [rows(0, y.length), rows(0, border), rows(border, y.length)].map((weights) =>
        table.fit("y ~ x1 + x2", { weights }),
      ),
    );
    if (!pooled || !before || !after) throw new Error("three fits were asked for");
    const test = chowFromFits(pooled, before, after);
    expectNear(test?.f, chow[0], 1e-9);
    expectAllNear(
      coefficientShift(before, after).map((shift) => shift.z),
      z,
      1e-9,
    );
    const { tests } = await table.diagnostics(await table.fit("y ~ x1 + x2"), { tests: ["chow"], split: border });
    expectNear(tests[0]?.statistic, chow[0], 1e-9);
  });

  it("refuse fits whose rows do not add up", async () => {
    const [first, all] = [await fitOf(0, 30), await fitOf(0, 50)];
    expect(() => chowFromFits(all, first, first)).toThrow("must add up to the 50 of both; got 60");
    expect(() => chowFromFits(first, first, null)).toThrow("must be fewer than the 30 of both; got 30");
  });
});

describe("watchLosses(losses, options) and runChart(chart, losses, params)", () => {
  it("take the arrays that predictions come in", () => {
    const losses = Float64Array.from({ length: 60 }, (_, i) => ((i * 0.618034) % 1) + (i < 40 ? 0 : 2));
    const watch = watchLosses(losses, { baseline: 30 });
    expect(watch.cusum.alarm).toBeGreaterThanOrEqual(40);
    expect(watch.cusum.statistic.slice(0, 30)).toEqual(new Array(30).fill(null));
    const again = runChart(lossCharts.cusum, losses.slice(30), watch.cusum.params);
    expect(again.alarm).toBe((watch.cusum.alarm ?? 0) - 30);
  });
});

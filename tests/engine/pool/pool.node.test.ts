// Large tables shared by several workers: the same bits for any number of them, in every call that there is.

import { beforeAll, describe, expect, it } from "vitest";
import type { Fit, TableHandle } from "#engine/index.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { fakePools } from "#tests/helpers/fake-pool.ts";

const engineOf = fakePools();
const N = 65_536 * 4 + 1234;

/** Numbers, a category, a date, weights and missing values, over five superblocks. */
function columns() {
  const stream = randomStream(7);
  const x = stream.normal(N, 3, 2);
  const z = stream.normal(N, 0, 1).map((e, i) => e + 0.6 * (x[i] as number));
  const city = Array.from({ length: N }, (_, i) => ["Basel", "Chur", "Genf", null][(i * 7 + (i >> 5)) % 4] ?? null);
  const y = stream
    .normal(N, 0, 1)
    .map((e, i) => 2 + (x[i] as number) - (z[i] as number) + e + (city[i] === "Chur" ? 1 : 0));
  z[70_000] = Number.NaN;
  y[200_001] = Number.NaN;
  const day = Float64Array.from({ length: N }, (_, i) => Math.floor(i / 1000));
  const w = Float64Array.from({ length: N }, (_, i) => 1 + (i % 3));
  const positive = y.map((v) => Math.exp(v / 10));
  return { x, z, city, y, day, w, positive };
}

const formula = "y ~ x + z + city";
const tables = new Map<number, TableHandle>();
let fit: Fit;

beforeAll(async () => {
  const data = columns();
  for (const workers of [1, 2, 5, 8]) {
    const { engine, started } = await engineOf(workers);
    tables.set(workers, await engine.fromColumns(data));
    // More workers than superblocks are started, and have nothing to hold.
    expect(started).toHaveLength(workers);
  }
  fit = await (tables.get(1) as TableHandle).fit(formula);
}, 120_000);

const group = Int32Array.from({ length: N }, (_, i) => i % 50);

const calls: [string, (table: TableHandle) => Promise<unknown>][] = [
  ["fit", (t) => t.fit(formula)],
  ["fit, certified", (t) => t.fit("y ~ x + z", { precision: "certified" })],
  ["fit by a column of weights", (t) => t.fit(formula, { weights: "w" })],
  ["fit by weights a row", (t) => t.fit("y ~ x", { weights: Float64Array.from(group, (g) => g) })],
  ["fit by powers, scales and splines", (t) => t.fit("log(positive) ~ poly(x, 3) + ns(z, df = 4) + scale(x):city")],
  ["fit with a lag", (t) => t.fit("y ~ x + lag(x, 2)")],
  ["fit with an encoding", (t) => t.fit("y ~ x + target(city)")],
  ["fit of a number as a category", (t) => t.fit("y ~ x + C(w)")],
  ["fit of all columns", (t) => t.fit("y ~ .")],
  ["ridge", (t) => t.fit(formula, { method: "ridge", lambda: 0.1 })],
  ["lasso", (t) => t.fit(formula, { method: "lasso", lambda: 0.05 })],
  ["fit of a window", (t) => t.fit(formula, { rows: [60_000, 200_500] })],
  ["fit of a window from one superblock to the next", (t) => t.fit(formula, { rows: [65_536, 131_072] })],
  ["fit of a window within one superblock", (t) => t.fit("y ~ x + z", { rows: [70_000, 130_000] })],
  ["fit of a small window", (t) => t.fit(formula, { rows: [65_530, 65_590] })],
  ["fit of a window by a column of weights", (t) => t.fit(formula, { weights: "w", rows: [1000, 250_000] })],
  [
    "fit of a window by weights a row",
    (t) => t.fit("y ~ x", { weights: Float64Array.from(group, (g) => g), rows: [1000, 250_000] }),
  ],
  ["fit of a window with a lag", (t) => t.fit("y ~ x + city + lag(x, 2)", { rows: [1000, 200_000] })],
  ["fit of a window with an encoding", (t) => t.fit("y ~ x + target(city)", { rows: [1000, 200_000] })],
  ["fit of a window by splines", (t) => t.fit("y ~ ns(z, df = 4) + scale(x):city", { rows: [1000, 200_000] })],
  ["moments of a window", (t) => t.moments(formula, { rows: [100, 140_000] })],
  ["moments of folds of a window", (t) => t.moments(formula, { rows: [100, 140_000], folds: 3 })],
  ["path of a window", (t) => t.path(formula, { rows: [100, 140_000], nLambda: 5 })],
  ["crossValidate of a window", (t) => t.crossValidate(formula, { rows: [100, 140_000], nLambda: 5, folds: 3 })],
  ["moments", (t) => t.moments(formula)],
  ["moments of folds", (t) => t.moments(formula, { folds: 5 })],
  ["path", (t) => t.path(formula, { nLambda: 10 })],
  ["crossValidate", (t) => t.crossValidate(formula, { nLambda: 10, folds: 5, rowErrors: true })],
  ["crossValidate by group", (t) => t.crossValidate(formula, { nLambda: 5, scheme: "group", group: "city", folds: 3 })],
  ["crossValidate over time", (t) => t.crossValidate(formula, { nLambda: 5, folds: 4, scheme: "time", order: "day" })],
  ["bootstrap", (t) => t.bootstrap("y ~ x", { nReplicates: 4 })],
  ["jackknife", (t) => t.jackknife("y ~ x", { nBlocks: 10 })],
  ["learningCurve", (t) => t.learningCurve("y ~ x", { sizes: [1000, 100_000] })],
  ["predict", (t) => t.predict(fit, { interval: "prediction" })],
  ["metrics", (t) => t.metrics(fit)],
  ["diagnostics", (t) => t.diagnostics(fit, { top: 5, split: { column: "day", at: 100 } })],
  ["diagnostics by a column", (t) => t.diagnostics(fit, { top: 1, order: { column: "x" }, tests: ["rainbow"] })],
  ["influence", (t) => t.influence(fit, { from: 65_530, to: 65_545 })],
  ["addedVariable", (t) => t.addedVariable(fit, "x")],
  ["robust", (t) => t.robust(fit)],
  ["robust by clusters", (t) => t.robust(fit, { type: "cluster", cluster: group })],
  ["robust by a column", (t) => t.robust(fit, { type: "cluster", cluster: "city" })],
  ["robust over time", (t) => t.robust(fit, { type: "newey-west", order: "x", lag: 3 })],
  ["marginalMeans", (t) => t.marginalMeans(fit, "city")],
  ["anova", (t) => t.anova(formula)],
  ["compare", (t) => t.compare(["y ~ x", formula])],
  ["select", (t) => t.select(formula)],
  ["boxCox", (t) => t.boxCox("positive ~ x", { lambdas: [-1, 0, 1] })],
  ["calibrate", (t) => t.calibrate(fit)],
  ["splitConformal", (t) => t.splitConformal(formula)],
  ["coverage", (t) => t.coverage(fit, { by: "city" })],
  [
    "rollingOrigin",
    (t) =>
      t.rollingOrigin("y ~ x", {
        order: "day",
        horizon: 5,
        step: 100,
        initial: 100,
        by: "city",
        futures: { x: "known" },
      }),
  ],
  ["driftProfile", (t) => t.driftProfile({ rows: [1000, 150_000] })],
  ["fit of a window of rows", (t) => t.fit(formula, { rows: [60_000, 140_000] })],
  ["fit of a window in one superblock", (t) => t.fit(formula, { rows: [70_000, 90_000], weights: "w" })],
  ["fit of a window, certified", (t) => t.fit("y ~ x", { rows: [60_000, 140_000], precision: "certified" })],
  ["bins", (t) => t.bins("x", "y", { nx: 40, ny: 30, value: "w" })],
  ["bins of a window", (t) => t.bins("x", "y", { x: [1, 2], nx: 9, ny: 7, rows: [65_000, 131_080] })],
  ["points", (t) => t.points("x", "y", { x: [3, 3.01], limit: 300 })],
  ["profile", (t) => t.profile()],
  ["rows", (t) => t.rows(65_530, 65_540)],
];

describe("on 2, 5 and 8 workers", () => {
  it.each(calls)("%s gives the bits of one", async (_, call) => {
    const expected = await call(tables.get(1) as TableHandle);
    for (const workers of [2, 5, 8]) expect(await call(tables.get(workers) as TableHandle)).toEqual(expected);
  });

  it("readCsv gives the table of one, whatever its quotes and words", async () => {
    const head = "day,x,city,note,late\n";
    const lines = Array.from({ length: 250_000 }, (_, i) => {
      const note = i % 1000 === 7 ? `"a, ""quoted""\nline ${i % 5}"` : `w${(i * 7) % 11}`;
      const late = i < 100_000 ? "" : `${i / 4}`;
      return `2024-0${1 + (i % 9)}-0${1 + (i % 7)},${i % 3 === 0 ? "" : i / 8},${["Üetli", "Bern", "Chur"][i % 3]},${note},${late}\n`;
    });
    const text = head + lines.join("");
    const found = [];
    for (const workers of [1, 2, 4]) {
      const { engine } = await engineOf(workers);
      const progress: number[] = [];
      const table = await engine.readCsv(new Blob([text]), { onProgress: ({ rows }) => progress.push(rows) });
      expect(progress.at(-1)).toBe(250_000);
      const fit = await table.fit("x ~ city + note + late");
      found.push([table.nRows, table.columns, table.dialect, fit, await table.rows(131_060, 131_080)]);
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it("readCsv shows fits of the rows so far, and none of a formula that does not fit", async () => {
    const lines = Array.from(
      { length: 400_000 },
      (_, i) => `${i % 97},${["b", "a", "c"][i % 3]},${(i % 97) * 2 + (i % 5)}\n`,
    );
    const { engine } = await engineOf(2);
    const blob = new Blob(["x,kind,y\n", ...lines]);
    const fits: Fit[] = [];
    const table = await engine.readCsv(blob, { preview: { formula: "y ~ x + kind", onFit: (fit) => fits.push(fit) } });
    const whole = await table.fit("y ~ x + kind");
    expect(whole.provisional).toBeUndefined();
    expect(fits.length).toBeGreaterThanOrEqual(1);
    for (const fit of fits) {
      expect(fit.provisional?.nRows).toBe(fit.n);
      expect(fit.n).toBeLessThan(400_000);
      expect(fit.terms).toEqual(whole.terms);
      expect(fit.coefficients[1]).toBeCloseTo(2, 2);
    }
    const none: Fit[] = [];
    const further = await engine.readCsv(blob, { preview: { formula: "y ~ w", onFit: (fit) => none.push(fit) } });
    expect([further.nRows, none.length]).toEqual([400_000, 0]);
    const wrong = { formula: 3 } as unknown as { formula: string; onFit: () => void };
    await expect(engine.readCsv(blob, { preview: wrong })).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("readCsv names the first value that does not fit, wherever it is read", async () => {
    const lines = Array.from({ length: 900_000 }, (_, i) =>
      i === 700_000 ? "x,1\n" : i > 800_000 ? "y,2\n" : `${i},3\n`,
    );
    const { engine } = await engineOf(3);
    await expect(engine.readCsv(new Blob(["a,b\n", ...lines]))).rejects.toMatchObject({
      code: "column-type",
      at: { row: 700_001, column: "a" },
      value: "x",
    });
  });

  it("generate gives the table of one, each worker making its own superblocks", async () => {
    const found = [];
    for (const workers of [1, 2, 5]) {
      const { engine } = await engineOf(workers);
      const table = await engine.generate("storefront", { rows: 300_000 });
      const fit = await table.fit("log(units) ~ log(price) + region + promo + search_spend");
      found.push([table.nRows, table.columns, fit, await table.rows(131_070, 131_074)]);
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it("an edit gives the table of one", async () => {
    const { engine } = await engineOf(3);
    const { engine: alone } = await engineOf(1);
    const data = columns();
    const found = [];
    for (const of of [engine, alone]) {
      const table = await of.fromColumns(data);
      await table.edit({ remove: [3, 100_000], set: [{ row: 70_001, values: [{ column: "x", value: 9 }] }] });
      found.push([table.nRows, table.columns, await table.fit(formula), await table.rows(69_990, 70_005)]);
    }
    expect(found[0]).toEqual(found[1]);
  });
});

// The public API in Node, in process: every call, its results and its errors.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, LeastwiseError, type ReadProgress, type TableHandle } from "#engine/index.ts";

const csv = readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8");
const { models } = JSON.parse(readFileSync("tests/fixtures/reference/sales/ols.json", "utf8")) as {
  models: {
    formula: string;
    weighted: boolean;
    coefficients: number[];
    standard_errors: number[];
    r_squared: number;
  }[];
};

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine();
});

afterAll(() => engine.close());

/** A table of x = 0..n−1 and y = 3 + 2x, with a little of a third value. */
function line(n: number) {
  const x = Float64Array.from({ length: n }, (_, i) => i);
  const y = x.map((v) => 3 + 2 * v + ((v * 7) % 5) * 1e-3);
  return { x, y };
}

const within = (actual: number | null | undefined, expected: number, tolerance = 1e-9) =>
  expect(Math.abs((actual ?? Number.NaN) / expected - 1)).toBeLessThan(tolerance);

describe("engine.capabilities", () => {
  it("says that Node runs in process, and why", () => {
    expect(engine.capabilities).toMatchObject({ where: "in-process", workers: 0 });
    expect(engine.capabilities.whereReason).toMatch(/worker/i);
    expect(engine.capabilities.reason).not.toBe("");
  });
});

describe("createEngine(options)", () => {
  it("refuses a backend that is not there by name", async () => {
    await expect(createEngine({ backend: "webgpu" })).rejects.toMatchObject({ code: "backend-unavailable" });
  });

  it("refuses a number of workers that is none", async () => {
    await expect(createEngine({ workers: -1 })).rejects.toMatchObject({ code: "bad-argument", value: -1 });
    await expect(createEngine({ workers: 1.5 })).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("runs the reference backend where it is asked for", async () => {
    const plain = await createEngine({ backend: "reference", workers: 0 });
    expect(plain.capabilities).toMatchObject({ backend: "reference", whereReason: "No worker was asked for." });
    plain.close();
  });
});

describe("table.fit(formula)", () => {
  it.each(models)("is R's lm for $formula", async ({ formula, weighted, coefficients, standard_errors, r_squared }) => {
    const table = await engine.readCsv(csv);
    const fit = await table.fit(formula, weighted ? { weights: "weight" } : {});
    for (const [j, value] of coefficients.entries()) within(fit.coefficients[j], value);
    for (const [j, value] of standard_errors.entries()) within(fit.standardErrors[j], value);
    within(fit.rSquared, r_squared);
    expect(fit.weighted).toBe(weighted);
    table.close();
  });

  it("takes one weight a row like a column of them", async () => {
    const table = await engine.readCsv(csv);
    const rows = await table.rows(0, table.nRows);
    const at = table.columns.findIndex(({ name }) => name === "weight");
    const weights = Float64Array.from(rows, (row) => row[at] as number);
    const byRow = await table.fit("revenue ~ search", { weights });
    expect(byRow).toEqual(await table.fit("revenue ~ search", { weights: "weight" }));
    expect(weights.length).toBe(table.nRows);
    table.close();
  });

  it("gives the same bits by superblocks as the backend's tree, at any number of rows", async () => {
    const { x, y } = line(200_000);
    const table = await engine.fromColumns({ x, y });
    const fit = await table.fit("y ~ x");
    expect(fit.n).toBe(200_000);
    within(fit.coefficients[1], 2, 1e-6);
    expect(await table.fit("y ~ x")).toEqual(fit);
    table.close();
  });

  it("leaves rows with a missing value or a missing weight out, and counts them", async () => {
    const table = await engine.fromColumns({
      y: [1, 2, 2.5, 4.5, 5, 7, null],
      x: [1, 2, null, 4, 5, 6, 7],
      w: [1, 1, 1, null, 2, 2, 1],
    });
    expect(await table.fit("y ~ x")).toMatchObject({ n: 5, nDropped: 2 });
    const weighted = await table.fit("y ~ x", { weights: "w" });
    expect(weighted).toMatchObject({ n: 4, nDropped: 3, weighted: true });
    const without = await engine.fromColumns({ y: [1, 2, 5, 7], x: [1, 2, 5, 6], w: [1, 1, 2, 2] });
    expect((await without.fit("y ~ x", { weights: "w" })).coefficients).toEqual(weighted.coefficients);
    const cube = await table.fit("y ~ I((x / 3)^3)", { weights: "w" });
    const whole = await without.fit("y ~ I((x / 3)^3)", { weights: "w" });
    expect({ ...whole, nDropped: 3, plan: cube.plan }).toEqual(cube);
  });

  it("takes precision: certified, and says which road it took and why", async () => {
    const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i);
    const y = x.map((v) => 3 + 2 * v + ((v * 7919) % 1009) * 1e3);
    const cycle = (length: number) => x.map((v) => (v * 13) % length);
    const table = await engine.fromColumns({ y, x, a: cycle(7), b: cycle(11), c: cycle(17) });
    const auto = await table.fit("y ~ x + a + b + c");
    expect(auto.solver.name).toMatch(/^cholesky/);
    const certified = await table.fit("y ~ x + a + b + c", { precision: "certified" });
    expect(certified.solver).toMatchObject({
      name: "double-double",
      reason: 'precision "certified" asks for it',
      rss: "rows",
    });
    within(auto.coefficients[1], certified.coefficients[1] ?? 0, 1e-9);
    within(auto.rSquared, certified.rSquared ?? 0, 1e-12);
    table.close();
  });

  it("takes precision: quick, from moments with nine digits, and without smearing", async () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => 1 + (i % 97));
    const y = x.map((v, i) => v ** 1.5 * (1 + ((i * 7919) % 1009) / 1009));
    const table = await engine.fromColumns({ y, x });
    const auto = await table.fit("log(y) ~ log(x)");
    const quick = await table.fit("log(y) ~ log(x)", { precision: "quick" });
    expect(auto.solver.name).toBe("double-double");
    expect(quick.solver).toMatchObject({ name: "cholesky", rss: "moments" });
    for (const [j, value] of auto.coefficients.entries()) within(quick.coefficients[j], value ?? 0, 1e-9);
    within(quick.sigma, auto.sigma ?? 0, 1e-9);
    const [level, slope] = auto.coefficients as [number, number];
    const ratios = y.map((v, i) => v / Math.exp(level + slope * Math.log(x[i] as number)));
    const factor = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(auto.smearing).toMatchObject({ kind: "factor", factor: expect.closeTo(factor, 10), n: 5000 });
    expect(quick.smearing).toBeUndefined();
    table.close();
  });

  it("takes precision: quick up the ladder where moments lack digits", async () => {
    const x = Float64Array.from({ length: 2000 }, (_, i) => 1e7 + i);
    const table = await engine.fromColumns({ y: x.map((v, i) => v + 1e-4 * Math.sin(i)), x });
    const [auto, quick] = [await table.fit("y ~ x"), await table.fit("y ~ x", { precision: "quick" })];
    expect(quick.solver.rss).toBe("rows");
    for (const [j, value] of auto.coefficients.entries()) within(quick.coefficients[j], value ?? 0, 1e-9);
    table.close();
  });

  it("refuses a missing value where missing is error, naming its row and column", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 3, 5], x: [1, 2, null, 4], z: [null, 1, 1, 1] });
    await expect(table.fit("y ~ x", { missing: "error" })).rejects.toMatchObject({
      code: "missing-values",
      at: { row: 3, column: "x" },
    });
    await expect(table.fit("y ~ I(x^2)", { missing: "drop" })).resolves.toMatchObject({ nDropped: 1 });
  });

  it("refuses options that it does not know", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 3], x: [1, 2, 4] });
    const lad = { method: "lad" } as unknown as { method: "ols" };
    await expect(table.fit("y ~ x", lad)).rejects.toMatchObject({ code: "bad-argument", value: "lad" });
    const none = undefined as unknown as string;
    await expect(table.fit(none)).rejects.toMatchObject({ code: "bad-argument" });
    const exact = { precision: "exact" } as unknown as { precision: "auto" };
    await expect(table.fit("y ~ x", exact)).rejects.toMatchObject({ code: "bad-argument", value: "exact" });
    const odd = { missing: "guess" } as unknown as { missing: "drop" };
    await expect(table.fit("y ~ x", odd)).rejects.toMatchObject({ code: "bad-argument", value: "guess" });
  });
});

describe("errors across the border", () => {
  it("keep class, code, place and value", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 3], x: [1, 2, 4], w: [1, -2, 1] });
    const error = await table.fit("y ~ x", { weights: "w" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LeastwiseError);
    expect(error).toMatchObject({ code: "weights", at: { row: 2, column: "w" }, value: -2 });
    expect((error as LeastwiseError).message).toContain("row 2");
  });

  it("name the character where a formula fails", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 3], x: [1, 2, 4] });
    await expect(table.fit("y ~ x + + )")).rejects.toMatchObject({ code: "formula-syntax" });
    await expect(table.fit("y ~ nothing")).rejects.toMatchObject({ code: "column-unknown" });
  });

  it("name the row of a ragged CSV", async () => {
    await expect(engine.readCsv("a,b\n1,2\n3\n4,5\n")).rejects.toMatchObject({
      code: "csv-ragged-row",
      at: { row: 2 },
    });
  });
});

describe("table.predict(fit)", () => {
  it("gives one value a row, NaN where a predictor is missing", async () => {
    const table = await engine.fromColumns({ y: [1, 3, 5, null, 9], x: [0, 1, 2, 3, null] });
    const { fitted, lower } = await table.predict(await table.fit("y ~ x"));
    expect(lower).toBeUndefined();
    expect(Array.from(fitted, (v) => Math.round(v * 1e9) / 1e9)).toEqual([1, 3, 5, 7, Number.NaN]);
  });

  it("puts intervals around them that hold them, the prediction's outside the confidence's", async () => {
    const table = await engine.readCsv(csv);
    const fit = await table.fit("revenue ~ search + region");
    const confidence = await table.predict(fit, { interval: "confidence" });
    const prediction = await table.predict(fit, { interval: "prediction", level: 0.95 });
    for (let i = 0; i < table.nRows; i++) {
      const [a, b, c] = [prediction.lower?.[i], confidence.lower?.[i], confidence.fitted[i]] as number[];
      expect((a as number) < (b as number) && (b as number) < (c as number)).toBe(true);
    }
    const wide = await table.predict(fit, { interval: "confidence", level: 0.99 });
    expect(wide.lower?.[0]).toBeLessThan(confidence.lower?.[0] as number);
    await expect(table.predict(fit, { interval: "confidence", level: 1 })).rejects.toMatchObject({
      code: "bad-argument",
      value: 1,
    });
  });

  it("takes a fit that went through JSON, on another table, over superblocks", async () => {
    const { x, y } = line(70_000);
    const table = await engine.fromColumns({ x, y });
    const fit = JSON.parse(JSON.stringify(await table.fit("y ~ x")));
    const other = await engine.fromColumns({ x: x.map((v) => v + 1) });
    const { fitted } = await other.predict(fit);
    expect(fitted.length).toBe(70_000);
    within(fitted[69_999], 3 + 2 * 70_000, 1e-6);
    within((fitted[65_536] as number) - (fitted[65_535] as number), 2, 1e-6);
  });

  it("refuses what is no fit, and an interval it does not know", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 6], x: [1, 2, 3] });
    const fit = await table.fit("y ~ x");
    await expect(table.predict({} as typeof fit)).rejects.toMatchObject({ code: "bad-argument" });
    const odd = { interval: "tolerance" } as unknown as { interval: "confidence" };
    await expect(table.predict(fit, odd)).rejects.toMatchObject({ code: "bad-argument", value: "tolerance" });
  });

  it("predicts the mean of a model without predictors", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 6] });
    const { fitted, lower, upper } = await table.predict(await table.fit("y ~ 1"), { interval: "confidence" });
    expect(Array.from(fitted)).toEqual([3, 3, 3]);
    expect(lower?.[0]).toBeLessThan(3);
    expect(upper?.[0]).toBeGreaterThan(3);
  });
});

describe("table.moments(formula)", () => {
  it("names the columns, the response last", async () => {
    const table = await engine.fromColumns({ y: [2, 4, 9], x: [1, 2, 3] });
    const moments = await table.moments("y ~ x");
    expect(moments).toMatchObject({ n: 3, weight: 3, names: ["x", "y"], mean: [2, 5], sumLogWeight: 0 });
    expect(moments.scatter).toEqual([2, 7, 26]);
    expect(moments).toMatchObject({ nDropped: 0, plan: { formula: "y ~ x", terms: ["x"] } });
    expect(Object.keys(moments)).not.toContain("weightsAre");
  });

  it("merges superblocks without losing digits", async () => {
    const { x, y } = line(150_000);
    const table = await engine.fromColumns({ x: x.map((v) => v + 1e9), y });
    const { n, mean, scatter } = await table.moments("y ~ x");
    expect(n).toBe(150_000);
    within(mean[0], 1e9 + 149_999 / 2, 1e-15);
    within(scatter[0], (150_000 * (150_000 ** 2 - 1)) / 12, 1e-13);
  });
});

describe("table.edit(edit)", () => {
  it("sets, removes and adds rows, and the handle follows", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 3, 4], x: [1, 2, 3, 5] });
    await table.edit({
      remove: [0],
      set: [{ row: 1, values: [{ column: "y", value: 20 }] }],
      add: [[{ column: "x", value: 9 }], []],
    });
    expect(table.nRows).toBe(5);
    expect(await table.rows(0, 10)).toEqual([
      [20, 2],
      [3, 3],
      [4, 5],
      [null, 9],
      [null, null],
    ]);
    expect(table.columns[1]).toMatchObject({ name: "x", missing: 1, max: 9 });
  });

  it("is seen by the calls after it, awaited or not", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4], x: [1, 2, 3] });
    const edits = [5, 6, 7].map((value) => table.edit({ set: [{ row: 2, values: [{ column: "y", value }] }] }));
    const rows = await table.rows(2, 3);
    expect(rows).toEqual([[7, 3]]);
    await Promise.all(edits);
  });

  it("leaves the table as it was where it fails", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4], x: [1, 2, 3] });
    await expect(table.edit({ remove: [9] })).rejects.toMatchObject({ code: "bad-argument", value: 9 });
    await expect(table.edit({ set: [{ row: 0, values: [{ column: "q", value: 1 }] }] })).rejects.toMatchObject({
      code: "column-unknown",
    });
    expect(table.nRows).toBe(3);
    expect(await table.rows(0, 1)).toEqual([[1, 1]]);
    await table.edit({ remove: [0] });
    expect(table.nRows).toBe(2);
  });

  it("keeps what was asked for when the caller changes its object", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4], x: [1, 2, 3] });
    const edit = { remove: [0] };
    const done = table.edit(edit);
    edit.remove.push(1);
    await done;
    expect(table.nRows).toBe(2);
  });

  it("refuses what cannot be copied", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4] });
    const edit = { remove: [() => 1] } as unknown as { remove: number[] };
    await expect(table.edit(edit)).rejects.toMatchObject({ code: "bad-argument" });
  });
});

describe("engine.readCsv(source)", () => {
  it("reads text, a Blob and a stream alike", async () => {
    const text = await engine.readCsv(csv);
    const blob = await engine.readCsv(new Blob([csv]));
    const stream = await engine.readCsv(new Blob([csv]).stream());
    expect(blob.columns).toEqual(text.columns);
    expect(stream.columns).toEqual(text.columns);
    expect(text.dialect?.delimiter).toBe(",");
    expect(text.nRows).toBe(400);
  });

  it("takes the options of the dialect", async () => {
    const table = await engine.readCsv("a;b\n1,5;x\n2,5;-\n", { delimiter: ";", decimal: ",", na: ["-"] });
    expect(await table.rows(0, 2)).toEqual([
      [1.5, "x"],
      [2.5, null],
    ]);
  });

  it("reports progress that only grows and ends with every row", async () => {
    const big = `a,b\n${"1.25,word\n".repeat(400_000)}`;
    const seen: ReadProgress[] = [];
    const table = await engine.readCsv(new Blob([big]), { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(1);
    for (const [i, { rows, bytes }] of seen.entries()) {
      expect(rows).toBeGreaterThanOrEqual(seen[i - 1]?.rows ?? 0);
      expect(bytes).toBeGreaterThanOrEqual(seen[i - 1]?.bytes ?? 0);
    }
    expect(seen.at(-1)).toEqual({ rows: table.nRows, bytes: big.length, totalBytes: big.length, secondsLeft: 0 });
  });

  it("refuses what is no source, and a stream that somebody reads", async () => {
    await expect(engine.readCsv(3 as unknown as string)).rejects.toMatchObject({ code: "bad-argument" });
    await expect(engine.readCsv(null as unknown as string)).rejects.toMatchObject({ code: "bad-argument" });
    const stream = new Blob(["a\n1\n"]).stream();
    stream.getReader();
    await expect(engine.readCsv(stream)).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("rejects with what the stream itself failed with", async () => {
    const reason = new Error("the tap broke");
    const stream = new ReadableStream<Uint8Array>({ pull: () => Promise.reject(reason) });
    await expect(engine.readCsv(stream)).rejects.toBe(reason);
  });
});

describe("engine.fromColumns(columns)", () => {
  it("copies unless told to transfer", async () => {
    const { x, y } = line(20_000);
    const copied = await engine.fromColumns({ x, y });
    expect(x.length).toBe(20_000);
    x.fill(0);
    expect((await copied.fit("y ~ x")).n).toBe(20_000);
    const { x: a, y: b } = line(20_000);
    const handed = await engine.fromColumns({ a, b }, { transfer: true });
    expect([a.length, b.length]).toEqual([0, 0]);
    expect((await handed.fit("b ~ a")).coefficients).toEqual((await copied.fit("y ~ x")).coefficients);
  });

  it("refuses what is no column, naming it", async () => {
    const odd = { x: [1], y: 3 } as unknown as { x: number[] };
    await expect(engine.fromColumns(odd)).rejects.toMatchObject({ code: "bad-argument", at: { column: "y" } });
    await expect(engine.fromColumns({})).rejects.toMatchObject({ code: "bad-argument" });
    await expect(engine.fromColumns({ x: [1], y: [1, 2] })).rejects.toMatchObject({ code: "bad-argument" });
  });

  it("hands small arrays over, too, where told to", async () => {
    const x = Float64Array.of(1, 2, 3);
    const whole = new Float64Array(10).fill(7);
    await engine.fromColumns({ x, y: whole.subarray(0, 3) }, { transfer: true });
    expect([x.length, whole.length]).toEqual([0, 0]);
  });

  it("takes strings, booleans and dates", async () => {
    const table = await engine.fromColumns({ city: ["b", "a"], on: [true, false], day: [new Date(0), null] });
    expect(table.columns.map(({ type }) => type)).toEqual(["category", "category", "date"]);
  });

  it("keeps two tables apart", async () => {
    const one = await engine.fromColumns({ y: [1, 2], x: [0, 1] });
    const two = await engine.fromColumns({ y: [1, 5], x: [0, 1] });
    await one.edit({ remove: [1] });
    expect([one.nRows, two.nRows]).toEqual([1, 2]);
    one.close();
    expect(await two.rows(1, 2)).toEqual([[5, 1]]);
  });
});

describe("signal", () => {
  it("rejects at once where it is aborted already, whatever is asked", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4], x: [1, 2, 3] });
    const fit = await table.fit("y ~ x");
    const reason = new Error("before");
    const signal = AbortSignal.abort(reason);
    const calls = [
      engine.readCsv(csv, { signal }),
      engine.fromColumns({ x: [1] }, { signal }),
      engine.generate("sales-fundamentals", { signal }),
      engine.catalog({ signal }),
      table.fit("y ~ x", { signal }),
      table.moments("y ~ x", { signal }),
      table.predict(fit, { signal }),
      table.rows(0, 1, { signal }),
      table.edit({ remove: [0] }, { signal }),
    ];
    for (const result of await Promise.allSettled(calls)) expect(result).toEqual({ status: "rejected", reason });
    expect(table.nRows).toBe(3);
    expect(await table.rows(0, 5)).toHaveLength(3);
  });

  it("stops a long read soon and leaves the engine usable", async () => {
    const piece = new TextEncoder().encode("1.25,word\n".repeat(100_000));
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(stream) {
        stream.enqueue(pulled === 0 ? new TextEncoder().encode("a,b\n") : piece);
        pulled += 1;
      },
    });
    const controller = new AbortController();
    const reading = engine.readCsv(endless, {
      signal: controller.signal,
      onProgress: () => controller.abort("enough"),
    });
    await expect(reading).rejects.toBe("enough");
    const table = await engine.readCsv(csv);
    const before = pulled;
    expect(before).toBeLessThan(50);
    expect(await table.rows(0, 5)).toHaveLength(5);
    expect(pulled).toBe(before);
    expect(table.nRows).toBe(400);
  });

  it("leaves an edit undone", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4], x: [1, 2, 3] });
    const controller = new AbortController();
    const edit = table.edit({ remove: [0] }, { signal: controller.signal });
    controller.abort("no");
    await expect(edit).rejects.toBe("no");
    expect(await table.rows(0, 5)).toHaveLength(3);
    expect(table.nRows).toBe(3);
  });
});

describe("close()", () => {
  it("of a table makes its calls reject with closed", async () => {
    const table = await engine.fromColumns({ y: [1, 2, 4], x: [1, 2, 3] });
    table.close();
    table.close();
    await expect(table.fit("y ~ x")).rejects.toMatchObject({ code: "closed" });
    await expect(table.edit({ remove: [0] })).rejects.toMatchObject({ code: "closed" });
  });

  it("of an engine rejects what runs and what comes after", async () => {
    const own = await createEngine();
    const table: TableHandle = await own.fromColumns(line(400_000));
    // So long that it still runs however late the timer is.
    const running = table.bootstrap("y ~ x", { method: "pairs", nReplicates: 20_000 });
    const read = own.readCsv(new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) }));
    await new Promise((resolve) => setTimeout(resolve, 1));
    own.close();
    own.close();
    await expect(running).rejects.toMatchObject({ code: "closed" });
    await expect(read).rejects.toMatchObject({ code: "closed" });
    await expect(table.fit("y ~ x")).rejects.toMatchObject({ code: "closed" });
    await expect(own.readCsv("a\n1\n")).rejects.toMatchObject({ code: "closed" });
    expect(own.capabilities.where).toBe("in-process");
  });
});

describe("engine.generate(name)", () => {
  it("makes the course's data, the same each time", async () => {
    const sets = await engine.catalog();
    const made = sets.find(({ generated }) => generated);
    if (!made) throw new Error("the catalogue holds no generated set");
    const table = await engine.generate(made.id);
    expect(table.nRows).toBe(made.nRows);
    expect(table.columns.map(({ name }) => name)).toEqual(made.columns.map(({ name }) => name));
    const again = await engine.generate(made.id);
    expect(await again.rows(0, 5)).toEqual(await table.rows(0, 5));
    const other = await engine.generate(made.id, { seed: 43 });
    expect(await other.rows(0, 5)).not.toEqual(await table.rows(0, 5));
  });

  it("makes as many of the storefront's orders as are asked for, over superblocks, and refuses what is no number of them", async () => {
    const table = await engine.generate("storefront", { rows: 70_000, seed: 3 });
    expect(table.nRows).toBe(70_000);
    expect(table.columns.find(({ name }) => name === "arm")?.levels).toEqual(["control", "none", "promotion"]);
    const customers = await engine.generate("storefront", { grain: "customer", rows: 10 });
    expect(customers.columns.at(-1)?.name).toBe("lifetime_value");
    await expect(engine.generate("storefront", { rows: 0.5 })).rejects.toMatchObject({
      code: "bad-argument",
      message: "rows: must be a whole number from 1 to 2147483647; got 0.5",
    });
  });
});

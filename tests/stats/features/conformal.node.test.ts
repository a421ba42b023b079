// Split conformal intervals: their rank, their coverage in simulations, and how any intervals fare by group.

import { beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine, type Fit, type TableHandle } from "#engine/index.ts";
import { pinball } from "#stats/features/coverage.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  return () => engine.close();
});

/** Uniform numbers in (0, 1) from a seed (Park and Miller's generator), for data that tests are repeatable on. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** y = 3 + 2x + e, e skewed and of mean 0: an exponential less its mean, larger for larger x where `fans`. */
function skewed(n: number, seed: number, fans = false): Promise<TableHandle> {
  const next = uniforms(seed);
  const x = Float64Array.from({ length: n }, () => 4 * next());
  const y = x.map((v) => 3 + 2 * v + (fans ? 0.2 + v : 1) * (-Math.log(next()) - 1));
  const group = Array.from(x, (v) => (v < 2 ? "low" : "high"));
  return engine.fromColumns({ x, y, group });
}

async function errorsOf(table: TableHandle, fit: Fit): Promise<number[]> {
  const { fitted } = await table.predict(fit);
  const at = table.columns.findIndex(({ name }) => name === "y");
  return (await table.rows(0, table.nRows)).map((row, i) => Number(row[at]) - (fitted[i] as number));
}

describe("table.calibrate(fit)", () => {
  test("takes the score of rank ⌈(n + 1)·level⌉", async () => {
    const train = await skewed(200, 1);
    const other = await skewed(99, 2);
    const fit = await train.fit("y ~ x");
    const scores = (await errorsOf(other, fit)).map(Math.abs).sort((a, b) => a - b);
    for (const [level, rank] of [
      [0.9, 90],
      [0.95, 95],
      [0.99, 99],
      [0.5, 50],
      [0.07, 7],
      [0.001, 1],
    ] as const) {
      const calibration = await other.calibrate(fit, { level });
      expect(calibration).toEqual({ n: 99, level, scores: "absolute", radius: expect.any(Number) });
      expect(calibration.radius).toBeCloseTo(scores[rank - 1] ?? 0, 12);
    }
  });

  test("refuses a level that the rows are too few for", async () => {
    const fit = await (await skewed(200, 1)).fit("y ~ x");
    const few = await skewed(98, 3);
    await expect(few.calibrate(fit, { level: 0.99 })).rejects.toMatchObject({
      code: "rows-too-few",
      message: "calibration: a level of 0.99 needs 99 rows or more; got 98",
    });
  });

  test("scales scores by the standard error of a new response", async () => {
    const train = await skewed(60, 4);
    const other = await skewed(40, 5);
    const fit = await train.fit("y ~ x");
    const calibration = await other.calibrate(fit, { level: 0.8, scores: "scaled" });
    const plain = await other.predict(fit, { interval: "prediction", level: 0.5 });
    const conformal = await other.predict(fit, { interval: "conformal", calibration });
    const ratios = conformal.fitted.map(
      (y, i) => ((conformal.upper?.[i] ?? 0) - y) / ((plain.upper?.[i] ?? 0) - (plain.fitted[i] ?? 0)),
    );
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0] ?? 0, 10);
    const errors = await errorsOf(other, fit);
    const held = errors.filter(
      (e, i) => Math.abs(e) <= (conformal.upper?.[i] ?? 0) - (conformal.fitted[i] ?? 0) + 1e-12,
    );
    expect(held).toHaveLength(33);
  });
});

describe("table.splitConformal(formula)", () => {
  test("covers new rows at its level, on average over splits, where normal intervals do not", async () => {
    const level = 0.8;
    let held = 0;
    let normal = 0;
    let n = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const table = await skewed(120, 1000 + seed);
      const fresh = await skewed(200, 5000 + seed);
      const { fit, calibration } = await table.splitConformal("y ~ x", { level, seed });
      expect(calibration.n + fit.n).toBe(120);
      const [all] = await fresh.coverage(fit, { interval: "conformal", calibration });
      const [other] = await fresh.coverage(fit, { interval: "prediction", level });
      held += (all?.coverage ?? 0) * 200;
      normal += (other?.coverage ?? 0) * 200;
      n += 200;
    }
    // Exactly ⌈61·0.8⌉/61 = 0.803 is expected; the mean of 60 splits has a standard error of some 0.007.
    expect(held / n).toBeGreaterThan(0.782);
    expect(held / n).toBeLessThan(0.825);
    expect(normal / n).toBeGreaterThan(0.85);
  });

  test("depends on the seed, and on nothing else", async () => {
    const table = await skewed(101, 7);
    const one = await table.splitConformal("y ~ x", { seed: 1, level: 0.9 });
    expect(await table.splitConformal("y ~ x", { seed: 1, level: 0.9 })).toEqual(one);
    const two = await table.splitConformal("y ~ x", { seed: 2, level: 0.9 });
    expect(two.calibration.radius).not.toBe(one.calibration.radius);
    expect([one.calibration.n, one.fit.n]).toEqual([50, 51]);
    const most = await table.splitConformal("y ~ x", { share: 0.8, level: 0.9 });
    expect([most.calibration.n, most.fit.n]).toEqual([80, 21]);
  });

  test("fits on the rows that do not calibrate", async () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const y = [1, 4, 2, 8, 5, 7, 3, 11, 9, 13];
    const table = await engine.fromColumns({ x, y, z: x.map((v) => (v === 5 ? null : v)) });
    const { fit, calibration } = await table.splitConformal("y ~ x + log(z)", { level: 0.5, seed: 3 });
    expect([fit.n, calibration.n]).toEqual([5, 4]);
    const errors = (await table.predict(fit)).fitted.map((value, i) => (y[i] ?? 0) - value);
    const [inFit] = [fit.rss];
    const subsets = (k: number, from: number): number[][] =>
      k === 0
        ? [[]]
        : x.flatMap((_, i) => (i < from || i === 4 ? [] : subsets(k - 1, i + 1).map((rest) => [i, ...rest])));
    const found = subsets(5, 0).filter(
      (rows) => Math.abs(rows.reduce((sum, i) => sum + (errors[i] as number) ** 2, 0) - inFit) < 1e-9 * (1 + inFit),
    );
    const radii = found.map((rows) =>
      x.flatMap((_, i) => (i === 4 || rows.includes(i) ? [] : [Math.abs(errors[i] as number)])).sort((a, b) => a - b),
    );
    expect(radii.some((scores) => Math.abs((scores[2] ?? 0) - calibration.radius) < 1e-12)).toBe(true);
  });

  test("gives intervals on the response's own scale", async () => {
    const table = await skewed(100, 9);
    const { fit, calibration } = await table.splitConformal("exp(y/20) ~ x", { level: 0.9 });
    const link = await table.predict(fit, { interval: "conformal", calibration });
    const own = await table.predict(fit, { interval: "conformal", calibration, scale: "response" });
    expect(own.upper?.[3]).toBeCloseTo(20 * Math.log(link.upper?.[3] ?? 0), 10);
  });
});

describe("table.coverage(fit)", () => {
  test("tells coverage, width and pinball loss of each group", async () => {
    const table = await skewed(400, 11, true);
    const fit = await table.fit("y ~ x");
    const { fitted, lower, upper } = await table.predict(fit, { interval: "prediction", level: 0.9 });
    const errors = await errorsOf(table, fit);
    const groups = (await table.rows(0, 400)).map((row) => row[2]);
    const found = await table.coverage(fit, { by: "group", level: 0.9 });
    expect(found.map(({ group }) => group).sort()).toEqual(["high", "low"]);
    for (const { group, n, coverage, width, pinball: loss } of found) {
      const rows = groups.flatMap((name, i) => (name === group ? [i] : []));
      const mean = (of: (i: number) => number) => rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
      const y = (i: number) => (fitted[i] as number) + (errors[i] as number);
      expect(n).toBe(rows.length);
      expect(coverage).toBeCloseTo(
        mean((i) => (y(i) >= (lower?.[i] ?? 0) && y(i) <= (upper?.[i] ?? 0) ? 1 : 0)),
        12,
      );
      expect(width).toBeCloseTo(
        mean((i) => (upper?.[i] ?? 0) - (lower?.[i] ?? 0)),
        10,
      );
      expect(loss.lower).toBeCloseTo(
        mean((i) => pinball(y(i) - (lower?.[i] ?? 0), 0.05)),
        10,
      );
      expect(loss.upper).toBeCloseTo(
        mean((i) => pinball(y(i) - (upper?.[i] ?? 0), 0.95)),
        10,
      );
    }
    const [low, high] = ["low", "high"].map((name) => found.find(({ group }) => group === name)?.coverage ?? 0);
    expect(low).toBeGreaterThan(high ?? 1);
  });

  test("leaves out rows without a group, and groups without rows", async () => {
    const table = await engine.fromColumns({
      x: [1, 2, 3, 4, 5, 6],
      y: [2, 4, 5, 9, 9, null],
      shop: ["a", "b", null, "a", "b", "c"],
    });
    const found = await table.coverage(await table.fit("y ~ x"), { by: "shop" });
    expect(found.map(({ group, n }) => [group, n])).toEqual([
      ["a", 2],
      ["b", 2],
    ]);
  });

  test("of a fit without residual degrees of freedom is null", async () => {
    const table = await engine.fromColumns({ x: [1, 2], y: [2, 5] });
    const [all] = await table.coverage(await table.fit("y ~ x"));
    expect(all).toEqual({ group: null, n: 2, coverage: null, width: null, pinball: { lower: null, upper: null } });
  });
});

describe("pinball(over, tau)", () => {
  test("is least at the quantile", () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const loss = (q: number, tau: number) => values.reduce((sum, y) => sum + pinball(y - q, tau), 0);
    expect(values.every((q) => loss(q, 0.25) >= loss(3, 0.25))).toBe(true);
    expect(pinball(2, 0.9)).toBeCloseTo(1.8, 12);
    expect(pinball(-2, 0.9)).toBeCloseTo(0.2, 12);
  });
});

describe("bad options are refused", () => {
  test.each([
    ["calibrate", { level: 1 }],
    ["calibrate", { scores: "relative" }],
    ["splitConformal", { share: 0 }],
    ["splitConformal", { seed: -1 }],
    ["coverage", { interval: "normal" }],
    ["coverage", { interval: "conformal" }],
    ["coverage", { level: 0 }],
    ["coverage", { calibration: { n: 9, level: 0.8, scores: "absolute", radius: 1 } }],
    ["predict", { interval: "conformal" }],
    ["predict", { level: 0.9 }],
    ["predict", { retransform: "smearing" }],
    ["predict", { interval: "prediction", calibration: { n: 9, level: 0.8, scores: "absolute", radius: 1 } }],
    [
      "predict",
      { interval: "conformal", level: 0.9, calibration: { n: 9, level: 0.8, scores: "absolute", radius: 1 } },
    ],
  ] as const)("table.%s(…, %j)", async (name, options) => {
    const table = await skewed(50, 13);
    const fit = await table.fit("y ~ x");
    const call =
      name === "splitConformal" ? table.splitConformal("y ~ x", options as never) : table[name](fit, options as never);
    await expect(call).rejects.toMatchObject({ code: "bad-argument" });
  });

  test("a grouping column that is not there", async () => {
    const table = await skewed(50, 13);
    await expect(table.coverage(await table.fit("y ~ x"), { by: "shop" })).rejects.toMatchObject({
      code: "column-unknown",
    });
  });
});

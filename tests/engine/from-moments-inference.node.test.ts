// Inference on a table made of moments: what moments suffice for is the table's own, the rest names the rows it needs.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Fit, type TableHandle } from "#engine/index.ts";

const formula = "revenue ~ search + social + log(price) * region + holiday";

let engine: Engine;
let table: TableHandle;
let moments: TableHandle;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  table = await engine.readCsv(readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8"));
  moments = await engine.fromMoments(await table.moments(formula));
});

afterAll(() => engine.close());

/** Two results have one shape, the same texts, and numbers that agree to the rounding of moments. */
function expectSame(got: unknown, wanted: unknown, path = ""): void {
  if (typeof wanted === "number") {
    const size = Math.max(Math.abs(wanted), 1e-6);
    expect(Math.abs((typeof got === "number" ? got : Number.NaN) - wanted) / size, path).toBeLessThanOrEqual(1e-8);
  } else if (typeof wanted === "object" && wanted !== null) {
    expect(Object.keys(got ?? {}), path).toEqual(Object.keys(wanted));
    for (const [key, value] of Object.entries(wanted)) {
      expectSame((got as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else expect(got, path).toBe(wanted);
}

describe("engine.fromMoments(moments)", () => {
  const FORMULAS = [
    "revenue ~ 1",
    "revenue ~ search",
    "revenue ~ region + search",
    "revenue ~ region*log(price)+search",
  ];

  it("compare(formulas) is the table's", async () => {
    const found = await moments.compare(FORMULAS);
    expect(found.tests.map(({ f }) => f === null)).toEqual([false, false, false]);
    expectSame(found, await table.compare(FORMULAS));
    const apart = ["revenue ~ search", "revenue ~ social + region"];
    expectSame(await moments.compare(apart), await table.compare(apart));
    expect((await moments.compare(apart)).reasons[0]?.reason).toMatch(/not nested/);
  });

  it("compare(formulas) knows weights and rows left out", async () => {
    const columns = { y: [1, 2, 2.5, 4.5, 5, 7, 8], x: [1, 2, null, 4, 5, 6, 7], z: [3, 1, 4, 1, 5, 9, 2] };
    for (const weightsAre of ["analytic", "frequency"] as const) {
      const rows = await engine.fromColumns({ ...columns, w: [1, 2, 1, 3, 0, 2, 1] });
      const options = { weights: "w", weightsAre };
      const of = await engine.fromMoments(await rows.moments("y ~ x + z", options));
      const own = await rows.compare(["y ~ x", "y ~ x + z"], options);
      expect(own.n).toBe(weightsAre === "frequency" ? 9 : 5);
      expectSame(await of.compare(["y ~ x", "y ~ z + x"]), {
        ...own,
        models: own.models.map((model) => ({ ...model, formula: model.formula.replace("x + z", "z + x") })),
      });
      await expect(of.compare(["y ~ x", "y ~ z"], { missing: "error" })).rejects.toMatchObject({
        code: "missing-values",
      });
      await expect(of.compare(["y ~ x", "y ~ z"], options)).rejects.toMatchObject({ code: "rows-needed" });
      for (const handle of [rows, of]) handle.close();
    }
  });

  it("compare(formulas) takes moments that somebody else summed, and refuses columns that they lack", async () => {
    const summed = {
      n: 4,
      weight: 4,
      names: ["x", "z", "y"],
      mean: [2.5, 0.5, 6.25],
      scatter: [5, 0, 1, 11.5, 0.5, 26.75],
    };
    const of = await engine.fromMoments(summed);
    const rows = await engine.fromColumns({ x: [1, 2, 3, 4], z: [1, 0, 0, 1], y: [3, 5, 7, 10] });
    const formulas = ["y ~ x", "y ~ z + x"];
    expectSame(await of.compare(formulas), await rows.compare(formulas));
    await expect(of.compare(["y ~ x", "y ~ u"])).rejects.toMatchObject({ code: "column-unknown" });
    await expect(of.compare(["y ~ x", "x ~ z"])).rejects.toThrow(/one response/);
    await expect(of.compare(["y ~ x"])).rejects.toThrow(/two formulas/);
    for (const handle of [rows, of]) handle.close();
  });

  it.each(["I", "II", "III"] as const)("anova(formula) of type %s is the table's", async (type) => {
    expectSame(await moments.anova(formula, { type }), await table.anova(formula, { type }));
  });

  it.each([
    { method: "both" },
    { method: "forward", criterion: "F" },
    { method: "backward", criterion: "BIC" },
    { method: "best-subset" },
  ] as const)("select(formula, %j) is the table's", async (options) => {
    expectSame(await moments.select(formula, options), await table.select(formula, options));
  });

  it("hypothesis(fit) and standardized(fit) are the table's", async () => {
    const fit = await moments.fit(formula);
    const own = await table.fit(formula);
    const asked = ["search = social", "holiday = 0"];
    expectSame(await moments.hypothesis(fit, asked), await table.hypothesis(own, asked));
    expectSame(await moments.standardized(fit), await table.standardized(own));
  });

  it("what must see rows rejects with rows-needed", async () => {
    const fit: Fit = await moments.fit(formula);
    const calls: (() => Promise<unknown>)[] = [
      () => moments.robust(fit),
      () => moments.marginalMeans(fit, "region"),
      () => moments.diagnostics(fit),
      () => moments.influence(fit),
      () => moments.addedVariable(fit, "search"),
      () => moments.calibrate(fit),
      () => moments.coverage(fit),
      () => moments.boxCox(formula),
      () => moments.splitConformal(formula),
      () => moments.rollingOrigin(formula, { order: "day", unit: "day", horizon: 1 } as never),
      () => moments.driftProfile(),
      () => moments.learningCurve(formula),
    ];
    for (const call of calls) await expect(call(), String(call)).rejects.toMatchObject({ code: "rows-needed" });
  });
});

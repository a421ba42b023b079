// What fits give out where a double cannot hold it: null with a reason, or an error, and never NaN or infinity.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type Fit, type TableHandle } from "#engine/index.ts";

const wave = (n: number, by: number) => Array.from({ length: n }, (_, i) => 1 + Math.sin(i * by));

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine();
});

afterAll(() => engine.close());

describe("a fit with a coefficient that no number can hold", () => {
  let table: TableHandle;
  let fit: Fit;

  beforeAll(async () => {
    const y = wave(8, 1.3).map((v, i) => 1e150 * (v + i));
    table = await engine.fromColumns({ y, x: y.map((_, i) => 5e-324 * (i + 1)), g: wave(8, 2.1) });
    fit = await table.fit("y ~ x + g");
  });

  it("says which", () => {
    expect(fit.aliased).toEqual([]);
    expect(fit.coefficients[fit.terms.indexOf("x")]).toBeNull();
    expect(fit.reasons.some(({ field }) => field.includes("x"))).toBe(true);
  });

  it.each<[string, (of: Fit) => Promise<unknown>]>([
    ["predict", (of) => table.predict(of)],
    ["metrics", (of) => table.metrics(of)],
    ["calibrate", (of) => table.calibrate(of, { level: 0.5 })],
    ["coverage", (of) => table.coverage(of)],
    ["robust", (of) => table.robust(of)],
    ["hypothesis", (of) => table.hypothesis(of, "g = 0")],
    ["diagnostics", (of) => table.diagnostics(of)],
    ["anova", (of) => table.anova(of.formula)],
  ])("is refused by %s", async (_, call) => {
    await expect(call(fit)).rejects.toMatchObject({
      code: "value-not-finite",
      message: "fit: must have coefficients that a number can hold; got one of x that is too large",
      at: { column: "x" },
    });
  });
});

describe("numbers near the end of the range", () => {
  it("predict and test with coefficients of 1e300", async () => {
    const x = wave(9, 1.1);
    const y = x.map((v, i) => 2 * v + Math.cos(i));
    const plain = await engine.fromColumns({ x, y });
    const wanted = await plain.predict(await plain.fit("y ~ x"));
    const table = await engine.fromColumns({ x: x.map((v) => 1e-150 * v), y: y.map((v) => 1e150 * v) });
    const fit = await table.fit("y ~ x");
    expect(fit.coefficients[1]).toBeGreaterThan(1e300);
    const { fitted } = await table.predict(fit);
    for (const [i, value] of fitted.entries()) expect(value / 1e150).toBeCloseTo(wanted.fitted[i] as number, 10);
    const { contrasts } = await table.hypothesis(fit, "x = 0");
    expect(contrasts[0]?.estimate).toBe(fit.coefficients[1]);
  });

  it("have no standardized coefficient where a spread leaves the range, and say so", async () => {
    const x = wave(9, 1.1).map((v) => 1e150 * v);
    const y = x.map((v, i) => 1e-150 * (1e-150 * v + 0.1 * Math.cos(i)));
    const table = await engine.fromColumns({ x, z: wave(9, 0.7), y });
    const { standardized, reasons } = await table.standardized(await table.fit("y ~ x + z"));
    for (const { term, value } of standardized) {
      if (value === null) expect(reasons.map(({ field }) => field)).toContain(`standardized[${term}]`);
      else expect(Number.isFinite(value)).toBe(true);
    }
  });

  it("have no percent change where it is too large", async () => {
    const x = wave(12, 1.7).map((v) => v / 1000);
    const y = x.map((v, i) => Math.exp(1e5 * v + Math.cos(i)));
    const table = await engine.fromColumns({ x, z: wave(12, 0.4), y });
    const fit = await table.fit("log(y) ~ x + z");
    expect(fit.coefficients[1]).toBeGreaterThan(800);
    expect(fit.effects?.[1]).toBeNull();
    expect(fit.effects?.[2]).toMatchObject({ kind: "percent" });
  });
});

describe("table.boxCox(formula)", () => {
  it("has no best power where a model fits perfectly under one, and says so", async () => {
    const table = await engine.fromColumns({ y: [0.73, 0.81, 1.21], x: [7.8, 7.4, 5.1] });
    const profile = await table.boxCox("y ~ x");
    expect(profile).toMatchObject({ lambda: null, logLikMax: null, ci95: [null, null] });
    expect(profile.reasons).toEqual([{ field: "lambda", reason: expect.stringMatching(/fits perfectly/) }]);
  });
});

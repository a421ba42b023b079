// Robust tables of fits whose weights are frequencies: those of the rows written out, or a refusal.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type RobustOptions, type RobustTable } from "#engine/index.ts";

let engine: Engine;

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});

afterAll(() => engine.close());

const x = [1, 2, 4, 7, 11, 13, 17];
const y = [2.5, 3, 5.5, 8, 12, 15.5, 14];
const g = ["a", "b", "a", "c", "b", "c", "a"];
const w = [1, 3, 0, 2, 5, 1, 2];

/** The rows as often as their weight says. */
const expand = <T>(values: readonly T[], counts: readonly number[]) =>
  values.flatMap((value, i) => new Array<T>(counts[i] ?? 0).fill(value));

function expectSame(got: RobustTable, wanted: RobustTable): void {
  expect(got).toMatchObject({ type: wanted.type, n: wanted.n, df: wanted.df, reasons: wanted.reasons });
  expect(got.clusters).toEqual(wanted.clusters);
  for (const [k, error] of wanted.standardErrors.entries()) {
    expect(Math.abs((got.standardErrors[k] ?? Number.NaN) - (error ?? 0))).toBeLessThanOrEqual(1e-10 * (error ?? 0));
  }
  for (const [k, value] of (wanted.covariance ?? []).entries()) expect(got.covariance?.[k]).toBeCloseTo(value, 10);
}

const KINDS: RobustOptions[] = [
  { type: "HC0" },
  { type: "HC1" },
  { type: "HC2" },
  { type: "HC3" },
  { type: "cluster", cluster: "g" },
  { type: "cluster", cluster: "g", correction: "CR0" },
];

describe("table.robust(fit, { weights }) of frequencies", () => {
  it.each(KINDS)("%j is that of the rows written out", async (options) => {
    const counted = await engine.fromColumns({ x, y, g, w });
    const written = await engine.fromColumns({ x: expand(x, w), y: expand(y, w), g: expand(g, w) });
    for (const formula of ["y ~ x", "y ~ 0 + x"]) {
      const fit = await counted.fit(formula, { weights: "w", weightsAre: "frequency" });
      const got = await counted.robust(fit, { ...options, weights: "w" });
      expectSame(got, await written.robust(await written.fit(formula), options));
    }
    for (const table of [counted, written]) table.close();
  });

  // lm(y ~ x) on the rows written out, vcovHC(type = "HC3") and vcovCL(~ g, type = "HC1"), R 4.2.2 with sandwich 3.0-2.
  it.each<[RobustOptions, number[]]>([
    [{ type: "HC3" }, [0.611_682_224_372_538_8, 0.099_879_689_410_776_96]],
    [{ type: "cluster", cluster: "g" }, [0.742_152_935_419_201_9, 0.139_987_628_577_379_6]],
  ])("%j is R's", async (options, errors) => {
    const counted = await engine.fromColumns({ x, y, g, w });
    const fit = await counted.fit("y ~ x", { weights: "w", weightsAre: "frequency" });
    const { standardErrors } = await counted.robust(fit, { ...options, weights: "w" });
    for (const [k, error] of errors.entries()) expect(standardErrors[k]).toBeCloseTo(error, 12);
    counted.close();
  });

  it("holds for any counts", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }), fc.nat(4)), {
          minLength: 8,
          maxLength: 20,
        }),
        fc.constantFrom(...KINDS.slice(0, 4)),
        async (rows, options) => {
          fc.pre(new Set(rows.filter(([, , count]) => count > 0).map(([a]) => a)).size > 4);
          const counts = rows.map(([, , count]) => count);
          const columns = { x: rows.map(([a]) => a), y: rows.map(([a, b]) => a / 4 + b) };
          const written = await engine.fromColumns({ x: expand(columns.x, counts), y: expand(columns.y, counts) });
          const counted = await engine.fromColumns(columns);
          const wanted = await written.fit("y ~ x");
          fc.pre(wanted.rss > 1e-3 * wanted.tss);
          const weights = Float64Array.from(counts);
          const fit = await counted.fit("y ~ x", { weights, weightsAre: "frequency" });
          const got = await counted.robust(fit, { ...options, weights });
          const table = await written.robust(wanted, options);
          for (const [k, error] of table.standardErrors.entries()) {
            expect((got.standardErrors[k] ?? Number.NaN) / (error ?? 0)).toBeCloseTo(1, 9);
          }
          for (const each of [written, counted]) each.close();
        },
      ),
      { numRuns: 60, seed: 20_261_126 },
    ));

  it("is none where a row that counts once is fitted exactly, and says so", async () => {
    const lone = [0, 0, 0, 0, 0, 0, 1];
    const once = await engine.fromColumns({ x: lone, y, w: [1, 3, 0, 2, 5, 1, 1] });
    const fit = await once.fit("y ~ x", { weights: "w", weightsAre: "frequency" });
    const got = await once.robust(fit, { weights: "w" });
    expect(got.covariance).toBeNull();
    expect(got.reasons[0]?.reason).toMatch(/1 − leverage, which is 0 in row 7;/);
    const twice = Float64Array.of(1, 3, 0, 2, 5, 1, 2);
    const double = await once.fit("y ~ x", { weights: twice, weightsAre: "frequency" });
    expect((await once.robust(double, { weights: twice })).standardErrors[1]).toBeGreaterThan(0);
    once.close();
  });

  it("has no order for Newey and West's", async () => {
    const counted = await engine.fromColumns({ x, y, w });
    const fit = await counted.fit("y ~ x", { weights: "w", weightsAre: "frequency" });
    await expect(counted.robust(fit, { type: "newey-west", weights: "w" })).rejects.toMatchObject({
      code: "weights",
      message: expect.stringMatching(/^weights: must not be frequencies for newey-west/),
    });
    await expect(counted.robust(fit, { weights: "x" })).rejects.toMatchObject({ code: "bad-argument" });
    counted.close();
  });
});

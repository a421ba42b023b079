// What holds of any data, through the public API on every backend; and that all backends give one answer.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BackendName,
  createEngine,
  type Engine,
  type Fit,
  mergeMoments,
  type TableHandle,
} from "#engine/index.ts";

const NAMES = ["reference", "scalar", "simd", "relaxed"] as const satisfies readonly BackendName[];
const engines = new Map<string, Engine>();

beforeAll(async () => {
  for (const backend of NAMES) engines.set(backend, await createEngine({ workers: 0, backend }));
});

afterAll(() => {
  for (const engine of engines.values()) engine.close();
});

type Row = { a: number; b: number; g: string; y: number; w: number };

const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((v) => v / 1e4);

const rowsOf = fc
  .array(
    fc.record(
      {
        a: value,
        b: value,
        g: fc.constantFrom("p", "q", "r"),
        y: value,
        w: fc.integer({ min: 1, max: 40 }).map((v) => v / 8),
      },
      { noNullPrototype: true },
    ),
    { minLength: 15, maxLength: 60 },
  )
  .filter((rows) => ["p", "q", "r"].every((level) => rows.filter(({ g }) => g === level).length > 2));

const FORMULA = "y ~ a + b + g";
const WEIGHTED = { weights: "w" };

const columnsOf = (rows: readonly Row[]) => ({
  a: rows.map(({ a }) => a),
  b: rows.map(({ b }) => b),
  g: rows.map(({ g }) => g),
  y: rows.map(({ y }) => y),
  w: rows.map(({ w }) => w),
});

/** Numbers agree to `tolerance` of the larger of their size and `unit`. */
function expectClose(
  got: number | null | undefined,
  wanted: number | null | undefined,
  unit = 0,
  tolerance = 1e-9,
): void {
  const size = Math.max(Math.abs(wanted ?? Number.NaN), unit);
  expect(Math.abs((got ?? Number.NaN) - (wanted ?? Number.NaN))).toBeLessThanOrEqual(tolerance * size);
}

/** Fits agree to a share of their standard errors. */
function expectSameFit(got: Fit, wanted: Fit): void {
  expect(got.terms).toEqual(wanted.terms);
  for (const [j, error] of wanted.standardErrors.entries()) {
    expectClose(got.coefficients[j], wanted.coefficients[j], error ?? 0);
    expectClose(got.standardErrors[j], error, 0, 1e-8);
  }
  for (const field of ["rSquared", "sigma", "rss"] as const) expectClose(got[field], wanted[field], 0, 1e-8);
}

describe.each(NAMES)("on %s", (name) => {
  const holds = (claim: (table: TableHandle, rows: Row[], engine: Engine) => Promise<void>, numRuns = 25) =>
    fc.assert(
      fc.asyncProperty(rowsOf, async (rows) => {
        const engine = engines.get(name) as Engine;
        const table = await engine.fromColumns(columnsOf(rows));
        await claim(table, rows, engine);
        table.close();
      }),
      { numRuns, seed: 20_261_126 },
    );

  it("residuals of fit(formula) are orthogonal to every column, and leverages sum to the rank", () =>
    holds(async (table, rows) => {
      const fit = await table.fit(FORMULA, WEIGHTED);
      const { residuals, leverage } = await table.influence(fit, WEIGHTED);
      const { fitted } = await table.predict(fit);
      const design: ((row: Row) => number)[] = [
        () => 1,
        ({ a }) => a,
        ({ b }) => b,
        ({ g }) => (g === "q" ? 1 : 0),
        ({ g }) => (g === "r" ? 1 : 0),
      ];
      for (const column of design) {
        let sum = 0;
        let size = 0;
        for (const [i, row] of rows.entries()) {
          sum += row.w * (row.y - (fitted[i] ?? Number.NaN)) * column(row);
          size += row.w * Math.abs(row.y * column(row));
        }
        expectClose(sum, 0, size, 1e-12);
      }
      expectClose(residuals[0], (rows[0]?.y ?? 0) - (fitted[0] ?? 0), 100, 1e-12);
      expectClose(
        leverage.reduce<number>((sum, h) => sum + (h ?? Number.NaN), 0),
        fit.rank,
        0,
        1e-11,
      );
    }));

  it("fit, path and crossValidate do not depend on the order of the rows", () =>
    holds(async (table, rows, engine) => {
      const n = rows.length;
      const order = Array.from(rows.keys()).sort((i, j) => ((i * 7) % n) - ((j * 7) % n) || j - i);
      const other = await engine.fromColumns(columnsOf(order.map((i) => rows[i] as Row)));
      expectSameFit(await other.fit(FORMULA, WEIGHTED), await table.fit(FORMULA, WEIGHTED));
      for (const l1Ratio of [0, 1]) {
        const options = { ...WEIGHTED, l1Ratio, nLambda: 8 };
        const [got, wanted] = [await other.path(FORMULA, options), await table.path(FORMULA, options)];
        for (const [k, lambda] of wanted.lambdas.entries()) {
          expectClose(got.lambdas[k], lambda);
          for (const [j, b] of (wanted.coefficients[k] ?? []).entries()) expectClose(got.coefficients[k]?.[j], b, 1);
        }
        const folds = Int32Array.from(rows, (_, i) => i % 4);
        const cv = await table.crossValidate(FORMULA, { ...options, folds, lambdas: [10, 1] });
        const moved = Int32Array.from(order, (i) => i % 4);
        const again = await other.crossValidate(FORMULA, { ...options, folds: moved, lambdas: [10, 1] });
        for (const [k, mean] of cv.mean.entries()) expectClose(again.mean[k], mean);
      }
      other.close();
    }, 15));

  it("fit and path follow columns and response that are shifted and stretched", () =>
    holds(async (table, rows, engine) => {
      const other = await engine.fromColumns(
        columnsOf(rows.map((row) => ({ ...row, a: 300 - 8 * row.a, y: 16 * row.y + 50 }))),
      );
      const [moved, fit] = [await other.fit(FORMULA, WEIGHTED), await table.fit(FORMULA, WEIGHTED)];
      const slopes = (of: Fit) => of.coefficients.slice(1) as [number, number, number, number];
      const [a, ...rest] = slopes(fit);
      const wanted = [-2 * a, ...rest.map((b) => 16 * b)];
      for (const [j, b] of slopes(moved).entries()) expectClose(b, wanted[j], moved.standardErrors[j + 1] ?? 0);
      expectClose(moved.rSquared, fit.rSquared);
      for (const l1Ratio of [0, 0.5, 1]) {
        const options = { ...WEIGHTED, l1Ratio, nLambda: 8 };
        const [stretched, plain] = [await other.path(FORMULA, options), await table.path(FORMULA, options)];
        for (const [k, lambda] of plain.lambdas.entries()) {
          // Lambda of ridge is a pure number; that of the lasso has the unit of the response.
          expectClose(stretched.lambdas[k], l1Ratio === 0 ? lambda : 16 * lambda, 0, 1e-8);
          expectClose(stretched.devRatio[k], plain.devRatio[k], 1, 1e-9);
          const [slope = 0] = plain.coefficients[k] ?? [];
          expectClose(stretched.coefficients[k]?.[0], -2 * slope, 1, 1e-8);
        }
      }
      other.close();
    }, 15));

  it("moments of parts merge in any grouping to those of the whole, and to its fit", () =>
    holds(async (table, rows, engine) => {
      const cuts = [0, 5, 9, rows.length];
      const options = { weights: "w", weightsAre: "analytic" } as const;
      const parts = [];
      for (const [k, to] of cuts.slice(1).entries()) {
        const part = await engine.fromColumns(columnsOf(rows.slice(cuts[k], to)));
        const { plan: _, ...moments } = await part.moments("y ~ a + b", options);
        parts.push(moments);
        part.close();
      }
      const [r, s, t] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
      const whole = await table.moments("y ~ a + b", options);
      const own = await table.fit("y ~ a + b", options);
      for (const merged of [
        mergeMoments(mergeMoments(r, s), t),
        mergeMoments(r, mergeMoments(s, t)),
        mergeMoments(mergeMoments(t, r), s),
      ]) {
        expect(merged.n).toBe(whole.n);
        for (const [k, entry] of whole.scatter.entries())
          expectClose(merged.scatter[k], entry, whole.weight * 1e4, 1e-13);
        const again = await engine.fromMoments(merged);
        expectSameFit(await again.fit("y ~ a + b"), own);
        again.close();
      }
    }));
});

describe("every backend", () => {
  const formula = "revenue ~ search + social + log(price) * region + holiday";
  const csv = readFileSync("tests/fixtures/reference/sales/sales.csv", "utf8");

  /** Seventeen columns of two superblocks: the road of large tables. */
  const terms = Array.from({ length: 17 }, (_, j) => `x${j}`);
  const wave = (of: (i: number) => number) => Float64Array.from({ length: 70_000 }, (_, i) => of(i));
  const columns = {
    ...Object.fromEntries(terms.map((term, j) => [term, wave((i) => j + Math.cos(i * (0.4 + j / 9)))])),
    y: wave((i) => Math.cos(0.4 * i) + Math.sin(i * i)),
  };

  async function largeFit(engine: Engine): Promise<Omit<Fit, "backend">> {
    const table = await engine.fromColumns(columns);
    const { backend: _, ...fit } = await table.fit(`y ~ ${terms.join(" + ")}`);
    table.close();
    expect(fit.solver.name).toBe("cholesky");
    return fit;
  }

  /** What the calls give of one table, of its moments, and of a large one. */
  async function everything(name: string) {
    const engine = engines.get(name) as Engine;
    const table = await engine.readCsv(csv);
    const moments = await engine.fromMoments(await table.moments(formula, { folds: 5 }));
    const fit = await table.fit(formula);
    const { backend: _, ...rest } = fit;
    const { backend: __, ...fromMoments } = await moments.fit(formula);
    const found = {
      fit: rest,
      fromMoments,
      large: await largeFit(engine),
      path: await table.path(formula, { nLambda: 20 }),
      ridge: await table.path(formula, { l1Ratio: 0, nLambda: 20, leaveOneOut: true }),
      cv: await table.crossValidate(formula, { nLambda: 20 }),
      fromFolds: await moments.crossValidate(formula, { nLambda: 20 }),
      bootstrap: await table.bootstrap(formula, { nReplicates: 50 }),
      robust: await table.robust(fit),
      anova: await table.anova(formula),
      selection: await table.select(formula),
      metrics: await table.metrics(fit),
      predicted: Array.from((await table.predict(fit, { interval: "prediction" })).upper ?? []),
      tests: (await table.diagnostics(fit)).tests,
    };
    for (const handle of [table, moments]) handle.close();
    return found;
  }

  /** The largest difference of two results, number by number, over the larger of the number and `unit`. */
  function difference(got: unknown, wanted: unknown, path = "", worst = { error: 0, path: "" }) {
    if (typeof wanted === "number" && typeof got === "number") {
      const error = got === wanted ? 0 : Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1e-6);
      if (!(error <= worst.error)) Object.assign(worst, { error, path });
    } else if (typeof wanted === "object" && wanted !== null) {
      expect(Object.keys(got ?? {}), path).toEqual(Object.keys(wanted));
      for (const [key, inner] of Object.entries(wanted)) {
        // Counts of steps, estimates of digits and of rounding itself are not results.
        if (["nIter", "digits", "dualityGap", "solver", "reason"].includes(key)) continue;
        difference((got as Record<string, unknown>)[key], inner, `${path}.${key}`, worst);
      }
    } else expect(got, path).toBe(wanted);
    return worst;
  }

  it("gives what plain TypeScript gives, to 1e-10, and simd what scalar gives, to the last bit", async () => {
    const wanted = await everything("reference");
    for (const name of NAMES.slice(1)) {
      const { error, path } = difference(await everything(name), wanted);
      console.info(`${name}: largest relative difference from reference ${error.toExponential(1)} in ${path}`);
      expect(error, `${name}${path}`).toBeLessThanOrEqual(1e-10);
    }
    expect(await everything("simd")).toEqual(await everything("scalar"));
  });
});

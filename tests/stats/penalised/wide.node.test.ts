// Paths of thousands of columns by passes over rows, against the same by moments, and against their certificate.

import { describe, expect, test } from "vitest";
import { openBackend } from "#kernel/choose.ts";
import { columnsPass } from "#stats/passes/columns.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { PathOptions } from "#stats/penalised/types.ts";
import { pathFromRows } from "#stats/penalised/wide.ts";
import type { RowBlock, Rows } from "#stats/rows.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { blockRows } from "#tests/helpers/block-rows.ts";
import { type DesignShape, design } from "./data.ts";

const backends = await availableBackends();
const { backend: simd } = await openBackend("simd");

/** Rows of a design in blocks of 100, some with weights of 0. */
function rowsOf(columns: Float64Array[], backend = simd, weighted = false) {
  const n = columns[0]?.length ?? 0;
  const blocks: RowBlock[] = [];
  for (let from = 0; from < n; from += 100) {
    const part = columns.map((column) => column.subarray(from, from + 100));
    const size = part[0]?.length ?? 0;
    const weights = weighted ? Float64Array.from({ length: size }, (_, i) => (from + i) % 4) : undefined;
    blocks.push({ n: size, columns: part, weights, superblock: blocks.length, kept: null });
  }
  const p = columns.length - 1;
  const names = Array.from({ length: p }, (_, j) => `x${j}`);
  const plan = { intercept: true, columns: names.map((name) => ({ name })), response: { label: "y" } };
  return { plan, rows: blockRows(blocks, { names: [...names, "y"], nDropped: 0, backend }) };
}

const cases: [string, DesignShape, PathOptions & { intercept?: boolean; weighted?: boolean }][] = [
  ["lasso", { n: 120, p: 40, rho: 0.8, seed: 1 }, {}],
  ["elastic net", { n: 60, p: 90, rho: 0.5, seed: 2 }, { l1Ratio: 0.4 }],
  ["weights", { n: 230, p: 30, rho: 0.5, seed: 3 }, { weighted: true }],
  ["no intercept, not standardised", { n: 150, p: 30, rho: 0.5, seed: 4 }, { intercept: false, standardize: false }],
  [
    "penalty factors",
    { n: 150, p: 30, rho: 0.5, seed: 5 },
    { penaltyFactors: Array.from({ length: 30 }, (_, j) => j % 4) },
  ],
  ["bounds", { n: 150, p: 30, rho: 0.5, seed: 6 }, { bounds: { lower: 0, upper: 0.4 } }],
  ["ridge", { n: 60, p: 90, rho: 0.5, seed: 8 }, { l1Ratio: 0 }],
  [
    "ridge, with weights, penalty factors and no intercept",
    { n: 60, p: 40, rho: 0.5, seed: 9 },
    { l1Ratio: 0, weighted: true, intercept: false, penaltyFactors: Array.from({ length: 40 }, (_, j) => 1 + (j % 3)) },
  ],
  ["relaxed, ended early", { n: 150, p: 30, rho: 0.5, seed: 7 }, { relax: true, earlyStop: true }],
];

function expectSame(got: number[], wanted: number[], tol: number): void {
  expect(got).toHaveLength(wanted.length);
  const size = wanted.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  for (const [k, w] of wanted.entries()) expect(Math.abs((got[k] as number) - w)).toBeLessThanOrEqual(tol * size);
}

describe.each(backends)("pathFromRows on $name", (backend) => {
  test.each(cases)("is pathFromMoments: %s", async (_, shape, { intercept = true, weighted = false, ...options }) => {
    const { plan, rows } = rowsOf(design(shape), backend, weighted);
    const { path } = await pathFromRows({ plan: { ...plan, intercept }, rows }, options, backend);
    const wanted = pathFromMoments(await rows.moments(), { intercept }, options, backend);
    expectSame(path.lambdas, wanted.lambdas, 1e-12);
    expectSame(path.intercepts, wanted.intercepts, 1e-10);
    for (const [k, row] of wanted.coefficients.entries()) expectSame(path.coefficients[k] as number[], row, 1e-10);
    if (options.l1Ratio === 0) expectSame(path.df, wanted.df, 1e-10);
    else expect(path.df).toEqual(wanted.df);
    expectSame((path.gcv ?? []) as number[], (wanted.gcv ?? []) as number[], 1e-9);
    expectSame(path.devRatio, wanted.devRatio, 1e-10);
    expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-12);
    expect(new Set(path.stopReason)).toEqual(new Set(["exact"]));
    for (const [k, row] of (wanted.relaxed?.coefficients ?? []).entries()) {
      expectSame(path.relaxed?.coefficients[k] as number[], row, 1e-9);
    }
  });
});

describe("pathFromRows on 'simd'", () => {
  test("certifies 3000 columns of 200 rows, and meets the optimality conditions in each", async () => {
    const columns = design({ n: 200, p: 3000, rho: 0.5, seed: 9 });
    const { plan, rows } = rowsOf(columns);
    let passes = 0;
    const counted: Rows = {
      ...rows,
      reduce: (pass, args) => {
        passes += 1;
        return rows.reduce(pass, args);
      },
      residuals: (predictor) => {
        passes += 1;
        return rows.residuals(predictor);
      },
    };
    const { path } = await pathFromRows({ plan, rows: counted }, {}, simd);
    expect(path.lambdas).toHaveLength(100);
    expect(Math.max(...path.dualityGap)).toBeLessThanOrEqual(1e-10);
    expect(passes).toBeLessThanOrEqual(350);
    const y = columns[3000] as Float64Array;
    for (const k of [10, 50, 99]) {
      const used = (path.coefficients[k] as number[]).flatMap((b, j) =>
        b === 0 ? [] : [{ b, x: columns[j] as Float64Array }],
      );
      expect(used.length).toBeLessThan(200);
      const residual = y.map(
        (v, i) => v - (path.intercepts[k] as number) - used.reduce((s, { b, x }) => s + b * (x[i] as number), 0),
      );
      for (const [j, b] of (path.coefficients[k] as number[]).entries()) {
        const x = columns[j] as Float64Array;
        const mean = x.reduce((s, v) => s + v, 0) / 200;
        const sd = Math.sqrt(x.reduce((s, v) => s + (v - mean) ** 2, 0) / 200);
        const g = residual.reduce((s, e, i) => s + e * ((x[i] as number) - mean), 0) / 200 / sd;
        const lambda = path.lambdas[k] as number;
        if (b === 0) expect(Math.abs(g)).toBeLessThanOrEqual(lambda * (1 + 1e-9));
        else expect(g / lambda).toBeCloseTo(Math.sign(b), 9);
      }
    }
  });

  test("refuses what ridge of so many columns does not offer, and a response that does not vary", async () => {
    const { plan, rows } = rowsOf(design({ n: 20, p: 3, rho: 0, seed: 1 }));
    for (const options of [{ relax: true }, { penaltyFactors: [0, 1, 1] }, { bounds: { lower: 0, upper: 1 } }]) {
      const call = pathFromRows({ plan, rows }, { l1Ratio: 0, ...options }, simd);
      await expect(call).rejects.toMatchObject({ code: "bad-argument" });
    }
    const long = rowsOf(design({ n: 2001, p: 3, rho: 0, seed: 1 }));
    await expect(pathFromRows(long, { l1Ratio: 0 }, simd)).rejects.toMatchObject({ code: "bad-argument" });
    const flat = rowsOf([new Float64Array(10).map((_, i) => i), new Float64Array(10).fill(3)]);
    await expect(pathFromRows(flat, {}, simd)).rejects.toMatchObject({ code: "response-constant" });
  });
});

describe("columnsPass", () => {
  test("gives each column's own moments, whatever the cut into blocks", async () => {
    const columns = design({ n: 250, p: 3, rho: 0.4, seed: 2 }).map((c, j) => c.map((v) => v + 1000 * j));
    for (const weighted of [false, true]) {
      const { rows } = rowsOf(columns, simd, weighted);
      const sums = await rows.reduce(columnsPass, null);
      const { n, weight, mean, scatter } = await rows.moments();
      expect([sums.n, sums.weight, sums.nSeen]).toEqual([n, weight, 250]);
      for (let j = 0; j < 4; j++) {
        expect(sums.mean[j]).toBeCloseTo(mean[j] as number, 9);
        expect((sums.scatter[j] as number) / (scatter[(j * (j + 1)) / 2 + j] as number)).toBeCloseTo(1, 12);
        expect(sums.cross[j]).toBeCloseTo(scatter[6 + j] as number, 9);
      }
    }
  });
});

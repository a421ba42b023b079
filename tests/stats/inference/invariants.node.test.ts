// What holds for every model: sweeps undo themselves, sums of squares add up, estimators meet where they must.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { anova } from "#stats/inference/anova/anova.ts";
import { type RobustRequest, robust } from "#stats/inference/robust/robust.ts";
import { selectTerms } from "#stats/inference/selection/select.ts";
import { reductionBy, sweep } from "#stats/inference/sweep.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { RowBlock, Rows } from "#stats/rows.ts";
import type { Fit } from "#stats/types.ts";
import { type ArrayModel, arrayPlan, arrayRows } from "#tests/helpers/array-rows.ts";
import { blockRows } from "#tests/helpers/block-rows.ts";

const backend = referenceBackend();

const value = fc.double({ min: -100, max: 100, noNaN: true }).map((v) => Math.round(v * 1e4) / 1e4);

interface Cut extends ArrayModel {
  columns: Record<string, number[]>;
  y: number[];
  weights: number[] | undefined;
  intercept: boolean;
  /** Where the rows are cut into blocks. */
  cuts: number[];
  groups: number[];
  lag: number;
}

/** Models of three normal columns, some rows weighing nothing, cut anywhere. */
const models: fc.Arbitrary<Cut> = fc
  .record({ n: fc.integer({ min: 12, max: 40 }), seed: fc.integer({ min: 1, max: 2 ** 31 }), weighted: fc.boolean() })
  .chain(({ n, seed, weighted }) => {
    const stream = backend.random(seed);
    const column = (mean: number) => Array.from(stream.normal(n, mean, 3));
    const [a, b, c, y] = [column(0), column(50), column(-2), column(10)];
    const weights = Array.from(stream.uniform(n, -0.5, 4), (w) => Math.max(0, w));
    return fc.record({
      columns: fc.constant({ a, b, c }),
      y: fc.constant(y),
      weights: fc.constant(weighted ? weights : undefined),
      intercept: fc.boolean(),
      cuts: fc.array(fc.nat(n), { maxLength: 4 }).map((at) => [0, ...at.sort((left, right) => left - right), n]),
      groups: fc.array(fc.nat(5), { minLength: n, maxLength: n }),
      lag: fc.nat(4),
    });
  })
  .filter(({ weights, groups }) => {
    const counted = groups.filter((_, i) => (weights?.[i] ?? 1) > 0);
    return new Set(counted).size > 1 && counted.length > 6;
  });

const ROWS = 65_536;

/** The rows of a model in blocks, each a superblock of its own. */
function cutRows({ columns, y, weights, cuts }: Cut): Rows {
  const names = Object.keys(columns);
  const blocks = cuts.slice(1).map((to, b): RowBlock => {
    const from = cuts[b] ?? 0;
    const part = (values: readonly number[]) => Float64Array.from(values.slice(from, to));
    const all = [...names.map((name) => part(columns[name] ?? [])), part(y)];
    return { n: to - from, columns: all, weights: weights && part(weights), superblock: b, kept: null };
  });
  return blockRows(blocks, { names: [...names, "y"], nDropped: 0, backend });
}

/** Values by row as passes find them: row i of block b at 65,536 b + i. */
function byRow(values: readonly number[], cuts: readonly number[]): number[] {
  const out = new Array<number>((cuts.length - 1) * ROWS).fill(0);
  for (const [b, to] of cuts.slice(1).entries()) {
    for (let i = cuts[b] ?? 0; i < to; i++) out[b * ROWS + i - (cuts[b] ?? 0)] = values[i] as number;
  }
  return out;
}

/** Run a claim on models that are neither near to dependent nor near to perfect. */
async function holds(claim: (model: Cut, fit: Fit) => Promise<void>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(models, async (model) => {
      const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, {
        weighted: model.weights !== undefined,
      });
      fc.pre(fit.aliased.length === 0 && fit.solver.condition < 1e4 && fit.rss > 1e-4 * fit.tss && fit.dfResidual > 1);
      await claim(model, fit);
    }),
    { numRuns: 100, seed: 20_240_601 },
  );
}

const errorsOf = async (model: Cut, fit: Fit, request: RobustRequest): Promise<number[]> =>
  (await robust(fit, cutRows(model), backend, request)).standardErrors.map((error) => error ?? -1);

function expectClose(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(got).toHaveLength(wanted.length);
  const size = Math.max(...wanted.map(Math.abs));
  for (const [k, w] of wanted.entries()) expect(Math.abs((got[k] as number) - w)).toBeLessThanOrEqual(tolerance * size);
}

/** Standard errors that agree to a share of the fit's own; those of a response that nearly vanishes are rounding. */
function expectErrors(fit: Fit, got: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(got).toHaveLength(wanted.length);
  for (const [k, w] of wanted.entries()) {
    const size = Math.max(fit.standardErrors[k] ?? 0, w);
    expect(Math.abs((got[k] as number) - w)).toBeLessThanOrEqual(tolerance * size);
  }
}

/** Standard errors with a meat Σ weightOf(i, j) u_i u_j′ over pairs of rows, written out. */
async function bruteErrors(model: Cut, fit: Fit, weightOf: (i: number, j: number) => number): Promise<number[]> {
  const { columns, y, weights, intercept } = model;
  const kept = y.flatMap((_, i) => ((weights?.[i] ?? 1) > 0 ? [i] : []));
  const X = kept.map((i) => [
    ...(intercept ? [1] : []),
    ...Object.values(columns).map((column) => column[i] as number),
  ]);
  const k = fit.terms.length;
  const score = X.map((row, r) => {
    const i = kept[r] as number;
    const e = (y[i] as number) - row.reduce((sum, x, j) => sum + x * (fit.coefficients[j] ?? 0), 0);
    return row.map((x) => x * e * (weights?.[i] ?? 1));
  });
  const gram = new Float64Array(k * k);
  const meat = new Float64Array(k * k);
  for (const [r, row] of X.entries()) {
    const w = weights?.[kept[r] as number] ?? 1;
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++)
        gram[b * k + a] = (gram[b * k + a] as number) + w * (row[a] as number) * (row[b] as number);
    for (const [s, other] of score.entries()) {
      const weight = weightOf(r, s);
      if (weight === 0) continue;
      for (let a = 0; a < k; a++) {
        for (let b = 0; b < k; b++) {
          meat[b * k + a] = (meat[b * k + a] as number) + weight * (score[r]?.[a] as number) * (other[b] as number);
        }
      }
    }
  }
  const bread = backend.dense.inverse(backend.dense.cholesky(gram, k, 0));
  return fit.terms.map((_, t) => {
    let variance = 0;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++)
        variance += (bread[t * k + a] as number) * (meat[b * k + a] as number) * (bread[t * k + b] as number);
    }
    return Math.sqrt(Math.max(0, variance));
  });
}

describe("sweep(A, q, k)", () => {
  const matrices = fc.integer({ min: 2, max: 7 }).chain((q) =>
    fc.array(fc.array(value, { minLength: q, maxLength: q }), { minLength: 3 * q, maxLength: 3 * q }).map((rows) => {
      const A = new Float64Array(q * q);
      for (let j = 0; j < q; j++) {
        for (let i = 0; i < q; i++)
          A[j * q + i] = rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), i === j ? 1 : 0);
      }
      return { A, q };
    }),
  );

  test("twice on a column is nothing", () => {
    fc.assert(
      fc.property(matrices, fc.nat(6), ({ A, q }, at) => {
        const k = at % q;
        const twice = A.slice();
        sweep(twice, q, k);
        sweep(twice, q, k);
        expectClose(Array.from(twice), Array.from(A), 1e-11);
      }),
      { seed: 20_240_601 },
    );
  });

  test("on all columns but the last leaves what reductionBy says", () => {
    fc.assert(
      fc.property(matrices, ({ A, q }) => {
        const columns = Array.from({ length: q - 1 }, (_, k) => k);
        const fall = reductionBy(A, q, columns);
        const swept = A.slice();
        for (const k of columns) sweep(swept, q, k);
        const total = A.at(-1) as number;
        expect(Math.abs(total - fall - (swept.at(-1) as number))).toBeLessThanOrEqual(1e-10 * total);
        expect(Math.abs(reductionBy(swept, q, columns) + fall)).toBeLessThanOrEqual(1e-9 * total);
      }),
      { seed: 20_240_601 },
    );
  });
});

describe("robust(fit, rows, backend, request)", () => {
  test("is the sum over pairs of rows, written out, however the rows are cut", () =>
    holds(async (model, fit) => {
      const { weights, groups, lag, cuts } = model;
      const counted = groups.filter((_, i) => (weights?.[i] ?? 1) > 0);
      const codes = Int32Array.from(byRow(groups, cuts));
      const white = await bruteErrors(model, fit, (r, s) => (r === s ? 1 : 0));
      expectErrors(fit, await errorsOf(model, fit, { type: "HC0" }), white, 1e-9);
      const clustered = await bruteErrors(model, fit, (r, s) => (counted[r] === counted[s] ? 1 : 0));
      expectErrors(
        fit,
        await errorsOf(model, fit, { type: "cluster", groups: codes, correction: "CR0" }),
        clustered,
        1e-7,
      );
      const bartlett = await bruteErrors(model, fit, (r, s) => Math.max(0, 1 - Math.abs(r - s) / (lag + 1)));
      expectErrors(fit, await errorsOf(model, fit, { type: "newey-west", lag }), bartlett, 1e-7);
    }));

  test("does not depend on the cut to more than rounding, nor Newey and West on who sorts the rows", () =>
    holds(async (model, fit) => {
      const n = model.y.length;
      const whole = { ...model, cuts: [0, n] };
      const at = Float64Array.from(
        byRow(
          Array.from({ length: n }, (_, i) => i),
          model.cuts,
        ),
      );
      const requests: RobustRequest[] = [{ type: "HC3" }, { type: "newey-west", lag: model.lag }];
      for (const request of requests) {
        expectErrors(fit, await errorsOf(model, fit, request), await errorsOf(whole, fit, request), 1e-9);
      }
      const sorted = await errorsOf(model, fit, { type: "newey-west", lag: model.lag, order: at });
      expectErrors(fit, sorted, await errorsOf(model, fit, { type: "newey-west", lag: model.lag }), 1e-9);
    }));

  test("is White's for clusters of one row and for no lag", () =>
    holds(async (model, fit) => {
      const groups = Int32Array.from(
        byRow(
          Array.from({ length: model.y.length }, (_, i) => i),
          model.cuts,
        ),
      );
      const white = await errorsOf(model, fit, { type: "HC0" });
      expectErrors(fit, await errorsOf(model, fit, { type: "cluster", groups, correction: "CR0" }), white, 1e-9);
      expectErrors(fit, await errorsOf(model, fit, { type: "newey-west", lag: 0 }), white, 1e-9);
    }));

  test("is the fit's own where all squared residuals are equal", async () => {
    const sign = (i: number, bit: number) => ((i >> bit) & 1 ? 1 : -1);
    const rows = Array.from({ length: 16 }, (_, i) => i);
    const columns = { a: rows.map((i) => sign(i, 0)), b: rows.map((i) => sign(i, 1)), c: rows.map((i) => sign(i, 2)) };
    await fc.assert(
      fc.asyncProperty(value, value, fc.double({ min: 0.1, max: 100, noNaN: true }), async (a, b, size) => {
        const y = rows.map((i) => 7 + a * sign(i, 0) + b * sign(i, 1) + size * sign(i, 0) * sign(i, 1) * sign(i, 2));
        const model = { columns, y };
        const fit = await fitOls(arrayPlan(model), arrayRows(model, backend), backend, { weighted: false });
        const own = fit.standardErrors.map((error) => (error ?? 0) * Math.sqrt(12 / 16));
        const table = await robust(fit, arrayRows(model, backend), backend, { type: "HC0" });
        expectClose(
          table.standardErrors.map((error) => error ?? 0),
          own,
          1e-10,
        );
        const hc1 = await robust(fit, arrayRows(model, backend), backend, { type: "HC1" });
        expectClose(
          hc1.standardErrors.map((error) => error ?? 0),
          fit.standardErrors.map((error) => error ?? 0),
          1e-10,
        );
      }),
      { numRuns: 50, seed: 20_240_601 },
    );
  });
});

describe("anova(plan, rows, backend, { type })", () => {
  test("adds up to what the model explains by type I, and agrees on the last term by all types", () =>
    holds(async (model, fit) => {
      const sumsOf = async (type: "I" | "II" | "III") =>
        (await anova(arrayPlan(model), cutRows(model), backend, { type, weighted: fit.weighted })).rows;
      const first = await sumsOf("I");
      const total = first.reduce((sum, { sumSq }) => sum + sumSq, 0);
      expect(Math.abs(total - (fit.tss - fit.rss))).toBeLessThanOrEqual(1e-11 * fit.tss);
      const last = first.at(-1);
      for (const type of ["II", "III"] as const) {
        const found = (await sumsOf(type)).at(-1);
        expect(Math.abs((found?.f ?? 0) - (last?.f ?? 0))).toBeLessThanOrEqual(1e-8 * (1 + (last?.f ?? 0)));
        expect(Math.abs((found?.f ?? 0) - (fit.t.at(-1) ?? 0) ** 2)).toBeLessThanOrEqual(1e-7 * (1 + (last?.f ?? 0)));
      }
    }));
});

describe("selectTerms(plan, rows, backend, { method: 'best-subset' })", () => {
  const request = {
    method: "best-subset",
    criterion: "AIC",
    enter: 0.05,
    remove: 0.1,
    lower: [],
    maxIter: 1e6,
    turn: async () => {},
  } as const;
  const designs = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    p: fc.integer({ min: 1, max: 7 }),
    mix: fc.double({ min: 0, max: 3, noNaN: true }),
    nBest: fc.integer({ min: 1, max: 4 }),
    intercept: fc.boolean(),
  });

  /** p correlated columns and a response that some of them bear on. */
  function dataOf(seed: number, p: number, mix: number, intercept: boolean, n = 60): ArrayModel {
    const stream = backend.random(seed);
    const common = stream.normal(n, 0, 1);
    const columns: Record<string, Float64Array> = {};
    for (let j = 0; j < p; j++)
      columns[`x${j}`] = stream.normal(n, 0, 1).map((v, i) => v + mix * (common[i] as number));
    const noise = stream.normal(n, 0, 1);
    const y = noise.map((e, i) =>
      Object.values(columns).reduce((sum, x, j) => sum + (j % 3 === 0 ? 0.3 * (x[i] as number) : 0), e),
    );
    return { columns, y, intercept };
  }

  test("is the best of all subsets, each fitted alone", async () => {
    await fc.assert(
      fc.asyncProperty(designs, async ({ seed, p, mix, nBest, intercept }) => {
        const model = dataOf(seed, p, mix, intercept);
        const found = await selectTerms(arrayPlan(model), arrayRows(model, backend), backend, { ...request, nBest });
        const names = Object.keys(model.columns);
        const all: { rank: number; rss: number }[] = [];
        for (let code = 0; code < 2 ** p; code++) {
          const chosen = names.filter((_, j) => (code >> j) & 1);
          const part = {
            ...model,
            columns: Object.fromEntries(chosen.map((name) => [name, model.columns[name] ?? []])),
          };
          all.push(await fitOls(arrayPlan(part), arrayRows(part, backend), backend, { weighted: false }));
        }
        const ranks = [...new Set(all.map(({ rank }) => rank))].sort((a, b) => a - b);
        const wanted = ranks.flatMap((rank) =>
          all
            .filter((fit) => fit.rank === rank)
            .map(({ rss }) => rss)
            .sort((a, b) => a - b)
            .slice(0, nBest),
        );
        expectClose(
          found.models.map(({ rss }) => rss),
          wanted,
          1e-12,
        );
      }),
      { numRuns: 40, seed: 20_240_601 },
    );
  });

  test.each([
    [0, 1],
    [1, 3],
    [3, 5],
  ])("looks at few of the 2^30 subsets of thirty terms, mixed by %f, to keep %i of each size", async (mix, nBest) => {
    const model = dataOf(17, 30, mix, true, 400);
    const found = await selectTerms(arrayPlan(model), arrayRows(model, backend), backend, { ...request, nBest });
    expect(found.stopReason).toBe("converged");
    expect(found.models).toHaveLength(1 + 29 * nBest + 1);
    expect(found.nIter).toBeLessThan(1e6);
    console.info(`mixed by ${mix}, ${nBest} of each size: ${found.nIter} sets`);
  });
});

// The diagnostics pass: one suite for every backend.

import { describe, expect, test } from "vitest";
import { countPairs, type GridCounts } from "#base/grid.ts";
import type { Backend, Block, DiagnoseRequest, DiagnoseSums, TopRows } from "#kernel/backend.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { expectClose, makeBlock, packedIndex } from "./data.ts";

const oracle = referenceBackend();
/** A few dozen products a row, in another order, over 1 − h. */
const TOL = 1e-10;

/** A request that fits the block: moments, a factor and a predictor near the solution. */
export async function requestFor(block: Block, options: Partial<DiagnoseRequest> = {}): Promise<DiagnoseRequest> {
  const p = block.columns.length - 1;
  const { mean, scatter, weight } = await oracle.moments(block);
  const A = new Float64Array(p * p);
  for (let j = 0; j < p; j++) for (let i = 0; i <= j; i++) A[j * p + i] = scatter[packedIndex(i, j)] as number;
  const whiten = oracle.dense.cholesky(A, p, 1e-10);
  const r = Float64Array.from({ length: p }, (_, j) => scatter[packedIndex(j, p)] as number);
  const predictor = {
    intercept: mean[p] as number,
    beta: oracle.dense.solve(whiten, r, 1),
    centre: mean.slice(0, p),
  };
  const { rss } = await oracle.residuals(block, predictor);
  const live = block.weights ? block.weights.filter((w) => w > 0).length : block.n;
  const rank = whiten.rank + 1;
  return {
    predictor,
    whiten,
    perWeight: weight > 0 ? 1 / weight : 0,
    rss,
    dfResidual: Math.max(0, live - rank),
    rank,
    saturation: 1e-9,
    origin: 0.25,
    unit: 1.5,
    nTop: 7,
    rows: true,
    drawn: false,
    ...options,
  };
}

function expectSums(got: DiagnoseSums, want: DiagnoseSums): void {
  const { squareGradient, powers, ...rest } = want;
  const size = Math.sqrt(want.squares) + 1;
  expect(Object.keys(got).sort()).toEqual(Object.keys(want).sort());
  for (const [name, value] of Object.entries(rest) as [keyof typeof rest, number][]) {
    if (Number.isNaN(value) || !Number.isFinite(value)) expect(got[name], name).toBe(value);
    else expectClose([got[name]], [value], TOL, name === "press" ? 0 : size);
  }
  for (const [k, value] of powers.entries()) expectClose([got.powers[k] as number], [value], TOL, size ** (k + 1));
  expectClose(got.squareGradient, squareGradient, TOL, size ** 2 * 20);
}

/** The lists name the same rows, where rounding does not decide. */
function expectTop(got: TopRows, want: TopRows): void {
  // Infinity is no distance from itself.
  const sizes = ({ values }: TopRows) => values.map((value) => Math.min(Math.abs(value), Number.MAX_VALUE));
  expectClose(sizes(got), sizes(want), 1e-8, 1e-9);
  for (const [k, row] of want.rows.entries()) {
    const size = Math.abs(want.values[k] as number);
    const next = Math.abs(want.values[k + 1] ?? Number.NaN);
    const before = Math.abs(want.values[k - 1] ?? Number.NaN);
    if (size - next > 1e-7 && !(before - size <= 1e-7)) expect(got.rows[k]).toBe(row);
  }
}

async function expectSame(backend: Backend, block: Block, options: Partial<DiagnoseRequest> = {}): Promise<void> {
  const request = await requestFor(block, options);
  const got = await backend.diagnose(block, request);
  const want = await oracle.diagnose(block, request);
  expectSums(got.sums, want.sums);
  for (const name of ["studentised", "leverage", "cooks", "dffits"] as const) expectTop(got.top[name], want.top[name]);
  expect(got.top.dfbetas).toHaveLength(want.top.dfbetas.length);
  for (const [k, list] of want.top.dfbetas.entries()) expectTop(got.top.dfbetas[k] as TopRows, list);
  if (!want.rows || !got.rows) return expect(got.rows).toBe(want.rows);
  const { dfbetas, ...measures } = want.rows;
  for (const [name, values] of Object.entries({ ...measures, ...dfbetas }) as [string, Float64Array][]) {
    const own = { ...got.rows, ...got.rows.dfbetas } as unknown as Record<string, Float64Array>;
    const rows = Array.from(values.keys()).filter((i) => Number.isFinite(values[i]));
    expect(Array.from(own[name] ?? [], Number.isNaN)).toEqual(Array.from(values, Number.isNaN));
    expectClose(
      rows.map((i) => own[name]?.[i] as number),
      rows.map((i) => values[i] as number),
      1e-8,
      1,
    );
  }
}

export function diagnoseSuite(name: string, backend: () => Backend): void {
  describe(`${name}: diagnose`, () => {
    test("agrees with the reference at every length from 0 to 67, weighted and not", async () => {
      for (let n = 0; n <= 67; n++) {
        for (const weights of [undefined, "some-zero"] as const) {
          const p = Math.min(n % 21, Math.max(0, Math.floor(n / 3) - 2));
          const block = makeBlock({ n, q: p + 1, seed: n + 1, offset: n % 3, ...(weights && { weights }) });
          await expectSame(backend(), block);
        }
      }
    });

    test("agrees with the reference over many panels and copies, for odd and even numbers of columns", async () => {
      await expectSame(backend(), makeBlock({ n: 1000, q: 6, weights: "some-zero" }));
      await expectSame(backend(), makeBlock({ n: 17_001, q: 4 }), { nTop: 40 });
    });

    test("gives out no rows unasked", async () => {
      const block = makeBlock({ n: 300, q: 4 });
      const { rows } = await backend().diagnose(block, await requestFor(block, { rows: false }));
      expect(rows).toBeUndefined();
      await expectSame(backend(), block, { rows: false });
      await expectSame(backend(), block, { nTop: 0 });
    });

    test("lists of changes are the same whether or not those of every row are given out", async () => {
      for (const [n, q, options] of [
        [5000, 8, {}],
        [3000, 3, { nTop: 25 }],
        [2000, 6, { perWeight: 0 }],
        [600, 1, {}],
      ] as [number, number, Partial<DiagnoseRequest>][]) {
        for (const weights of [undefined, "some-zero"] as const) {
          const block = makeBlock({ n, q, ...(weights && { weights }) });
          const of = async (rows: boolean) =>
            (await backend().diagnose(block, await requestFor(block, { ...options, rows }))).top;
          expect(await of(false)).toEqual(await of(true));
        }
      }
    });

    test("draws the rows with weight, and counts all of them", async () => {
      for (const [n, weights] of [
        [0, undefined],
        [67, "some-zero"],
        [20_000, undefined],
        [9000, "some-zero"],
      ] as const) {
        const block = makeBlock({ n, q: 3, ...(weights && { weights }) });
        const { rows, drawn } = await backend().diagnose(block, await requestFor(block, { drawn: true }));
        const alone = await backend().diagnose(block, await requestFor(block, { rows: false, drawn: true }));
        expect(alone.drawn).toEqual(drawn);
        expect(alone.rows).toBeUndefined();
        const { fitted = [], residual = [], rootWeight = [], leverage = [], standardised = [] } = rows ?? {};
        const live = Array.from(fitted.keys()).filter((i) => (rootWeight[i] as number) > 0);
        const weighed = live.map((i) => (residual[i] as number) * (rootWeight[i] as number));
        expectClose(drawn?.residuals ?? [], weighed, 1e-13, 1);
        const column = (of: ArrayLike<number>) => Float64Array.from(live, (i) => of[i] as number);
        const grid = drawn?.residualLeverage as GridCounts;
        const wanted = { ...grid, counts: new Uint32Array(grid.counts.length) };
        countPairs(wanted, column(leverage), column(standardised));
        expect(grid).toEqual(wanted);
        const total = ({ counts }: GridCounts) => counts.reduce((sum, count) => sum + count, 0);
        expect([drawn?.residualFitted, drawn?.scaleLocation].map((of) => total(of as GridCounts))).toEqual([
          live.length,
          live.length,
        ]);
      }
    });

    test("leverages sum to the rank, and a dependent column adds nothing", async () => {
      const block = makeBlock({ n: 200, q: 5 });
      const columns = [
        ...block.columns.slice(0, 3),
        block.columns[1] as Float64Array,
        block.columns[4] as Float64Array,
      ];
      const request = await requestFor({ n: 200, columns });
      expect(request.rank).toBe(4);
      const { sums } = await backend().diagnose({ n: 200, columns }, request);
      expectClose([sums.trace], [4], 1e-12);
    });

    test("the list of a column equals a full sort, and of two equal rows the earlier one is first", async () => {
      const x = Float64Array.from({ length: 600 }, (_, i) => i % 50);
      const y = x.map((v) => ((v * 7) % 11) - v);
      const block = { n: 600, columns: [x, y] };
      const { top, rows } = await backend().diagnose(block, await requestFor(block, { nTop: 30 }));
      const values = rows?.studentised ?? new Float64Array();
      const order = Array.from(values.keys()).sort(
        (a, b) => Math.abs(values[b] as number) - Math.abs(values[a] as number) || a - b,
      );
      expect([...top.studentised.rows]).toEqual(order.slice(0, 30));
    });

    test("a row that alone determines a coefficient has leverage 1 and no studentised residual", async () => {
      const x = Float64Array.from({ length: 20 }, (_, i) => (i === 4 ? 1 : 0));
      const y = Float64Array.from({ length: 20 }, (_, i) => (i * 7) % 5);
      const { sums, rows, top } = await backend().diagnose(
        { n: 20, columns: [x, y] },
        await requestFor({ n: 20, columns: [x, y] }),
      );
      expect(rows?.leverage[4]).toBe(1);
      expect([rows?.studentised[4], rows?.cooks[4], rows?.dffits[4]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      expect(sums.nSaturated).toBe(1);
      expect([...top.cooks.rows]).not.toContain(4);
      expect(top.leverage.rows[0]).toBe(4);
    });

    test("refuses a negative length of its lists", async () => {
      const block = makeBlock({ n: 5, q: 2 });
      const request = await requestFor(block, { nTop: -1 });
      await expect(backend().diagnose(block, request)).rejects.toMatchObject({ code: "bad-argument" });
    });
  });
}

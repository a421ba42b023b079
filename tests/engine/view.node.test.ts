// Counts, points and profiles of a table as its handle gives them, and fits of a window of rows.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, type TableHandle } from "#engine/index.ts";

/** More than two superblocks, the last one short. */
const N = 140_001;

let engine: Engine;
let table: TableHandle;
const x = new Float64Array(N);
const y = new Float64Array(N);
const time = new Float64Array(N);

beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < N; i++) {
    x[i] = i % 1000 === 7 ? Number.NaN : random() * 10;
    y[i] = i % 1500 === 9 ? Number.NaN : 2 * (x[i] || 0) + random();
    time[i] = Math.floor(i / 100);
  }
  table = await engine.fromColumns({
    x,
    y,
    time,
    flat: new Float64Array(N).fill(4),
    word: Array.from(x, (_, i) => "ab"[i % 2] ?? ""),
  });
});

afterAll(() => engine.close());

/** The definition: cell by cell, over rows in turn. */
function brute(window: { x: [number, number]; y: [number, number]; nx: number; ny: number; rows: [number, number] }) {
  const counts = new Array<number>(window.nx * window.ny).fill(0);
  const edge = ([from, to]: [number, number], n: number, i: number) => (i === n ? to : from + ((to - from) * i) / n);
  const cell = (value: number, range: [number, number], n: number) => {
    for (let i = 0; i < n; i++) {
      const below = i === n - 1 ? value <= range[1] : value < edge(range, n, i + 1);
      if (value >= edge(range, n, i) && below) return i;
    }
    return -1;
  };
  let nMissing = 0;
  for (let row = window.rows[0]; row < window.rows[1]; row++) {
    const [px, py] = [x[row] as number, y[row] as number];
    if (Number.isNaN(px) || Number.isNaN(py)) {
      nMissing += 1;
      continue;
    }
    const [i, j] = [cell(px, window.x, window.nx), cell(py, window.y, window.ny)];
    if (i >= 0 && j >= 0) counts[j * window.nx + i] = (counts[j * window.nx + i] ?? 0) + 1;
  }
  return { counts, nMissing };
}

describe("bins", () => {
  it("equals a count by hand over any window, grid and rows", async () => {
    const stretch = fc.tuple(
      fc.double({ min: -5, max: 15, noNaN: true }),
      fc.double({ min: 0.01, max: 25, noNaN: true }),
    );
    await fc.assert(
      fc.asyncProperty(
        stretch,
        stretch,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: N - 2000 }),
        async ([x0, dx], [y0, dy], nx, ny, from) => {
          const window = {
            x: [x0, x0 + dx] as [number, number],
            y: [y0, y0 + dy] as [number, number],
            nx,
            ny,
            rows: [from, from + 2000] as [number, number],
          };
          const got = await table.bins("x", "y", window);
          const want = brute(window);
          expect([...got.counts]).toEqual(want.counts);
          expect(got.nMissing).toBe(want.nMissing);
          expect(got.nInside + got.nOutside + got.nMissing).toBe(2000);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("of all rows are the sum of those of their parts, wherever they are cut", async () => {
    const window = { x: [0, 10] as [number, number], y: [0, 21] as [number, number], nx: 12, ny: 8 };
    const whole = await table.bins("x", "y", window);
    const cuts = [0, 1, 65_535, 65_536, 90_000, N];
    const sum = new Uint32Array(whole.counts.length);
    for (let k = 0; k + 1 < cuts.length; k++) {
      const part = await table.bins("x", "y", { ...window, rows: [cuts[k] as number, cuts[k + 1] as number] });
      part.counts.forEach((count, at) => {
        sum[at] = (sum[at] as number) + count;
      });
    }
    expect(sum).toEqual(whole.counts);
  });

  it("by default cover the range of both columns, and hold every row that has both", async () => {
    const bins = await table.bins("x", "y");
    expect([bins.x.n, bins.y.n, bins.nOutside]).toEqual([96, 64, 0]);
    expect(bins.counts.reduce((sum, count) => sum + count, 0)).toBe(bins.nInside);
  });

  it("tell the mean of y, or of another column, in each cell", async () => {
    const one = { x: [0, 10] as [number, number], y: [-1, 22] as [number, number], nx: 1, ny: 1 };
    const rows = Array.from({ length: N }, (_, i) => i).filter((i) => !Number.isNaN(x[i]) && !Number.isNaN(y[i]));
    const mean = (of: Float64Array) => rows.reduce((sum, i) => sum + (of[i] as number), 0) / rows.length;
    expect((await table.bins("x", "y", one)).means[0]).toBeCloseTo(mean(y), 10);
    expect((await table.bins("x", "y", { ...one, value: "time" })).means[0]).toBeCloseTo(mean(time), 8);
    expect((await table.bins("x", "y", { ...one, x: [20, 30] })).means[0]).toBeNaN();
  });

  it("of a constant column are about its value", async () => {
    const bins = await table.bins("flat", "y", { nx: 4, ny: 1 });
    expect([bins.x.from, bins.x.to, ...bins.counts.map(Math.sign)]).toEqual([2, 6, 0, 0, 1, 0]);
  });

  it("of a window that no point is in count all of them outside", async () => {
    const bins = await table.bins("x", "y", { x: [50, 60] });
    expect([bins.nInside, bins.nOutside + bins.nMissing]).toEqual([0, N]);
  });

  it("refuse a category, an unknown column, a window of no width and too many cells", async () => {
    const code = (call: Promise<unknown>) =>
      call.then(
        () => "",
        (error: { code: string }) => error.code,
      );
    expect(await code(table.bins("word", "y"))).toBe("column-type");
    expect(await code(table.bins("x", "z"))).toBe("column-unknown");
    expect(await code(table.bins("x", "y", { x: [1, 1] }))).toBe("bad-argument");
    expect(await code(table.bins("x", "y", { nx: 1000, ny: 1000 }))).toBe("bad-argument");
    expect(await code(table.bins("x", "y", { rows: [5, 5] }))).toBe("bad-argument");
  });
});

describe("points", () => {
  it("of a window come with their rows, in order, and no more than asked for", async () => {
    const window = { x: [2, 2.01] as [number, number], y: [0, 30] as [number, number] };
    const want = Array.from({ length: N }, (_, i) => i).filter(
      (i) => (x[i] ?? 0) >= 2 && (x[i] ?? 0) <= 2.01 && !Number.isNaN(y[i]),
    );
    const all = await table.points("x", "y", window);
    expect([...all.rows]).toEqual(want);
    expect([...all.y]).toEqual(want.map((i) => y[i]));
    const few = await table.points("x", "y", { ...window, limit: 100 });
    expect([...few.rows]).toEqual(want.slice(0, 100));
    expect(few.nInside).toBe(want.length);
  });
});

describe("profile", () => {
  it("tells range, spread and quantiles within the error that it states", async () => {
    const { columns, nRows } = await table.profile({ columns: ["y", "flat"], nBins: 10 });
    const [ofY, flat] = columns;
    if (ofY?.kind !== "number" || flat?.kind !== "number") throw new TypeError("kind: must be number");
    const sorted = y.filter((value) => !Number.isNaN(value)).sort();
    expect([nRows, ofY.n, ofY.missing]).toEqual([N, sorted.length, N - sorted.length]);
    expect([ofY.min, ofY.max]).toEqual([sorted[0], sorted.at(-1)]);
    expect(ofY.quantileError).toBeLessThan(0.002);
    for (const { share, value } of ofY.quantiles) {
      const rank = sorted.filter((other) => other <= value).length / sorted.length;
      expect(rank).toBeGreaterThanOrEqual(share - ofY.quantileError);
      expect(rank).toBeLessThanOrEqual(share + ofY.quantileError);
    }
    expect(ofY.histogram?.counts.reduce((sum, count) => sum + count, 0)).toBe(sorted.length);
    expect([flat.sd, flat.quantileError, ...(flat.histogram?.counts ?? [])]).toEqual([0, 0, N]);
  });

  it("says whether a column is in ascending order, across superblocks too, and counts levels", async () => {
    const { columns } = await table.profile({ columns: ["time", "x", "word"] });
    expect(columns.map((column) => (column.kind === "category" ? column.counts : column.ascending))).toEqual([
      true,
      false,
      [Math.ceil(N / 2), Math.floor(N / 2)],
    ]);
  });
});

describe("fit of a window of rows", () => {
  it.each([
    [0, 1000],
    [65_000, 66_000],
    [100, 140_001],
    [65_536, 131_072],
  ])("from row %i to row %i equals the fit of a table of those rows", async (from, to) => {
    const part = await engine.fromColumns({ x: x.slice(from, to), y: y.slice(from, to) });
    const [got, want] = [await table.fit("y ~ x", { rows: [from, to] }), await part.fit("y ~ x")];
    expect([got.n, got.nDropped]).toEqual([want.n, want.nDropped]);
    for (const [j, value] of got.coefficients.entries()) expect(value).toBeCloseTo(want.coefficients[j] as number, 10);
    part.close();
  });

  it("counts weights and refuses missing values inside the window alone", async () => {
    await expect(table.fit("y ~ x", { rows: [10, 900], missing: "error" })).resolves.toMatchObject({ n: 890 });
    await expect(table.fit("y ~ x", { rows: [0, 9], missing: "error" })).rejects.toMatchObject({ at: { row: 8 } });
    const weights = Float64Array.from({ length: N }, (_, i) => (i < 500 ? 1 : 0));
    const got = await table.fit("y ~ x", { rows: [100, 1000], weights });
    expect(got.n).toBe(400);
  });

  it("refuses a window that is none", async () => {
    await expect(table.fit("y ~ x", { rows: [5, 2] })).rejects.toMatchObject({ code: "bad-argument" });
    await expect(table.fit("y ~ x", { rows: [0, N + 1] })).rejects.toMatchObject({ code: "bad-argument" });
  });
});

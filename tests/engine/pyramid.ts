// How long fits of a million rows take in a page once their moments are kept: other windows, penalties and columns, and after
// edits. Each call begins when the one before was answered; its time is the page's own, messages to the workers included.

import type { Engine, TableHandle } from "#engine/index.ts";

/** Milliseconds by percentile, of `calls` calls. */
export interface Spread {
  calls: number;
  p50: number;
  p95: number;
  max: number;
}

export interface PyramidReport {
  /** The first fit, which packs all rows. */
  first: number;
  windows: Spread;
  /** With "quick" precision, as while a hand moves: short windows are not solved in double-double. */
  quickWindows: Spread;
  penalties: Spread;
  subsets: Spread;
  /** An edit and the fit after it. */
  moves: Spread;
  adds: Spread;
  removes: Spread;
}

const ROWS = 1_000_000;
const COLUMNS = 20;
const CALLS = 200;
const EDITS = 20;

/** A small generator, since what is measured does not depend on it (Marsaglia 2003, xorshift). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function columnsOf(next: () => number): Record<string, Float64Array> {
  const names = Array.from({ length: COLUMNS }, (_, j) => `x${j + 1}`);
  const columns = Object.fromEntries(names.map((name) => [name, Float64Array.from({ length: ROWS }, next)]));
  const y = Float64Array.from({ length: ROWS }, (_, i) =>
    names.reduce((sum, name, j) => sum + (columns[name]?.[i] as number) / (1 + j), next() + next()),
  );
  return { ...columns, y };
}

function spreadOf(times: number[]): Spread {
  const sorted = times.slice().sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { calls: times.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

async function timed(calls: number, run: () => Promise<unknown>): Promise<Spread> {
  const times: number[] = [];
  for (let i = 0; i < calls; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return spreadOf(times);
}

const all = Array.from({ length: COLUMNS }, (_, j) => `x${j + 1}`);
const formulaOf = (names: readonly string[]) => `y ~ ${names.join(" + ")}`;

async function measure(table: TableHandle, next: () => number): Promise<PyramidReport> {
  const whole = formulaOf(all);
  const row = () => Math.floor(next() * table.nRows);
  const start = performance.now();
  await table.fit(whole);
  const first = performance.now() - start;
  const edited = async (edit: Parameters<TableHandle["edit"]>[0]) => {
    await table.edit(edit);
    await table.fit(whole);
  };
  const values = () => [...all, "y"].map((column) => ({ column, value: next() }));
  const [at, column] = [row(), "x3"];
  // Compilers and the first look at every column come before what is counted.
  await timed(20, () => table.fit(whole, { rows: windowOf(row) }));
  await timed(3, () =>
    edited({ set: [{ row: at, values: [{ column, value: next() }] }], add: [values()], remove: [row()] }),
  );
  return {
    first,
    windows: await timed(CALLS, () => table.fit(whole, { rows: windowOf(row) })),
    quickWindows: await timed(CALLS, () => table.fit(whole, { rows: windowOf(row), precision: "quick" })),
    penalties: await timed(CALLS, () => table.fit(whole, { method: "ridge", lambda: next() })),
    subsets: await timed(CALLS, () => table.fit(formulaOf(all.filter((_, j) => next() < 0.5 || j === 0)))),
    moves: await timed(CALLS, () =>
      edited({
        set: [
          {
            row: at,
            values: [
              { column, value: next() },
              { column: "y", value: next() },
            ],
          },
        ],
      }),
    ),
    adds: await timed(EDITS, () => edited({ add: [values()] })),
    removes: await timed(EDITS, () => edited({ remove: [row()] })),
  };
}

function windowOf(row: () => number): [number, number] {
  const [a, b] = [row(), row()];
  return [Math.min(a, b), Math.max(a, b) + 1];
}

/** Measure with an engine of two workers. */
export async function measurePyramid(createEngine: (options: { workers: number }) => Promise<Engine>) {
  const next = uniform(20_241);
  const engine = await createEngine({ workers: 2 });
  try {
    return await measure(await engine.fromColumns(columnsOf(next)), next);
  } finally {
    engine.close();
  }
}

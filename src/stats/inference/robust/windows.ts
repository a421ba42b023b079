// Newey and West's sum by windows: with Bartlett's weights it is the Gram of the sums of scores over every stretch of
// lag + 1 rows, the stretches that hang over both ends too, over lag + 1. No weight is applied and no lag costs more.

import type { Backend } from "#kernel/backend.ts";
import { fullGram } from "../../moments/gram.ts";
import { concatenated, liveRows } from "../../passes/pick.ts";
import { addCounts, countRows, type RowCount } from "../../passes/row-count.ts";
import type { RowPass } from "../../rows.ts";
import { type FittedModel, scoreColumns, scoresOf } from "./scores.ts";

/** Rows of k score columns, in order. */
export type Stretch = Float64Array[];

export interface WindowArgs {
  model: FittedModel;
  lag: number;
}

/** The windows that lie within a stretch of rows, and the rows at its ends, whose windows may reach out of it. */
export interface WindowSums {
  rows: RowCount;
  lag: number;
  /** Σ s s′ over the windows' sums s: k×k, column-major. */
  gram: Float64Array;
  /** The first and last `lag` rows, or all where there are fewer. */
  head: Stretch;
  tail: Stretch;
}

/** Sums over `width` rows from each row on, by sums from block borders (van Herk): no value is ever taken away again. */
function windowSums(values: Float64Array, width: number): Float64Array {
  const n = values.length;
  const suffix = new Float64Array(n);
  const prefix = new Float64Array(n);
  for (let i = 0; i < n; i++) prefix[i] = (i % width === 0 ? 0 : (prefix[i - 1] as number)) + (values[i] as number);
  for (let i = n - 1; i >= 0; i--) {
    const closes = i === n - 1 || (i + 1) % width === 0;
    suffix[i] = (closes ? 0 : (suffix[i + 1] as number)) + (values[i] as number);
  }
  const sums = new Float64Array(Math.max(0, n - width + 1));
  for (let i = 0; i < sums.length; i++) {
    const rest = i % width === 0 ? 0 : (prefix[i + width - 1] as number);
    sums[i] = (suffix[i] as number) + rest;
  }
  return sums;
}

const firstRows = (stretch: Stretch, lag: number): Stretch => stretch.map((values) => values.slice(0, lag));
const lastRows = (stretch: Stretch, lag: number): Stretch =>
  stretch.map((values) => values.slice(Math.max(0, values.length - lag)));

/** The rows of one stretch, then those of another. */
export function joined(a: Stretch, b: Stretch): Stretch {
  return a.map((values, j) => concatenated(values, b[j] as Float64Array));
}

/** Σ s s′ over the windows of a stretch that is short. */
function shortGram(stretch: Stretch, lag: number): Float64Array {
  const k = stretch.length;
  const sums = stretch.map((values) => windowSums(values, lag + 1));
  return Float64Array.from({ length: k * k }, (_, e) => {
    const a = sums[e % k] ?? new Float64Array();
    const b = sums[Math.floor(e / k)] ?? a;
    return a.reduce((sum, v, i) => sum + v * (b[i] as number), 0);
  });
}

/** Two stretches that follow each other: windows over the border hold no more than `lag` rows of either. */
function mergeWindows(a: WindowSums, b: WindowSums): WindowSums {
  const { lag } = a;
  const border = shortGram(joined(a.tail, b.head), lag);
  return {
    rows: addCounts(a.rows, b.rows),
    lag,
    gram: a.gram.map((v, e) => v + (b.gram[e] as number) + (border[e] as number)),
    head: firstRows(joined(a.head, b.head), lag),
    tail: lastRows(joined(a.tail, b.tail), lag),
  };
}

/** The windows of a stretch that stands alone. */
export async function windowsOf(
  stretch: Stretch,
  { rows, lag }: Pick<WindowSums, "rows" | "lag">,
  backend: Backend,
): Promise<WindowSums> {
  const columns = stretch.map((values) => windowSums(values, lag + 1));
  const n = columns[0]?.length ?? 0;
  const gram = n === 0 ? new Float64Array(columns.length ** 2) : fullGram(await backend.moments({ n, columns }));
  return { rows, lag, gram, head: firstRows(stretch, lag), tail: lastRows(stretch, lag) };
}

export const windowPass: RowPass<WindowArgs, WindowSums> = {
  async run(block, { model, lag }, backend) {
    const scores = await scoresOf(block, model, backend, false);
    const stretch = scoreColumns(scores, model, liveRows(block));
    return windowsOf(stretch, { rows: countRows(block), lag }, backend);
  },
  merge: mergeWindows,
};

/** Σ over all windows, those over the ends of the rows too, over lag + 1: Γ₀ + Σ (1 − l/(lag + 1)) (Γₗ + Γₗ′). */
export function bartlettSum(sums: WindowSums): Float64Array {
  const { lag, tail } = sums;
  const zeros = { ...sums, rows: { n: 0, weight: 0 }, gram: sums.gram.map(() => 0) };
  const none = tail.map(() => new Float64Array(lag));
  const outside: WindowSums = { ...zeros, head: none, tail: none };
  const { gram } = mergeWindows(mergeWindows(outside, sums), outside);
  return gram.map((v) => v / (lag + 1));
}

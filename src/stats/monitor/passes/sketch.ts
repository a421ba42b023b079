// One pass over columns as they are: what is missing, mean and spread, the distribution in bounded space, and counts on a
// grid where one is given.

import type { NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../../rows.ts";
import { mergePoints, type Points, pointsOf, wholeOf } from "./points.ts";
import { sortNumbers } from "./sort.ts";

/** How a column is counted: numbers on a grid, if there is one yet; categories by the class of each of their codes. */
export type SketchRule =
  | { kind: "number"; grid: readonly number[] | null }
  | { kind: "category"; nClasses: number; classOf: Int32Array };

export interface NumberSketch {
  kind: "number";
  n: number;
  missing: number;
  mean: number;
  /** Sum of squares about the mean. */
  squares: number;
  min: number | null;
  max: number | null;
  /** With a grid, empty where there are too many to hold them all. */
  points: Points;
  /** Counts at the points of the grid and strictly between them; empty where there is none. */
  at: number[];
  between: number[];
}

export interface CategorySketch {
  kind: "category";
  n: number;
  missing: number;
  counts: number[];
}

export type Sketch = NumberSketch | CategorySketch;

/** Values present, sorted; −0 becomes 0, so that equal values are equal bits. */
function presentSorted(values: NumericColumn): Float64Array {
  const present = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isNaN(value)) present[n++] = value + 0;
  }
  return sortNumbers(present.subarray(0, n));
}

/** Mean and squares about it of sorted values: first about the middle one, then about the mean. */
function spreadOf(sorted: Float64Array): { mean: number; squares: number } {
  const n = sorted.length;
  if (n === 0) return { mean: 0, squares: 0 };
  const middle = sorted[n >> 1] as number;
  let sum = 0;
  for (const x of sorted) sum += x - middle;
  const mean = middle + sum / n;
  let squares = 0;
  let rest = 0;
  for (const x of sorted) {
    squares += (x - mean) * (x - mean);
    rest += x - mean;
  }
  return { mean, squares: Math.max(0, squares - (rest * rest) / n) };
}

/** How many of the sorted values stand on each point of the grid, and strictly between two. */
function countOnGrid(sorted: Float64Array, grid: readonly number[]): { at: number[]; between: number[] } {
  const at: number[] = [];
  const between: number[] = [];
  let i = 0;
  for (const point of grid) {
    const from = i;
    while (i < sorted.length && (sorted[i] as number) < point) i++;
    between.push(i - from);
    const equal = i;
    while (i < sorted.length && sorted[i] === point) i++;
    at.push(i - equal);
  }
  between.push(sorted.length - i);
  return { at, between };
}

function sketchNumbers(values: NumericColumn, grid: readonly number[] | null): NumberSketch {
  const sorted = presentSorted(values);
  const counts = grid ? countOnGrid(sorted, grid) : { at: [], between: [] };
  const n = sorted.length;
  const points = grid ? (wholeOf(sorted) ?? { value: [], count: [], exact: false }) : pointsOf(sorted);
  const range = { min: sorted[0] ?? null, max: sorted[n - 1] ?? null };
  return { kind: "number", n, missing: values.length - n, ...spreadOf(sorted), ...range, points, ...counts };
}

function sketchCategory(codes: NumericColumn, nClasses: number, classOf: Int32Array): CategorySketch {
  const counts = new Array<number>(nClasses).fill(0);
  let n = 0;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (Number.isNaN(code)) continue;
    const at = classOf[code] as number;
    counts[at] = (counts[at] as number) + 1;
    n += 1;
  }
  return { kind: "category", n, missing: codes.length - n, counts };
}

const add = (a: readonly number[], b: readonly number[]): number[] => a.map((count, i) => count + (b[i] as number));

/** The outer of two ends, either of which may be unknown. */
function outer(a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null {
  return a === null || b === null ? (a ?? b) : pick(a, b);
}

function mergeNumbers(a: NumberSketch, b: NumberSketch): NumberSketch {
  const n = a.n + b.n;
  const share = n === 0 ? 0 : b.n / n;
  const delta = a.n === 0 || b.n === 0 ? 0 : b.mean - a.mean;
  return {
    kind: "number",
    n,
    missing: a.missing + b.missing,
    mean: a.n === 0 ? b.mean : a.mean + delta * share,
    squares: a.squares + b.squares + delta * (delta * a.n * share),
    min: outer(a.min, b.min, Math.min),
    max: outer(a.max, b.max, Math.max),
    points: mergePoints(a.points, b.points),
    at: add(a.at, b.at),
    between: add(a.between, b.between),
  };
}

function mergeSketch(a: Sketch, b: Sketch): Sketch {
  if (a.kind === "number" && b.kind === "number") return mergeNumbers(a, b);
  if (a.kind === "number" || b.kind === "number")
    throw new RangeError(`sketches: must be of one kind; got ${a.kind}, ${b.kind}`);
  return { kind: "category", n: a.n + b.n, missing: a.missing + b.missing, counts: add(a.counts, b.counts) };
}

/** Sketches of the columns of a block, one rule a column. */
export const sketchPass: RowPass<readonly SketchRule[], Sketch[]> = {
  run: ({ columns }, rules) =>
    rules.map((rule, j) => {
      const values = columns[j] as NumericColumn;
      return rule.kind === "number"
        ? sketchNumbers(values, rule.grid)
        : sketchCategory(values, rule.nClasses, rule.classOf);
    }),
  merge: (a, b) => a.map((sketch, j) => mergeSketch(sketch, b[j] as Sketch)),
};

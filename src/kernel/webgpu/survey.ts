// What the CPU sums of a block before its columns become whole numbers: means, squares and products with the last column in
// f64, and the rows that lie so far out that the others would lose their digits to them.

import type { Block, NumericColumn } from "../backend.ts";

/** A value this many times the mean distance from the mean is far; of normal values none is. */
const FAR = 32;
/** The share of all rows that may be left to the CPU for lying far out, the columns' shares being equal. */
const SPARE = 1 / 64;
/** Rows, from all over a column, whose mean is its origin: some 0.03 standard deviations from the mean. */
const SAMPLE = 1024;
/** Rows that are summed apart, so that sums of many rows keep their digits. */
const PANEL = 1024;
/** Where a column's largest distance from its mean leaves this range, its squares or their reciprocals leave that of doubles. */
const LEAST = 1e-140;
const MOST = 1e140;

export interface Survey {
  /** Rows of positive weight, and their weight. */
  n: number;
  weight: number;
  /** √w; null without weights. */
  rootWeight: Float64Array | null;
  mean: Float64Array;
  /** What is subtracted from a column before it is scaled. */
  origin: Float64Array;
  /** Σ w (x − origin). */
  left: Float64Array;
  /** Largest √w·|x − origin| of each column. */
  reach: Float64Array;
  /** Σ w (x − mean)² of each column, and its products with the last one. */
  squares: Float64Array;
  products: Float64Array;
  /** Places of the rows to leave to the CPU, ascending. */
  far: Int32Array;
}

function rootsOf(weights: NumericColumn): { n: number; weight: number; roots: Float64Array } {
  let n = 0;
  let weight = 0;
  const roots = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i] as number;
    weight += w;
    if (w > 0) n += 1;
    roots[i] = Math.sqrt(w);
  }
  return { n, weight, roots };
}

/** A value amid the column: the mean of rows from all over it. Where those have no weight, a value that has. */
function originOf(column: NumericColumn, weights: NumericColumn | undefined): number {
  const step = Math.ceil(column.length / SAMPLE);
  const about = column[weights?.findIndex((w) => w > 0) ?? 0] as number;
  let weight = 0;
  let sum = 0;
  for (let i = 0; i < column.length; i += step) {
    const w = weights ? (weights[i] as number) : 1;
    weight += w;
    sum += w * ((column[i] as number) - about);
  }
  return weight > 0 ? about + sum / weight : about;
}

/** √w (x − origin), into an array. */
function centreInto(out: Float64Array, column: NumericColumn, origin: number, roots: Float64Array | null): void {
  if (roots) for (let i = 0; i < out.length; i++) out[i] = (roots[i] as number) * ((column[i] as number) - origin);
  else for (let i = 0; i < out.length; i++) out[i] = (column[i] as number) - origin;
}

/** Of z = √w (x − origin): Σ √w·z, Σ z², Σ z·(last column), Σ |z| and max |z|. */
interface ColumnSums {
  left: number;
  squares: number;
  products: number;
  distance: number;
  reach: number;
}

interface Panel {
  column: NumericColumn;
  origin: number;
  last: Float64Array;
  from: number;
  to: number;
}

/** The sums of a panel without weights, added to what is there: the one pass that the CPU makes over all values. */
function addPanel(sums: ColumnSums, { column, origin, last, from, to }: Panel): void {
  let left = 0;
  let squares = 0;
  let products = 0;
  let distance = 0;
  let reach = sums.reach;
  for (let i = from; i < to; i++) {
    const value = (column[i] as number) - origin;
    const size = Math.abs(value);
    left += value;
    squares += value * value;
    products += value * (last[i] as number);
    distance += size;
    if (!(size <= reach)) reach = size;
  }
  sums.left += left;
  sums.squares += squares;
  sums.products += products;
  sums.distance += distance;
  sums.reach = reach;
}

function sumsOf(column: NumericColumn, origin: number, last: Float64Array, roots: Float64Array | null): ColumnSums {
  const sums = { left: 0, squares: 0, products: 0, distance: 0, reach: 0 };
  const z = roots ? new Float64Array(column.length) : column;
  if (roots) centreInto(z as Float64Array, column, origin, roots);
  const about = roots ? 0 : origin;
  for (let from = 0; from < z.length; from += PANEL) {
    addPanel(sums, { column: z, origin: about, last, from, to: Math.min(from + PANEL, z.length) });
  }
  if (roots) sums.left = roots.reduce((sum, root, i) => sum + root * (z[i] as number), 0);
  return sums;
}

/** Mark the rows of a column that lie far out, if they are few. */
function markFar(
  sizeOf: (row: number) => number,
  { distance, reach }: ColumnSums,
  share: number,
  far: Uint8Array,
): void {
  const limit = (FAR * distance) / far.length;
  if (!(reach > limit)) return;
  const places: number[] = [];
  for (let i = 0; i < far.length && places.length <= share; i++) if (sizeOf(i) > limit) places.push(i);
  if (places.length <= share) for (const i of places) far[i] = 1;
}

const placesOf = (marks: Uint8Array): Int32Array =>
  Int32Array.from(Array.from(marks.keys()).filter((i) => marks[i] === 1));

/** Sum up a block; null where a column's squares leave the range of doubles, or nothing has weight. */
export function surveyOf({ n: length, columns, weights }: Block): Survey | null {
  const q = columns.length;
  const { n, weight, roots } = weights ? rootsOf(weights) : { n: length, weight: length, roots: null };
  if (!(weight > 0 && weight <= MOST)) return null;
  const origin = Float64Array.from(columns, (column) => originOf(column, weights));
  const last = new Float64Array(length);
  centreInto(last, columns[q - 1] as NumericColumn, origin[q - 1] as number, roots);
  const share = Math.max(1, Math.floor((length * SPARE) / q));
  const marks = new Uint8Array(length);
  const all: ColumnSums[] = [];
  for (const [j, column] of columns.entries()) {
    const about = origin[j] as number;
    const sums = sumsOf(column, about, last, roots);
    if (!(sums.reach === 0 || (sums.reach >= LEAST && sums.reach <= MOST))) return null;
    all.push(sums);
    const sizeOf = (i: number) => (roots ? (roots[i] as number) : 1) * Math.abs((column[i] as number) - about);
    markFar(sizeOf, sums, share, marks);
  }
  const left = all[q - 1]?.left ?? 0;
  return {
    n,
    weight,
    rootWeight: roots,
    mean: origin.map((value, j) => value + (all[j] as ColumnSums).left / weight),
    origin,
    left: Float64Array.from(all, (sums) => sums.left),
    reach: Float64Array.from(all, (sums) => sums.reach),
    squares: Float64Array.from(all, (sums) => Math.max(0, sums.squares - sums.left ** 2 / weight)),
    products: Float64Array.from(all, (sums) => sums.products - (sums.left * left) / weight),
    far: marks.includes(1) ? placesOf(marks) : new Int32Array(0),
  };
}

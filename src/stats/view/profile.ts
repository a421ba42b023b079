// Columns in a few numbers, from sketches of their superblocks. Quantiles are exact where a column has at most 1000 different
// values, and elsewhere as near as evenly ranked points tell.

import type { BinCounts } from "#kernel/backend.ts";
import { quantilesOf } from "../monitor/passes/points.ts";
import { type NumberSketch, type Sketch, type SketchRule, sketchPass } from "../monitor/passes/sketch.ts";
import type { ColumnKind, ColumnRows } from "../monitor/rows.ts";
import { type Ascent, ascentPass } from "./ascending.ts";
import { binsPass } from "./bins.ts";
import type { NumbersProfile, TableProfile } from "./types.ts";

/** Told of every column. */
const SHARES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** Points kept of a superblock and after a merge lie at most so many shares of the rows apart. */
const BLOCK_GAP = 1 / 2047;
const MERGED_GAP = 1 / 4095;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Shares of rows that merges of so many superblocks may have lost. */
function errorOf({ points }: NumberSketch, nSuperblocks: number): number {
  return points.exact ? 0 : BLOCK_GAP + MERGED_GAP * Math.ceil(Math.log2(Math.max(1, nSuperblocks)));
}

function numbersOf(column: ColumnKind, sketch: NumberSketch, rest: { ascent: Ascent; error: number }) {
  const { n, missing, min, max, mean, squares, points } = sketch;
  const values = n === 0 ? [] : quantilesOf(points, SHARES);
  return {
    kind: column.kind === "date" ? ("date" as const) : ("number" as const),
    name: column.name,
    n,
    missing,
    min,
    max,
    mean: n === 0 ? null : finite(mean),
    sd: n < 2 ? null : finite(Math.sqrt(squares / (n - 1))),
    quantiles: values.map((value, i) => ({ share: SHARES[i] as number, value })),
    quantileError: rest.error,
    ascending: rest.ascent.ascending,
  };
}

/** Counts of a column in cells over its range; one cell where all values are the same. */
async function histogramOf(
  rows: ColumnRows,
  { name, n, min, max }: Omit<NumbersProfile, "histogram">,
  nBins: number,
): Promise<NumbersProfile["histogram"]> {
  if (min === null || max === null || !Number.isFinite(max - min)) return null;
  if (min === max) return { from: min, to: max, n: 1, counts: Uint32Array.of(n) };
  const x = { from: min, to: max, n: nBins };
  const grid = { x, y: { ...x, n: 1 }, origin: 0 };
  const { counts }: BinCounts = await rows.reduce([name, name], binsPass, grid);
  return { ...x, counts };
}

/** Profile columns; `nSuperblocks` hold their rows. */
export async function tableProfile(
  rows: ColumnRows,
  columns: readonly ColumnKind[],
  { nBins, nSuperblocks }: { nBins: number; nSuperblocks: number },
): Promise<TableProfile> {
  const names = columns.map(({ name }) => name);
  const rules = columns.map(
    (column): SketchRule =>
      column.kind === "category"
        ? { kind: "category", nClasses: column.levels.length, classOf: Int32Array.from(column.levels, (_, i) => i) }
        : { kind: "number", grid: null },
  );
  const sketches: Sketch[] = await rows.reduce(names, sketchPass, rules);
  const ascents = await rows.reduce(names, ascentPass, null);
  const profiles: TableProfile["columns"] = [];
  for (const [j, column] of columns.entries()) {
    const sketch = sketches[j] as Sketch;
    if (sketch.kind === "category") {
      const levels = column.kind === "category" ? [...column.levels] : [];
      const { n, missing, counts } = sketch;
      profiles.push({ kind: "category", name: column.name, n, missing, levels, counts });
    } else {
      const rest = { ascent: ascents[j] as Ascent, error: errorOf(sketch, nSuperblocks) };
      const numbers = numbersOf(column, sketch, rest);
      profiles.push({ ...numbers, histogram: await histogramOf(rows, numbers, nBins) });
    }
  }
  return { nRows: rows.nRows, columns: profiles };
}

// The profile of a reference window: sketches as plain data, on bins that are cut at it and remembered.

import { packedIndex } from "../moments/packed.ts";
import { roundingScatter, underflowing } from "../moments/scale.ts";
import { toMoments } from "../moments/state.ts";
import { subsetMoments } from "../moments/subset.ts";
import { momentsPass } from "../passes/moments.ts";
import type { Moments } from "../types.ts";
import { cutBins } from "./bins.ts";
import { isOnGrid } from "./distance/kolmogorov-smirnov.ts";
import { type CategorySketch, type NumberSketch, type Sketch, type SketchRule, sketchPass } from "./passes/sketch.ts";
import type { ColumnKind, ColumnRows } from "./rows.ts";
import type { Binning, CategoryProfile, ColumnProfile, DriftProfile, NumberProfile } from "./types.ts";

/** Levels that a category keeps apart; the rarer ones are counted together. */
const MAX_LEVELS = 100;

type Counts = Pick<NumberSketch, "at" | "between">;
type Bins = Pick<NumberProfile, "borders" | "binning" | "grid">;

const NO_BINS = { borders: [], grid: [] };

/** Counts on a grid that holds every value of a distribution. */
function countsOn(grid: readonly number[], points: NumberSketch["points"]): Counts {
  const counts = new Map(points.value.map((value, i) => [value, points.count[i] as number]));
  return { at: grid.map((point) => counts.get(point) ?? 0), between: new Array<number>(grid.length + 1).fill(0) };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** The profile of a column of numbers from its sketch, on bins that are known. */
export function numberProfile(
  { name, kind }: Pick<ColumnKind, "name" | "kind">,
  { n, missing, mean, squares, min, max, points }: NumberSketch,
  { bins, counts }: { bins: Bins; counts: Counts },
): NumberProfile {
  const { value, count, exact } = points;
  return {
    kind: kind === "date" ? "date" : "number",
    name,
    n,
    missing,
    mean: n === 0 ? null : finite(mean),
    sd: n < 2 ? null : finite(Math.sqrt(squares / (n - 1))),
    min,
    max,
    ...bins,
    at: counts.at,
    between: counts.between,
    values: exact && !isOnGrid(counts) ? { value: value.slice(), count: count.slice() } : null,
  };
}

/** The most frequent levels, by code point as the column has them; equal counts by their order. */
function keptLevels(counts: readonly number[]): number[] {
  const byCount = [...counts.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number) || a - b);
  return byCount.slice(0, MAX_LEVELS).sort((a, b) => a - b);
}

function referenceCategory(column: ColumnKind, { n, missing, counts }: CategorySketch): CategoryProfile {
  const levels = column.kind === "category" ? column.levels : [];
  const present = [...counts.keys()].filter((code) => (counts[code] as number) > 0);
  const kept = keptLevels(present.map((code) => counts[code] as number)).map((i) => present[i] as number);
  const shown = kept.map((code) => counts[code] as number);
  const other = n - shown.reduce((sum, count) => sum + count, 0);
  return {
    kind: "category",
    name: column.name,
    n,
    missing,
    levels: kept.map((code) => levels[code] as string),
    counts: shown,
    other,
  };
}

/** A column whose squares are beyond the range of doubles, also once those of a second window are added; −1 for none. */
function outOfRange(moments: Moments): number {
  const { n, mean, scatter } = moments;
  const at = mean.findIndex((m, j) => {
    const squares = (scatter[packedIndex(j, j)] as number) + roundingScatter(m, n);
    return !Number.isFinite(4 * squares);
  });
  return at >= 0 ? at : underflowing(moments);
}

/**
 * Moments of the named columns over the rows where none is missing, without columns whose squares over- or underflow; `null`
 * where no row or no column is left.
 */
export async function completeMoments(rows: ColumnRows, names: readonly string[]): Promise<Moments | null> {
  if (names.length === 0) return null;
  const { moments, sumLogWeight } = await rows.reduceComplete(names, momentsPass, null);
  let found = toMoments(moments, [...names], sumLogWeight);
  for (let j = outOfRange(found); j >= 0; j = outOfRange(found)) {
    const kept = Array.from(found.names.keys()).filter((column) => column !== j);
    found = subsetMoments(found, kept);
  }
  return found.n === 0 || found.names.length === 0 ? null : found;
}

/** Names of the columns of numbers that have a value at all. */
export const namesWithValues = (columns: readonly ColumnProfile[]): string[] =>
  columns.filter(({ kind, n }) => kind === "number" && n > 0).map(({ name }) => name);

/** Every code of a category is a class of its own. */
function surveyRule(column: ColumnKind): SketchRule {
  if (column.kind !== "category") return { kind: "number", grid: null };
  const nClasses = column.levels.length;
  return { kind: "category", nClasses, classOf: Int32Array.from({ length: nClasses }, (_, code) => code) };
}

/** Whether the first pass saw all that is to be counted. */
const isWhole = (sketch: Sketch): boolean => sketch.kind === "category" || sketch.points.exact;

/** Counts of the columns whose bins had to be known first, by their place; reads the rows where there is one. */
async function countAgain(
  rows: ColumnRows,
  columns: readonly ColumnKind[],
  { survey, bins }: { survey: readonly Sketch[]; bins: readonly Bins[] },
): Promise<Map<number, Counts>> {
  const open = Array.from(survey.keys()).filter((j) => !isWhole(survey[j] as Sketch));
  if (open.length === 0) return new Map();
  const names = open.map((j) => columns[j]?.name as string);
  const rules = open.map((j): SketchRule => ({ kind: "number", grid: bins[j]?.grid ?? [] }));
  const sketches = await rows.reduce(names, sketchPass, rules);
  return new Map(sketches.flatMap((sketch, i) => (sketch.kind === "number" ? [[open[i] as number, sketch]] : [])));
}

/**
 * Profile a reference: bins are cut at it and remembered. Reads the rows once, and once more where a column has more than
 * 1000 different values, whose bins must be known before they can be counted.
 */
export async function referenceProfile(
  rows: ColumnRows,
  columns: readonly ColumnKind[],
  { nBins, binning }: { nBins: number; binning: Binning },
): Promise<DriftProfile> {
  const names = columns.map(({ name }) => name);
  const survey = await rows.reduce(names, sketchPass, columns.map(surveyRule));
  const bins = survey.map((sketch): Bins => {
    const cut = sketch.kind === "number" && sketch.n > 0 ? cutBins(sketch.points, { nBins, binning }) : NO_BINS;
    return { ...cut, binning };
  });
  const again = await countAgain(rows, columns, { survey, bins });
  const profiles = columns.map((column, j): ColumnProfile => {
    const sketch = survey[j] as Sketch;
    if (sketch.kind === "category") return referenceCategory(column, sketch);
    const ofColumn = bins[j] as Bins;
    return numberProfile(column, sketch, {
      bins: ofColumn,
      counts: again.get(j) ?? countsOn(ofColumn.grid, sketch.points),
    });
  });
  const moments = await completeMoments(rows, namesWithValues(profiles));
  return { format: "leastwise-drift-profile", version: 1, nRows: rows.nRows, columns: profiles, moments };
}

// The profile of a later window, on the bins of a reference.

import { type Sketch, type SketchRule, sketchPass } from "./passes/sketch.ts";
import { completeMoments, namesWithValues, numberProfile } from "./profile.ts";
import type { ColumnKind, ColumnRows } from "./rows.ts";
import type { ColumnProfile, DriftProfile } from "./types.ts";

/** Levels that the reference keeps apart are classes; every other level is one more. */
function windowRule(reference: ColumnProfile, column: ColumnKind): SketchRule {
  if (reference.kind !== "category") return { kind: "number", grid: reference.grid };
  const classes = new Map(reference.levels.map((level, i) => [level, i]));
  const other = reference.levels.length;
  const levels = column.kind === "category" ? column.levels : [];
  return {
    kind: "category",
    nClasses: other + 1,
    classOf: Int32Array.from(levels, (level) => classes.get(level) ?? other),
  };
}

function windowColumn(reference: ColumnProfile, sketch: Sketch): ColumnProfile {
  if (reference.kind === "category" && sketch.kind === "category") {
    const { n, missing, counts } = sketch;
    return { ...reference, n, missing, counts: counts.slice(0, -1), other: counts[counts.length - 1] as number };
  }
  if (reference.kind !== "category" && sketch.kind === "number") {
    const { borders, binning, grid } = reference;
    return numberProfile(reference, sketch, { bins: { borders, binning, grid }, counts: sketch });
  }
  throw new RangeError(`column ${reference.name}: must be of one kind; got ${reference.kind} and ${sketch.kind}`);
}

/**
 * Profile a window like a reference: the same columns on the same bins, so that the two can be compared. Reads the rows
 * once, and once more for moments.
 *
 * @param columns the columns of the window, one for each of `reference.columns` and of its kind
 */
export async function windowProfile(
  rows: ColumnRows,
  columns: readonly ColumnKind[],
  reference: DriftProfile,
): Promise<DriftProfile> {
  const rules = reference.columns.map((column, j) => windowRule(column, columns[j] as ColumnKind));
  const sketches = await rows.reduce(
    columns.map(({ name }) => name),
    sketchPass,
    rules,
  );
  const profiles = reference.columns.map((column, j) => windowColumn(column, sketches[j] as Sketch));
  const wanted = new Set(namesWithValues(profiles));
  const shared = reference.moments?.names.filter((name) => wanted.has(name)) ?? [];
  const moments = await completeMoments(rows, shared);
  return { ...reference, nRows: rows.nRows, columns: profiles, moments };
}

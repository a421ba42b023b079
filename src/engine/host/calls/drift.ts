// Profiles of reference windows, and how far a table is from one.

import { LeastwiseError } from "#base/error.ts";
import { compareProfiles } from "#stats/monitor/compare.ts";
import { referenceProfile } from "#stats/monitor/profile.ts";
import type { ColumnKind } from "#stats/monitor/rows.ts";
import { windowProfile } from "#stats/monitor/window.ts";
import type { Column, Table } from "#table/types.ts";
import type {
  DriftColumnProfile,
  DriftOptions,
  DriftProfile,
  DriftProfileOptions,
  DriftReport,
} from "../../contract.ts";
import { columnRows } from "../column-rows.ts";
import { columnNamed } from "../named-column.ts";
import { badOption, requireCorrection, requireWord } from "../options.ts";
import type { CallContext } from "../planned.ts";
import { rowWindow } from "../row-window.ts";
import { requireProfile } from "./drift-profile-check.ts";

const MAX_BINS = 100;

function kindOf({ info }: Column): ColumnKind {
  const { name, type } = info;
  return type === "category" ? { name, kind: type, levels: info.levels ?? [] } : { name, kind: type };
}

function requireNames(columns: unknown): void {
  if (columns === undefined) return;
  const names = Array.isArray(columns) && columns.length > 0 && columns.every((name) => typeof name === "string");
  if (!names || new Set(columns).size < columns.length)
    throw badOption("columns", "different names, one at least", columns);
}

/** Remember a window of the table as a reference. */
export function driftProfile(context: CallContext, options: DriftProfileOptions): Promise<DriftProfile> {
  const { table } = context;
  const { columns, nBins = 10, binning = "quantile", rows } = options;
  requireNames(columns);
  if (!(Number.isInteger(nBins) && nBins >= 2 && nBins <= MAX_BINS)) {
    throw badOption("nBins", `a whole number from 2 to ${MAX_BINS}`, nBins);
  }
  requireWord("binning", binning, ["quantile", "equal-width"]);
  const chosen = columns
    ? columns.map((name) => columnNamed(table, "columns", name))
    : table.columns.filter(({ info }) => info.type !== "date");
  if (chosen.length === 0) throw badOption("columns", "named where a table has only dates", columns);
  return referenceProfile(columnRows(context, rowWindow(table.nRows, rows)), chosen.map(kindOf), { nBins, binning });
}

/** The profile's columns, or those that are named, in the profile's order. */
function chosenOf(profile: DriftProfile, names: readonly string[] | undefined): DriftProfile {
  if (!names) return profile;
  const unknown = names.find((name) => !profile.columns.some((column) => column.name === name));
  if (unknown !== undefined) {
    const known = profile.columns.map(({ name }) => JSON.stringify(name)).join(", ");
    const message = `columns: must be in the profile, which has ${known}; got ${JSON.stringify(unknown)}`;
    throw new LeastwiseError("column-unknown", message, { at: { column: unknown }, value: unknown });
  }
  return { ...profile, columns: profile.columns.filter(({ name }) => names.includes(name)) };
}

/** The table's column of a profile's; one without a value fits any kind. */
function matching(table: Table, profile: DriftColumnProfile): ColumnKind {
  const { name, kind } = profile;
  const column = columnNamed(table, "columns", name);
  if (column.info.missing === table.nRows) return kind === "category" ? { name, kind, levels: [] } : { name, kind };
  if (column.info.type === kind) return kindOf(column);
  const message = `column ${JSON.stringify(name)}: must be of the profile's type ${kind}; got ${column.info.type}`;
  throw new LeastwiseError("column-type", message, { at: { column: name }, value: column.info.type });
}

/** Compare a window of the table with a reference. */
export async function drift(context: CallContext, profile: DriftProfile, options: DriftOptions): Promise<DriftReport> {
  const { table, backend } = context;
  const { alpha = 0.05, correction = "benjamini-hochberg", columns, rows } = options;
  requireProfile(profile);
  requireNames(columns);
  if (!(alpha > 0 && alpha < 1)) throw badOption("alpha", "in (0, 1)", alpha);
  requireCorrection(correction);
  const reference = chosenOf(profile, columns);
  const kinds = reference.columns.map((column) => matching(table, column));
  const current = await windowProfile(columnRows(context, rowWindow(table.nRows, rows)), kinds, reference);
  return compareProfiles(reference, current, { alpha, correction }, backend.dense);
}

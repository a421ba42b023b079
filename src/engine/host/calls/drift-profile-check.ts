// Whether a value that came back to the engine is a drift profile: it may have been stored and read as JSON.

import { LeastwiseError } from "#base/error.ts";
import { checkMoments } from "#stats/moments/check.ts";
import type { DriftProfile } from "../../contract.ts";

type Fields = Record<string, unknown>;

const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
const areCounts = (values: unknown, length: number): boolean =>
  Array.isArray(values) && values.length === length && values.every(isCount);
const increase = (values: unknown): values is number[] =>
  Array.isArray(values) &&
  values.every((x, i) => Number.isFinite(x) && (i === 0 || (x as number) > (values[i - 1] as number)));
const total = (values: unknown): number => (values as number[]).reduce((sum, count) => sum + count, 0);

/** Values that increase, each with how often it is there. */
function isDistribution(values: unknown): boolean {
  const { value, count } = (values ?? {}) as Fields;
  return increase(value) && areCounts(count, value.length);
}

function isNumberProfile({ n, grid, borders, at, between, ...column }: Fields): boolean {
  const { mean, sd, min, max, values } = column;
  if (![mean, sd, min, max].every((value) => value === null || Number.isFinite(value))) return false;
  if (values !== null && !isDistribution(values)) return false;
  if (!increase(grid) || !increase(borders) || !borders.every((border) => grid.includes(border))) return false;
  if (n === 0 && grid.length === 0) return true;
  return areCounts(at, grid.length) && areCounts(between, grid.length + 1) && total(at) + total(between) === n;
}

function isCategoryProfile({ n, levels, counts, other }: Fields): boolean {
  if (!Array.isArray(levels) || !levels.every((level) => typeof level === "string")) return false;
  return areCounts(counts, levels.length) && isCount(other) && total(counts) + (other as number) === n;
}

function isColumn(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const column = value as Fields;
  if (typeof column.name !== "string" || !isCount(column.n) || !isCount(column.missing)) return false;
  if (column.kind === "category") return isCategoryProfile(column);
  return (column.kind === "number" || column.kind === "date") && isNumberProfile(column);
}

function refused(rule: string, value: unknown, column?: string): LeastwiseError {
  const at = column === undefined ? {} : { at: { column } };
  return new LeastwiseError("bad-argument", `profile: must be ${rule}; got ${String(value)}`, {
    ...at,
    value: String(value),
  });
}

/** @throws LeastwiseError `bad-argument` naming the part that is not a profile's */
export function requireProfile(profile: DriftProfile): void {
  const { format, version, columns, moments } = (profile ?? {}) as Partial<DriftProfile>;
  if (format !== "leastwise-drift-profile") throw refused("a result of driftProfile()", format ?? profile);
  if (version !== 1) throw refused("of version 1", version);
  if (!Array.isArray(columns) || columns.length === 0) throw refused("of one column at least", columns);
  const at = columns.findIndex((column) => !isColumn(column));
  if (at >= 0) {
    const name = columns[at]?.name;
    throw refused("of columns whose counts agree", `others for column ${at + 1}, ${String(name)}`, name);
  }
  if (moments !== null) checkMoments(moments);
}

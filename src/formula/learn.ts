// What a plan learns of the values of a table: centres and spreads, recurrences of polynomials, knots of splines. Every value
// counts whose own columns are present, as in R, also in rows that the model leaves out for another column.

import { quantileOf } from "#base/quantile.ts";
import type { Table } from "#table/types.ts";
import type { BasisRequest, Variable } from "./ast.ts";
import { basisWidth } from "./basis.ts";
import { formatNumber } from "./deparse.ts";
import { evaluate } from "./evaluate.ts";
import { formulaError } from "./fail.ts";
import { columnsOf, shiftsOf } from "./leaves.ts";
import { notFinite } from "./not-finite.ts";
import { allFinite, columnsByName, completeRows, findColumn, tableRow } from "./rows.ts";
import { shiftColumn } from "./shift.ts";
import { leafReader } from "./stored.ts";
import { encodingsOf, type ShuffleRows } from "./target.ts";
import { targetSums } from "./target-sums.ts";
import type { Basis, Expr, StandardizeMode } from "./types.ts";

/** One design column of a numeric variable, before it meets the others of its term. */
export interface NumericPiece {
  name: string;
  expr: Expr;
}

type BasisVariable = Omit<Extract<Variable, { kind: "basis" }>, "kind">;
type Standardize = Extract<Expr, { kind: "standardize" }>;

/** 1/Φ⁻¹(3/4): makes the median absolute deviation of a normal distribution its standard deviation (R's `mad`). */
const MAD_FACTOR = 1.4826;

/** `expr` with every centre and spread filled in. Throws `formula-unsupported` where the values do not vary. */
export function learnExpr(expr: Expr, from: LearnFrom): Expr {
  switch (expr.kind) {
    case "number":
    case "column":
    case "calendar":
    case "shift":
      return expr;
    case "negate":
    case "call":
    case "basis":
      return { ...expr, arg: learnExpr(expr.arg, from) };
    case "binary":
      return { ...expr, left: learnExpr(expr.left, from), right: learnExpr(expr.right, from) };
    case "standardize": {
      const arg = learnExpr(expr.arg, from);
      return { ...expr, arg, ...centreAndSpread(expr, valuesOf(arg, from)) };
    }
    case "target":
      return { ...expr, learned: encodingsOf(targetSums(expr, from), expr) };
    default:
      return expr satisfies never;
  }
}

/** Whether an expression learns anything of the values, and so must see all rows. */
export function learns(expr: Expr): boolean {
  switch (expr.kind) {
    case "number":
    case "column":
    case "calendar":
    case "shift":
      return false;
    case "negate":
    case "call":
    case "basis":
      return learns(expr.arg);
    case "binary":
      return learns(expr.left) || learns(expr.right);
    case "standardize":
    case "target":
      return true;
    default:
      return expr satisfies never;
  }
}

/** The columns of a basis. Throws `formula-unsupported` where the values are too few or too alike for it. */
export function learnBasis({ label, request, arg, at }: BasisVariable, from: LearnFrom): NumericPiece[] {
  const learned = learnExpr(arg, from);
  if (request.kind === "poly" && request.raw) {
    return Array.from({ length: request.degree }, (_, j) => ({
      name: pieceName(label, j, request.degree),
      expr: { kind: "binary", op: "^", left: learned, right: { kind: "number", value: j + 1 } },
    }));
  }
  const basis = basisOf(label, request, valuesOf(learned, from));
  const width = basisWidth(basis);
  return Array.from({ length: width }, (_, column) => ({
    name: pieceName(label, column, width),
    expr: { kind: "basis", label, basis, arg: learned, column, at },
  }));
}

/** R numbers the columns of a basis unless it has one only. */
function pieceName(label: string, j: number, width: number): string {
  return width === 1 ? label : `${label}${j + 1}`;
}

/** Where values are learned from. */
export interface LearnFrom {
  table: Table;
  /** The response, for encodings by it. */
  response: Expr;
  shuffle: ShuffleRows | null;
}

/** The values of an expression in every row where its columns are present. */
function valuesOf(expr: Expr, { table, shuffle }: LearnFrom): Float64Array {
  const byName = columnsByName(table);
  const used = [
    ...columnsOf(expr).map(({ name }) => findColumn(byName, name)),
    ...shiftsOf(expr).map((shift) => shiftColumn(table, byName, shift)),
  ];
  const all = new Float64Array(table.nRows);
  let n = 0;
  for (let chunk = 0; chunk < table.superblocks.length; chunk++) {
    const rows = completeRows(table, used, chunk);
    const read = leafReader({ table, chunk, rows, columns: byName, shuffle });
    const values = evaluate(expr, read, rows.n);
    if (!allFinite(values)) {
      const i = values.findIndex((x) => !Number.isFinite(x));
      const row = tableRow(table, chunk, i, rows.kept);
      throw notFinite(expr, { label: "formula", row, read: (leaf) => read(leaf)[i] as number });
    }
    all.set(values, n);
    n += rows.n;
  }
  return all.subarray(0, n);
}

function centreAndSpread({ mode, at }: Standardize, values: Float64Array): { centre: number; spread: number } {
  if (mode === "none") return { centre: 0, spread: 1 };
  if (mode === "origin") return { centre: values.reduce((a, b) => Math.min(a, b), values[0] ?? 0), spread: 1 };
  if (mode === "robust") {
    const centre = median(values);
    const spread = MAD_FACTOR * median(values.map((x) => Math.abs(x - centre)));
    return { centre, spread: positive(spread, { mode, at, centre }) };
  }
  const centre = meanOf(values);
  if (mode === "centre") return { centre, spread: 1 };
  const sum = values.reduce((total, x) => total + (x - centre) * (x - centre), 0);
  const sd = Math.sqrt(sum / (mode === "population" ? values.length : values.length - 1));
  // Below some units in the last place of the mean a spread is rounding.
  const real = sd > 4 * Number.EPSILON * Math.abs(centre) ? sd : 0;
  return { centre, spread: positive(mode === "two-sd" ? 2 * real : real, { mode, at, centre }) };
}

function positive(spread: number, { mode, at, centre }: { mode: StandardizeMode; at: number; centre: number }): number {
  if (spread > 0) return spread;
  const rule =
    mode === "robust"
      ? "scale() by the median absolute deviation needs values of which no more than half are equal"
      : "scale() needs values that differ";
  throw formulaError("formula-unsupported", { rule, got: formatNumber(centre), at });
}

function meanOf(values: Float64Array): number {
  const n = values.length;
  const rough = values.reduce((a, b) => a + b, 0) / n;
  // A second pass takes away what the first rounded.
  return n === 0 ? 0 : rough + values.reduce((sum, x) => sum + (x - rough), 0) / n;
}

function median(values: Float64Array): number {
  return quantileOf(Float64Array.from(values).sort(), 0.5);
}

function basisOf(label: string, request: BasisRequest, values: Float64Array): Basis {
  if (request.kind === "poly") {
    requireDistinct(label, values, { needed: request.degree + 1, at: request.at });
    return { kind: "poly", ...recurrence(values, request.degree) };
  }
  requireDistinct(label, values, { needed: 2, at: request.at });
  const sorted = Float64Array.from(values).sort();
  const boundary: [number, number] = [sorted[0] as number, sorted.at(-1) as number];
  const natural = request.kind === "ns";
  const degree = request.kind === "ns" ? 3 : request.degree;
  const nKnots = natural ? request.df - 1 : request.df - degree;
  const knots = Array.from({ length: nKnots }, (_, i) => quantileOf(sorted, (i + 1) / (nKnots + 1)));
  const all = [boundary[0], ...knots, boundary[1]];
  if (all.some((knot, i) => i > 0 && !(knot > (all[i - 1] as number)))) {
    const rule = `the ${nKnots} inner knots of ${label}, at quantiles, must all differ; take a smaller df`;
    throw formulaError("formula-unsupported", { rule, got: all.map(formatNumber).join(", "), at: request.at });
  }
  return { kind: "spline", natural, degree, knots, boundary };
}

function requireDistinct(label: string, values: Float64Array, { needed, at }: { needed: number; at: number }): void {
  const distinct = new Set<number>();
  for (const x of values) {
    distinct.add(x);
    if (distinct.size >= needed) return;
  }
  const rule = `${label} needs ${needed} distinct values or more`;
  throw formulaError("formula-unsupported", { rule, got: `${distinct.size}`, at });
}

/** Recurrence coefficients of the polynomials that are orthogonal on the values (Stieltjes; Kennedy and Gentle 1980). */
function recurrence(values: Float64Array, degree: number): { alpha: number[]; norm2: number[] } {
  const mean = meanOf(values);
  const centred = values.map((x) => x - mean);
  const alpha: number[] = [];
  const norm2 = [1, values.length];
  let before = new Float64Array(values.length);
  let last = new Float64Array(values.length).fill(1);
  for (let j = 0; j < degree; j++) {
    const squares = norm2[j + 1] as number;
    const a = centred.reduce((sum, z, i) => sum + z * (last[i] as number) ** 2, 0) / squares;
    const ratio = squares / (norm2[j] as number);
    const next = centred.map((z, i) => (z - a) * (last[i] as number) - (j === 0 ? 0 : ratio * (before[i] as number)));
    alpha.push(a + mean);
    norm2.push(next.reduce((sum, v) => sum + v * v, 0));
    before = last;
    last = next;
  }
  return { alpha, norm2 };
}

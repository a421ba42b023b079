// Plan to numbers in double-double: powers, products, sums, quotients and roots of columns are formed without rounding to a
// double first. Table columns are taken as they are; log, exp and fractional powers have the precision of a double.

import { exp, log } from "#base/elementary.ts";
import { mapValues } from "#base/map-values.ts";
import type { Column, Table } from "#table/types.ts";
import { evaluate } from "./evaluate.ts";
import { expandRows } from "./expand.ts";
import {
  combineJets,
  constantJet,
  isMultipliedOut,
  type Jet,
  maskJet,
  negateJet,
  plainValues,
  powerJet,
  roundedJet,
  type Slopes,
  squareRootJet,
} from "./jet.ts";
import type { Leaf } from "./leaves.ts";
import { pow } from "./power.ts";
import { columnsByName, type NumericColumn } from "./rows.ts";
import type { ExpandOptions } from "./scope.ts";
import { leafReader } from "./stored.ts";
import type { DesignColumn, Expr, Factor, Plan } from "./types.ts";

/** Values that were rounded once, each by at most `roundings` half units in the last place. */
interface RoundedInput {
  values: NumericColumn;
  roundings: number;
}

/**
 * The n complete rows of a chunk: design column j, the response last, is columns[j] + low[j]. `slopes[j]` are its
 * derivatives by the inputs, which are the table's columns and functions that are known as doubles only. The inputs of a plan
 * are the same, and in the same order, in every chunk.
 */
export interface ExactRows {
  n: number;
  kept: Int32Array | null;
  dropped: number;
  columns: NumericColumn[];
  low: (Float64Array | null)[];
  slopes: Slopes[];
  inputs: RoundedInput[];
}

/** A table's column is rounded once from what was written. */
const STORED_ROUNDINGS = 1;

/** Our functions err by less than a unit in the last place. */
const FUNCTION_ROUNDINGS = 2;

const UNIT_ROUNDOFF = Number.EPSILON / 2;

/** By how much a value may differ from what was rounded to it: half a unit in the last place, 0 for whole numbers. */
export function inputRounding(x: number): number {
  const size = Math.abs(x);
  return size <= Number.MAX_SAFE_INTEGER && Math.floor(size) === size ? 0 : size * UNIT_ROUNDOFF;
}

/** What one call shares between columns. */
interface Scope {
  n: number;
  read(leaf: Leaf): NumericColumn;
  inputs: RoundedInput[];
  /** Table columns by name, and factors and their products by label. */
  known: Map<string, Jet>;
}

/**
 * Expand chunk `chunk` of `table` as `expandRows` does, in double-double.
 *
 * @throws LeastwiseError what `expandRows` throws
 */
export function expandExact(plan: Plan, table: Table, chunk: number, options: ExpandOptions = {}): ExactRows {
  const { shuffle = null } = options;
  const { n, kept, dropped, columns } = expandRows(plan, table, chunk, options);
  const rows = { n, kept, dropped, finite: new Set<Column>() };
  const read = leafReader({ table, chunk, rows, columns: columnsByName(table), shuffle });
  const scope: Scope = { n, read, inputs: [], known: new Map() };
  const jets = plan.columns.map((column, j) => designJet(scope, column, columns[j] as NumericColumn));
  jets.push(factorJet(scope, plan.response.label, plan.response.expr));
  return {
    n,
    kept,
    dropped,
    columns: jets.map(({ high }) => high),
    low: jets.map(({ low }) => low),
    slopes: jets.map(({ slopes }) => slopes),
    inputs: scope.inputs,
  };
}

function isNumeric(factor: Factor): factor is Extract<Factor, { kind: "numeric" }> {
  return factor.kind === "numeric";
}

/** @param expanded the column in double precision, which also tells the rows of a level */
function designJet(scope: Scope, { factors }: DesignColumn, expanded: NumericColumn): Jet {
  const numeric = factors.filter(isNumeric);
  if (numeric.length === 0) return { high: expanded, low: null, slopes: new Map() };
  if (factors.some(({ kind }) => kind === "contrast")) return functionJet(scope, expanded);
  const jet = productJet(scope, numeric);
  return numeric.length === factors.length ? jet : maskJet(jet, expanded);
}

function productJet(scope: Scope, factors: Extract<Factor, { kind: "numeric" }>[]): Jet {
  const [first, ...rest] = factors;
  if (!first) return constantJet(1, scope.n);
  let label = first.label;
  let jet = factorJet(scope, label, first.expr);
  for (const factor of rest) {
    label = `${label}:${factor.label}`;
    const known = scope.known.get(label);
    jet = known ?? combineJets("*", jet, factorJet(scope, factor.label, factor.expr));
    scope.known.set(label, jet);
  }
  return jet;
}

function factorJet(scope: Scope, label: string, expr: Expr): Jet {
  const known = scope.known.get(label);
  if (known) return known;
  const jet = exprJet(scope, expr);
  scope.known.set(label, jet);
  return jet;
}

/** Values as they are stored, an input; nothing depends on it where all of them are whole numbers. */
function storedJet({ inputs }: Scope, values: NumericColumn): Jet {
  const input = inputs.push({ values, roundings: STORED_ROUNDINGS }) - 1;
  const whole = values.every(Number.isSafeInteger);
  return { high: values, low: null, slopes: new Map(whole ? [] : [[input, null]]) };
}

function columnJet(scope: Scope, name: string): Jet {
  const key = `column ${name}`;
  const known = scope.known.get(key);
  if (known) return known;
  const jet = storedJet(scope, scope.read({ kind: "column", name, at: 0 }));
  scope.known.set(key, jet);
  return jet;
}

function exprJet(scope: Scope, expr: Expr): Jet {
  switch (expr.kind) {
    case "number":
      return constantJet(expr.value, scope.n);
    case "column":
      return columnJet(scope, expr.name);
    case "negate":
      return negateJet(exprJet(scope, expr.arg));
    case "binary": {
      const left = exprJet(scope, expr.left);
      if (expr.op !== "^") return combineJets(expr.op, left, exprJet(scope, expr.right));
      const exponent = numberOf(expr.right);
      if (exponent !== null && isMultipliedOut(exponent)) return powerJet(left, exponent);
      return realPowerJet(scope, left, exprJet(scope, expr.right));
    }
    case "call":
      return callJet(scope, expr.fn, exprJet(scope, expr.arg));
    case "calendar":
      if (expr.part === "time") return columnJet(scope, expr.arg.name);
      return { high: evaluate(expr, scope.read, scope.n), low: null, slopes: new Map() };
    case "standardize":
      return standardizeJet(scope, expr);
    case "shift":
      return expr.fn === "lag" ? storedJet(scope, scope.read(expr)) : functionJet(scope, scope.read(expr));
    case "target":
    case "basis":
      return functionJet(scope, evaluate(expr, scope.read, scope.n));
    default:
      return expr satisfies never;
  }
}

/** Values that are known as doubles only, an input of their own. */
function functionJet(scope: Scope, values: NumericColumn): Jet {
  return { high: values, low: null, slopes: new Map([[newInput(scope, values), null]]) };
}

/** (x − centre)/spread, the two as the plan remembers them. */
function standardizeJet(scope: Scope, { arg, centre, spread }: Extract<Expr, { kind: "standardize" }>): Jet {
  const constant = (value: number | null) => constantJet(value ?? Number.NaN, scope.n);
  return combineJets("/", combineJets("-", exprJet(scope, arg), constant(centre)), constant(spread));
}

/** The number that an expression is, null where it is more than that. */
function numberOf(expr: Expr): number | null {
  if (expr.kind === "number") return expr.value;
  const inner = expr.kind === "negate" ? numberOf(expr.arg) : null;
  return inner === null ? null : -inner;
}

function callJet(scope: Scope, fn: Extract<Expr, { kind: "call" }>["fn"], arg: Jet): Jet {
  if (fn === "sqrt") return squareRootJet(arg);
  const x = plainValues(arg);
  const values = mapValues(x, fn === "log" ? log : exp);
  const by = fn === "log" ? mapValues(x, (value) => 1 / value) : values;
  return roundedJet(values, newInput(scope, values), [{ arg, by }]);
}

/** Powers that cannot be multiplied out. */
function realPowerJet(scope: Scope, base: Jet, exponent: Jet): Jet {
  const x = plainValues(base);
  const y = plainValues(exponent);
  const values = mapValues(x, (value, i) => pow(value, y[i] as number));
  const byBase = values.map((value, i) => (x[i] === 0 ? 0 : ((y[i] as number) * value) / (x[i] as number)));
  // A base that is not above 0 has whole exponents, which are not rounded.
  const byExponent = values.map((value, i) => ((x[i] as number) > 0 ? value * log(x[i] as number) : 0));
  return roundedJet(values, newInput(scope, values), [
    { arg: base, by: byBase },
    { arg: exponent, by: byExponent },
  ]);
}

/** The index of an input that a function's values are. */
function newInput({ inputs }: Scope, values: NumericColumn): number {
  return inputs.push({ values, roundings: FUNCTION_ROUNDINGS }) - 1;
}

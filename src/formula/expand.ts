// Plan to numbers: the design columns and the response in the complete rows of one chunk.

import type { Table } from "#table/types.ts";
import { basisValues } from "./basis.ts";
import { evaluate } from "./evaluate.ts";
import { columnsOf, type Leaf, shiftsOf, targetsOf } from "./leaves.ts";
import { levelCodes } from "./level-codes.ts";
import { notFinite, productNotFinite } from "./not-finite.ts";
import { allFinite, findColumn, type NumericColumn, tableRow } from "./rows.ts";
import { type ExpandOptions, type FactorEntry, openScope, type Scope } from "./scope.ts";
import type { DesignColumn, Expr, Factor, Plan } from "./types.ts";

/**
 * The n complete rows of a chunk: `columns[j][i]` is design column j (without the intercept) in row i, all finite. Arrays
 * may be the table's own or shared between columns: read them, never write or transfer them. `kept` holds the rows' indices
 * within the chunk, null where none of its rows is dropped.
 */
export interface Expanded {
  n: number;
  response: Float64Array;
  columns: NumericColumn[];
  kept: Int32Array | null;
  dropped: number;
}

/**
 * Expand chunk `chunk` of `table`; rows with a missing value in any of `plan.variables`, or in a lag, are dropped.
 *
 * @throws LeastwiseError `value-not-finite` with row, column or term, rule and value; `column-unknown` and `column-type` on
 * a table that does not fit; `level-unseen`
 */
export function expandRows(plan: Plan, table: Table, chunk: number, options: ExpandOptions = {}): Expanded {
  const shifts = allExpressions(plan).flatMap(shiftsOf);
  const scope = openScope(plan, { table, chunk, names: plan.variables, shifts }, options);
  const response = numericValues(scope, plan.response.label, plan.response.expr);
  const values = response instanceof Float64Array ? response : new Float64Array(response);
  return { ...counts(scope), response: values, columns: designValues(scope) };
}

/** The same for prediction: the response need not be there, and only columns that the design uses can drop a row. */
export function expandPredictors(
  plan: Plan,
  table: Table,
  chunk: number,
  options: Pick<ExpandOptions, "unseenLevels"> = {},
): Omit<Expanded, "response"> {
  const shifts = expressionsOf(plan).flatMap(shiftsOf);
  const scope = openScope(plan, { table, chunk, names: predictorColumns(plan), shifts }, options);
  return { ...counts(scope), columns: designValues(scope) };
}

function counts({ rows: { n, kept, dropped } }: Scope): Pick<Expanded, "n" | "kept" | "dropped"> {
  return { n, kept, dropped };
}

/** The expressions of the response and of the design's numeric factors. */
export function allExpressions(plan: Plan): Expr[] {
  return [plan.response.expr, ...expressionsOf(plan)];
}

/** Whether what a row of the model is made of depends on other rows: on earlier ones, or, where `shuffle` deals folds, on those of the others. */
export function readsOtherRows(plan: Plan, shuffle: ExpandOptions["shuffle"]): boolean {
  const exprs = allExpressions(plan);
  return (
    exprs.some((expr) => shiftsOf(expr).length > 0) || (!!shuffle && exprs.some((expr) => targetsOf(expr).length > 0))
  );
}

/** The expressions of the design's numeric factors, each once. */
export function expressionsOf(plan: Plan): Expr[] {
  const found = new Map<string, Expr>();
  for (const { factors } of plan.columns) {
    for (const factor of factors) if (factor.kind === "numeric") found.set(factor.label, factor.expr);
  }
  return [...found.values()];
}

/** Names of the table columns that the design columns of `plan` read in a row itself. */
function predictorColumns(plan: Plan): string[] {
  const names = new Set(
    expressionsOf(plan)
      .flatMap(columnsOf)
      .map(({ name }) => name),
  );
  for (const { column } of plan.levels) names.add(column);
  return [...names];
}

function designValues(scope: Scope): NumericColumn[] {
  return scope.plan.columns.map((column) => designColumn(scope, column));
}

function designColumn(scope: Scope, { factors }: DesignColumn): NumericColumn {
  const plain = plainColumn(scope, factors.filter(isNumeric), factors.filter(isLevel));
  const contrasts = factors.filter(isContrast);
  if (plain !== null && contrasts.length === 0) return plain;
  const out = plain === null ? new Float64Array(scope.rows.n).fill(1) : new Float64Array(plain);
  for (const { variable, values } of contrasts) {
    const codes = crossed(scope, { key: "", cells: null, size: 1 }, variable);
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) * (values[codes[i] as number] as number);
  }
  return out;
}

/** The product of numeric factors in the rows of one cell, 0 in the others; null without factors. */
function plainColumn(scope: Scope, numeric: NumericFactor[], levels: LevelFactor[]): NumericColumn | null {
  const product = productOf(scope, numeric);
  if (levels.length === 0) return product;
  const { cells, cell } = cellOf(scope, levels);
  const out = new Float64Array(scope.rows.n);
  if (product === null) markCell(out, cells, cell);
  else copyCell(out, { cells, cell }, product);
  return out;
}

// Loops of their own, so that a compiler keeps what it made of them while they ran.

function markCell(out: Float64Array, cells: Int32Array, cell: number): void {
  for (let i = 0; i < out.length; i++) if (cells[i] === cell) out[i] = 1;
}

function copyCell(
  out: Float64Array,
  { cells, cell }: { cells: Int32Array; cell: number },
  product: NumericColumn,
): void {
  for (let i = 0; i < out.length; i++) if (cells[i] === cell) out[i] = product[i] as number;
}

type NumericFactor = Extract<Factor, { kind: "numeric" }>;
type LevelFactor = Extract<Factor, { kind: "level" }>;
type ContrastFactor = Extract<Factor, { kind: "contrast" }>;

function isNumeric(factor: Factor): factor is NumericFactor {
  return factor.kind === "numeric";
}

function isLevel(factor: Factor): factor is LevelFactor {
  return factor.kind === "level";
}

function isContrast(factor: Factor): factor is ContrastFactor {
  return factor.kind === "contrast";
}

/** The product of numeric factors from left to right; null where there is none. */
function productOf(scope: Scope, factors: NumericFactor[]): NumericColumn | null {
  const last = factors.at(-1);
  if (last === undefined) return null;
  const values = numericValues(scope, last.label, last.expr);
  const rest = productOf(scope, factors.slice(0, -1));
  if (rest === null) return values;
  const label = factors.map((factor) => factor.label).join(":");
  const known = scope.numeric.get(label);
  if (known !== undefined) return known;
  const { n } = scope.rows;
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = (rest[i] as number) * (values[i] as number);
  if (!allFinite(out)) throw productNotFinite({ label, row: badRow(scope, out) });
  scope.numeric.set(label, out);
  return out;
}

/** The one place where the values of a numeric factor come from. */
function numericValues(scope: Scope, label: string, expr: Expr): NumericColumn {
  const known = scope.numeric.get(label);
  if (known !== undefined) return known;
  const values = expr.kind === "basis" ? basisColumn(scope, expr) : evaluate(expr, scope.read, scope.rows.n);
  if (!isKnownFinite(scope, expr) && !allFinite(values)) {
    const i = values.findIndex((x) => !Number.isFinite(x));
    const read = (leaf: Leaf) => scope.read(leaf)[i] as number;
    throw notFinite(expr, { label, row: badRow(scope, values), read });
  }
  scope.numeric.set(label, values);
  return values;
}

/** A column of a basis, whose columns are all made at once. */
function basisColumn({ read, rows, bases }: Scope, { label, basis, arg, column }: BasisExpr): Float64Array {
  const columns = bases.get(label) ?? basisValues(basis, evaluate(arg, read, rows.n));
  bases.set(label, columns);
  return columns[column] as Float64Array;
}

type BasisExpr = Extract<Expr, { kind: "basis" }>;

function isKnownFinite({ rows, columns }: Scope, expr: Expr): boolean {
  const column = expr.kind === "column" ? columns.get(expr.name) : undefined;
  return column !== undefined && rows.finite.has(column);
}

function badRow(scope: Scope, values: NumericColumn): number {
  const i = values.findIndex((x) => !Number.isFinite(x));
  return tableRow(scope.table, scope.chunk, i, scope.rows.kept);
}

/** The cell that `factors` name, and the cell of every row, in the cross table of their variables. */
function cellOf(scope: Scope, factors: LevelFactor[]): { cells: Int32Array; cell: number } {
  let cells: Int32Array | null = null;
  let cell = 0;
  let size = 1;
  let key = "";
  for (const { variable, level } of factors) {
    const { levels, index } = scope.levels.get(variable) as FactorEntry;
    cells = crossed(scope, { key, cells, size }, variable);
    cell += size * (index.get(level) ?? 0);
    size *= levels.length;
    key = key === "" ? variable : `${key}:${variable}`;
  }
  return { cells: cells as Int32Array, cell };
}

/** Cells of the variables in `before` crossed with `variable`, which runs slowest. */
function crossed(
  scope: Scope,
  before: { key: string; cells: Int32Array | null; size: number },
  variable: string,
): Int32Array {
  const key = before.key === "" ? variable : `${before.key}:${variable}`;
  const known = scope.cells.get(key);
  if (known !== undefined) return known;
  let cells = scope.cells.get(variable);
  if (cells === undefined) {
    const { column, levels, part = null, base = 0 } = scope.levels.get(variable) as FactorEntry;
    const { table, chunk, rows } = scope;
    const unseen = scope.unseen === "baseline" ? base : null;
    cells = levelCodes({
      table,
      chunk,
      rows,
      column: findColumn(scope.columns, column),
      variable,
      levels,
      part,
      unseen,
    });
    scope.cells.set(variable, cells);
  }
  if (before.cells !== null) {
    const { cells: fast, size } = before;
    cells = cells.map((code, i) => (fast[i] as number) + size * code);
    scope.cells.set(key, cells);
  }
  return cells;
}

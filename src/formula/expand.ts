// Plan to numbers: the design columns and the response in the complete rows of one chunk.

import { LeastwiseError } from "#base/error.ts";
import type { Column, Table } from "#table/types.ts";
import { quoteName } from "./deparse.ts";
import { evaluate } from "./evaluate.ts";
import { levelCodes } from "./level-codes.ts";
import { nearest } from "./nearest.ts";
import { notFinite, productNotFinite } from "./not-finite.ts";
import { allFinite, type CompleteRows, columnsByName, completeRows, type NumericColumn, tableRow } from "./rows.ts";
import type { DesignColumn, Expr, Factor, Plan } from "./types.ts";
import { columnsOf } from "./variables.ts";

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
 * Expand chunk `chunk` of `table`; rows with a missing value in any of `plan.variables` are dropped.
 *
 * @throws LeastwiseError `value-not-finite` with row, column or term, rule and value; `column-unknown` and `column-type` on
 * a table that does not fit; `level-unseen`
 */
export function expandRows(plan: Plan, table: Table, chunk: number): Expanded {
  const scope = openScope(plan, table, chunk, plan.variables);
  const response = numericValues(scope, plan.response.label, plan.response.expr);
  const values = response instanceof Float64Array ? response : new Float64Array(response);
  return { ...counts(scope), response: values, columns: designValues(scope) };
}

/** The same for prediction: the response need not be there, and only columns that the design uses can drop a row. */
export function expandPredictors(plan: Plan, table: Table, chunk: number): Omit<Expanded, "response"> {
  const scope = openScope(plan, table, chunk, predictorColumns(plan));
  return { ...counts(scope), columns: designValues(scope) };
}

function counts({ rows: { n, kept, dropped } }: Scope): Pick<Expanded, "n" | "kept" | "dropped"> {
  return { n, kept, dropped };
}

/** Names of the table columns that the design columns of `plan` read. */
function predictorColumns(plan: Plan): string[] {
  const names = new Set<string>();
  const seen = new Set<string>();
  for (const { factors } of plan.columns) {
    for (const factor of factors) {
      if (factor.kind !== "numeric" || seen.has(factor.label)) continue;
      seen.add(factor.label);
      for (const { name } of columnsOf(factor.expr)) names.add(name);
    }
  }
  for (const { column } of plan.levels) names.add(column);
  return [...names];
}

/** What one call shares between design columns; every array in it is over the complete rows. */
interface Scope {
  plan: Plan;
  table: Table;
  chunk: number;
  rows: CompleteRows;
  columns: Map<string, Column>;
  /** Stored columns less the dropped rows, by name. */
  stored: Map<string, NumericColumn>;
  /** Values of numeric factors and their products, by label. */
  numeric: Map<string, NumericColumn>;
  /** Cell of each row in the cross table of some factors, by their labels. */
  cells: Map<string, Int32Array>;
  levels: Map<string, FactorLevels>;
}

interface FactorLevels {
  column: string;
  levels: string[];
  index: Map<string, number>;
}

function openScope(plan: Plan, table: Table, chunk: number, names: readonly string[]): Scope {
  const columns = columnsByName(table);
  const used = names.map((name) => findColumn(columns, name));
  const rows = completeRows(table, used, chunk);
  const levels = new Map(
    plan.levels.map(({ variable, column, levels: list }) => [
      variable,
      { column, levels: list, index: new Map(list.map((level, code) => [level, code])) },
    ]),
  );
  return { plan, table, chunk, rows, columns, stored: new Map(), numeric: new Map(), cells: new Map(), levels };
}

function findColumn(columns: Map<string, Column>, name: string): Column {
  const column = columns.get(name);
  if (column !== undefined) return column;
  const near = nearest(name, [...columns.keys()]);
  const hint = near === undefined ? "" : `, perhaps ${quoteName(near)}`;
  const message = `column ${quoteName(name)}: the model needs it${hint}; got a table without it`;
  throw new LeastwiseError("column-unknown", message, { at: { column: name }, value: name });
}

function designValues(scope: Scope): NumericColumn[] {
  return scope.plan.columns.map((column) => designColumn(scope, column));
}

function designColumn(scope: Scope, { factors }: DesignColumn): NumericColumn {
  const product = productOf(scope, factors.filter(isNumeric));
  const levels = factors.filter(isLevel);
  if (product !== null && levels.length === 0) return product;
  const { cells, cell } = cellOf(scope, levels);
  const { n } = scope.rows;
  const out = new Float64Array(n);
  if (product === null) for (let i = 0; i < n; i++) out[i] = cells[i] === cell ? 1 : 0;
  else for (let i = 0; i < n; i++) if (cells[i] === cell) out[i] = product[i] as number;
  return out;
}

function isNumeric(factor: Factor): factor is Extract<Factor, { kind: "numeric" }> {
  return factor.kind === "numeric";
}

function isLevel(factor: Factor): factor is Extract<Factor, { kind: "level" }> {
  return factor.kind === "level";
}

/** The product of numeric factors from left to right; null where there is none. */
function productOf(scope: Scope, factors: Extract<Factor, { kind: "numeric" }>[]): NumericColumn | null {
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

function numericValues(scope: Scope, label: string, expr: Expr): NumericColumn {
  const known = scope.numeric.get(label);
  if (known !== undefined) return known;
  const values = evaluate(expr, (name) => storedValues(scope, name), scope.rows.n);
  if (!isKnownFinite(scope, expr) && !allFinite(values)) {
    const i = values.findIndex((x) => !Number.isFinite(x));
    const read = (name: string) => storedValues(scope, name)[i] as number;
    throw notFinite(expr, { label, row: badRow(scope, values), read });
  }
  scope.numeric.set(label, values);
  return values;
}

function isKnownFinite({ rows, columns }: Scope, expr: Expr): boolean {
  const column = expr.kind === "column" ? columns.get(expr.name) : undefined;
  return column !== undefined && rows.finite.has(column);
}

function badRow(scope: Scope, values: NumericColumn): number {
  const i = values.findIndex((x) => !Number.isFinite(x));
  return tableRow(scope.table, scope.chunk, i, scope.rows.kept);
}

function storedValues(scope: Scope, name: string): NumericColumn {
  const known = scope.stored.get(name);
  if (known !== undefined) return known;
  const column = findColumn(scope.columns, name);
  if (column.kind !== "number") {
    const message = `column ${quoteName(name)}: the model needs numbers; got a category`;
    throw new LeastwiseError("column-type", message, { at: { column: name }, value: "category" });
  }
  const chunk = column.chunks[scope.chunk] as NumericColumn;
  const { n, kept } = scope.rows;
  const values = kept === null ? chunk : new Float64Array(n);
  if (kept !== null) for (let i = 0; i < n; i++) values[i] = chunk[kept[i] as number] as number;
  scope.stored.set(name, values);
  return values;
}

/** The cell that `factors` name, and the cell of every row, in the cross table of their variables. */
function cellOf(scope: Scope, factors: Extract<Factor, { kind: "level" }>[]): { cells: Int32Array; cell: number } {
  let cells: Int32Array | null = null;
  let cell = 0;
  let size = 1;
  let key = "";
  for (const { variable, level } of factors) {
    const { levels, index } = scope.levels.get(variable) as FactorLevels;
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
    const { column, levels } = scope.levels.get(variable) as FactorLevels;
    const { table, chunk, rows } = scope;
    cells = levelCodes({ table, chunk, rows, column: findColumn(scope.columns, column), variable, levels });
    scope.cells.set(variable, cells);
  }
  if (before.cells !== null) {
    const { cells: fast, size } = before;
    cells = cells.map((code, i) => (fast[i] as number) + size * code);
    scope.cells.set(key, cells);
  }
  return cells;
}

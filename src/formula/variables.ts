// The variables of a formula on one table: which columns they read and whether they count or categorise.

import { LeastwiseError } from "#base/error.ts";
import { nearest } from "#base/nearest.ts";
import type { Column, Table } from "#table/types.ts";
import type { BasisRequest, Coding, Formula, TermExpr, Variable } from "./ast.ts";
import { quoteName } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import { columnsOf, columnsOfShift, datesOf, numbersOf, shiftsOf, targetsOf } from "./leaves.ts";
import { columnsByName } from "./rows.ts";
import type { ColumnRef, Expr, FactorPart } from "./types.ts";

/** A variable that fits its table. A factor reads one column. */
export type BoundVariable =
  | { kind: "numeric"; label: string; expr: Expr; at: number }
  | { kind: "factor"; label: string; column: string; part: FactorPart | null; coding: Coding; at: number }
  | { kind: "basis"; label: string; request: BasisRequest; arg: Expr; at: number };

/** All variables in R's order, the response first, each once; `index` finds one by its label. */
export interface Variables {
  list: BoundVariable[];
  index: Map<string, number>;
  /** Names of the table's columns that any variable reads in a row itself, in the order of first mention. */
  columns: string[];
  /** The columns that `.` stands for. */
  dot: string[];
}

/**
 * Check every name of `formula` against `table`.
 *
 * @throws LeastwiseError `column-unknown` (with the nearest name), `column-type`, `response-missing`
 */
export function bindVariables(formula: Formula, table: Table): Variables {
  const columns = columnsByName(table);
  const { response } = formula;
  const used = new Set<string>();
  for (const { name, at } of columnsOf(response.expr)) {
    const column = findColumn(columns, name, at);
    if (table.nRows > 0 && column.info.missing === table.nRows) throw responseMissing(name, table.nRows);
    used.add(name);
  }
  const dot = [...columns.keys()].filter((name) => !used.has(name));
  const list: BoundVariable[] = [bindExpression({ ...response, kind: "expression" }, columns)];
  const index = new Map([[response.label, 0]]);
  for (const variable of mentions(formula.terms, dot)) {
    if (index.has(variable.label)) continue;
    index.set(variable.label, list.length);
    list.push(bind(variable, columns, used));
  }
  return { list, index, columns: [...used], dot };
}

/** Every mention of a variable in the order of the text, those of `.` in the order of the table. */
export function mentions(node: TermExpr, dot: string[]): Variable[] {
  switch (node.kind) {
    case "variable":
      return [node.variable];
    case "dot":
      return dot.map((name) => ({ kind: "column", label: quoteName(name), name, at: node.at }));
    case "intercept":
      return [];
    case "binary":
      return [...mentions(node.left, dot), ...mentions(node.right, dot)];
    case "delete":
      return mentions(node.arg, dot);
    case "power":
      return mentions(node.base, dot);
    default:
      return node satisfies never;
  }
}

function bind(variable: Variable, columns: Map<string, Column>, used: Set<string>): BoundVariable {
  if (variable.kind === "expression") {
    for (const { name } of columnsOf(variable.expr)) used.add(name);
    return bindExpression(variable, columns);
  }
  if (variable.kind === "basis") {
    for (const { name } of columnsOf(variable.arg)) used.add(name);
    checkColumns(variable.arg, columns);
    return variable;
  }
  const { label, name, at } = variable;
  const column = findColumn(columns, name, at);
  used.add(name);
  if (variable.kind === "column" && column.kind === "number") {
    return { kind: "numeric", label, expr: { kind: "column", name, at }, at };
  }
  if (variable.kind === "column") return { kind: "factor", label, column: name, part: null, coding: FIRST_LEVEL, at };
  const { part, coding } = variable;
  if (part !== null) requireDate(variable, columns);
  return { kind: "factor", label, column: name, part, coding, at };
}

const FIRST_LEVEL: Coding = { kind: "treatment", base: null };

function bindExpression(
  variable: Extract<Variable, { kind: "expression" }>,
  columns: Map<string, Column>,
): BoundVariable {
  const { label, expr, at } = variable;
  checkColumns(expr, columns);
  return { kind: "numeric", label, expr, at };
}

/** Every column that an expression reads must be there and hold numbers, or dates where it takes parts of them. */
function checkColumns(expr: Expr, columns: Map<string, Column>): void {
  for (const mention of numbersOf(expr)) requireNumbers(mention, columns);
  for (const shift of shiftsOf(expr)) {
    for (const mention of columnsOfShift(shift)) {
      if (mention === shift.by) findColumn(columns, mention.name, mention.at);
      else requireNumbers(mention, columns);
    }
  }
  for (const mention of datesOf(expr)) requireDate(mention, columns);
  for (const { arg } of targetsOf(expr)) requireCategory(arg, columns);
}

function requireNumbers({ name, at }: ColumnRef, columns: Map<string, Column>): void {
  if (findColumn(columns, name, at).kind === "number") return;
  const rule = "arithmetic and the response need a column of numbers";
  throw formulaError("column-type", { rule, got: `the category ${quoteName(name)}`, at, column: name });
}

function requireCategory({ name, at }: ColumnRef, columns: Map<string, Column>): void {
  const { kind, info } = findColumn(columns, name, at);
  if (kind === "category") return;
  const rule = "target() needs a category";
  throw formulaError("column-type", { rule, got: `${quoteName(name)}, a ${info.type}`, at, column: name });
}

function requireDate({ name, at }: ColumnRef, columns: Map<string, Column>): void {
  const { type } = findColumn(columns, name, at).info;
  if (type === "date") return;
  const rule = "parts of a date need a column of dates";
  throw formulaError("column-type", { rule, got: `${quoteName(name)}, a ${type}`, at, column: name });
}

function findColumn(columns: Map<string, Column>, name: string, at: number): Column {
  const column = columns.get(name);
  if (column !== undefined) return column;
  const near = nearest(name, [...columns.keys()]);
  const rule = `a name must be a column of the table${near === undefined ? "" : `, perhaps ${quoteName(near)}`}`;
  throw formulaError("column-unknown", { rule, got: quoteName(name), at, column: name });
}

function responseMissing(column: string, nRows: number): LeastwiseError {
  const message = `response ${quoteName(column)}: must have a value in some row; got ${nRows} missing`;
  return new LeastwiseError("response-missing", message, { at: { column }, value: nRows });
}

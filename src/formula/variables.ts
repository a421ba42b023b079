// The variables of a formula on one table: which columns they read and whether they count or categorise.

import { LeastwiseError } from "#base/error.ts";
import type { Column, Table } from "#table/types.ts";
import type { Formula, TermExpr, Variable } from "./ast.ts";
import { quoteName } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import { nearest } from "./nearest.ts";
import { columnsByName } from "./rows.ts";
import type { Expr } from "./types.ts";

/** A variable that fits its table. A factor reads one column. */
export type BoundVariable =
  | { kind: "numeric"; label: string; expr: Expr; at: number }
  | { kind: "factor"; label: string; column: string; at: number };

/** All variables in R's order, the response first, each once; `index` finds one by its label. */
export interface Variables {
  list: BoundVariable[];
  index: Map<string, number>;
  /** Names of the table's columns that any variable reads, in the order of first mention. */
  columns: string[];
  /** The columns that `.` stands for. */
  dot: string[];
}

/** Every mention of a column in `expr`, in the order of the text. */
export function columnsOf(expr: Expr): { name: string; at: number }[] {
  switch (expr.kind) {
    case "number":
      return [];
    case "column":
      return [expr];
    case "binary":
      return [...columnsOf(expr.left), ...columnsOf(expr.right)];
    case "negate":
    case "call":
      return columnsOf(expr.arg);
    default:
      return expr satisfies never;
  }
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
  const { label, name, at } = variable;
  const column = findColumn(columns, name, at);
  used.add(name);
  if (variable.kind === "factor" || column.kind === "category") return { kind: "factor", label, column: name, at };
  return { kind: "numeric", label, expr: { kind: "column", name, at }, at };
}

function bindExpression(
  variable: Extract<Variable, { kind: "expression" }>,
  columns: Map<string, Column>,
): BoundVariable {
  const { label, expr, at } = variable;
  for (const mention of columnsOf(expr)) {
    if (findColumn(columns, mention.name, mention.at).kind === "number") continue;
    const rule = "arithmetic and the response need a column of numbers";
    const got = `the category ${quoteName(mention.name)}`;
    throw formulaError("column-type", { rule, got, at: mention.at, column: mention.name });
  }
  return { kind: "numeric", label, expr, at };
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

// What an expression reads: columns in the row itself, and columns in earlier rows.

import type { ColumnRef, Expr, ShiftExpr } from "./types.ts";

/** An expression that reads the table itself. */
export type Leaf = Extract<Expr, { kind: "column" }> | ShiftExpr;

/** Every mention of a column that `expr` reads in the row itself, in the order of the text. */
export function columnsOf(expr: Expr): ColumnRef[] {
  switch (expr.kind) {
    case "number":
    case "shift":
      return [];
    case "column":
      return [expr];
    case "calendar":
      return [expr.arg];
    case "binary":
      return [...columnsOf(expr.left), ...columnsOf(expr.right)];
    case "negate":
    case "call":
    case "standardize":
    case "basis":
      return columnsOf(expr.arg);
    default:
      return expr satisfies never;
  }
}

/** Every lag and rolling mean in `expr`. */
export function shiftsOf(expr: Expr): ShiftExpr[] {
  switch (expr.kind) {
    case "number":
    case "column":
    case "calendar":
      return [];
    case "shift":
      return [expr];
    case "binary":
      return [...shiftsOf(expr.left), ...shiftsOf(expr.right)];
    case "negate":
    case "call":
    case "standardize":
    case "basis":
      return shiftsOf(expr.arg);
    default:
      return expr satisfies never;
  }
}

/** The columns that a lag or rolling mean reads in other rows. */
export function columnsOfShift({ source, order, by }: ShiftExpr): ColumnRef[] {
  return [source, order, by].filter((ref) => ref !== null);
}

/** Every date that `expr` takes a part of. */
export function datesOf(expr: Expr): ColumnRef[] {
  switch (expr.kind) {
    case "number":
    case "column":
    case "shift":
      return [];
    case "calendar":
      return [expr.arg];
    case "binary":
      return [...datesOf(expr.left), ...datesOf(expr.right)];
    case "negate":
    case "call":
    case "standardize":
    case "basis":
      return datesOf(expr.arg);
    default:
      return expr satisfies never;
  }
}

// What an expression reads: columns in the row itself, parts of dates, encodings of categories, and columns in earlier rows.

import type { CalendarExpr, ColumnRef, Expr, ShiftExpr, TargetExpr } from "./types.ts";

type ColumnExpr = Extract<Expr, { kind: "column" }>;

/** An expression whose values come from the table at once. */
export type Leaf = ColumnExpr | ShiftExpr | TargetExpr;

/** The ends of an expression's tree that read a table, in the order of the text. */
function endsOf(expr: Expr): (Leaf | CalendarExpr)[] {
  switch (expr.kind) {
    case "number":
      return [];
    case "column":
    case "calendar":
    case "shift":
    case "target":
      return [expr];
    case "binary":
      return [...endsOf(expr.left), ...endsOf(expr.right)];
    case "negate":
    case "call":
    case "standardize":
    case "basis":
      return endsOf(expr.arg);
    default:
      return expr satisfies never;
  }
}

/** Every mention of a column that `expr` reads in the row itself, in the order of the text. */
export function columnsOf(expr: Expr): ColumnRef[] {
  return endsOf(expr).flatMap((end) => {
    if (end.kind === "shift") return [];
    return end.kind === "column" ? [end] : [end.arg];
  });
}

/** Every lag and rolling mean in `expr`. */
export function shiftsOf(expr: Expr): ShiftExpr[] {
  return endsOf(expr).filter((end) => end.kind === "shift");
}

/** Every encoding of a category in `expr`. */
export function targetsOf(expr: Expr): TargetExpr[] {
  return endsOf(expr).filter((end) => end.kind === "target");
}

/** The columns that a lag or rolling mean reads in other rows. */
export function columnsOfShift({ source, order, by }: ShiftExpr): ColumnRef[] {
  return [source, order, by].filter((ref) => ref !== null);
}

/** Every mention of a column that must hold numbers, dates among them. */
export function numbersOf(expr: Expr): ColumnRef[] {
  return endsOf(expr).flatMap((end) => {
    if (end.kind === "shift" || end.kind === "target") return [];
    return end.kind === "column" ? [end] : [end.arg];
  });
}

/** Every date that `expr` takes a part of. */
export function datesOf(expr: Expr): ColumnRef[] {
  return endsOf(expr).flatMap((end) => (end.kind === "calendar" ? [end.arg] : []));
}

// Why a value is not finite: the innermost operation that made it so in one row, its rule and what it was given.

import { LeastwiseError } from "#base/error.ts";
import { basisValues } from "./basis.ts";
import { calendarNumber } from "./calendar.ts";
import { formatNumber, quoteName } from "./deparse.ts";
import { call, compute, standardize } from "./evaluate.ts";
import { columnsOf, type Leaf, shiftsOf } from "./leaves.ts";
import { shiftText } from "./shift.ts";
import type { Expr } from "./types.ts";

/** The values of one row: `label` is the term, `row` counts from 1 in the table. */
interface BadRow {
  label: string;
  row: number;
  read: (leaf: Leaf) => number;
}

interface Cause {
  rule: string;
  value: number;
  expr: Expr;
}

/** The error for a row in which `expr` has no finite value. */
export function notFinite(expr: Expr, bad: BadRow): LeastwiseError {
  const found = trace(expr, bad.read);
  const cause = typeof found === "number" ? { rule: "the value must be finite", value: found, expr } : found;
  const read = [...columnsOf(cause.expr), ...shiftsOf(cause.expr).map(({ source }) => source)];
  const columns = [...new Set(read.map(({ name }) => name))];
  const [column = bad.label] = columns.length === 1 ? columns : [];
  const at = { row: bad.row, column, ...placeOf(cause.expr) };
  return new LeastwiseError("value-not-finite", describe(bad, cause.rule, cause.value), { at, value: cause.value });
}

/** The error for a product of finite factors that overflows. */
export function productNotFinite(bad: Omit<BadRow, "read">): LeastwiseError {
  const value = Number.POSITIVE_INFINITY;
  const at = { row: bad.row, column: bad.label };
  return new LeastwiseError("value-not-finite", describe(bad, "the product must stay below 1.8e308", value), {
    at,
    value,
  });
}

function describe(bad: { label: string; row: number }, rule: string, value: number): string {
  return `${bad.label}: ${rule}; got ${formatNumber(value)} in row ${bad.row}`;
}

function placeOf(expr: Expr): { char?: number } {
  return expr.kind === "column" || expr.kind === "call" ? { char: expr.at } : {};
}

/** The value, or the first cause that it has none. */
function trace(expr: Expr, read: BadRow["read"]): number | Cause {
  switch (expr.kind) {
    case "number":
      return expr.value;
    case "column": {
      const value = read(expr);
      return Number.isFinite(value) ? value : { rule: `${quoteName(expr.name)} must be finite`, value, expr };
    }
    case "shift": {
      const value = read(expr);
      return Number.isFinite(value) ? value : { rule: `${shiftText(expr)} must be finite`, value, expr };
    }
    case "target":
      return read(expr);
    case "calendar": {
      const value = calendarNumber(expr.part, read({ kind: "column", ...expr.arg }));
      return Number.isFinite(value) ? value : { rule: `${quoteName(expr.arg.name)} must be finite`, value, expr };
    }
    case "standardize":
    case "basis":
      return traceLearned(expr, read);
    case "negate": {
      const arg = trace(expr.arg, read);
      return typeof arg === "number" ? -arg : arg;
    }
    case "binary": {
      const a = trace(expr.left, read);
      if (typeof a !== "number") return a;
      const b = trace(expr.right, read);
      if (typeof b !== "number") return b;
      const result = compute(expr.op, a, b);
      return Number.isFinite(result) ? result : causeOfBinary(expr, a, b, result);
    }
    case "call": {
      const arg = trace(expr.arg, read);
      if (typeof arg !== "number") return arg;
      const result = call(expr.fn, arg);
      return Number.isFinite(result) ? result : { rule: CALL_RULES[expr.fn], value: arg, expr };
    }
    default:
      return expr satisfies never;
  }
}

function traceLearned(expr: Extract<Expr, { kind: "standardize" | "basis" }>, read: BadRow["read"]): number | Cause {
  const arg = trace(expr.arg, read);
  if (typeof arg !== "number") return arg;
  const result =
    expr.kind === "standardize"
      ? standardize(expr, arg)
      : (basisValues(expr.basis, [arg])[expr.column]?.[0] ?? Number.NaN);
  return Number.isFinite(result) ? result : { rule: "the result must stay below 1.8e308", value: result, expr };
}

const CALL_RULES = {
  log: "log needs values > 0",
  sqrt: "sqrt needs values >= 0",
  exp: "exp needs values below 709.79",
};

function causeOfBinary(expr: Extract<Expr, { kind: "binary" }>, a: number, b: number, result: number): Cause {
  if (expr.op === "/" && b === 0) return { rule: "a divisor must not be 0", value: b, expr: expr.right };
  if (expr.op === "^" && a === 0) return { rule: "0 has no negative power", value: b, expr };
  if (expr.op === "^" && Number.isNaN(result)) {
    return { rule: "a fractional power needs values >= 0", value: a, expr: expr.left };
  }
  return { rule: `the result of ${expr.op} must stay below 1.8e308`, value: result, expr };
}

// Arithmetic of a formula: the grammar's tree to an expression over columns, a number a row.

import {
  type Call,
  columnName,
  matchArguments,
  plainNumber,
  soleArgument,
  startOf,
  wholeNumber,
  word,
} from "./arguments.ts";
import { deparse } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import { targetsOf } from "./leaves.ts";
import type { Syntax } from "./syntax.ts";
import type { ColumnRef, Expr, FactorPart, ShiftExpr, StandardizeMode, TargetExpr } from "./types.ts";

type Binary = Extract<Syntax, { kind: "binary" }>;

const NUMERIC_FUNCTIONS = ["log", "exp", "sqrt"] as const;
const FACTOR_PARTS = ["weekday", "month", "quarter", "year", "day", "weekend"] as const;
const SCALE_MODES = ["sample", "population", "two-sd", "robust", "none"] as const satisfies readonly StandardizeMode[];
const KNOWN =
  "the functions are log, exp, sqrt, I, C, poly, ns, bs, scale, center, boxcox, lag, roll, target, and weekday, month, quarter, year, day, weekend, trend of a date";
/** What to write instead of a function that R has and a formula here has not. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["ln", "log(x) is the natural logarithm"],
  ["log2", "write I(log(x)/log(2))"],
  ["log10", "write I(log(x)/log(10))"],
  ["log1p", "write log(x + 1)"],
  ["factor", "write C(x)"],
  ["as.factor", "write C(x)"],
]);
/** What makes no number, and what it makes. */
const NO_NUMBER: ReadonlyMap<string, string> = new Map([
  ["C", "C() makes a category, which is no number"],
  ["poly", "poly() makes several columns, which must be a term"],
  ["ns", "ns() makes several columns, which must be a term"],
  ["bs", "bs() makes several columns, which must be a term"],
]);
/** Rows that a lag may reach back. */
const MOST_ROWS = 1_000_000;

/** The expression that `node` writes. Throws `formula-syntax`, `formula-function` or `formula-unsupported`. */
export function toExpr(node: Syntax): Expr {
  switch (node.kind) {
    case "number":
      return { kind: "number", value: node.value };
    case "name":
      return { kind: "column", name: node.name, at: node.at };
    case "dot":
      throw formulaError("formula-unsupported", { rule: ". can only be a term of its own", got: ".", at: node.at });
    case "string":
      throw formulaError("formula-unsupported", {
        rule: "a column's name goes in backticks, not quotes",
        got: deparse(node),
        at: node.at,
      });
    case "paren":
      return toExpr(node.inner);
    case "unary":
      return node.op === "+" ? toExpr(node.arg) : { kind: "negate", arg: toExpr(node.arg) };
    case "binary":
      return toArithmetic(node);
    case "call":
      return toCall(node);
    default:
      return node satisfies never;
  }
}

/** Whether an expression reads any column. */
export function hasColumn(expr: Expr): boolean {
  switch (expr.kind) {
    case "number":
      return false;
    case "column":
    case "calendar":
    case "shift":
    case "target":
      return true;
    case "binary":
      return hasColumn(expr.left) || hasColumn(expr.right);
    case "negate":
    case "call":
    case "standardize":
    case "basis":
      return hasColumn(expr.arg);
    default:
      return expr satisfies never;
  }
}

function toArithmetic(node: Binary): Expr {
  const { op, at } = node;
  if (op === ":" || op === "%in%") {
    throw formulaError("formula-unsupported", { rule: "arithmetic knows + - * / and ^", got: op, at });
  }
  return { kind: "binary", op, left: toExpr(node.left), right: toExpr(node.right) };
}

function toCall(call: Call): Expr {
  const { fn, at } = call;
  const part = FACTOR_PARTS.find((name) => name === fn);
  if (part !== undefined) return { kind: "calendar", part, arg: columnName(call, soleArgument(call)), at };
  const numeric = NUMERIC_FUNCTIONS.find((name) => name === fn);
  if (numeric !== undefined) return { kind: "call", fn: numeric, arg: toExpr(soleArgument(call)), at };
  if (fn === "lag" || fn === "roll") return toShift(call, fn);
  if (fn === "I") return toExpr(soleArgument(call));
  if (fn === "scale") return toScale(call);
  if (fn === "center") return standardize("centre", toExpr(soleArgument(call)), at);
  if (fn === "boxcox") return toBoxCox(call);
  if (fn === "target") return toTarget(call);
  if (fn === "trend") {
    const arg = columnName(call, soleArgument(call));
    return standardize("origin", { kind: "calendar", part: "time", arg, at }, at);
  }
  const rule = NO_NUMBER.get(fn);
  if (rule !== undefined) throw formulaError("formula-unsupported", { rule, got: fn, at });
  const instead = INSTEAD.get(fn);
  throw formulaError("formula-function", {
    rule: instead === undefined ? KNOWN : `${KNOWN}; ${instead}`,
    got: fn,
    at,
  });
}

function standardize(mode: StandardizeMode, arg: Expr, at: number): Expr {
  return { kind: "standardize", mode, arg, centre: null, spread: null, at };
}

function toScale(call: Call): Expr {
  const args = matchArguments(call, ["x", "mode"], 1);
  const mode = args.get("mode");
  const arg = toExpr(args.get("x") as Syntax);
  return standardize(mode === undefined ? "sample" : word(call, "mode", mode, SCALE_MODES), arg, call.at);
}

/** (x^λ − 1)/λ, or log x at λ = 0 (Box and Cox 1964), in the operations that there are. */
function toBoxCox(call: Call): Expr {
  const args = matchArguments(call, ["x", "lambda"]);
  const arg = toExpr(args.get("x") as Syntax);
  const lambda = plainNumber(call, "lambda", args.get("lambda") as Syntax);
  if (lambda === 0) return { kind: "call", fn: "log", arg, at: call.at };
  const value: Expr = { kind: "number", value: lambda };
  const power: Expr = { kind: "binary", op: "^", left: arg, right: value };
  const above: Expr = { kind: "binary", op: "-", left: power, right: { kind: "number", value: 1 } };
  return { kind: "binary", op: "/", left: above, right: value };
}

function toShift(call: Call, fn: ShiftExpr["fn"]): ShiftExpr {
  const args = matchArguments(call, ["x", "k", "order", "by"], 2);
  const named = (name: string): ColumnRef | null => {
    const value = args.get(name);
    return value === undefined ? null : columnName(call, value);
  };
  return {
    kind: "shift",
    fn,
    source: columnName(call, args.get("x") as Syntax),
    k: wholeNumber(call, "k", args.get("k") as Syntax, { least: 1, most: MOST_ROWS }),
    order: named("order"),
    by: named("by"),
    at: call.at,
  };
}

/** target(category, folds = 5, smoothing = 10, seed = 42). */
function toTarget(call: Call): TargetExpr {
  const args = matchArguments(call, ["x", "folds", "smoothing", "seed"], 1);
  const whole = (name: string, fallback: number, range: { least: number; most: number }) => {
    const value = args.get(name);
    return value === undefined ? fallback : wholeNumber(call, name, value, range);
  };
  return {
    kind: "target",
    arg: columnName(call, args.get("x") as Syntax),
    folds: whole("folds", 5, { least: 2, most: 100 }),
    smoothing: whole("smoothing", 10, { least: 0, most: MOST_ROWS }),
    seed: whole("seed", 42, { least: 0, most: 2 ** 32 - 1 }),
    learned: null,
    at: call.at,
  };
}

/** The part of a date that a call takes, if it can be a factor. */
export function factorPart(fn: string): FactorPart | undefined {
  return FACTOR_PARTS.find((name) => name === fn);
}

/** Labels need this beside the expression: where its text starts. */
export function responseOf(node: Syntax): { label: string; expr: Expr; at: number } {
  const expr = toExpr(node);
  const [target] = targetsOf(expr);
  if (target !== undefined) {
    const rule = "target() encodes a predictor by the response, not the response itself";
    throw formulaError("formula-unsupported", { rule, got: "target", at: target.at });
  }
  return { label: deparse(node), expr, at: startOf(node) };
}

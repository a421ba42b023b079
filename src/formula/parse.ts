// Text to Formula: what the grammar's tree means, as far as it can be told without a table.

import type { Formula, TermExpr, TermOperator, Variable } from "./ast.ts";
import { deparse } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import { readFormula, type Syntax } from "./syntax.ts";
import type { Expr } from "./types.ts";

export type { Formula } from "./ast.ts";

type Call = Extract<Syntax, { kind: "call" }>;
type Binary = Extract<Syntax, { kind: "binary" }>;

const NUMERIC_FUNCTIONS = ["log", "exp", "sqrt"] as const;
type NumericFunction = (typeof NUMERIC_FUNCTIONS)[number];
const KNOWN = "the functions are log, exp, sqrt, I and C";
/** What to write instead of a function that R has and a formula here has not. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["ln", "log(x) is the natural logarithm"],
  ["log2", "write I(log(x)/log(2))"],
  ["log10", "write I(log(x)/log(10))"],
  ["log1p", "write log(x + 1)"],
  ["factor", "write C(x)"],
  ["as.factor", "write C(x)"],
  ["poly", "write x + I(x^2)"],
]);

const TERM_OPERATORS: Record<Exclude<Binary["op"], "^">, TermOperator> = {
  "+": "add",
  "-": "subtract",
  "*": "cross",
  ":": "interact",
  "/": "nest",
  "%in%": "within",
};

/**
 * Read a Wilkinson formula as R does (R's `formula` help page; Wilkinson and Rogers 1973).
 *
 * @throws LeastwiseError `formula-syntax`, `formula-function` or `formula-unsupported` with `at.char`, the offset of the
 * offending character, which is the text's length where the end came too soon
 */
export function parseFormula(text: string): Formula {
  const { left, right } = readFormula(text);
  const response = { label: deparse(left), expr: toExpr(left), at: startOf(left) };
  if (!hasColumn(response.expr)) {
    throw formulaError("formula-unsupported", {
      rule: "a response needs a column",
      got: response.label,
      at: response.at,
    });
  }
  return { text, response, terms: toTerms(right) };
}

function startOf(node: Syntax): number {
  return node.kind === "binary" ? startOf(node.left) : node.at;
}

function toTerms(node: Syntax): TermExpr {
  switch (node.kind) {
    case "number":
      return toIntercept(node);
    case "name":
      return { kind: "variable", variable: { kind: "column", label: deparse(node), name: node.name, at: node.at } };
    case "dot":
      return { kind: "dot", at: node.at };
    case "paren":
      return toTerms(node.inner);
    case "unary":
      return node.op === "+" ? toTerms(node.arg) : { kind: "delete", arg: toTerms(node.arg), at: node.at };
    case "binary": {
      const { op, at } = node;
      if (op === "^") return { kind: "power", base: toTerms(node.left), degree: toDegree(node.right), at };
      return { kind: "binary", op: TERM_OPERATORS[op], left: toTerms(node.left), right: toTerms(node.right), at };
    }
    case "call":
      return { kind: "variable", variable: toVariable(node) };
    default:
      return node satisfies never;
  }
}

function toIntercept(node: Extract<Syntax, { kind: "number" }>): TermExpr {
  if (node.value === 0 || node.value === 1) return { kind: "intercept", present: node.value === 1 };
  const rule = "among terms a number is the intercept, 0 or 1; arithmetic goes inside I()";
  throw formulaError("formula-syntax", { rule, got: node.text, at: node.at });
}

function toDegree(node: Syntax): number {
  if (node.kind === "paren") return toDegree(node.inner);
  if (node.kind === "number" && Number.isInteger(node.value) && node.value >= 1) return node.value;
  const rule = "among terms ^ needs a whole number from 1 (it crosses terms); a power goes inside I()";
  throw formulaError("formula-syntax", { rule, got: deparse(node), at: startOf(node) });
}

function toVariable(call: Call): Variable {
  const { at } = call;
  const label = deparse(call);
  if (call.fn === "C") {
    const arg = soleArgument(call);
    if (arg.kind === "name") return { kind: "factor", label, name: arg.name, at: arg.at };
    const rule = "C() needs the name of a column";
    throw formulaError("formula-unsupported", { rule, got: deparse(arg), at: startOf(arg) });
  }
  const expr = toExpr(call);
  if (!hasColumn(expr)) {
    throw formulaError("formula-unsupported", { rule: "a term needs a column", got: label, at });
  }
  return { kind: "expression", label, expr, at };
}

function hasColumn(expr: Expr): boolean {
  if (expr.kind === "binary") return hasColumn(expr.left) || hasColumn(expr.right);
  return expr.kind === "column" || (expr.kind !== "number" && hasColumn(expr.arg));
}

function toExpr(node: Syntax): Expr {
  switch (node.kind) {
    case "number":
      return { kind: "number", value: node.value };
    case "name":
      return { kind: "column", name: node.name, at: node.at };
    case "dot":
      throw formulaError("formula-unsupported", { rule: ". can only be a term of its own", got: ".", at: node.at });
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

function toArithmetic(node: Binary): Expr {
  const { op, at } = node;
  if (op === ":" || op === "%in%") {
    throw formulaError("formula-unsupported", { rule: "arithmetic knows + - * / and ^", got: op, at });
  }
  return { kind: "binary", op, left: toExpr(node.left), right: toExpr(node.right) };
}

function toCall(call: Call): Expr {
  const { fn, at } = call;
  if (fn === "I") return toExpr(soleArgument(call));
  if (fn === "C") {
    throw formulaError("formula-unsupported", { rule: "C() makes a category, which is no number", got: "C", at });
  }
  if (!isNumericFunction(fn)) {
    const instead = INSTEAD.get(fn);
    const rule = instead === undefined ? KNOWN : `${KNOWN}; ${instead}`;
    throw formulaError("formula-function", { rule, got: fn, at });
  }
  return { kind: "call", fn, arg: toExpr(soleArgument(call)), at };
}

function isNumericFunction(name: string): name is NumericFunction {
  return NUMERIC_FUNCTIONS.some((fn) => fn === name);
}

function soleArgument(call: Call): Syntax {
  const [first, second] = call.args;
  if (first !== undefined && second === undefined) return first;
  const got = second === undefined ? ")" : deparse(second);
  const at = second === undefined ? call.close : startOf(second);
  throw formulaError("formula-function", { rule: `${call.fn}() takes one argument`, got, at });
}

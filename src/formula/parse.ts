// Text to Formula: what the grammar's tree means, as far as it can be told without a table.

import { startOf } from "./arguments.ts";
import type { Formula, TermExpr, TermOperator } from "./ast.ts";
import { deparse } from "./deparse.ts";
import { hasColumn, responseOf } from "./expression.ts";
import { formulaError } from "./fail.ts";
import { readFormula, type Syntax } from "./syntax.ts";
import { toVariable } from "./variable.ts";

export type { Formula } from "./ast.ts";

type Binary = Extract<Syntax, { kind: "binary" }>;

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
  const response = responseOf(left);
  if (!hasColumn(response.expr)) {
    throw formulaError("formula-unsupported", {
      rule: "a response needs a column",
      got: response.label,
      at: response.at,
    });
  }
  return { text, response, terms: toTerms(right) };
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
    case "string":
      throw formulaError("formula-unsupported", { rule: "a term needs a column", got: deparse(node), at: node.at });
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

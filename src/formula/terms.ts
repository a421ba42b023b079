// The algebra of terms: from an expression to the list of terms that R's `terms.formula` makes, in its order.

import type { TermExpr, TermOperator } from "./ast.ts";
import { quoteName } from "./deparse.ts";
import { formulaError } from "./fail.ts";
import type { Variables } from "./variables.ts";

/** A term is the set of its variables: ascending indices into `Variables.list`. */
export type Term = readonly number[];

/** Bounds the work of a formula such as `.^9`; a model of so many terms would not fit in memory. */
const MAX_TERMS = 2000;
const MAX_PRODUCTS = 500_000;

/** What an operator needs to know beside its operands. */
interface Scope {
  variables: Variables;
  intercept: boolean;
}

/** Distinct terms by order (main effects, then two-way, …) and within an order as they come; without the response. */
export function expandTerms(expr: TermExpr, variables: Variables): { terms: Term[]; intercept: boolean } {
  const scope: Scope = { variables, intercept: true };
  const all = evaluate(expr, scope, true);
  const terms = all.filter((term) => !(term.length === 1 && term[0] === 0)).sort((a, b) => a.length - b.length);
  return { terms, intercept: scope.intercept };
}

/** R's label of a term: those of its variables, in the order in which the formula first names them. */
export function termLabel(term: Term, variables: Variables): string {
  return term.map((v) => variables.list[v]?.label).join(":");
}

/** `adding` is false under an odd number of deletions, where 1 takes the intercept away and 0 gives it back. */
function evaluate(node: TermExpr, scope: Scope, adding: boolean): Term[] {
  const { index, dot } = scope.variables;
  switch (node.kind) {
    case "variable":
      return [[index.get(node.variable.label) ?? 0]];
    case "dot":
      return dot.map((name) => [index.get(quoteName(name)) ?? 0]);
    case "intercept":
      scope.intercept = node.present === adding;
      return [];
    case "delete":
      evaluate(node.arg, scope, !adding);
      return [];
    case "binary": {
      const left = evaluate(node.left, scope, adding);
      const right = evaluate(node.right, scope, node.op === "subtract" ? !adding : adding);
      return combine(node.op, left, right, node.at);
    }
    case "power":
      return power(evaluate(node.base, scope, adding), node.degree, node.at);
    default:
      return node satisfies never;
  }
}

function combine(op: TermOperator, left: Term[], right: Term[], at: number): Term[] {
  switch (op) {
    case "add":
      return distinct([...left, ...right], at);
    case "subtract": {
      const gone = new Set(right.map(String));
      return left.filter((term) => !gone.has(String(term)));
    }
    case "interact":
      return products(left, right, at);
    case "cross":
      return distinct([...left, ...right, ...products(left, right, at)], at);
    case "within":
      return products(left, [right.reduce(union, [])], at);
    case "nest":
      return distinct([...left, ...products(right, [left.reduce(union, [])], at)], at);
    default:
      return op satisfies never;
  }
}

function power(base: Term[], degree: number, at: number): Term[] {
  let terms = distinct(base, at);
  for (let i = 1; i < degree; i++) {
    const next = products(terms, base, at);
    if (next.length === terms.length) break;
    terms = next;
  }
  return terms;
}

/** Every term of `left` joined with every term of `right`, those of `left` running slowest. */
function products(left: Term[], right: Term[], at: number): Term[] {
  if (left.length * right.length > MAX_PRODUCTS) throw tooMany(at);
  const found = new Map<string, Term>();
  for (const a of left) {
    for (const b of right) {
      const term = union(a, b);
      const key = String(term);
      if (!found.has(key)) found.set(key, term);
      if (found.size > MAX_TERMS) throw tooMany(at);
    }
  }
  return [...found.values()];
}

function distinct(terms: Term[], at: number): Term[] {
  const found = new Map<string, Term>();
  for (const term of terms) if (!found.has(String(term))) found.set(String(term), term);
  if (found.size > MAX_TERMS) throw tooMany(at);
  return [...found.values()];
}

function union(a: Term, b: Term): Term {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

function tooMany(at: number): Error {
  return formulaError("formula-unsupported", { rule: `a model may have ${MAX_TERMS} terms`, got: "more", at });
}

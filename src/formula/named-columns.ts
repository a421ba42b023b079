// Columns of which only names are left, and perhaps the plan that made them: which variables they are products of.

import { LeastwiseError } from "#base/error.ts";
import type { TermExpr, Variable } from "./ast.ts";
import { quoteName } from "./deparse.ts";
import { parseFormula } from "./parse.ts";
import type { Expr, Factor, Plan } from "./types.ts";
import type { BoundVariable } from "./variables.ts";

/** Names of columns, the response's last where a plan made them, and that plan. */
export interface NamedColumns {
  names: readonly string[];
  plan?: Plan | undefined;
}

/** What can be said in a formula about named columns. */
export interface ColumnBook {
  names: readonly string[];
  /** By R's label. */
  variables: Map<string, BoundVariable>;
  /** Levels by the factor's label, the baseline first. */
  levels: Map<string, string[]>;
  /** What each column is the product of. */
  factors: Factor[][];
  /** Place of a column by `keyOf` its factors. */
  places: Map<string, number>;
  /** The terms in their order: labels of their variables, and places of their columns. */
  terms: { labels: string[]; places: number[] }[];
}

/** The same for the same factors in any order. */
export function keyOf(factors: readonly Factor[]): string {
  const parts = factors.map((factor) =>
    factor.kind === "numeric" ? `number ${factor.label}` : `level ${factor.variable}\n${factor.level}`,
  );
  return JSON.stringify(parts.sort());
}

/** The label of the variable that a factor is of. */
function labelOf(factor: Factor): string {
  return factor.kind === "numeric" ? factor.label : factor.variable;
}

/**
 * Read the names: by their plan, or else as R writes coefficients, so that `a:b` is a product of `a` and `b`. A name that
 * is no product of variables stands for itself; a formula writes it in backticks. So does the name of a level's column.
 */
export function bookOf({ names, plan }: NamedColumns): ColumnBook {
  const book: ColumnBook = {
    names,
    variables: new Map(),
    levels: new Map(plan?.levels.map(({ variable, levels }) => [variable, levels])),
    factors: plan ? [...plan.columns.map(({ factors }) => factors), [numeric(plan.response)]] : [],
    places: new Map(),
    terms: [],
  };
  for (const [place, name] of names.entries()) {
    if (!plan) book.factors.push(factorsOfName(name));
    const factors = book.factors[place] ?? [];
    // Two spellings of one product: the later one keeps its name only.
    if (book.places.has(keyOf(factors))) book.factors[place] = [itself(name)];
    else addColumn(book, factors, place);
  }
  addTerms(book, plan);
  for (const [place, name] of names.entries()) {
    const own = itself(name);
    if (!book.variables.has(own.label) && !book.places.has(keyOf([own]))) addColumn(book, [own], place);
  }
  for (const { variable, column } of plan?.levels ?? []) {
    book.variables.set(variable, { kind: "factor", label: variable, column, at: 0 });
  }
  return book;
}

type NumericFactor = Extract<Factor, { kind: "numeric" }>;

function numeric({ label, expr }: { label: string; expr: Expr }): NumericFactor {
  return { kind: "numeric", label, expr };
}

/** A name as a variable of its own. */
function itself(name: string): NumericFactor {
  return numeric({ label: quoteName(name), expr: { kind: "column", name, at: 0 } });
}

function addColumn(book: ColumnBook, factors: readonly Factor[], place: number): void {
  book.places.set(keyOf(factors), place);
  for (const factor of factors) {
    if (factor.kind === "numeric") book.variables.set(factor.label, { ...factor, at: 0 });
  }
}

function addTerms(book: ColumnBook, plan: Plan | undefined): void {
  const byTerm = new Map<string, { labels: string[]; places: number[] }>();
  for (const [place, factors] of book.factors.entries()) {
    const key = plan?.columns[place] ? `term ${plan.columns[place].term}` : `column ${place}`;
    const term = byTerm.get(key) ?? { labels: [...new Set(factors.map(labelOf))], places: [] };
    term.places.push(place);
    byTerm.set(key, term);
  }
  book.terms = [...byTerm.values()];
}

function factorsOfName(name: string): Factor[] {
  const variables = productIn(name);
  return variables
    ? variables.map((variable) => numeric({ label: variable.label, expr: exprOf(variable) }))
    : [itself(name)];
}

function exprOf(variable: Variable): Expr {
  return variable.kind === "expression" ? variable.expr : { kind: "column", name: variable.name, at: 0 };
}

/** The variables that a text is the product of; null where it is anything else. */
function productIn(text: string): Variable[] | null {
  try {
    return productOf(parseFormula(`y ~ ${text}`).terms);
  } catch (error) {
    if (error instanceof LeastwiseError) return null;
    throw error;
  }
}

function productOf(term: TermExpr): Variable[] | null {
  if (term.kind === "variable") return [term.variable];
  if (term.kind !== "binary" || term.op !== "interact") return null;
  const left = productOf(term.left);
  const right = productOf(term.right);
  return left && right && [...left, ...right];
}

// Columns of which only names are left, and perhaps the plan that made them: which terms they belong to.

import { LeastwiseError } from "#base/error.ts";
import type { TermExpr, Variable } from "./ast.ts";
import { quoteName } from "./deparse.ts";
import { columnsOf } from "./leaves.ts";
import { parseFormula } from "./parse.ts";
import type { DesignColumn, Expr, Factor, Plan } from "./types.ts";

/** Names of columns, the response's last where a plan made them, and that plan. */
export interface NamedColumns {
  names: readonly string[];
  plan?: Plan | undefined;
}

/** A term by the labels of its variables, and the places of its columns among the names. */
export interface NamedTerm {
  labels: string[];
  places: number[];
}

/** What can be said in a formula about named columns. */
export interface ColumnBook {
  names: readonly string[];
  plan: Plan | undefined;
  /** What each column is the product of. */
  factors: Factor[][];
  /** Terms in the order of their columns, by `keyOf` their labels. */
  terms: Map<string, NamedTerm>;
  /** Every label of a variable. */
  labels: Set<string>;
}

/** The same for the same labels in any order. */
export function keyOf(labels: readonly string[]): string {
  return JSON.stringify([...labels].sort());
}

/**
 * Read the names: by their plan, or else as R writes coefficients, so that `a:b` is a product of `a` and `b`. A name that
 * is no product of variables stands for itself; a formula writes it in backticks. So does the name of one of a term's
 * columns.
 */
export function bookOf({ names, plan }: NamedColumns): ColumnBook {
  const factors = plan
    ? [...plan.columns.map((column) => column.factors), [numeric(plan.response)]]
    : names.map(factorsIn);
  const book: ColumnBook = { names, plan, factors, terms: new Map(), labels: new Set() };
  for (const place of names.keys()) addColumn(book, place);
  for (const [place, name] of names.entries()) {
    const label = quoteName(name);
    if (!book.terms.has(keyOf([label])) && !book.labels.has(label)) addTerm(book, [label], place);
  }
  return book;
}

/** The term of a column; a second spelling of one product without a plan keeps only its name. */
function addColumn(book: ColumnBook, place: number): void {
  const labels = [...new Set((book.factors[place] ?? []).map(labelOf))];
  const known = book.terms.get(keyOf(labels));
  if (!known) addTerm(book, labels, place);
  else if (book.plan?.columns[place]) known.places.push(place);
}

function addTerm({ terms, labels: all }: ColumnBook, labels: string[], place: number): void {
  terms.set(keyOf(labels), { labels, places: [place] });
  for (const label of labels) all.add(label);
}

type NumericFactor = Extract<Factor, { kind: "numeric" }>;

function numeric({ label, expr }: { label: string; expr: Expr }): NumericFactor {
  return { kind: "numeric", label, expr };
}

/** R's label of the variable that a factor is of; a basis has one for all of its columns. */
function labelOf(factor: Factor): string {
  return factor.kind === "numeric" ? (factor.of ?? factor.label) : factor.variable;
}

/** What a name without a plan is the product of. */
function factorsIn(name: string): Factor[] {
  const variables = productIn(name);
  if (!variables) return [numeric({ label: quoteName(name), expr: { kind: "column", name, at: 0 } })];
  return variables.map((variable) => numeric({ label: variable.label, expr: exprOf(variable) }));
}

function exprOf(variable: Variable): Expr {
  if (variable.kind === "expression") return variable.expr;
  return { kind: "column", name: variable.kind === "column" ? variable.name : variable.label, at: 0 };
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

/** Names of the table's columns that expressions read, in the order in which they name them. */
export function columnsRead(columns: readonly DesignColumn[], response: Expr): string[] {
  const exprs = columns.flatMap(({ factors }) =>
    factors.flatMap((factor) => (factor.kind === "numeric" ? [factor.expr] : [])),
  );
  return [...new Set([response, ...exprs].flatMap(columnsOf).map(({ name }) => name))];
}

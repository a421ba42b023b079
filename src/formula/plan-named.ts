// Formula to Plan where only named columns are left of a table, as in moments: which of them the model takes.

import type { LeastwiseError } from "#base/error.ts";
import { nearest } from "#base/nearest.ts";
import type { TermExpr } from "./ast.ts";
import { fullyCoded } from "./coding.ts";
import { formulaError } from "./fail.ts";
import { bookOf, type ColumnBook, columnsRead, keyOf, type NamedColumns, type NamedTerm } from "./named-columns.ts";
import { parseFormula } from "./parse.ts";
import { expandTerms, type Term, termLabel } from "./terms.ts";
import type { DesignColumn, Expr, Plan } from "./types.ts";
import { type BoundVariable, mentions, type Variables } from "./variables.ts";

export interface NamedPlan {
  plan: Plan;
  /** Places among the names: of each column of the plan, then of the response. */
  places: number[];
}

interface Response {
  label: string;
  at: number;
  place: number;
}

/** What the terms of a formula are on named columns. */
interface Model {
  terms: Term[];
  intercept: boolean;
  variables: Variables;
}

/**
 * Plan `formula` on columns that are known by name. Terms are matched by R's label; with the plan that made the columns, a
 * category or a basis has all of its columns, and the names are that plan's. `.` is every column but the response, which
 * may be any of them. The rows stay those in which the first plan's variables were all present.
 *
 * The coding of a category is what it was: a formula that R would code in another way, as one without intercept may be, is
 * refused.
 *
 * @throws LeastwiseError what `parseFormula` throws; `column-unknown`, with the nearest name; `formula-unsupported`
 */
export function planNamed(formula: string, source: NamedColumns): NamedPlan {
  const book = bookOf(source);
  const parsed = parseFormula(formula);
  const { label, at } = parsed.response;
  const response = { label, at, place: placeOfResponse(book, label, at) };
  const expr = responseExpr(book, response.place, parsed.response.expr);
  const wanted = withoutDot(parsed.terms, book, response);
  const variables = bind(wanted, { kind: "numeric", label, expr, at }, book);
  const model: Model = { ...expandTerms(wanted, variables), variables };
  const found = model.terms.map((_, t) => findTerm(model, t, { book, response }));
  const columns = found.flatMap(({ places }, term) => places.map((place) => columnAt(book, place, { model, term })));
  const plan: Plan = {
    formula,
    response: { label, expr },
    intercept: model.intercept,
    terms: model.terms.map((term) => termLabel(term, variables)),
    columns,
    variables: source.plan?.variables ?? columnsRead(columns, expr),
    levels: (source.plan?.levels ?? []).filter(({ variable }) => usesLevels(columns, variable)),
  };
  return { plan, places: [...found.flatMap(({ places }) => places), response.place] };
}

function placeOfResponse(book: ColumnBook, label: string, at: number): number {
  const [place, ...others] = book.terms.get(keyOf([label]))?.places ?? [book.names.indexOf(label)];
  if (place !== undefined && place >= 0 && others.length === 0) return place;
  throw unknown({ rule: "the response must be a column of the moments", got: label, at }, book);
}

/** How the response was made, which a plan may tell and a name may not. */
function responseExpr({ factors }: ColumnBook, place: number, read: Expr): Expr {
  const [only, ...others] = factors[place] ?? [];
  return only?.kind === "numeric" && others.length === 0 ? only.expr : read;
}

/** The terms with all of `.` written out; without a response's own. */
function withoutDot(node: TermExpr, book: ColumnBook, response: Response): TermExpr {
  switch (node.kind) {
    case "dot": {
      const taken = new Set([response.place]);
      const others = [...book.terms.values()].filter(({ places }) => {
        const free = !places.some((place) => taken.has(place));
        for (const place of places) taken.add(place);
        return free;
      });
      const all = others.map(({ labels }) =>
        joined(
          labels.map((label) => named(label, node.at)),
          "interact",
        ),
      );
      // Deleting a term that is not there is how to say nothing.
      return all.length > 0 ? joined(all, "add") : { kind: "delete", arg: named(response.label, node.at), at: node.at };
    }
    case "binary":
      return { ...node, left: withoutDot(node.left, book, response), right: withoutDot(node.right, book, response) };
    case "delete":
      return { ...node, arg: withoutDot(node.arg, book, response) };
    case "power":
      return { ...node, base: withoutDot(node.base, book, response) };
    case "variable":
    case "intercept":
      return node;
    default:
      return node satisfies never;
  }
}

function named(label: string, at: number): TermExpr {
  return { kind: "variable", variable: { kind: "column", label, name: label, at } };
}

function joined(nodes: readonly TermExpr[], op: "add" | "interact"): TermExpr {
  return nodes.reduce((left, right) => ({ kind: "binary", op, left, right, at: 0 }));
}

function bind(terms: TermExpr, response: BoundVariable, book: ColumnBook): Variables {
  const list: BoundVariable[] = [response];
  const index = new Map([[response.label, 0]]);
  const categories = new Map(book.plan?.levels.map(({ variable, column }) => [variable, column]));
  for (const { label, at } of mentions(terms, [])) {
    if (index.has(label)) continue;
    if (!book.labels.has(label))
      throw unknown({ rule: "a term must be a column of the moments", got: label, at }, book);
    const column = categories.get(label);
    index.set(label, list.length);
    list.push(
      column === undefined
        ? { kind: "numeric", label, expr: { kind: "column", name: label, at }, at }
        : // How it is coded can be read off its columns; nothing else is asked of it here.
          ({ kind: "factor", label, column, at } as BoundVariable),
    );
  }
  return { list, index, columns: [], dot: [] };
}

/** The columns of term `t`, coded as the model needs them. */
function findTerm(model: Model, t: number, { book, response }: { book: ColumnBook; response: Response }): NamedTerm {
  const { variables } = model;
  const term = model.terms[t] ?? [];
  const label = termLabel(term, variables);
  const at = term[0] === undefined ? 0 : (variables.list[term[0]]?.at ?? 0);
  const found = book.terms.get(keyOf(term.map((v) => variables.list[v]?.label ?? "")));
  if (!found) throw unknown({ rule: "a term must have its columns in the moments", got: label, at }, book);
  if (found.places.includes(response.place)) {
    throw formulaError("formula-unsupported", {
      rule: "a term must not hold the response's own column",
      got: label,
      at,
    });
  }
  const full = fullyCoded(model)[t];
  for (const v of term) {
    const variable = variables.list[v];
    if (variable?.kind !== "factor" || full?.has(v) === isFull(book, found, variable.label)) continue;
    const rule = full?.has(v)
      ? `${variable.label} needs a column for each level here, and the moments hold it coded about a baseline`
      : `${variable.label} is coded about a baseline here, and the moments hold a column for each level`;
    throw formulaError("formula-unsupported", { rule, got: label, at, column: variable.column });
  }
  return found;
}

/** Whether a term has an indicator of every level of a factor. */
function isFull({ plan, factors }: ColumnBook, { places }: NamedTerm, variable: string): boolean {
  const all = plan?.levels.find((levels) => levels.variable === variable)?.levels ?? [];
  const there = new Set<string>();
  for (const place of places) {
    for (const factor of factors[place] ?? []) {
      if (factor.kind === "level" && factor.variable === variable) there.add(factor.level);
    }
  }
  return there.size === all.length;
}

/** A column as the plan has it that made it, or by its label. */
function columnAt(book: ColumnBook, place: number, { model, term }: { model: Model; term: number }): DesignColumn {
  const label = termLabel(model.terms[term] ?? [], model.variables);
  const name = book.plan?.columns[place]?.name ?? label;
  return { name, term, factors: book.factors[place] ?? [] };
}

function unknown({ rule, got, at }: { rule: string; got: string; at: number }, book: ColumnBook): LeastwiseError {
  const near = nearest(got, [...book.labels, ...book.names]);
  const hint = near === undefined || near === got ? "" : `, perhaps ${near}`;
  return formulaError("column-unknown", { rule: rule + hint, got, at, column: got });
}

function usesLevels(columns: readonly DesignColumn[], variable: string): boolean {
  return columns.some(({ factors }) =>
    factors.some((factor) => factor.kind !== "numeric" && factor.variable === variable),
  );
}

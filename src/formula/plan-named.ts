// Formula to Plan where only named columns are left of a table, as in moments: which of them the model takes.

import type { LeastwiseError } from "#base/error.ts";
import type { TermExpr } from "./ast.ts";
import { countColumns, type Design, designColumns, termLabels } from "./coding.ts";
import { formulaError } from "./fail.ts";
import { bookOf, type ColumnBook, keyOf, type NamedColumns } from "./named-columns.ts";
import { nearest } from "./nearest.ts";
import { parseFormula } from "./parse.ts";
import { expandTerms } from "./terms.ts";
import type { DesignColumn, Plan } from "./types.ts";
import { type BoundVariable, columnsOf, mentions, type Variables } from "./variables.ts";

export interface NamedPlan {
  plan: Plan;
  /** Places among the names: of each column of the plan, then of the response. */
  places: number[];
}

type Response = { label: string; at: number };

/**
 * Plan `formula` on columns that are known by name. Terms are matched by R's label; with the plan that made the columns, a
 * category has all of its columns. `.` is every column but the response, which may be any of them.
 *
 * The coding of a category is what it was: a formula that would code it in another way, as one without intercept may, is
 * refused, for its column is not there.
 *
 * @throws LeastwiseError what `parseFormula` throws, and `column-unknown`, with the nearest name
 */
export function planNamed(formula: string, source: NamedColumns): NamedPlan {
  const book = bookOf(source);
  const parsed = parseFormula(formula);
  const { label, at } = parsed.response;
  const place = placeOfResponse(book, { label, at });
  const expr = responseExpr(book, place, parsed.response.expr);
  const wanted = withoutDot(parsed.terms, book, { label, at, place });
  const response: BoundVariable = { kind: "numeric", label, expr, at };
  const variables = bind(wanted, response, book);
  const { terms, intercept } = expandTerms(wanted, variables);
  const design: Design = { terms, intercept, variables, levels: book.levels };
  const found = placeColumns(design, book, place);
  const columns = found.map(({ column, at: place }) => ({
    ...column,
    factors: book.factors[place] ?? column.factors,
  }));
  const levels = (source.plan?.levels ?? []).filter(({ variable }) => usesLevels(columns, variable));
  const reads = new Set([...columnsOf(expr), ...columns.flatMap(columnsRead)].map(({ name }) => name));
  for (const { column } of levels) reads.add(column);
  return {
    plan: {
      formula,
      response: { label, expr },
      intercept,
      terms: termLabels(design),
      columns,
      variables: [...reads],
      levels,
    },
    places: [...found.map(({ at: place }) => place), place],
  };
}

function placeOfResponse(book: ColumnBook, { label, at }: Response): number {
  const own = book.places.get(keyOf([{ kind: "numeric", label, expr: { kind: "column", name: label, at } }]));
  const place = own ?? book.names.indexOf(label);
  if (place < 0) throw unknown({ rule: "the response must be a column of the moments", got: label, at }, book);
  return place;
}

/** How the response was made, which a plan may tell and a name may not. */
function responseExpr(
  { factors }: ColumnBook,
  place: number,
  read: Plan["response"]["expr"],
): Plan["response"]["expr"] {
  const [only, ...others] = factors[place] ?? [];
  return only?.kind === "numeric" && others.length === 0 ? only.expr : read;
}

/** The terms with all of `.` written out; without a response's own. */
function withoutDot(node: TermExpr, book: ColumnBook, response: Response & { place: number }): TermExpr {
  switch (node.kind) {
    case "dot": {
      const others = book.terms.filter(({ places }) => !places.includes(response.place));
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
  for (const { label, at } of mentions(terms, [])) {
    if (index.has(label)) continue;
    const known = book.variables.get(label);
    if (!known) throw unknown({ rule: "a term must be a column of the moments", got: label, at }, book);
    index.set(label, list.length);
    list.push({ ...known, at });
  }
  return { list, index, columns: [], dot: [] };
}

/** Where the columns of a design stand among the names. */
function placeColumns(design: Design, book: ColumnBook, response: number): { column: DesignColumn; at: number }[] {
  const most = 2 * book.names.length;
  const count = countColumns(design);
  if (count > most) {
    throw formulaError("formula-unsupported", {
      rule: `a model of these moments may have ${most} columns`,
      got: `${count} columns`,
      at: 0,
    });
  }
  return designColumns(design).map((column) => {
    const place = book.places.get(keyOf(column.factors));
    const [first] = design.terms[column.term] ?? [];
    const at = first === undefined ? 0 : (design.variables.list[first]?.at ?? 0);
    if (place === response) {
      const rule = "a term must not hold the response's own column";
      throw formulaError("formula-unsupported", { rule, got: column.name, at });
    }
    if (place !== undefined) return { column, at: place };
    throw unknown({ rule: "every column of a term must be among those of the moments", got: column.name, at }, book);
  });
}

function unknown({ rule, got, at }: { rule: string; got: string; at: number }, book: ColumnBook): LeastwiseError {
  const near = nearest(got, [...book.variables.keys(), ...book.names]);
  const hint = near === undefined || near === got ? "" : `, perhaps ${near}`;
  return formulaError("column-unknown", { rule: rule + hint, got, at, column: got });
}

function usesLevels(columns: readonly DesignColumn[], variable: string): boolean {
  return columns.some(({ factors }) =>
    factors.some((factor) => factor.kind === "level" && factor.variable === variable),
  );
}

function columnsRead({ factors }: DesignColumn): { name: string }[] {
  return factors.flatMap((factor) => (factor.kind === "numeric" ? columnsOf(factor.expr) : []));
}

// How factors become columns: R's rule for contrasts or full indicators, and the columns of a term in R's order.

import { type Term, termLabel } from "./terms.ts";
import type { DesignColumn, Factor } from "./types.ts";
import type { BoundVariable, Variables } from "./variables.ts";

/** What the columns of a design follow from. `levels` is by the factor's label. */
export interface Design {
  terms: Term[];
  intercept: boolean;
  variables: Variables;
  levels: Map<string, string[]>;
}

/**
 * For every term, the variables in it whose levels all get an indicator; the others leave out the baseline. A factor is
 * coded by contrasts where the rest of the term is empty or contained in an earlier term (R's `TermCode`); without an
 * intercept the first factor of the first term with one is coded in full.
 */
export function fullyCoded({ terms, intercept, variables }: Omit<Design, "levels">): Set<number>[] {
  const isFactor = (v: number) => variables.list[v]?.kind === "factor";
  const full = terms.map((term, t) => {
    const earlier = terms.slice(0, t).map((other) => new Set(other));
    return new Set(term.filter((v) => isFactor(v) && !isMarginal(term, v, earlier)));
  });
  if (!intercept) {
    const t = terms.findIndex((term) => term.some(isFactor));
    const first = terms[t]?.find(isFactor);
    if (first !== undefined) full[t]?.add(first);
  }
  return full;
}

function isMarginal(term: Term, without: number, earlier: Set<number>[]): boolean {
  const rest = term.filter((v) => v !== without);
  return rest.length === 0 || earlier.some((other) => rest.every((v) => other.has(v)));
}

/** How many columns the design will have, without making them. */
export function countColumns(design: Design): number {
  const full = fullyCoded(design);
  let count = 0;
  design.terms.forEach((term, t) => {
    count += term.reduce((product, v) => product * width(design, v, full[t]?.has(v) === true), 1);
  });
  return count;
}

function width({ variables, levels }: Design, v: number, full: boolean): number {
  const variable = variables.list[v];
  if (variable?.kind !== "factor") return 1;
  return (levels.get(variable.label)?.length ?? 0) - (full ? 0 : 1);
}

/** All columns but the intercept's, term by term; within a term the first variable's levels run fastest. */
export function designColumns(design: Design): DesignColumn[] {
  const full = fullyCoded(design);
  return design.terms.flatMap((term, t) => {
    let products: { names: string[]; factors: Factor[] }[] = [{ names: [], factors: [] }];
    for (const v of term) {
      const pieces = piecesOf(design.variables.list[v] as BoundVariable, design.levels, full[t]?.has(v) === true);
      products = pieces.flatMap(({ name, factor }) =>
        products.map(({ names, factors }) => ({ names: [...names, name], factors: [...factors, factor] })),
      );
    }
    return products.map(({ names, factors }) => ({ name: names.join(":"), term: t, factors }));
  });
}

function piecesOf(
  variable: BoundVariable,
  levels: Map<string, string[]>,
  full: boolean,
): { name: string; factor: Factor }[] {
  const { label } = variable;
  if (variable.kind === "numeric") {
    return [{ name: label, factor: { kind: "numeric", label, expr: variable.expr } }];
  }
  const present = levels.get(label) ?? [];
  return (full ? present : present.slice(1)).map((level) => ({
    name: label + level,
    factor: { kind: "level", variable: label, level },
  }));
}

/** Labels of all terms. */
export function termLabels({ terms, variables }: Design): string[] {
  return terms.map((term) => termLabel(term, variables));
}

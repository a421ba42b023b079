// How factors become columns: R's rule for contrasts or full indicators, and the columns of a term in R's order.

import { contrastsOf } from "./contrasts.ts";
import type { NumericPiece } from "./learn.ts";
import { type Term, termLabel } from "./terms.ts";
import type { DesignColumn, Factor } from "./types.ts";
import type { BoundVariable, Variables } from "./variables.ts";

/** What the columns of a design follow from. `levels` and `numeric` are by the variable's label. */
export interface Design {
  terms: Term[];
  intercept: boolean;
  variables: Variables;
  levels: Map<string, FactorLevels>;
  /** Columns of the variables that are numbers. */
  numeric: Map<string, NumericPiece[]>;
}

/** Levels of a factor, and which of them is the baseline. */
export interface FactorLevels {
  levels: string[];
  base: number;
}

/**
 * For every term, the variables in it whose levels all get an indicator; the others leave out the baseline. A factor is
 * coded by contrasts where the rest of the term is empty or contained in an earlier term (R's `TermCode`); without an
 * intercept the first factor of the first term with one is coded in full.
 */
export function fullyCoded({ terms, intercept, variables }: Omit<Design, "levels" | "numeric">): Set<number>[] {
  const isFactor = (v: number) => variables.list[v]?.kind === "factor";
  const members = terms.map((term) => new Set(term));
  const full = terms.map(
    (term, t) => new Set(term.filter((v) => isFactor(v) && !isMarginal(term, v, members.slice(0, t)))),
  );
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

function width({ variables, levels, numeric }: Design, v: number, full: boolean): number {
  const variable = variables.list[v] as BoundVariable;
  if (variable.kind !== "factor") return numeric.get(variable.label)?.length ?? 1;
  return (levels.get(variable.label)?.levels.length ?? 0) - (full ? 0 : 1);
}

/** All columns but the intercept's, term by term; within a term the first variable's levels run fastest. */
export function designColumns(design: Design): DesignColumn[] {
  const full = fullyCoded(design);
  return design.terms.flatMap((term, t) => {
    let products: { names: string[]; factors: Factor[] }[] = [{ names: [], factors: [] }];
    for (const v of term) {
      const pieces = piecesOf(design, design.variables.list[v] as BoundVariable, full[t]?.has(v) === true);
      products = pieces.flatMap(({ name, factor }) =>
        products.map(({ names, factors }) => ({ names: [...names, name], factors: [...factors, factor] })),
      );
    }
    return products.map(({ names, factors }) => ({ name: names.join(":"), term: t, factors }));
  });
}

function piecesOf(
  { levels, numeric }: Design,
  variable: BoundVariable,
  full: boolean,
): { name: string; factor: Factor }[] {
  const { label } = variable;
  if (variable.kind !== "factor") {
    const pieces = numeric.get(label) ?? [];
    return pieces.map(({ name, expr }) => {
      const factor: Factor = { kind: "numeric", label: name, expr };
      return { name, factor: name === label ? factor : { ...factor, of: label } };
    });
  }
  const { levels: present, base } = levels.get(label) ?? { levels: [], base: 0 };
  const { kind } = variable.coding;
  if (!full && kind !== "treatment") {
    return contrastsOf(kind, present.length).map((values, j) => ({
      name: `${label}${j + 1}`,
      factor: { kind: "contrast", variable: label, values },
    }));
  }
  return present.flatMap((level, code) =>
    full || code !== base ? [{ name: label + level, factor: { kind: "level", variable: label, level } }] : [],
  );
}

/** Labels of all terms. */
export function termLabels({ terms, variables }: Design): string[] {
  return terms.map((term) => termLabel(term, variables));
}

// The terms of a plan as sets of variables, which say what is marginal to what.

import type { Factor, Plan } from "#formula/types.ts";

/** The variable that a factor of a design column is made of. */
export function variableOf(factor: Factor): string {
  return factor.kind === "numeric" ? (factor.of ?? factor.label) : factor.variable;
}

/** Variables of each term, in the order of `plan.terms`. */
export function termVariables(plan: Plan): ReadonlySet<string>[] {
  return plan.terms.map((_, t) => {
    const column = plan.columns.find(({ term }) => term === t);
    return new Set(column?.factors.map(variableOf));
  });
}

/** Whether `inner` is marginal to `outer`: every variable of it is in there, and more. */
export function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return inner.size < outer.size && [...inner].every((name) => outer.has(name));
}

/** Whether a term joins a factor coded by indicators with another variable: there type III does not test main effects. */
export function hasIndicatorInteraction(plan: Plan): boolean {
  return plan.columns.some(({ factors }) => factors.length > 1 && factors.some(({ kind }) => kind === "level"));
}

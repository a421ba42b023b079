// What a selection searches: the terms of the largest model as groups of columns that come and go together.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Dense } from "#kernel/backend.ts";
import { type NormalEquations, normalEquations } from "../../models/normal-equations.ts";
import { factorByRank } from "../../models/rank.ts";
import type { Moments } from "../../types.ts";
import { isWithin, termVariables } from "../plan-terms.ts";
import { type SweepSystem, sweep, sweepSystem } from "../sweep.ts";

/** A term of the largest model; `columns` are places in the swept matrix. */
interface Group {
  term: string;
  columns: number[];
  /** Groups that contain this one's variables, and more: it cannot leave before them. */
  containing: number[];
  /** Groups that this one contains: it cannot come before them. */
  within: number[];
  /** Whether the group is in every model. */
  forced: boolean;
}

export interface Search {
  plan: Plan;
  n: number;
  sumLogWeight: number;
  equations: NormalEquations;
  system: SweepSystem;
  groups: Group[];
  aliased: string[];
  /** Of the correlation matrix of all columns kept: what sweeps lose, in units of rounding. */
  condition: number;
}

/** Sets of groups are arrays of flags in the order of `search.groups`. */
export type GroupSet = readonly boolean[];

/** @throws LeastwiseError `bad-argument` where dropping a term would change how the others are coded */
function requireStableCoding({ intercept, columns }: Plan): void {
  if (intercept || columns.every(({ factors }) => factors.every(({ kind }) => kind === "numeric"))) return;
  const message =
    "formula: must have an intercept where terms with categories are selected, for their coding depends on it; got none";
  throw new LeastwiseError("bad-argument", message);
}

/** The terms of a plan, without the columns that depend on earlier ones. `lower` holds the terms of every model. */
export function searchOf(plan: Plan, moments: Moments, lower: ReadonlySet<string>, dense: Dense): Search {
  requireStableCoding(plan);
  const equations = normalEquations(moments, plan.intercept);
  const { factor, condition } = factorByRank(equations.A, equations.p, dense);
  const system = sweepSystem(equations, factor.aliased);
  const variables = termVariables(plan);
  const kept = plan.terms.flatMap((term, t) => {
    const columns = system.columns.flatMap((j, at) => (plan.columns[j]?.term === t ? [at] : []));
    return columns.length === 0 ? [] : [{ term, columns, own: variables[t] as ReadonlySet<string> }];
  });
  const places = (test: (own: ReadonlySet<string>) => boolean): number[] =>
    kept.flatMap(({ own }, g) => (test(own) ? [g] : []));
  const groups = kept.map(({ term, columns, own }) => {
    const containing = places((other) => isWithin(own, other));
    const forced = lower.has(term) || containing.some((g) => lower.has(kept[g]?.term as string));
    return { term, columns, containing, within: places((other) => isWithin(other, own)), forced };
  });
  const aliased = plan.columns.flatMap(({ name }, j) => (factor.aliased[j] ? [name] : []));
  const { n, sumLogWeight } = moments;
  return { plan, n, sumLogWeight, equations, system, groups, aliased, condition };
}

/** Groups that may leave a set: not forced, and contained in none that is there. */
export function mayDrop({ groups }: Search, set: GroupSet): number[] {
  return groups.flatMap(({ forced, containing }, g) =>
    set[g] && !forced && containing.every((other) => !set[other]) ? [g] : [],
  );
}

/** Groups that may join a set: all that they contain are there. */
export function mayAdd({ groups }: Search, set: GroupSet): number[] {
  return groups.flatMap(({ within }, g) => (!set[g] && within.every((other) => set[other]) ? [g] : []));
}

/** The correlation matrix with the columns of a set swept, from the start: errors of earlier sweeps do not add up. */
export function sweptBy({ system, groups }: Search, set: GroupSet): Float64Array {
  const A = system.A.slice();
  for (const [g, { columns }] of groups.entries()) if (set[g]) for (const k of columns) sweep(A, system.q, k);
  return A;
}

/** Coefficients of a set, the intercept's among them. */
export function rankOf({ plan, groups }: Search, set: GroupSet): number {
  return groups.reduce((sum, { columns }, g) => sum + (set[g] ? columns.length : 0), plan.intercept ? 1 : 0);
}

/** Labels of the terms in a set. */
export function termsOf({ groups }: Search, set: GroupSet): string[] {
  return groups.flatMap(({ term }, g) => (set[g] ? [term] : []));
}

/** A set as a formula. */
export function formulaOf(search: Search, set: GroupSet): string {
  const { response, intercept } = search.plan;
  const terms = termsOf(search, set);
  const right = intercept ? terms.join(" + ") || "1" : ["0", ...terms].join(" + ");
  return `${response.label} ~ ${right}`;
}

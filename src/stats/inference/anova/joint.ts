// Several plans on the same rows: a plan whose columns are all of theirs, and which of their spaces lies in which.

import type { DesignColumn, Plan } from "#formula/types.ts";
import type { Dense } from "#kernel/backend.ts";
import { factorByRank } from "../../models/rank.ts";
import { toCorrelation } from "../../moments/correlation.ts";
import { uncentredGram } from "../../moments/gram.ts";
import { packedIndex, packedLength } from "../../moments/packed.ts";
import { roundingScatter } from "../../moments/scale.ts";
import type { Moments } from "../../types.ts";

export interface JointPlan {
  plan: Plan;
  /** Places in `plan.columns` of each model's columns. */
  places: number[][];
}

/** Table columns that any of the plans names. */
function jointVariables(plans: readonly Plan[]): string[] {
  return [...new Set(plans.flatMap(({ variables }) => variables))];
}

function jointLevels(plans: readonly Plan[]): Plan["levels"] {
  const all = new Map<string, Plan["levels"][number]>();
  for (const entry of plans.flatMap(({ levels }) => levels)) {
    const known = all.get(entry.variable);
    all.set(entry.variable, known ? { ...known, levels: [...new Set([...known.levels, ...entry.levels])] } : entry);
  }
  return [...all.values()];
}

/** One plan with every column of the plans once; there must be one at least. */
export function jointPlan(plans: readonly [Plan, ...Plan[]]): JointPlan {
  const found = new Map<string, { column: DesignColumn; place: number }>();
  const places = plans.map(({ columns }) =>
    columns.map((column) => {
      const key = JSON.stringify(column.factors);
      const known = found.get(key) ?? { column, place: found.size };
      found.set(key, known);
      return known.place;
    }),
  );
  const columns = [...found.values()].map(({ column }) => column);
  return { plan: { ...plans[0], columns, variables: jointVariables(plans), levels: jointLevels(plans) }, places };
}

export interface Space {
  columns: readonly number[];
  intercept: boolean;
}

/** Moments about 0 with the constant 1 as a further last column. */
function gramWithOne(moments: Moments, q: number): number[] {
  const gram = uncentredGram(moments).slice(0, packedLength(q));
  return [...gram, ...moments.mean.slice(0, q).map((m) => m * moments.weight), moments.weight];
}

/** Whether every column of `inner`, the intercept too, is a combination of those of `outer`, to rounding. */
export function liesIn(inner: Space, outer: Space, moments: Moments, dense: Dense): boolean {
  const q = moments.mean.length - 1;
  const centred = outer.intercept;
  const packed = centred ? moments.scatter : gramWithOne(moments, q);
  const one = !centred && inner.intercept ? [q] : [];
  const all = [...outer.columns, ...inner.columns.filter((j) => !outer.columns.includes(j)), ...one];
  const picked = all.flatMap((c, j) => all.slice(0, j + 1).map((r) => packed[packedIndex(r, c)] as number));
  const floor = all.map((j) => (centred ? roundingScatter(moments.mean[j] as number, moments.weight) : 0));
  const { factor } = factorByRank(toCorrelation(picked, floor).A, all.length, dense);
  return factor.aliased.subarray(outer.columns.length).every((a) => a === 1);
}

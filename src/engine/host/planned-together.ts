// Several formulas on the same rows: their plans, and how to get at the rows of a plan that is made of their columns.

import { planNamed } from "#formula/plan-named.ts";
import type { DesignColumn, Plan } from "#formula/types.ts";
import type { ComparisonSource } from "#stats/inference/anova/compare.ts";
import type { Moments } from "#stats/types.ts";
import type { RowOptions } from "../contract.ts";
import { planOn } from "./kept/plan-on.ts";
import { type CallContext, checkMomentsOptions, checkRowOptions, plannedRows, rowsOfNamed } from "./planned.ts";

type Formulas = readonly [string, ...string[]];

/** @throws LeastwiseError what planning each formula throws, and `rows-needed` for weights where there are moments */
export async function plannedTogether(
  context: CallContext,
  formulas: Formulas,
  options: RowOptions,
): Promise<ComparisonSource> {
  checkRowOptions(options);
  if (context.moments) return onMoments(context.moments, formulas, options, context.pace);
  const [first, ...others] = formulas;
  const plans: [Plan, ...Plan[]] = [await planOn(context, first)];
  for (const formula of others) plans.push(await planOn(context, formula));
  return {
    plans,
    rowsOf: async (joint) => (await plannedRows(context, joint, options)).rows,
    weighted: options.weights !== undefined,
  };
}

const keyOf = ({ factors }: DesignColumn): string => JSON.stringify(factors);

/** Columns of the plans are found by what they are made of, since each formula may name them in its own way. */
function onMoments(
  moments: Moments,
  [first, ...others]: Formulas,
  options: RowOptions,
  pace: CallContext["pace"],
): ComparisonSource {
  checkMomentsOptions(moments, options);
  const named = [planNamed(first, moments), ...others.map((formula) => planNamed(formula, moments))] as const;
  const placeOf = new Map<string, number>();
  for (const { plan, places } of named) {
    for (const [j, column] of plan.columns.entries()) placeOf.set(keyOf(column), places[j] as number);
  }
  const response = named[0].places.at(-1) as number;
  const placesOf = ({ columns }: Plan) => [...columns.map((column) => placeOf.get(keyOf(column)) as number), response];
  const [{ plan }, ...further] = named;
  return {
    plans: [plan, ...further.map((each) => each.plan)],
    rowsOf: async (joint) => rowsOfNamed(moments, { plan: joint, places: placesOf(joint) }, pace),
    weighted: moments.weightsAre !== undefined,
  };
}

// A formula's plan on the rows of a table, all of them or a window: what surveys and plans were kept is not found anew.

import { superblocksIn } from "#base/superblock.ts";
import { closePlan, type PlanOptions as FormulaOptions, type OpenPlan, openPlan, surveyOf } from "#formula/plan.ts";
import { mergedSurvey, type Survey } from "#formula/survey.ts";
import type { Plan } from "#formula/types.ts";
import type { RowWindow } from "#stats/types.ts";
import { surveySuperblocks } from "../../pool/tasks.ts";
import type { CallContext } from "../planned.ts";
import type { KeptPlan } from "./kept-table.ts";

/**
 * Plan a formula on a table. What it learns of values, as the knots of a spline, it learns of all rows; levels are those that
 * occur in the window, as in R's `lm` with `subset`.
 *
 * @throws LeastwiseError what `planFormula` throws
 */
export async function planOn(
  context: CallContext,
  formula: string,
  options: FormulaOptions = {},
  window: RowWindow | null = null,
): Promise<Plan> {
  const { open, seen, plan } = await wholePlan(context, formula, options);
  if (window === null || open.factors.length === 0) return plan;
  const all = open.whole ? await context.whole(open.reads) : context.table;
  const within = open.whole ? surveyOf(open, all, window) : await surveyed(context, open, window);
  if (JSON.stringify(within.seen) === JSON.stringify(seen.seen) && within.complete > 0) return plan;
  return closePlan(open, within, all, options);
}

async function wholePlan(context: CallContext, formula: string, options: FormulaOptions): Promise<KeptPlan> {
  const { kept, table } = context;
  const key = JSON.stringify([formula, options.maxColumns ?? null, !!options.shuffle]);
  const known = kept.plan(key);
  if (known) return known;
  const open = openPlan(formula, table);
  const all = open.whole ? await context.whole(open.reads) : table;
  const seen = open.whole ? surveyOf(open, all) : await surveyed(context, open, null);
  const found = { open, seen, plan: closePlan(open, seen, all, options) };
  kept.keepPlan(key, found);
  return found;
}

/** The survey of all rows, or of those of a window: superblocks that lie wholly in it are surveyed once. */
async function surveyed(context: CallContext, open: OpenPlan, window: RowWindow | null): Promise<Survey> {
  const { table, kept, edges } = context;
  const used = open.variables.columns;
  const [from, to] = window ?? [0, table.nRows];
  const isComplete = table.columns.every(({ info }) => info.missing === 0 || !used.includes(info.name));
  if (isComplete && open.factors.length === 0) return { complete: to - from, seen: [] };
  const factors = open.factors.map(({ column, part }) => ({ column, part }));
  const key = JSON.stringify([used, factors]);
  const known = new Map(kept.surveys(key));
  const wanted = superblocksIn(edges, from, to);
  const isWhole = (b: number) => from <= (edges[b] as number) && (edges[b + 1] as number) <= to;
  const only = wanted.filter((b) => !isWhole(b) || !known.has(b));
  const found = new Map(known);
  if (only.length > 0) {
    const args = { used, factors, window, only };
    const theirs = context.others.run("survey", () => args, only);
    const surveys = [surveySuperblocks(table, args), ...(await theirs)].flat();
    for (const { superblock, survey } of surveys) {
      found.set(superblock, survey);
      if (isWhole(superblock)) known.set(superblock, survey);
    }
    kept.keepSurveys(key, known);
  }
  return mergedSurvey(
    wanted.map((b) => found.get(b) as Survey),
    factors.length,
  );
}

// Several models on the same rows: criteria, and the partial F of nested ones.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { fitOls } from "../../models/ols.ts";
import type { Rows } from "../../rows.ts";
import type { Fit, Moments } from "../../types.ts";
import { fUpperTail } from "../f.ts";
import type { ComparedModel, ModelComparison, NestedTest } from "../types.ts";
import { jointPlan, liesIn, type Space } from "./joint.ts";

/** What is compared: plans, and how to get at the rows that are complete for all of them. */
export interface ComparisonSource {
  plans: readonly [Plan, ...Plan[]];
  rowsOf(plan: Plan): Promise<Rows>;
  weighted: boolean;
}

/** @throws LeastwiseError `bad-argument` unless all plans have one response */
function requireOneResponse(plans: readonly [Plan, ...Plan[]]): void {
  const { label } = plans[0].response;
  const other = plans.find(({ response }) => response.label !== label);
  if (!other) return;
  const message = `formulas: must have one response, ${label}; got ${other.response.label} in ${other.formula}`;
  throw new LeastwiseError("bad-argument", message, { value: other.formula });
}

/** @throws LeastwiseError `bad-argument` unless all fits are of as many rows: lagged values leave more of them out */
function requireOneSet(fits: readonly Fit[]): void {
  const [first] = fits;
  const other = fits.find(({ n }) => n !== first?.n);
  if (!first || !other) return;
  const message = `formulas: must be of the same rows; got ${first.n} for ${first.formula} and ${other.n} for ${other.formula}`;
  throw new LeastwiseError("bad-argument", message, { value: other.n });
}

function modelOf(fit: Fit): ComparedModel {
  const { formula, rank, dfResidual, rss, rSquared, adjRSquared, logLik, aic, bic } = fit;
  return { formula, rank, dfResidual, rss, rSquared, adjRSquared, logLik, aic, bic };
}

interface Pair {
  fits: readonly Fit[];
  smaller: number;
  larger: number;
}

/** F with the error of the largest model of all, as R's `anova` has it. */
function nestedTest({ fits, smaller, larger }: Pair, error: Fit): NestedTest {
  const small = fits[smaller] as Fit;
  const large = fits[larger] as Fit;
  const df1 = large.rank - small.rank;
  const df2 = error.dfResidual;
  const sumSq = Math.max(0, small.rss - large.rss);
  const f = df1 === 0 || df2 === 0 || error.rss === 0 ? null : sumSq / df1 / (error.rss / df2);
  return { smaller, larger, df1, df2, sumSq, f, p: f === null ? null : fUpperTail(f, df1, df2) };
}

function whyNot({ fits, smaller, larger }: Pair, error: Fit, nested: boolean): string | null {
  if (!nested) return "the models are not nested: the smaller has a column that the larger cannot make";
  if (fits[smaller]?.rank === fits[larger]?.rank) return "the models are the same: they span the same columns";
  if (error.dfResidual === 0) return "no degrees of freedom are left in the largest model";
  return error.rss === 0 ? "the largest model fits perfectly" : null;
}

/** Why numbers of a model are null, under its place among the models. */
function reasonsOf(fit: Fit, m: number): ModelComparison["reasons"] {
  const shown = Object.keys(modelOf(fit));
  return fit.reasons.flatMap(({ field, reason }) =>
    shown.includes(field) ? [{ field: `models[${m}].${field}`, reason }] : [],
  );
}

async function momentsOf(source: ComparisonSource, plan: Plan): Promise<Moments | null> {
  return plan.columns.length === 0 ? null : (await source.rowsOf(plan)).moments();
}

/**
 * Fit every plan on the rows that are complete for all of them, and test each against the one before it.
 *
 * Partial F is (RSS₁ − RSS₂)/(df₁ − df₂) over the mean square error of the model with the fewest residual degrees of
 * freedom, as R's `anova(m1, m2, …)`; models whose columns are not nested have none, with the reason.
 *
 * @throws LeastwiseError `bad-argument` for different responses, and what `fitOls` throws
 */
export async function compareModels(source: ComparisonSource, backend: Backend): Promise<ModelComparison> {
  const { plans, weighted } = source;
  requireOneResponse(plans);
  const joint = jointPlan(plans);
  const moments = await momentsOf(source, joint.plan);
  const fits: Fit[] = [];
  for (const plan of plans) {
    const same: Plan = { ...plan, variables: joint.plan.variables };
    fits.push(await fitOls(same, await source.rowsOf(same), backend, { weighted }));
  }
  requireOneSet(fits);
  const error = fits.reduce((least, fit) => (fit.dfResidual < least.dfResidual ? fit : least));
  const spaceOf = (m: number): Space => ({ columns: joint.places[m] ?? [], intercept: plans[m]?.intercept ?? false });
  const reasons = fits.flatMap(reasonsOf);
  const tests = fits.slice(1).map((fit, before): NestedTest => {
    const grows = fit.rank >= (fits[before]?.rank ?? 0);
    const pair: Pair = { fits, smaller: grows ? before : before + 1, larger: grows ? before + 1 : before };
    const nested = moments === null || liesIn(spaceOf(pair.smaller), spaceOf(pair.larger), moments, backend.dense);
    const reason = whyNot(pair, error, nested);
    const test = nestedTest(pair, error);
    if (reason === null) return test;
    for (const field of ["f", "p"]) reasons.push({ field: `tests[${before}].${field}`, reason });
    return { ...test, f: null, p: null };
  });
  const { n, nDropped } = error;
  return { n, nDropped, models: fits.map(modelOf), tests, reasons };
}

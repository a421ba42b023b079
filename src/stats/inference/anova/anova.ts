// Analysis of variance of types I, II and III, from moments through sweeps; the residual is the fit's own.

import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { normalEquations } from "../../models/normal-equations.ts";
import { fitOls } from "../../models/ols.ts";
import type { Rows } from "../../rows.ts";
import type { Fit } from "../../types.ts";
import { fUpperTail } from "../f.ts";
import { hasIndicatorInteraction, isWithin, termVariables } from "../plan-terms.ts";
import { reductionBy, type SweepSystem, sweep, sweepSystem } from "../sweep.ts";
import type { AnovaRow, AnovaTable, AnovaType } from "../types.ts";

/** One term: how much of the total it explains after the terms that its type puts before it. */
interface TermSum {
  term: string;
  df: number;
  sumSq: number;
}

const CODING_NOTE =
  "type III tests each term with the coding as it is: where a factor has an interaction they mean something only with " +
  "contrasts that sum to 0 over the levels, and the intercept's row is about the baseline levels";

/** Places in the swept matrix of each term's columns. */
function placesByTerm(plan: Plan, { columns }: SweepSystem): number[][] {
  return plan.terms.map((_, t) => columns.flatMap((j, at) => (plan.columns[j]?.term === t ? [at] : [])));
}

/** Whether term `other` stands before term `t` in the model that `t` is added to. */
function precedes(type: AnovaType, plan: Plan): (other: number, t: number) => boolean {
  if (type === "I") return (other, t) => other < t;
  if (type === "III") return (other, t) => other !== t;
  const variables = termVariables(plan);
  return (other, t) =>
    other !== t && !isWithin(variables[t] as ReadonlySet<string>, variables[other] as ReadonlySet<string>);
}

function termSums(plan: Plan, system: SweepSystem, type: AnovaType, tss: number): TermSum[] {
  const { A, q } = system;
  const places = placesByTerm(plan, system);
  const before = precedes(type, plan);
  return plan.terms.map((term, t) => {
    const swept = A.slice();
    for (const [other, at] of places.entries()) if (before(other, t)) for (const k of at) sweep(swept, q, k);
    const own = places[t] ?? [];
    return { term, df: own.length, sumSq: own.length === 0 ? 0 : reductionBy(swept, q, own) * tss };
  });
}

/** The intercept after all other terms, by its t. */
function interceptSum({ coefficients, standardErrors, sigma, plan }: Fit): TermSum[] {
  if (!plan.intercept || !sigma) return [];
  const ratio = ((coefficients[0] ?? 0) / (standardErrors[0] ?? 1)) * sigma;
  return [{ term: "(Intercept)", df: 1, sumSq: ratio * ratio }];
}

function rowOf({ term, df, sumSq }: TermSum, { rss, dfResidual }: Fit): AnovaRow {
  const meanSq = df === 0 ? null : sumSq / df;
  const f = meanSq === null || dfResidual === 0 || rss === 0 ? null : meanSq / (rss / dfResidual);
  return { term, df, sumSq, meanSq, f, p: f === null ? null : fUpperTail(f, df, dfResidual) };
}

function reasonsOf(rows: readonly AnovaRow[], { rss, dfResidual, n, rank }: Fit, type: AnovaType): Fit["reasons"] {
  const reasons: Fit["reasons"] = [];
  for (const { term, df } of rows) {
    if (df > 0) continue;
    const reason = "all columns of the term are aliased";
    for (const field of ["meanSq", "f", "p"]) reasons.push({ field: `${field}[${term}]`, reason });
  }
  if (dfResidual > 0 && rss > 0) return reasons;
  const saturated = `no degrees of freedom are left: ${n} rows for ${rank} coefficients`;
  const reason = dfResidual === 0 ? saturated : "the fit is perfect: the residuals are 0 to rounding";
  for (const field of ["f", "p"]) reasons.push({ field, reason });
  if (dfResidual === 0) reasons.push({ field: "residual.meanSq", reason });
  if (type === "III") reasons.push({ field: "rows[(Intercept)]", reason });
  return reasons;
}

/**
 * Sums of squares of the terms of a plan: type I each after those before it, type II each after all that do not contain
 * it, type III each after all others and the intercept too. The error is the largest model's. Aliased columns are left out.
 *
 * Follows R's `anova.lm` and car's `Anova`.
 *
 * @throws LeastwiseError what `fitOls` throws
 */
export async function anova(
  plan: Plan,
  rows: Rows,
  backend: Backend,
  { type, weighted }: { type: AnovaType; weighted: boolean },
): Promise<AnovaTable> {
  const fit = await fitOls(plan, rows, backend, { weighted });
  const system = normalEquations(await rows.moments(), plan.intercept);
  const first = plan.intercept ? 1 : 0;
  const aliased = Array.from({ length: system.p }, (_, j) => (fit.coefficients[j + first] === null ? 1 : 0));
  const sums = termSums(plan, sweepSystem(system, aliased), type, system.tss);
  const table = [...(type === "III" ? interceptSum(fit) : []), ...sums].map((sum) => rowOf(sum, fit));
  const { formula, n, nDropped, dfResidual: df, rss: sumSq } = fit;
  return {
    type,
    formula,
    n,
    nDropped,
    rows: table,
    residual: { df, sumSq, meanSq: df === 0 ? null : sumSq / df },
    aliased: fit.aliased,
    notes: type === "III" && hasIndicatorInteraction(plan) ? [CODING_NOTE] : [],
    reasons: reasonsOf(table, fit, type),
  };
}

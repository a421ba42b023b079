// Analysis of variance of types I, II and III: the terms of one fit, tested against its residual.

import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { fitOls } from "../../models/ols.ts";
import { requireCoefficients } from "../../models/representable.ts";
import type { Rows } from "../../rows.ts";
import type { Fit } from "../../types.ts";
import { fUpperTail } from "../f.ts";
import { hasIndicatorInteraction } from "../plan-terms.ts";
import type { AnovaRow, AnovaTable, AnovaType } from "../types.ts";
import { type TermSum, termSums } from "./sums.ts";

const CODING_NOTE =
  "type III tests each term with the coding as it is: where a factor has an interaction they mean something only with " +
  "contrasts that sum to 0 over the levels, and the intercept's row is about the baseline levels";

function rowOf({ term, df, sumSq }: TermSum, { rss, dfResidual }: Fit): AnovaRow {
  const meanSq = df === 0 ? null : sumSq / df;
  const f = meanSq === null || dfResidual === 0 || rss === 0 ? null : meanSq / (rss / dfResidual);
  return { term, df, sumSq, meanSq, f, p: f === null ? null : fUpperTail(f, df, dfResidual) };
}

function reasonsOf(rows: readonly AnovaRow[], { rss, dfResidual, n, rank }: Fit): Fit["reasons"] {
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
  return reasons;
}

/**
 * Sums of squares of the terms of a plan: type I each after those before it, type II each after all that do not contain
 * it, type III each after all others and the intercept too. The error is the largest model's. Aliased columns are left out.
 *
 * Follows R's `anova.lm` and car's `Anova`.
 *
 * @throws LeastwiseError what `fitOls` throws; `value-not-finite` where a number cannot hold a coefficient
 */
export async function anova(
  plan: Plan,
  rows: Rows,
  backend: Backend,
  { type, weighted }: { type: AnovaType; weighted: boolean },
): Promise<AnovaTable> {
  const fit = await fitOls(plan, rows, backend, { weighted });
  requireCoefficients(fit);
  const table = termSums(fit, type, backend.dense).map((sum) => rowOf(sum, fit));
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
    reasons: reasonsOf(table, fit),
  };
}

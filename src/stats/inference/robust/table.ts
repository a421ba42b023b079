// The table of coefficients with a covariance that is given.

import { packedIndex } from "../../moments/packed.ts";
import type { Fit } from "../../types.ts";
import { studentTQuantile, studentTUpperTail } from "../student-t.ts";
import type { RobustTable, RobustType } from "../types.ts";

interface Given {
  type: RobustType;
  /** Packed upper triangle over the terms that are not aliased; null with the reason. */
  covariance: number[] | null;
  df: number;
  reason?: string | undefined;
}

/** Standard errors by term; null where aliased or without covariance. */
function errorsOf({ coefficients }: Fit, covariance: number[] | null): (number | null)[] {
  let kept = 0;
  return coefficients.map((value) => {
    if (value === null || covariance === null) return null;
    const variance = covariance[packedIndex(kept, kept)] as number;
    kept += 1;
    return Math.sqrt(Math.max(0, variance));
  });
}

function reasonsOf(fit: Fit, errors: readonly (number | null)[], reason: string | undefined): RobustTable["reasons"] {
  const reasons = fit.reasons.filter(({ field }) => field.startsWith("coefficients"));
  if (reason !== undefined) {
    for (const field of ["covariance", "standardErrors", "t", "p", "ci95"]) reasons.push({ field, reason });
    return reasons;
  }
  for (const [k, term] of fit.terms.entries()) {
    if (errors[k] !== 0) continue;
    const why = "the standard error is 0: no row's residual bears on this coefficient";
    reasons.push({ field: `t[${term}]`, reason: why }, { field: `p[${term}]`, reason: why });
  }
  return reasons;
}

/** Table of the fit's coefficients with standard errors, t on `df` degrees of freedom, p and 95 % intervals. */
export function robustTable(fit: Fit, { type, covariance, df, reason }: Given): RobustTable {
  const { formula, n, terms, coefficients } = fit;
  const errors = errorsOf(fit, covariance);
  const t = coefficients.map((value, k) => (value === null || !errors[k] ? null : value / (errors[k] as number)));
  const reach = covariance === null ? 0 : studentTQuantile(0.975, df);
  return {
    type,
    formula,
    n,
    terms,
    coefficients,
    standardErrors: errors,
    t,
    p: t.map((value) => (value === null ? null : 2 * studentTUpperTail(Math.abs(value), df))),
    ci95: coefficients.map((value, k) => {
      const error = errors[k] ?? null;
      return value === null || error === null ? null : [value - reach * error, value + reach * error];
    }),
    df,
    covariance,
    reasons: reasonsOf(fit, errors, reason),
  };
}

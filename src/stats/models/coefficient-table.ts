// The table of coefficients: standard errors, t, p and 95 % intervals.

import { studentTQuantile, studentTUpperTail } from "../inference/student-t.ts";
import type { Fit } from "../types.ts";
import type { Estimate } from "./estimates.ts";

export type CoefficientTable = Pick<
  Fit,
  "terms" | "coefficients" | "standardErrors" | "t" | "p" | "ci95" | "digits" | "aliased" | "reasons"
>;

export interface TermRow {
  term: string;
  estimate: Estimate | null;
}

interface Spread {
  sigma: number | null;
  dfResidual: number;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Table of the terms in their order; entries that cannot be computed are null, with the reason. */
export function coefficientTable(rows: readonly TermRow[], { sigma, dfResidual }: Spread): CoefficientTable {
  const errors = rows.map(({ estimate }) => (estimate && sigma !== null ? finite(sigma * estimate.unitError) : null));
  const reach = sigma === null ? 0 : studentTQuantile(0.975, dfResidual);
  const t = rows.map(({ estimate }, k) => {
    const error = errors[k] ?? 0;
    return estimate && error > 0 ? finite(estimate.value / error) : null;
  });
  return {
    terms: rows.map(({ term }) => term),
    coefficients: rows.map(({ estimate }) => (estimate ? finite(estimate.value) : null)),
    standardErrors: errors,
    t,
    p: t.map((value) => (value === null ? null : 2 * studentTUpperTail(Math.abs(value), dfResidual))),
    ci95: rows.map(({ estimate }, k) => {
      const error = errors[k] ?? null;
      return estimate && error !== null && Number.isFinite(estimate.value)
        ? [estimate.value - reach * error, estimate.value + reach * error]
        : null;
    }),
    digits: rows.map(({ estimate }) => estimate?.digits ?? null),
    aliased: rows.flatMap(({ term, estimate }) => (estimate ? [] : [term])),
    reasons: tableReasons(rows, sigma),
  };
}

function tableReasons(rows: readonly TermRow[], sigma: number | null): Fit["reasons"] {
  const reasons: Fit["reasons"] = [];
  for (const { term, estimate } of rows) {
    if (!estimate) {
      const reason = "aliased: its column is constant or, to rounding, depends linearly on the columns before it";
      reasons.push({ field: `coefficients[${term}]`, reason });
    } else if (!Number.isFinite(estimate.value)) {
      const reason = "it is beyond the range of doubles: the predictor is too small against the response";
      reasons.push({ field: `coefficients[${term}]`, reason });
    } else if (estimate.digits === null) {
      reasons.push({ field: `digits[${term}]`, reason: "the coefficient is 0, which has no relative error" });
    }
  }
  if (sigma === null) {
    const reason = "sigma cannot be estimated: no degrees of freedom are left";
    for (const field of ["standardErrors", "t", "p", "ci95"]) reasons.push({ field, reason });
  }
  if (sigma === 0) {
    const reason = "the fit is perfect: the standard errors are 0 to rounding";
    for (const field of ["t", "p"]) reasons.push({ field, reason });
  }
  return reasons;
}

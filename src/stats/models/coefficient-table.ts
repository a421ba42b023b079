// The table of coefficients: standard errors, t, p and 95 % intervals.

import { studentTQuantile, studentTUpperTail } from "../inference/student-t.ts";
import { timesPowerOf2 } from "../moments/units.ts";
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

function standardError({ unitError, exponent }: Estimate, sigma: number): number | null {
  return finite(timesPowerOf2(sigma * unitError, exponent));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Table of the terms in their order; entries that cannot be computed are null, with the reason. */
export function coefficientTable(rows: readonly TermRow[], { sigma, dfResidual }: Spread): CoefficientTable {
  const errors = rows.map(({ estimate }) => (estimate && sigma !== null ? standardError(estimate, sigma) : null));
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

/** Why entries of one row are null. */
function rowReasons({ term, estimate }: TermRow, sigma: number | null): Fit["reasons"] {
  const say = (fields: string[], reason: string) => fields.map((field) => ({ field: `${field}[${term}]`, reason }));
  if (!estimate) {
    const reason = "aliased: its column is constant or, to rounding, depends linearly on the columns before it";
    return say(["coefficients"], reason);
  }
  if (!Number.isFinite(estimate.value)) {
    const reason = "it is beyond the range of doubles: the predictor is too small against the response";
    return say(["coefficients"], reason);
  }
  const reasons: Fit["reasons"] = [];
  if (estimate.digits === null) reasons.push(...say(["digits"], "the coefficient is 0, which has no relative error"));
  if (sigma === null || sigma === 0) return reasons;
  const error = standardError(estimate, sigma);
  if (error === null) reasons.push(...say(["standardErrors"], "it is beyond the range of doubles"));
  if (error === null || error === 0) {
    reasons.push(...say(["t", "p"], "the standard error is beyond the range of doubles"));
  }
  if (error === null) reasons.push(...say(["ci95"], "the standard error is beyond the range of doubles"));
  return reasons;
}

function tableReasons(rows: readonly TermRow[], sigma: number | null): Fit["reasons"] {
  const reasons = rows.flatMap((row) => rowReasons(row, sigma));
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

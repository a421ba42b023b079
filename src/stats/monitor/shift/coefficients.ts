// Whether the coefficients of two windows differ, one by one.

import { normalUpperTail } from "../../inference/normal.ts";
import { adjustedP } from "../adjust.ts";
import type { CoefficientEstimates, CoefficientShift } from "../report/types.ts";
import type { Correction } from "../types.ts";

function shiftOf(
  term: string,
  reference: { estimate: number | null; error: number | null },
  current: { estimate: number | null; error: number | null },
): Omit<CoefficientShift, "pAdjusted"> {
  const { estimate: b0 } = reference;
  const { estimate: b1 } = current;
  const difference = b0 === null || b1 === null ? null : b1 - b0;
  const error = reference.error === null || current.error === null ? 0 : Math.hypot(reference.error, current.error);
  const z = difference === null || error === 0 ? null : difference / error;
  return {
    term,
    reference: b0,
    current: b1,
    difference,
    relative: difference === null || !b0 ? null : difference / Math.abs(b0),
    z,
    p: z === null ? null : 2 * normalUpperTail(Math.abs(z)),
  };
}

/**
 * Change of every coefficient of a model between two fits that share no row: z = (b₁ − b₀)/√(se₀² + se₁²), against the
 * normal distribution. Windows of one table are fits with weights of 0 and 1, as for `chowFromFits`.
 *
 * In the order of the reference's terms, then those that only the current fit has.
 */
export function coefficientShift(
  reference: CoefficientEstimates,
  current: CoefficientEstimates,
  correction: Correction = "benjamini-hochberg",
): CoefficientShift[] {
  const of = (fit: CoefficientEstimates, term: string) => {
    const j = fit.terms.indexOf(term);
    return { estimate: fit.coefficients[j] ?? null, error: fit.standardErrors[j] ?? null };
  };
  const terms = [...new Set([...reference.terms, ...current.terms])];
  const shifts = terms.map((term) => shiftOf(term, of(reference, term), of(current, term)));
  const adjusted = adjustedP(
    shifts.map(({ p }) => p),
    correction,
  );
  return shifts.map((shift, j) => ({ ...shift, pAdjusted: adjusted[j] ?? null }));
}

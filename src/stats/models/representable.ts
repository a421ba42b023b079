// Whether a fit's model is there in full: a coefficient that no double can hold is null, and what is left is another model.

import { LeastwiseError } from "#base/error.ts";
import type { Fit } from "../types.ts";

/** The first term that is not aliased and yet has no coefficient; undefined where there is none. */
export function lostTerm({ terms, coefficients, aliased }: Fit): string | undefined {
  return terms.find((term, j) => coefficients[j] === null && !aliased.includes(term));
}

/**
 * Coefficients of aliased terms are null and the model is as without them; one that is too large for a number is missed.
 *
 * @throws LeastwiseError `value-not-finite`, naming the term
 */
export function requireCoefficients(fit: Fit): void {
  const lost = lostTerm(fit);
  if (lost === undefined) return;
  const message = `fit: must have coefficients that a number can hold; got one of ${lost} that is too large`;
  throw new LeastwiseError("value-not-finite", message, { at: { column: lost } });
}

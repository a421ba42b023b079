// Checks of a fit that comes back from the page.

import { LeastwiseError } from "#base/error.ts";
import { requireCoefficients } from "#stats/models/representable.ts";
import type { Fit } from "#stats/types.ts";
import { badOption } from "./options.ts";

/** @throws LeastwiseError `bad-argument` unless `fit` is a fit, `value-not-finite` where a coefficient of it is lost */
export function requireFit(fit: Fit): void {
  if (!fit?.plan || !fit.covariance) throw badOption("fit", "a result of fit()", fit);
  requireCoefficients(fit);
}

/** @throws LeastwiseError as `requireFit`, and `bad-argument` unless `fit` is a least-squares fit */
export function requireLeastSquares(fit: Fit): void {
  const known = fit?.plan && fit.covariance && fit.method === "ols";
  if (!known) throw badOption("fit", "a least-squares result of fit()", fit?.method ?? fit);
  requireCoefficients(fit);
}

/**
 * Throws unless weights are given exactly where the fit has some: a fit does not keep them.
 *
 * @throws LeastwiseError `weights`
 */
export function requireWeightsOf(fit: Fit, weights: string | Float64Array | undefined): void {
  if (fit.weighted === (weights !== undefined)) return;
  const rule = fit.weighted ? "must be given again, as the fit has some" : "must not be given, as the fit has none";
  throw new LeastwiseError("weights", `weights: ${rule}; got ${weights === undefined ? "none" : "some"}`);
}

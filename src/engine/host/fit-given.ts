// Checks of a fit that comes back from the page.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import { requireCoefficients } from "#stats/models/representable.ts";
import type { Rows } from "#stats/rows.ts";
import type { Fit } from "#stats/types.ts";
import type { FitRowsOptions } from "../contract.ts";
import { badOption } from "./options.ts";
import { type CallContext, plannedRows } from "./planned.ts";

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
 * Throws unless the rows of a least-squares fit can be had again: it does not keep its weights.
 *
 * @throws LeastwiseError as `requireLeastSquares`, and `weights` unless some are given exactly where the fit has some
 */
export function requireRowsOf(fit: Fit, { weights }: FitRowsOptions): void {
  requireLeastSquares(fit);
  if (fit.weighted === (weights !== undefined)) return;
  const rule = fit.weighted ? "must be given again, as the fit has some" : "must not be given, as the fit has none";
  throw new LeastwiseError("weights", `weights: ${rule}; got ${weights === undefined ? "none" : "some"}`);
}

/** The rows of a fit weighed as they were; `plan` may have other columns of them. */
export async function rowsOfFit(context: CallContext, plan: Plan, { weights }: FitRowsOptions): Promise<Rows> {
  return (await plannedRows(context, plan, weights === undefined ? {} : { weights })).rows;
}

// Whole predictions on the response's own scale: fitted values and intervals, the ends of which change places where the
// transform falls.

import { LeastwiseError } from "#base/error.ts";
import { type Inverse, inverseOf, undo } from "#formula/inverse.ts";
import type { Fit } from "../types.ts";
import { smeared } from "./smearing.ts";

/** Fitted values and perhaps intervals, one a row. */
export interface Predicted {
  fitted: Float64Array;
  lower?: Float64Array;
  upper?: Float64Array;
}

export interface RetransformOptions {
  retransform: "median" | "smearing";
  /** What the ends bound: the mean response, which is smeared like the fitted values, or one response. */
  interval?: "mean" | "response";
}

/**
 * `link` undone: the median of the response by the inverse alone, its mean by smearing.
 *
 * @throws LeastwiseError `bad-argument` where the response cannot be undone, or the fit has no smearing
 */
export function retransformed(fit: Fit, link: Predicted, { retransform, interval }: RetransformOptions): Predicted {
  const { steps } = requireInverse(fit);
  const median = (value: number) => undo(steps, value);
  const mean = retransform === "smearing" && steps.length > 0 ? smearer(fit, steps) : median;
  const fitted = link.fitted.map(mean);
  if (!link.lower || !link.upper) return { fitted };
  const ends = interval === "mean" ? mean : median;
  const a = link.lower.map(ends);
  const b = link.upper.map(ends);
  return {
    fitted,
    lower: a.map((value, i) => Math.min(value, b[i] as number)),
    upper: a.map((value, i) => Math.max(value, b[i] as number)),
  };
}

function requireInverse(fit: Fit): Inverse {
  const { label, expr } = fit.plan.response;
  const inverse = inverseOf(expr);
  if (inverse !== null) return inverse;
  const message = `scale: the response must be a function of one column that can be undone; got ${label}`;
  throw new LeastwiseError("bad-argument", message, { value: label });
}

function smearer({ smearing, plan }: Fit, steps: Inverse["steps"]): (link: number) => number {
  if (!smearing) {
    const message = `retransform: a fit of ${plan.response.label} must know its residuals to be smeared; got one without`;
    throw new LeastwiseError("bad-argument", message);
  }
  return (link) => smeared(steps, smearing, link);
}

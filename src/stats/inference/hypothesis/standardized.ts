// Coefficients of numeric predictors in standard deviations, apart from the raw ones in name and unit.

import { packedIndex } from "../../moments/packed.ts";
import type { Fit } from "../../types.ts";
import type { StandardizedCoefficients } from "../types.ts";

type Row = StandardizedCoefficients["standardized"][number];

/** √Σ w (x − mean)² of the k-th kept column: the norm of column k of the factor, in units that no square leaves. */
function normOf({ covariance: { R } }: Fit, k: number): number {
  const column = R.slice(packedIndex(0, k), packedIndex(k, k) + 1);
  const unit = Math.max(...column.map(Math.abs));
  return unit * Math.sqrt(column.reduce((sum, value) => sum + (value / unit) ** 2, 0));
}

/**
 * beta·sd(x)/sd(y) of every design column made of numbers alone, and its standard error on that scale, with the standard
 * deviations taken as known. Columns of factors have no standard deviation that means anything, and are left out.
 */
export function standardizedCoefficients(fit: Fit): StandardizedCoefficients {
  const reasons: StandardizedCoefficients["reasons"] = [];
  const first = fit.plan.intercept ? 1 : 0;
  let kept = 0;
  const standardized = fit.plan.columns.flatMap(({ name, factors }, j): Row[] => {
    const value = fit.coefficients[j + first] ?? null;
    const ratio = value === null ? 0 : normOf(fit, kept) / Math.sqrt(fit.tss);
    if (value !== null) kept += 1;
    if (!factors.every(({ kind }) => kind === "numeric")) return [];
    const error = fit.standardErrors[j + first] ?? null;
    if (value === null || !fit.plan.intercept) {
      const reason = value === null ? "aliased" : "without an intercept the sums are about 0, not about the means";
      reasons.push({ field: `standardized[${name}]`, reason });
      return [{ term: name, value: null, standardError: null }];
    }
    if (error === null) reasons.push({ field: `standardError[${name}]`, reason: "the fit has no standard errors" });
    const scaled = value * ratio;
    if (!Number.isFinite(scaled)) {
      reasons.push({
        field: `standardized[${name}]`,
        reason: "the squares of its column or the response leave the range",
      });
      return [{ term: name, value: null, standardError: null }];
    }
    return [{ term: name, value: scaled, standardError: error === null ? null : error * ratio }];
  });
  return { unit: "sd of response per sd of predictor", standardized, reasons };
}

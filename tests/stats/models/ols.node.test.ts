// Seven models on the sales data against R's summary(lm(…)), through CSV, formula, moments and every backend.

import { describe, expect, test } from "vitest";
import { planFormula } from "#formula/plan.ts";
import { fitOls } from "#stats/models/ols.ts";
import type { Fit } from "#stats/types.ts";
import { availableBackends } from "#tests/helpers/backends.ts";
import { tableRows } from "#tests/helpers/rows.ts";
import { type SalesModel, salesModels, salesTable } from "#tests/helpers/sales.ts";

/** The fixture has 15 digits; p-values of 1e-300 turn the last of t into 1e-13 of theirs. */
const TOL = 1e-9;
const TOL_P = 1e-8;

const backends = await availableBackends();
const worst = new Map<string, number>();
const sales = await salesTable();

/** Largest relative difference of two lists; 0 agrees with 0 only. */
function difference(got: readonly (number | null)[], wanted: readonly number[]): number {
  expect(got).toHaveLength(wanted.length);
  return wanted.reduce((most, w, k) => {
    const g = got[k] ?? Number.NaN;
    const error = g === w ? 0 : Math.abs(g - w) / Math.abs(w);
    return error > most || Number.isNaN(error) ? error : most;
  }, 0);
}

function differences(fit: Fit, model: SalesModel): Record<string, number> {
  return {
    estimates: difference(fit.coefficients, model.coefficients),
    "standard errors": difference(fit.standardErrors, model.standard_errors),
    t: difference(fit.t, model.t),
    "95 % low": difference(
      fit.ci95.map((ci) => ci?.[0] ?? null),
      model.ci95_low,
    ),
    "95 % high": difference(
      fit.ci95.map((ci) => ci?.[1] ?? null),
      model.ci95_high,
    ),
    "R²": difference([fit.rSquared, fit.adjRSquared], [model.r_squared, model.adj_r_squared]),
    sigma: difference([fit.sigma], [model.sigma]),
    F: difference([fit.f?.value ?? null], [model.f]),
    "log likelihood": difference([fit.logLik], [model.loglik]),
    "AIC and BIC": difference([fit.aic, fit.bic], [model.aic, model.bic]),
    rss: difference([fit.rss], [model.rss]),
    p: difference(fit.p, model.p),
    "F's p": difference([fit.f?.p ?? null], [model.f_p]),
  };
}

describe.each(backends)("fitOls on $name", (backend) => {
  test.each(salesModels)("fits $formula as R does", async (model) => {
    const plan = planFormula(model.formula, sales);
    const rows = tableRows(plan, sales, backend, model.weighted ? "weight" : undefined);
    const fit = await fitOls(plan, rows, backend, { weighted: model.weighted });
    expect(fit.terms).toEqual(model.terms);
    expect(fit.dfResidual).toBe(model.df_residual);
    expect(fit.aliased).toEqual([]);
    expect(fit.reasons).toEqual([]);
    expect(fit.backend).toBe(backend.name);
    for (const [quantity, error] of Object.entries(differences(fit, model))) {
      expect(error, quantity).toBeLessThanOrEqual(/p$/.test(quantity) ? TOL_P : TOL);
      worst.set(quantity, Math.max(worst.get(quantity) ?? 0, error));
    }
  });

  test("prints the worst difference of each quantity so far", () => {
    expect(worst.size).toBe(13);
    console.info([...worst].map(([quantity, error]) => `${quantity} ${error.toExponential(1)}`).join(", "));
  });
});

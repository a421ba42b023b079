// Cross-validation of a model: deal the rows, take the moments of the folds in one pass, and solve everything from them.

import { refuse } from "#base/refuse.ts";
import type { Backend } from "#kernel/backend.ts";
import { mergeMoments } from "../moments/merge.ts";
import { rowsNeeded } from "../moments/rows.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { dealingOf, dealRows, type ResampledRows } from "./deal-rows.ts";
import { leaveOneOut } from "./leave-one-out.ts";
import { checkValidationOptions, checkWhole } from "./options.ts";
import { DEFAULT_SEED } from "./seed.ts";
import type { CrossValidation, ValidationOptions } from "./types.ts";
import { validate } from "./validate.ts";

const merged = (folds: readonly Moments[]): Moments => folds.reduce((sum, next) => mergeMoments(sum, next));

/**
 * Cross-validate penalised least squares of a planned model over the rows of a table.
 *
 * Errors, their standard errors and the choice of lambda are those of cv.glmnet with one grid for all folds, grouped;
 * columns are standardised within each training fold. A column that is constant in a training fold has the coefficient 0
 * there.
 *
 * @throws LeastwiseError `bad-argument`, `missing-values`, `response-constant`, `value-not-finite`
 */
export async function crossValidate(
  data: ResampledRows,
  options: ValidationOptions,
  backend: Backend,
): Promise<CrossValidation> {
  checkValidationOptions(options);
  if (options.scheme === "leave-one-out") return leaveOneOut(data, options, backend);
  const { scheme, rules, folds, numbers } = await dealRows(data, options);
  const total = merged(folds[0] as Moments[]);
  const dealings = folds.map((states, r) => dealingOf(states, options, rules[r] ?? null));
  const dealt = {
    scheme,
    seed: scheme === "shuffled" ? (options.seed ?? DEFAULT_SEED) : null,
    repeats: rules.length,
    n: total.n,
    nDropped: data.rows.nRows - numbers.n - numbers.nAbsent,
    foldSizes: (dealings[0]?.splits ?? []).map(({ test }) => test.n),
  };
  const { intercept, rows } = data;
  return validate(
    { total, dealings, intercept, rows, solver: backend, turn: rows.turn },
    dealt,
    options,
    backend.random,
  );
}

/**
 * Cross-validate from the moments of folds alone, which a warehouse can deliver: each fold tested once. Losses are those
 * of moments; `reasons` says where they have lost digits.
 *
 * @param folds moments of disjoint sets of rows, the response last
 * @throws LeastwiseError `bad-argument` for fewer than 2 folds or one without weight
 */
export async function crossValidateFolds(
  folds: readonly Moments[],
  { intercept, turn }: { intercept: boolean; turn: Rows["turn"] },
  options: ValidationOptions,
  backend: Backend,
): Promise<CrossValidation> {
  checkValidationOptions(options);
  checkWhole("folds, their number", folds.length, 2);
  const { folds: asked, scheme = "shuffled" } = options;
  if (options.rowErrors) throw rowsNeeded("rowErrors");
  if (asked !== undefined) refuse("folds", "be left out where moments come by fold", asked);
  if (scheme === "leave-one-out" || scheme === "group") refuse("scheme", "be one that needs no rows", scheme);
  const total = merged(folds);
  const dealing = dealingOf(folds, options, null);
  const dealt = {
    scheme: options.scheme === "time" ? ("time" as const) : ("given" as const),
    seed: null,
    repeats: 1,
    n: total.n,
    nDropped: 0,
    foldSizes: dealing.splits.map(({ test }) => test.n),
  };
  const data = { total, dealings: [dealing], intercept, rows: null, solver: backend, turn };
  return validate(data, dealt, options, backend.random);
}

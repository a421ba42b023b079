// Moments by fold that somebody else made: each must be moments, of the columns of the whole, and all together its rows.

import type { FoldMoments, Moments } from "../types.ts";
import { refuseMoments } from "./refuse-moments.ts";

/** Weights of folds add up to the whole's within this share of it. */
const ROUNDING = 1e-9;

function refuse(place: string, rule: string, value: unknown): never {
  refuseMoments(`.folds${place}`, rule, value);
}

/** The checked fold without what only the whole has. */
function checkFold(fold: Moments, whole: Moments, k: number): FoldMoments {
  const { plan: _, folds: __, nDropped: ___, ...own } = fold;
  if (own.names.length !== whole.names.length || own.names.some((name, j) => name !== whole.names[j])) {
    refuse(`[${k}].names`, "be those of the whole", own.names.join(", "));
  }
  if (own.weightsAre !== whole.weightsAre) {
    refuse(`[${k}].weightsAre`, `be ${whole.weightsAre ?? "left out"}, as for the whole`, own.weightsAre);
  }
  return own;
}

/**
 * @param given two folds or more, each as `check` takes moments
 * @throws LeastwiseError `bad-argument`
 */
export function checkFolds(given: unknown, whole: Moments, check: (fold: unknown) => Moments): FoldMoments[] {
  if (!Array.isArray(given)) refuse("", "be a list of 2 folds or more", given);
  if (given.length < 2) refuse("", "hold 2 folds or more", given.length);
  const folds = given.map((fold: unknown, k) => checkFold(check(fold), whole, k));
  const n = folds.reduce((sum, fold) => sum + fold.n, 0);
  if (n !== whole.n) refuse("", `have the ${whole.n} rows of the whole in all`, n);
  const weight = folds.reduce((sum, fold) => sum + fold.weight, 0);
  if (Math.abs(weight - whole.weight) > ROUNDING * whole.weight) {
    refuse("", `have the weight ${whole.weight} of the whole in all`, weight);
  }
  return folds;
}

// Mean, standard error and choice of lambda from the losses of folds, as glmnet defines them for grouped errors.

import type { ValidationCurve } from "./types.ts";

/** Mean squared error `mse[lambda]` of one fold and the weight of the rows it tested. */
export interface FoldLoss {
  weight: number;
  mse: number[];
}

/** √(Σ share·v²), taken in units of the largest so that no square leaves the range of doubles. */
function rootMeanSquare(values: readonly { share: number; value: number }[]): number {
  const unit = values.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0);
  if (unit === 0) return 0;
  return unit * Math.sqrt(values.reduce((sum, { share, value }) => sum + share * (value / unit) ** 2, 0));
}

/** Means over folds, weighted by their rows, and √(weighted mean of squared deviations / (K − 1)). */
export function meanAndError(folds: readonly FoldLoss[], nLambda: number): { mean: number[]; sd: number[] } {
  const total = folds.reduce((sum, { weight }) => sum + weight, 0);
  const mean: number[] = [];
  const sd: number[] = [];
  for (let k = 0; k < nLambda; k++) {
    const average = folds.reduce((sum, { weight, mse }) => sum + weight * (mse[k] as number), 0) / total;
    const deviations = folds.map(({ weight, mse }) => ({ share: weight / total, value: (mse[k] as number) - average }));
    mean.push(average);
    sd.push(rootMeanSquare(deviations) / Math.sqrt(folds.length - 1));
  }
  return { mean, sd };
}

/** Means of the repeats, and the root mean square of their standard errors: that of one repeat. */
export function overRepeats(repeats: readonly { mean: number[]; sd: number[] }[]): { mean: number[]; sd: number[] } {
  const [only] = repeats;
  if (only && repeats.length === 1) return only;
  const average = (at: (r: { mean: number[]; sd: number[] }) => number) =>
    repeats.reduce((sum, repeat) => sum + at(repeat), 0) / repeats.length;
  return {
    mean: (only?.mean ?? []).map((_, k) => average(({ mean }) => mean[k] as number)),
    sd: (only?.sd ?? []).map((_, k) =>
      rootMeanSquare(repeats.map(({ sd }) => ({ share: 1 / repeats.length, value: sd[k] as number }))),
    ),
  };
}

/** The largest lambda of smallest mean, and the largest whose mean is within one standard error of that. */
export function chooseLambdas(
  lambdas: readonly number[],
  mean: readonly number[],
  sd: readonly number[],
): Pick<ValidationCurve, "lambdaMin" | "lambda1se"> & { at: number } {
  let least = 0;
  for (const [k, m] of mean.entries()) if (m < (mean[least] as number)) least = k;
  const limit = (mean[least] as number) + (sd[least] as number);
  const within = mean.findIndex((m) => m <= limit);
  return {
    at: least,
    lambdaMin: lambdas[least] as number,
    lambda1se: lambdas[within < 0 ? least : within] as number,
  };
}

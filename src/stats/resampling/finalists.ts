// Errors of the finalists that squares do not tell, by one pass over the rows each fold tests.

import type { PathOptions } from "../penalised/types.ts";
import type { Rows } from "../rows.ts";
import { predictorsOf, type Validated } from "./curve.ts";
import type { FoldRule } from "./deal.ts";
import { addErrors, type ErrorSums, errorPass, type Tried } from "./row-loss.ts";
import type { ValidationErrors } from "./types.ts";

export interface Finalist {
  lambda: number;
  l1Ratio: number;
}

function errorsOf(finalist: Finalist, sums: ErrorSums, quantiles: readonly number[]): ValidationErrors {
  const over = (sum: number, weight: number) => (weight > 0 && Number.isFinite(sum) ? sum / weight : null);
  return {
    ...finalist,
    mse: over(sums.squares, sums.weight),
    mae: over(sums.absolute, sums.weight),
    mape: over(sums.relative, sums.relativeWeight),
    nZero: sums.nZero,
    pinball: quantiles.map((quantile, k) => ({ quantile, loss: over(sums.pinball[k] as number, sums.weight) })),
  };
}

/** Errors of each finalist over every row that was tested, all repeats together. */
export async function finalistErrors(
  data: Validated & { rows: Rows },
  finalists: readonly Finalist[],
  { options, quantiles }: { options: PathOptions; quantiles: readonly number[] },
): Promise<ValidationErrors[]> {
  const tried = data.dealings.flatMap(({ splits, rule, tested }) =>
    splits.map(({ train }, s): Tried => {
      const predictors = finalists.flatMap(({ lambda, l1Ratio }) =>
        predictorsOf(data, train, { ...options, l1Ratio, lambdas: [lambda] }),
      );
      return { rule: rule as FoldRule, fold: tested[s] as number, predictors };
    }),
  );
  const sums = await data.rows.reduce(errorPass, { tried, quantiles });
  return finalists.map((finalist, k) => {
    const own = sums.map((row) => row[k] as ErrorSums).reduce(addErrors);
    return errorsOf(finalist, own, quantiles);
  });
}

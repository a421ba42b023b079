// Errors of the finalists that their moments do not tell, by one pass over the rows each fold tests.

import { metricsFrom } from "../metrics/metrics.ts";
import { mergeErrorSums } from "../metrics/sums.ts";
import type { PathOptions } from "../penalised/types.ts";
import type { Rows } from "../rows.ts";
import type { WeightsAre } from "../types.ts";
import { predictorsOf, type Validated } from "./curve.ts";
import type { FoldRule } from "./deal.ts";
import { errorPass, type Tried } from "./row-loss.ts";
import type { ValidationErrors } from "./types.ts";

export interface Finalist {
  lambda: number;
  l1Ratio: number;
}

/** How the errors are told. */
export interface ErrorReport {
  options: PathOptions;
  quantiles: readonly number[];
  nDropped: number;
  weightsAre?: WeightsAre | undefined;
}

/** Errors of each finalist over every row that was tested, all repeats together. */
export async function finalistErrors(
  data: Validated & { rows: Rows },
  finalists: readonly Finalist[],
  { options, quantiles, nDropped, weightsAre }: ErrorReport,
): Promise<ValidationErrors[]> {
  const tried = data.dealings.flatMap(({ splits, rule, tested }) =>
    splits.map(({ train }, s): Tried => {
      const predictors = finalists.flatMap(({ lambda, l1Ratio }) =>
        predictorsOf(data, train, { ...options, l1Ratio, lambdas: [lambda] }),
      );
      return { rule: rule as FoldRule, fold: tested[s] as number, predictors };
    }),
  );
  const found = await data.rows.reduce(errorPass, tried);
  return finalists.map((finalist, k) => {
    const sums = found.flatMap((row) => row.slice(k, k + 1)).reduce(mergeErrorSums);
    return { ...finalist, ...metricsFrom(sums, { nDropped, weightsAre }, { quantiles }) };
  });
}

// Losses of predictors over the rows that a fold tests, for those that moments cannot tell and for errors that are not
// squares.

import { rowsOf } from "#base/pick.ts";
import type { LinearPredictor } from "#kernel/backend.ts";
import { type ErrorSums, errorSums, mergeErrorSums } from "../metrics/sums.ts";
import type { RowPass } from "../rows.ts";
import { type FoldRule, foldsOf } from "./deal.ts";

/** Predictors to be tried on the rows of one fold of one rule. */
export interface Tried {
  rule: FoldRule;
  fold: number;
  predictors: LinearPredictor[];
}

/** Σ w (y − ŷ)² of each predictor, `[tried][predictor]`. */
export const rowLossPass: RowPass<readonly Tried[], Float64Array[]> = {
  async run(block, args, backend) {
    const results: Float64Array[] = [];
    for (const { rule, fold, predictors } of args) {
      const own = rowsOf(block, foldsOf(block, rule, backend), fold);
      const sums = new Float64Array(predictors.length);
      for (const [k, predictor] of predictors.entries()) {
        if (own.n > 0) sums[k] = (await backend.residuals(own, predictor)).rss;
      }
      results.push(sums);
    }
    return results;
  },
  merge: (a, b) => a.map((sums, t) => sums.map((sum, k) => sum + (b[t]?.[k] as number))),
};

/** Errors of each predictor over the rows of its fold, `[tried][predictor]`. */
export const errorPass: RowPass<readonly Tried[], ErrorSums[][]> = {
  async run(block, args, backend) {
    const results: ErrorSums[][] = [];
    for (const { rule, fold, predictors } of args) {
      const { n, columns, weights } = rowsOf(block, foldsOf(block, rule, backend), fold);
      const actual = columns.at(-1) ?? new Float64Array();
      const own: ErrorSums[] = [];
      for (const predictor of predictors) {
        const { fitted } = await backend.predict({ n, columns: columns.slice(0, -1) }, predictor);
        own.push(errorSums({ actual, predicted: fitted, weights }));
      }
      results.push(own);
    }
    return results;
  },
  merge: (a, b) => a.map((sums, t) => sums.map((sum, k) => mergeErrorSums(sum, b[t]?.[k] as ErrorSums))),
};

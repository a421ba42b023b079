// Losses of predictors over the rows that a fold tests, for those that moments cannot tell and for errors that are not
// squares.

import { rowsOf } from "#base/pick.ts";
import type { LinearPredictor } from "#kernel/backend.ts";
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
      const own = rowsOf(block, foldsOf(block, rule), fold);
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

/** Sums of errors of one predictor: every term is >= 0, so that nothing cancels. */
export interface ErrorSums {
  weight: number;
  squares: number;
  absolute: number;
  /** Σ w |e/y| and Σ w over rows with y other than 0, and the rows where it is 0. */
  relative: number;
  relativeWeight: number;
  nZero: number;
  /** Σ w of the pinball loss of each quantile. */
  pinball: number[];
}

function errorSums(y: ArrayLike<number>, fitted: Float64Array, weights: ArrayLike<number> | undefined): ErrorSums {
  const sums: ErrorSums = {
    weight: 0,
    squares: 0,
    absolute: 0,
    relative: 0,
    relativeWeight: 0,
    nZero: 0,
    pinball: [],
  };
  for (let i = 0; i < fitted.length; i++) {
    const w = weights ? (weights[i] as number) : 1;
    if (w === 0) continue;
    const actual = y[i] as number;
    const e = actual - (fitted[i] as number);
    sums.weight += w;
    sums.squares += w * e * e;
    sums.absolute += w * Math.abs(e);
    if (actual === 0) sums.nZero += 1;
    else {
      sums.relative += w * Math.abs(e / actual);
      sums.relativeWeight += w;
    }
  }
  return sums;
}

function pinballSum(
  quantile: number,
  y: ArrayLike<number>,
  fitted: Float64Array,
  weights: ArrayLike<number> | undefined,
): number {
  let sum = 0;
  for (let i = 0; i < fitted.length; i++) {
    const e = (y[i] as number) - (fitted[i] as number);
    sum += (weights ? (weights[i] as number) : 1) * (e >= 0 ? quantile * e : (quantile - 1) * e);
  }
  return sum;
}

/** Sums of two stretches of rows. */
export function addErrors(a: ErrorSums, b: ErrorSums): ErrorSums {
  return {
    weight: a.weight + b.weight,
    squares: a.squares + b.squares,
    absolute: a.absolute + b.absolute,
    relative: a.relative + b.relative,
    relativeWeight: a.relativeWeight + b.relativeWeight,
    nZero: a.nZero + b.nZero,
    pinball: a.pinball.map((value, k) => value + (b.pinball[k] as number)),
  };
}

export interface ErrorArgs {
  tried: readonly Tried[];
  quantiles: readonly number[];
}

/** Errors of each predictor over the rows of its fold, `[tried][predictor]`. */
export const errorPass: RowPass<ErrorArgs, ErrorSums[][]> = {
  async run(block, { tried, quantiles }, backend) {
    const results: ErrorSums[][] = [];
    for (const { rule, fold, predictors } of tried) {
      const { n, columns, weights } = rowsOf(block, foldsOf(block, rule), fold);
      const y = columns[columns.length - 1] as Float64Array;
      const own: ErrorSums[] = [];
      for (const predictor of predictors) {
        const { fitted } = await backend.predict({ n, columns: columns.slice(0, -1) }, predictor);
        const pinball = quantiles.map((quantile) => pinballSum(quantile, y, fitted, weights));
        own.push({ ...errorSums(y, fitted, weights), pinball });
      }
      results.push(own);
    }
    return results;
  },
  merge: (a, b) => a.map((sums, t) => sums.map((sum, k) => addErrors(sum, b[t]?.[k] as ErrorSums))),
};

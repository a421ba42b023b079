// Leave-one-out for least squares and ridge in closed form: the error of a row that was left out is e / (1 − h), with h
// its leverage (Allen, 1974; Golub, Heath and Wahba, 1979). The penalty is held at its value for all rows, and so are the
// standard deviations that it counts in.

import { LeastwiseError } from "#base/error.ts";
import { refuse } from "#base/refuse.ts";
import type { Backend, Cholesky, LinearPredictor } from "#kernel/backend.ts";
import { factorByRank } from "../models/rank.ts";
import { toCorrelation } from "../moments/correlation.ts";
import { uncentredGram } from "../moments/gram.ts";
import { packedIndex } from "../moments/packed.ts";
import { tableRowOf } from "../passes/pick.ts";
import { pathFromMoments } from "../penalised/path.ts";
import type { PathOptions } from "../penalised/types.ts";
import type { RowBlock, RowPass } from "../rows.ts";
import type { Moments } from "../types.ts";
import { chooseLambdas } from "./choose.ts";
import type { ResampledRows } from "./deal-rows.ts";
import { predictorAt, type Solver } from "./predictors.ts";
import type { CrossValidation, ValidationOptions } from "./types.ts";

/** A row whose 1 − h is below this decides its own fitted value: nothing predicts it. */
const LEAST_FREEDOM = 1e-10;

/** One lambda: its predictor, the factor of what leverages are made of, and their part for the intercept. */
interface Left {
  predictor: LinearPredictor;
  factor: Cholesky;
  level: number;
  /** Errors are taken in this unit, so that the squares of their squares stay in the range of doubles. */
  unit: number;
  /** Whether weights count rows, of which one is left out. */
  counted: boolean;
}

/** Weighted mean and sum of squared deviations of the squared errors, and the first row that nothing predicts. */
interface LeftSums {
  weight: number;
  mean: number;
  deviations: number;
  alone: number | null;
}

function addSums(a: LeftSums, b: LeftSums): LeftSums {
  const weight = a.weight + b.weight;
  const alone = a.alone ?? b.alone;
  if (weight === 0) return { ...a, alone };
  const delta = b.mean - a.mean;
  const share = b.weight / weight;
  return {
    weight,
    mean: a.mean + delta * share,
    deviations: a.deviations + b.deviations + delta * delta * a.weight * share,
    alone,
  };
}

/** Squared errors of the rows of a block as if each had been left out, and their sums. */
function leftSums(
  block: RowBlock,
  { fitted, quadratic }: { fitted: Float64Array; quadratic?: Float64Array },
  { level, unit, counted }: Left,
): LeftSums {
  const y = block.columns[block.columns.length - 1] as Float64Array;
  const weightOf = (i: number): number => (block.weights ? (block.weights[i] as number) : 1);
  const squares = new Float64Array(block.n);
  let alone: number | null = null;
  let weight = 0;
  let sum = 0;
  for (let i = 0; i < block.n; i++) {
    const w = weightOf(i);
    if (w === 0) continue;
    const free = 1 - (counted ? 1 : w) * (level + (quadratic?.[i] as number));
    if (free < LEAST_FREEDOM) alone ??= tableRowOf(block, i);
    squares[i] = (((y[i] as number) - (fitted[i] as number)) / unit / free) ** 2;
    weight += w;
    sum += w * (squares[i] as number);
  }
  const mean = weight > 0 ? sum / weight : 0;
  let deviations = 0;
  for (let i = 0; i < block.n; i++) deviations += weightOf(i) * ((squares[i] as number) - mean) ** 2;
  return { weight, mean, deviations, alone };
}

export const leftPass: RowPass<readonly Left[], LeftSums[]> = {
  async run(block, lefts, backend) {
    const design = { n: block.n, columns: block.columns.slice(0, -1) };
    const results: LeftSums[] = [];
    for (const left of lefts) {
      results.push(leftSums(block, await backend.predict(design, left.predictor, left.factor), left));
    }
    return results;
  },
  merge: (a, b) => a.map((sums, k) => addSums(sums, b[k] as LeftSums)),
};

/** Upper factor of the (centred) Gram plus the penalty of one lambda, over the columns that vary. */
function factorOf(moments: Moments, ridge: Float64Array, intercept: boolean, solver: Solver): Cholesky {
  const p = ridge.length;
  const gram = intercept ? moments.scatter.slice() : uncentredGram(moments);
  for (const [j, value] of ridge.entries()) {
    const at = packedIndex(j, j);
    gram[at] = (gram[at] as number) + value;
  }
  const floor = Array.from(ridge, (_, j) => (moments.scatter[packedIndex(j, j)] === 0 ? Number.POSITIVE_INFINITY : 0));
  const { A, scale } = toCorrelation(gram, floor);
  const { factor } = factorByRank(A, p, solver.dense);
  return { ...factor, R: factor.R.map((value, at) => value * (scale[Math.floor(at / p)] as number)) };
}

/** What lambda adds to the diagonal of the Gram: glmnet's penalty, times the weight of the rows. */
function penaltyOf(
  moments: Moments,
  lambda: number,
  { standardize = true, penaltyFactors }: PathOptions,
): Float64Array {
  const p = moments.mean.length - 1;
  const sum = penaltyFactors?.reduce((total, factor) => total + factor, 0) ?? p;
  return Float64Array.from({ length: p }, (_, j) => {
    const unit = standardize ? (moments.scatter[packedIndex(j, j)] as number) : moments.weight;
    return (lambda * (penaltyFactors?.[j] ?? 1) * p * unit) / sum;
  });
}

/** @throws LeastwiseError `bad-argument` for a penalty without closed form */
function requireClosedForm({ l1Ratio = 1, lambdas, bounds }: ValidationOptions): void {
  const leastSquares = lambdas !== undefined && lambdas.length > 0 && lambdas.every((lambda) => lambda === 0);
  if (l1Ratio !== 0 && !leastSquares) {
    refuse("leave-one-out", "be asked for ridge (l1Ratio 0) or least squares (lambdas [0])", `l1Ratio ${l1Ratio}`);
  }
  if (bounds) refuse("leave-one-out", "be asked for without bounds", "bounds");
}

/** Leave-one-out errors along a ridge path, or of least squares. */
export async function leaveOneOut(
  data: ResampledRows,
  options: ValidationOptions,
  backend: Backend,
): Promise<CrossValidation> {
  requireClosedForm(options);
  const { rows, intercept } = data;
  const { nDropped, ...moments } = await rows.moments();
  const { nLambda, lambdaMinRatio, lambdas: given, standardize, penaltyFactors } = options;
  const asked = Object.fromEntries(
    Object.entries({ nLambda, lambdaMinRatio, lambdas: given, standardize, penaltyFactors }).filter(
      ([, v]) => v !== undefined,
    ),
  ) as PathOptions;
  const path = pathFromMoments(moments, { intercept }, { ...asked, l1Ratio: 0 }, backend);
  const { lambdas } = path;
  const unit = Math.sqrt(path.nullDeviance / path.weight);
  const lefts = path.coefficients.map((row, k) => ({
    predictor: predictorAt(moments, intercept, row),
    factor: factorOf(moments, penaltyOf(moments, lambdas[k] as number, asked), intercept, backend),
    level: intercept ? 1 / moments.weight : 0,
    unit,
    counted: data.weightsAre === "frequency",
  }));
  const sums = await rows.reduce(leftPass, lefts);
  const alone = sums.find((one) => one.alone !== null)?.alone;
  if (alone !== undefined && alone !== null) {
    const message = `leave-one-out, row ${alone + 1}: must be predictable from the other rows; got a leverage of 1`;
    throw new LeastwiseError("bad-argument", message, { at: { row: alone + 1 } });
  }
  const squared = (value: number) => value * unit * unit;
  const mean = sums.map((one) => squared(one.mean));
  const sd = sums.map(({ deviations, weight }) => squared(Math.sqrt(deviations / weight / (moments.n - 1))));
  const { at, lambdaMin, lambda1se } = chooseLambdas(lambdas, mean, sd);
  const curve = { l1Ratio: 0, lambdas, mean, sd, byFold: [], lambdaMin, lambda1se, df: path.df };
  return {
    scheme: "leave-one-out",
    seed: null,
    repeats: 1,
    n: moments.n,
    nDropped,
    foldSizes: [],
    ...curve,
    curves: [curve],
    best: { lambda: lambdaMin, l1Ratio: 0, mean: mean[at] as number, sd: sd[at] as number },
    trials: [],
    errors: [],
    nRowLosses: 0,
    reasons: [],
  };
}

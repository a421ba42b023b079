// Learning curves: errors of one model by number of training rows, from one pass. A size takes the first rows of a
// shuffled order, so that smaller sets are parts of larger ones; the last rows of the order test all of them.

import { refuse } from "#base/refuse.ts";
import type { Backend, LinearPredictor } from "#kernel/backend.ts";
import { mergeMoments } from "../moments/merge.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { modelOf, type PenalisedModel, slopesOf } from "./coefficients.ts";
import { type FoldRule, numberRows } from "./deal.ts";
import type { ResampledRows } from "./deal-rows.ts";
import { foldMoments } from "./fold-pass.ts";
import { lossFromMoments } from "./loss.ts";
import { checkWhole } from "./options.ts";
import { predictorAt, type Solver } from "./predictors.ts";
import { rowLossPass, type Tried } from "./row-loss.ts";
import { checkSeed, DEFAULT_SEED } from "./seed.ts";
import { columnMeans, columnSquares } from "./summary.ts";
import type { LearningCurve, LearningCurveOptions } from "./types.ts";

const SIZES = 8;
const LEAST_ROWS = 2;

/** One point of one repeat: what was fitted, and the stretches of the order it was fitted to and tested on. */
interface Point {
  predictor: LinearPredictor;
  train: Moments;
  test: Moments;
  /** Stretches 0 to `upTo`. */
  upTo: number;
}

/** Sizes by equal factors up to all rows that are not tested on. */
function defaultSizes(nTrain: number, p: number): number[] {
  const least = Math.min(nTrain, Math.max(LEAST_ROWS, 2 * (p + 1)));
  const sizes = Array.from({ length: SIZES }, (_, k) => Math.round(least * (nTrain / least) ** (k / (SIZES - 1))));
  return [...new Set(sizes)];
}

function checkSizes(sizes: readonly number[], nTrain: number): number[] {
  if (!Array.isArray(sizes) || sizes.length === 0) refuse("sizes", "be a list of one number at least", sizes);
  for (const [k, size] of sizes.entries()) {
    checkWhole(`sizes[${k}]`, size, LEAST_ROWS, nTrain);
    if (k > 0 && size <= (sizes[k - 1] as number)) refuse(`sizes[${k}]`, "be above the one before", size);
  }
  return [...sizes];
}

function pointsOf(stretches: readonly Moments[], nSizes: number, model: PenalisedModel, solver: Solver): Point[] {
  const test = stretches.at(-1) as Moments;
  let train = stretches[0] as Moments;
  return Array.from({ length: nSizes }, (_, upTo) => {
    if (upTo > 0) train = mergeMoments(train, stretches[upTo] as Moments);
    const { slopes } = slopesOf(train, model, solver);
    return { predictor: predictorAt(train, model.intercept, slopes), train, test, upTo };
  });
}

/** Mean squared errors of points on moments `of` them; over the rows of `stretches` where moments have lost digits. */
async function errorsOf(
  points: readonly Point[],
  of: (point: Point) => Moments,
  { rows, rule, stretches }: { rows: Rows; rule: FoldRule; stretches: (point: Point) => number[] },
): Promise<number[]> {
  const losses = points.map((point) => lossFromMoments(of(point), point.predictor));
  const errors = losses.map(({ sse }, k) => sse / of(points[k] as Point).weight);
  const lost = points.flatMap((point, k) => (losses[k]?.lost ? [{ point, k }] : []));
  if (lost.length === 0) return errors;
  const tried = lost.flatMap(({ point, k }) => {
    return stretches(point).map((fold) => ({ k, own: { rule, fold, predictors: [point.predictor] } satisfies Tried }));
  });
  const sums = await rows.reduce(
    rowLossPass,
    tried.map(({ own }) => own),
  );
  for (const { k } of lost) errors[k] = 0;
  for (const [t, { k }] of tried.entries()) {
    errors[k] = (errors[k] as number) + (sums[t]?.[0] as number) / of(points[k] as Point).weight;
  }
  return errors;
}

interface Resolved {
  sizes: number[];
  nTest: number;
  seed: number;
  repeats: number;
  model: PenalisedModel;
  rules: FoldRule[];
}

async function resolve(data: ResampledRows, options: LearningCurveOptions): Promise<Resolved> {
  const { testShare = 0.2, seed = DEFAULT_SEED, repeats = 1 } = options;
  if (!(testShare > 0 && testShare < 1)) refuse("testShare", "be between 0 and 1", testShare);
  checkSeed(seed);
  checkWhole("repeats", repeats, 1, 1000);
  const model = modelOf(options, data.intercept);
  const { first, n } = await numberRows(data.rows);
  if (n <= LEAST_ROWS) refuse("rows used", `be more than ${LEAST_ROWS}`, n);
  const nTest = Math.min(n - LEAST_ROWS, Math.max(1, Math.round(n * testShare)));
  const nTrain = n - nTest;
  const sizes = options.sizes ? checkSizes(options.sizes, nTrain) : defaultSizes(nTrain, data.names.length - 1);
  const ends = [...sizes, ...((sizes.at(-1) as number) < nTrain ? [nTrain] : []), n];
  const rules = Array.from({ length: repeats }, (_, repeat): FoldRule => {
    return { kind: "stretches", nFolds: ends.length, shuffle: { n, seed, repeat }, first, ends };
  });
  return { sizes, nTest, seed, repeats, model, rules };
}

function requireWeight(stretches: readonly Moments[]): void {
  const empty = [stretches[0], stretches.at(-1)].some((stretch) => stretch?.weight === 0);
  if (empty) refuse("sizes", "leave rows with weight to train and to test on", "none");
}

/**
 * Mean squared errors by number of training rows.
 *
 * @throws LeastwiseError `bad-argument`
 */
export async function learningCurve(
  data: ResampledRows,
  options: LearningCurveOptions,
  backend: Backend,
): Promise<LearningCurve> {
  const { sizes, nTest, seed, repeats, model, rules } = await resolve(data, options);
  const found = await foldMoments(data, rules);
  const train: number[][] = [];
  const test: number[][] = [];
  for (const [r, stretches] of found.entries()) {
    requireWeight(stretches);
    await data.rows.turn();
    const points = pointsOf(stretches, sizes.length, model, backend);
    const source = { rows: data.rows, rule: rules[r] as FoldRule };
    const trained = ({ upTo }: Point) => Array.from({ length: upTo + 1 }, (_, k) => k);
    const tested = () => [stretches.length - 1];
    train.push(await errorsOf(points, (point) => point.train, { ...source, stretches: trained }));
    test.push(await errorsOf(points, (point) => point.test, { ...source, stretches: tested }));
  }
  const sdOf = (rows: number[][], means: number[]) =>
    columnSquares(rows, means).map((sum) => (repeats > 1 ? Math.sqrt(sum / (repeats - 1)) : null));
  const trainMeans = columnMeans(train);
  const testMeans = columnMeans(test);
  return {
    sizes,
    train: trainMeans,
    test: testMeans,
    trainSd: sdOf(train, trainMeans),
    testSd: sdOf(test, testMeans),
    nTest,
    seed,
    repeats,
    lambda: model.lambda,
    l1Ratio: model.l1Ratio,
  };
}

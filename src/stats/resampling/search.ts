// Searches for lambda and l1Ratio beyond a grid: pairs drawn at random, and grids that close in on the best pair. Both
// try pairs by their lambda over the largest of their l1Ratio, so that a pair means the same for every l1Ratio.

import type { RandomStream } from "#kernel/backend.ts";
import { pathFromMoments } from "../penalised/path.ts";
import type { PathOptions } from "../penalised/types.ts";
import { type CurveResult, curveOf, type Validated } from "./curve.ts";
import type { SearchOptions, Trial } from "./types.ts";

/** Lambdas a round and l1Ratio of a narrowing search, where nothing else is said. */
const ROUND_LAMBDAS = 20;
const ROUNDS = 3;
const ROUND_L1_RATIOS = 5;

export interface SearchResult {
  trials: Trial[];
  nRowLosses: number;
  nDoubtful: number;
}

/** What is searched: paths of these options, l1Ratio from `low` to `high`. */
export interface SearchSpace {
  data: Validated;
  options: PathOptions;
  low: number;
  high: number;
}

interface Range {
  low: number;
  high: number;
}

function lambdaMaxOf({ data, options }: SearchSpace, l1Ratio: number): number {
  const { lambdas: _, ...rest } = options;
  const path = pathFromMoments(data.total, data, { ...rest, l1Ratio, nLambda: 1 }, data.solver);
  return path.lambdas[0] as number;
}

function trialsOf({ curve }: CurveResult): Trial[] {
  return curve.lambdas.map((lambda, k) => ({
    lambda,
    l1Ratio: curve.l1Ratio,
    mean: curve.mean[k] as number,
    sd: curve.sd[k] as number,
  }));
}

/** Log of the smallest lambda tried over the largest. */
function logRatio({ data, options }: SearchSpace): number {
  const { total } = data;
  return Math.log(options.lambdaMinRatio ?? (total.n < total.mean.length - 1 ? 1e-2 : 1e-4));
}

async function tryAt(space: SearchSpace, l1Ratio: number, depths: readonly number[]): Promise<CurveResult> {
  const largest = lambdaMaxOf(space, l1Ratio);
  const lambdas = depths.map((depth) => largest * Math.exp(depth));
  return curveOf(space.data, { ...space.options, l1Ratio, lambdas });
}

function evenly({ low, high }: Range, n: number): number[] {
  if (n === 1 || low === high) return [(low + high) / 2];
  return Array.from({ length: n }, (_, k) => low + ((high - low) * k) / (n - 1));
}

/** One step of the grid either side of the best, within the range before. */
function narrowed(range: Range, n: number, best: number): Range {
  const step = n > 1 ? (range.high - range.low) / (n - 1) : 0;
  return { low: Math.max(range.low, best - step), high: Math.min(range.high, best + step) };
}

async function randomSearch(space: SearchSpace, nTrials: number, stream: RandomStream): Promise<CurveResult[]> {
  const shares = stream.uniform(nTrials, space.low, space.high);
  const depths = stream.uniform(nTrials, logRatio(space), 0);
  const results: CurveResult[] = [];
  for (const [k, share] of shares.entries()) results.push(await tryAt(space, share, [depths[k] as number]));
  return results;
}

async function narrowingSearch(
  space: SearchSpace,
  { rounds = ROUNDS, nL1Ratios = ROUND_L1_RATIOS }: { rounds?: number; nL1Ratios?: number },
): Promise<CurveResult[]> {
  const nLambda = space.options.nLambda ?? ROUND_LAMBDAS;
  const results: CurveResult[] = [];
  let shares: Range = { low: space.low, high: space.high };
  let depths: Range = { low: logRatio(space), high: 0 };
  let best = { share: 0, depth: 0, mean: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    const grid = evenly(depths, nLambda).reverse();
    for (const share of evenly(shares, nL1Ratios)) {
      const result = await tryAt(space, share, grid);
      results.push(result);
      for (const [k, mean] of result.curve.mean.entries()) {
        if (mean < best.mean) best = { share, depth: grid[k] as number, mean };
      }
    }
    shares = narrowed(shares, nL1Ratios, best.share);
    depths = narrowed(depths, nLambda, best.depth);
  }
  return results;
}

/** Try pairs; `stream` decides which a random search tries. */
export async function searchPairs(
  space: SearchSpace,
  search: SearchOptions,
  stream: RandomStream,
): Promise<SearchResult> {
  const results =
    search.kind === "random" ? await randomSearch(space, search.nTrials, stream) : await narrowingSearch(space, search);
  return {
    trials: results.flatMap(trialsOf),
    nRowLosses: results.reduce((sum, { nRowLosses }) => sum + nRowLosses, 0),
    nDoubtful: results.reduce((sum, { nDoubtful }) => sum + nDoubtful, 0),
  };
}

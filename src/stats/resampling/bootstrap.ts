// Bootstrap of coefficients (Efron, 1979): rows drawn with replacement, as counts that weigh them, or, where there are
// many rows, whole blocks, whose moments are merged as often as they are drawn.

import { quantileOf } from "#base/quantile.ts";
import { refuse } from "#base/refuse.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { Backend, BlockMoments, RandomStream } from "#kernel/backend.ts";
import { withWeights } from "../moments/frequency.ts";
import { toMoments } from "../moments/state.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { BOOTSTRAP_BLOCKS, blocksOf, checkBlockOptions } from "./blocks.ts";
import { modelOf, type PenalisedModel } from "./coefficients.ts";
import { numberRows, type RowNumbers } from "./deal.ts";
import type { ResampledRows } from "./deal-rows.ts";
import { type Coefficients, coefficientsOf, described } from "./jackknife.ts";
import { checkWhole } from "./options.ts";
import { DEFAULT_SEED } from "./seed.ts";
import { columnMeans, columnSquares } from "./summary.ts";
import type { Bootstrap, BootstrapOptions } from "./types.ts";

/** Products of all replicates that drawing rows may cost: some seconds of one thread. */
const MOST_PRODUCTS = 2e10;

/**
 * Counts held at a time, and products that a pass may take of a superblock: replicates share a pass over the rows, which
 * nothing interrupts within a superblock.
 */
const COUNTS_AT_ONCE = 2 ** 22;
const PRODUCTS_AT_ONCE = 1e8;

const REPLICATES = 1000;

/** What every replicate is drawn by and solved with. */
interface Drawing {
  nReplicates: number;
  solve: (moments: Moments) => Coefficients;
  random: RandomStream;
}

/** n draws of 0..n − 1 with replacement, as how often each came. */
function drawCounts(stream: Pick<RandomStream, "uniform">, n: number): Uint16Array {
  const counts = new Uint16Array(n);
  for (const u of stream.uniform(n, 0, n)) {
    const at = Math.min(n - 1, Math.floor(u));
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** Moments of every replicate: rows weighed by how often each was drawn. */
export const drawnPass: RowPass<{ counts: Uint16Array[]; first: readonly number[] }, BlockMoments[]> = {
  async run(block, { counts, first }, backend) {
    const from = first[block.superblock] as number;
    const results: BlockMoments[] = [];
    const { weights: own } = block;
    for (const drawn of counts) {
      const weights = new Float64Array(drawn.subarray(from, from + block.n));
      if (own) for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] as number) * (own[i] as number);
      results.push(await backend.moments({ n: block.n, columns: block.columns, weights }));
    }
    return results;
  },
  merge: (a, b, backend) => a.map((state, k) => backend.merge(state, b[k] as BlockMoments)),
};

async function drawRows(
  data: ResampledRows,
  numbers: RowNumbers,
  { nReplicates, solve, random }: Drawing,
): Promise<Coefficients[]> {
  const products = Math.min(numbers.n, SUPERBLOCK_ROWS) * data.names.length ** 2;
  const atOnce = Math.max(1, Math.floor(Math.min(COUNTS_AT_ONCE / numbers.n, PRODUCTS_AT_ONCE / products)));
  const results: Coefficients[] = [];
  while (results.length < nReplicates) {
    const length = Math.min(atOnce, nReplicates - results.length);
    const counts = Array.from({ length }, () => drawCounts(random, numbers.n));
    const states = await data.rows.reduce(drawnPass, { counts, first: numbers.first });
    for (const state of states) {
      await data.rows.turn();
      results.push(solve(withWeights(toMoments(state, data.names, 0), data.weightsAre)));
    }
  }
  return results;
}

async function drawBlocks(
  blocks: readonly Moments[],
  { nReplicates, solve, random }: Drawing,
  turn: Rows["turn"],
): Promise<Coefficients[]> {
  const results: Coefficients[] = [];
  while (results.length < nReplicates) {
    await turn();
    results.push(solve(drawnMoments(blocks, drawCounts(random, blocks.length))));
  }
  return results;
}

/** Moments of blocks drawn `counts[b]` times each: about their common mean, so that nothing is subtracted. */
export function drawnMoments(blocks: readonly Moments[], counts: ArrayLike<number>): Moments {
  const [first] = blocks as [Moments, ...Moments[]];
  const q = first.mean.length;
  const drawn = blocks.flatMap((block, b) =>
    (counts[b] as number) > 0 ? [{ block, count: counts[b] as number }] : [],
  );
  const weight = drawn.reduce((sum, { block, count }) => sum + count * block.weight, 0);
  const mean = Array.from({ length: q }, (_, j) => {
    const origin = first.mean[j] as number;
    const sum = drawn.reduce(
      (s, { block, count }) => s + count * block.weight * ((block.mean[j] as number) - origin),
      0,
    );
    return origin + sum / weight;
  });
  const scatter = new Float64Array(first.scatter.length);
  const delta = new Float64Array(q);
  for (const { block, count } of drawn) {
    for (let j = 0; j < q; j++) delta[j] = (block.mean[j] as number) - (mean[j] as number);
    for (let j = 0, at = 0; j < q; j++) {
      const d = block.weight * (delta[j] as number);
      for (let i = 0; i <= j; i++, at++) {
        const value = (block.scatter[at] as number) + d * (delta[i] as number);
        scatter[at] = (scatter[at] as number) + count * value;
      }
    }
  }
  const n = drawn.reduce((sum, { block, count }) => sum + count * block.n, 0);
  return { ...first, n, weight, mean, scatter: Array.from(scatter) };
}

function summaryOf(
  replicates: readonly Coefficients[],
  values: readonly number[],
  level: number,
): Pick<Bootstrap, "standardErrors" | "bias" | "interval" | "nDeficient"> {
  const rows = replicates.map((one) => one.values);
  const means = columnMeans(rows);
  const tail = (1 - level) / 2;
  return {
    standardErrors: columnSquares(rows, means).map((sum) => Math.sqrt(sum / (rows.length - 1))),
    bias: means.map((mean, j) => mean - (values[j] as number)),
    interval: values.map((_, j) => {
      const sorted = Float64Array.from(rows, (row) => row[j] as number).sort();
      return [quantileOf(sorted, tail), quantileOf(sorted, 1 - tail)];
    }),
    nDeficient: replicates.filter(({ deficient }) => deficient).length,
  };
}

interface Resolved {
  nReplicates: number;
  level: number;
  method: "auto" | "pairs" | "blocks";
  seed: number;
  model: PenalisedModel;
}

function resolve(options: BootstrapOptions, intercept: boolean): Resolved {
  const { nReplicates = REPLICATES, level = 0.95, method = "auto", seed = DEFAULT_SEED } = options;
  checkBlockOptions(options);
  checkWhole("nReplicates", nReplicates, 2, 100_000);
  if (!(level > 0 && level < 1)) refuse("level", "be between 0 and 1", level);
  if (method !== "auto" && method !== "pairs" && method !== "blocks") {
    refuse("method", 'be "auto", "pairs" or "blocks"', method);
  }
  return { nReplicates, level, method, seed, model: modelOf(options, intercept) };
}

/** The method and why. */
function methodOf({ method, nReplicates }: Resolved, n: number, q: number): { pairs: boolean; reason: string } {
  if (method !== "auto") return { pairs: method === "pairs", reason: "asked for" };
  const pairs = n * q * q * nReplicates <= MOST_PRODUCTS;
  const cost = `${nReplicates} replicates of ${n} rows and ${q} columns`;
  return { pairs, reason: pairs ? `${cost} can be drawn row by row` : `${cost} are too many to draw row by row` };
}

/**
 * Bootstrap the coefficients of a planned model.
 *
 * @throws LeastwiseError `bad-argument`, `response-constant`, `value-not-finite`
 */
export async function bootstrap(data: ResampledRows, options: BootstrapOptions, backend: Backend): Promise<Bootstrap> {
  const resolved = resolve(options, data.intercept);
  const { nReplicates, level, seed, model } = resolved;
  const numbers = await numberRows(data.rows);
  if (numbers.n < 2) refuse("rows used", "be 2 or more", numbers.n);
  const { pairs, reason } = methodOf(resolved, numbers.n, data.names.length);
  const solve = (moments: Moments) => coefficientsOf(moments, model, backend);
  const drawing = { nReplicates, solve, random: backend.random(seed) };
  let nBlocks: number | null = null;
  let replicates: Coefficients[];
  let total: Moments;
  if (pairs) {
    total = await data.rows.moments();
    replicates = await drawRows(data, numbers, drawing);
  } else {
    const { blocks } = await blocksOf(data, options, BOOTSTRAP_BLOCKS);
    nBlocks = blocks.length;
    total = drawnMoments(blocks, new Uint8Array(nBlocks).fill(1));
    replicates = await drawBlocks(blocks, drawing, data.rows.turn);
  }
  const { values } = solve(total);
  return {
    ...described(total, model),
    coefficients: values,
    ...summaryOf(replicates, values, level),
    n: total.n,
    seed,
    method: pairs ? "pairs" : "blocks",
    reason,
    nBlocks,
    nReplicates,
    level,
  };
}

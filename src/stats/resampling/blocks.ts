// Rows cut into blocks of one size, by a shuffle or as they follow each other, and the moments of each.

import { refuse } from "#base/refuse.ts";
import type { Moments } from "../types.ts";
import { evenEnds, type FoldRule, numberRows } from "./deal.ts";
import type { ResampledRows } from "./deal-rows.ts";
import { foldMoments } from "./fold-pass.ts";
import { checkWhole } from "./options.ts";
import { checkSeed, DEFAULT_SEED } from "./seed.ts";
import type { BlockOptions } from "./types.ts";

/** Blocks of a bootstrap and a jackknife where nothing else is said. */
export const BOOTSTRAP_BLOCKS = 200;
export const JACKKNIFE_BLOCKS = 50;

/** Blocks with weight, in order. */
export interface Blocks {
  blocks: Moments[];
  n: number;
  seed: number | null;
}

/** @throws LeastwiseError `bad-argument` */
export function checkBlockOptions({ nBlocks, blocks = "shuffled", seed }: BlockOptions): void {
  if (nBlocks !== undefined) checkWhole("nBlocks", nBlocks, 2, 10_000);
  if (blocks !== "shuffled" && blocks !== "consecutive") refuse("blocks", 'be "shuffled" or "consecutive"', blocks);
  if (seed !== undefined) checkSeed(seed);
}

/** Moments of blocks whose rows differ in number by one at most; blocks without weight are left out. */
export async function blocksOf(data: ResampledRows, options: BlockOptions, defaultBlocks: number): Promise<Blocks> {
  checkBlockOptions(options);
  const { first, n } = await numberRows(data.rows);
  const asked = options.nBlocks ?? Math.min(defaultBlocks, n);
  if (asked > n || n < 2) refuse("nBlocks", `be from 2 to the number of rows used, ${n}`, asked);
  const seed = options.seed ?? DEFAULT_SEED;
  const consecutive = options.blocks === "consecutive";
  const rule: FoldRule = consecutive
    ? { kind: "numbered", nFolds: asked, first, ends: evenEnds(n, asked) }
    : { kind: "shuffled", nFolds: asked, first, shuffle: { n, seed, repeat: 0 } };
  const [states = []] = await foldMoments(data, [rule]);
  const blocks = states.filter(({ weight }) => weight > 0);
  if (blocks.length < 2) refuse("nBlocks", "leave 2 blocks with weight at least", blocks.length);
  return { blocks, n: blocks.reduce((sum, block) => sum + block.n, 0), seed: consecutive ? null : seed };
}

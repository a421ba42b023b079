// What each fold trains on and is tested on, as moments. Training moments are merged anew, never subtracted.

import { complements } from "../moments/complement.ts";
import { mergeMoments } from "../moments/merge.ts";
import type { Moments } from "../types.ts";

export interface Split {
  train: Moments;
  test: Moments;
}

/** Each fold tested once, trained on all the others. */
export function foldSplits(folds: readonly Moments[]): Split[] {
  return complements(folds, mergeMoments).map((train, k) => ({ train, test: folds[k] as Moments }));
}

/** Each block but the first tested once, trained on all blocks before it. */
export function expandingSplits(blocks: readonly Moments[]): Split[] {
  const [first, ...rest] = blocks;
  let train = first as Moments;
  return rest.map((test) => {
    const split = { train, test };
    train = mergeMoments(train, test);
    return split;
  });
}

/** Each block tested once that has `windowBlocks` blocks before it, which it is trained on. */
export function rollingSplits(blocks: readonly Moments[], windowBlocks: number): Split[] {
  return blocks.slice(windowBlocks).map((test, k) => ({
    train: blocks.slice(k, k + windowBlocks).reduce((sum, next) => mergeMoments(sum, next)),
    test,
  }));
}

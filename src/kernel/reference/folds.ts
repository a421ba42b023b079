// Moments by fold in plain TypeScript: each fold's rows on their own.

import { rowsOf } from "#base/pick.ts";
import type { Block, BlockMoments, Folds } from "../backend.ts";
import { checkBlock, checkFolds } from "../shapes.ts";
import { moments } from "./moments.ts";
import { shuffle } from "./shuffle.ts";

/** Moments of the rows of each of `nFolds` folds. */
export function foldMoments(block: Block, folds: Folds, nFolds: number): BlockMoments[] {
  checkBlock(block);
  checkFolds(folds, nFolds, block.n);
  const ids = folds instanceof Int32Array ? folds : shuffle(folds.order, folds.from, block.n, nFolds);
  return Array.from({ length: nFolds }, (_, fold) => moments(rowsOf(block, ids, fold)));
}

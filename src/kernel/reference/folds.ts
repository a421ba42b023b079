// Moments by fold in plain TypeScript: each fold's rows on their own.

import { rowsOf } from "#base/pick.ts";
import type { Block, BlockMoments } from "../backend.ts";
import { checkBlock, checkFolds } from "../shapes.ts";
import { moments } from "./moments.ts";

/** Moments of the rows of each of `nFolds` folds. */
export function foldMoments(block: Block, folds: Int32Array, nFolds: number): BlockMoments[] {
  checkBlock(block);
  checkFolds(folds, nFolds, block.n);
  return Array.from({ length: nFolds }, (_, fold) => moments(rowsOf(block, folds, fold)));
}

// Moments by fold in plain TypeScript: each fold's rows on their own.

import type { Block, BlockMoments } from "../backend.ts";
import { rowsOfFold } from "../rows-of-fold.ts";
import { checkBlock, checkFolds } from "../shapes.ts";
import { moments } from "./moments.ts";

/** Moments of the rows of each of `nFolds` folds. */
export function foldMoments(block: Block, folds: Int32Array, nFolds: number): BlockMoments[] {
  checkBlock(block);
  checkFolds(folds, nFolds, block.n);
  return Array.from({ length: nFolds }, (_, fold) => moments(rowsOfFold(block, folds, fold)));
}

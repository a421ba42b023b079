// The moments of the rows of a model, with the sum that a weighted likelihood needs and the kernel does not count.

import { log } from "#base/elementary.ts";
import type { BlockMoments, NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";

export interface WeighedMoments {
  moments: BlockMoments;
  /** Σ log w over rows with weight > 0; 0 without weights. */
  sumLogWeight: number;
}

/** Σ log w over weights above 0. */
export function sumLog(weights: NumericColumn): number {
  let sum = 0;
  for (const w of weights) if (w > 0) sum += log(w);
  return sum;
}

export const momentsPass: RowPass<null, WeighedMoments> = {
  async run(block, _, backend) {
    const sumLogWeight = block.weights ? sumLog(block.weights) : 0;
    return { moments: await backend.moments(block), sumLogWeight };
  },
  merge: (a, b, backend) => ({
    moments: backend.merge(a.moments, b.moments),
    sumLogWeight: a.sumLogWeight + b.sumLogWeight,
  }),
};

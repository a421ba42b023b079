// Counts of two columns on a grid: superblocks are counted by the backend and added.

import type { BinCounts, BinGrid } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";
import type { Bins } from "./types.ts";

/** The block's columns are x, y and, where its mean is asked for, another. */
export const binsPass: RowPass<BinGrid, BinCounts> = {
  run: ({ n, columns }, grid, backend) => backend.bins({ n, columns }, grid),
  merge: (a, b) => ({
    counts: a.counts.map((count, k) => count + (b.counts[k] as number)),
    sums: a.sums.map((sum, k) => sum + (b.sums[k] as number)),
    nInside: a.nInside + b.nInside,
    nOutside: a.nOutside + b.nOutside,
    nMissing: a.nMissing + b.nMissing,
  }),
};

export function toBins({ x, y, origin }: BinGrid, { counts, sums, ...totals }: BinCounts): Bins {
  // 0/0 is NaN: nothing has no mean.
  const means = sums.map((sum, k) => origin + sum / (counts[k] as number));
  return { x, y, counts, means, ...totals };
}

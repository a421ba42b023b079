// The merge of moments where one side has no weight: a copy of the other. Shared by all backends.

import type { BlockMoments } from "./backend.ts";

/** A copy of the side that has weight (of `a` where neither has), or undefined where both have. */
export function mergeEmpty(a: BlockMoments, b: BlockMoments): BlockMoments | undefined {
  if (a.weight !== 0 && b.weight !== 0) return undefined;
  const { weight, mean, scatter, shift } = b.weight === 0 ? a : b;
  return { n: a.n + b.n, weight, mean: mean.slice(), scatter: scatter.slice(), shift: shift.slice() };
}

// Weights that count rows: moments of the rows as they would be written out one by one.

import type { Moments } from "../types.ts";

/**
 * Moments with the kind of their weights. Frequency weights are counted: n is their sum, and the likelihood knows no
 * weights any more, since the rows they stand for have none.
 */
export function withWeights<M extends Moments>(moments: M, weightsAre: Moments["weightsAre"]): M {
  if (weightsAre === undefined) return moments;
  if (weightsAre === "analytic") return { ...moments, weightsAre };
  return { ...moments, weightsAre, n: moments.weight, sumLogWeight: 0 };
}

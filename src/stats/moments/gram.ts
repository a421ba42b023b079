// Second moments about 0, for models without intercept.

import type { Moments } from "../types.ts";

/** Σ w z zᵀ as a packed triangle: scatter + W·m·mᵀ. An addition, so nothing cancels that did not cancel in the data. */
export function uncentredGram({ weight, mean, scatter }: Pick<Moments, "weight" | "mean" | "scatter">): number[] {
  const gram = scatter.slice();
  let at = 0;
  for (const [j, mj] of mean.entries()) {
    for (let i = 0; i <= j; i++) {
      gram[at] = (gram[at] as number) + weight * (mean[i] as number) * mj;
      at += 1;
    }
  }
  return gram;
}

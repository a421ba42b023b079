// Second moments about 0, for models without intercept.

import type { BlockMoments } from "#kernel/backend.ts";
import type { Moments } from "../types.ts";
import { packedIndex } from "./packed.ts";

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

/** The same of k columns as a full matrix, k×k, column-major. */
export function fullGram({ weight, mean, scatter }: BlockMoments): Float64Array {
  const k = mean.length;
  return Float64Array.from({ length: k * k }, (_, e) => {
    const i = e % k;
    const j = Math.floor(e / k);
    return (scatter[packedIndex(i, j)] as number) + weight * (mean[i] as number) * (mean[j] as number);
  });
}

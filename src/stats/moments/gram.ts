// Second moments about 0, for models without intercept.

import { symmetricOf } from "./packed.ts";

/** Of Moments or of a kernel's state. */
interface Sums {
  weight: number;
  mean: ArrayLike<number>;
  scatter: ArrayLike<number>;
}

/** Σ w z zᵀ as a packed triangle: scatter + W·m·mᵀ. An addition, so nothing cancels that did not cancel in the data. */
export function uncentredGram({ weight, mean, scatter }: Sums): number[] {
  const gram = Array.from(scatter);
  let at = 0;
  for (let j = 0; j < mean.length; j++) {
    const mj = mean[j] as number;
    for (let i = 0; i <= j; i++) {
      gram[at] = (gram[at] as number) + weight * (mean[i] as number) * mj;
      at += 1;
    }
  }
  return gram;
}

/** The same of k columns as a full matrix, k×k, column-major. */
export function fullGram(sums: Sums): Float64Array {
  return symmetricOf(uncentredGram(sums), sums.mean.length);
}

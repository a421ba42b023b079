// Sums of residuals from moments, without the rows: losses of a fold or a window under coefficients fitted elsewhere.

import type { LinearPredictor, ResidualSums } from "#kernel/backend.ts";
import type { Moments } from "../types.ts";
import { packedIndex } from "./packed.ts";

/**
 * Σ w e², Σ w e and Σ w e (x − centre) of the rows behind `moments`, the response last; O(p²). `rss` is a difference of
 * sums as large as the response's scatter and has digits only where it is not much smaller (1e-4 of it leaves some
 * twelve). The largest residual cannot be told: `maxAbs` is NaN.
 */
export function residualsOfMoments(
  { weight, mean, scatter }: Pick<Moments, "weight" | "mean" | "scatter">,
  { intercept, beta, centre }: LinearPredictor,
): ResidualSums {
  const p = beta.length;
  const at = (i: number, j: number): number => scatter[packedIndex(i, j)] as number;
  const away = Float64Array.from(beta, (_, j) => (mean[j] as number) - (centre[j] as number));
  let level = (mean[p] as number) - intercept;
  for (const [j, b] of beta.entries()) level -= b * (away[j] as number);
  let rss = at(p, p);
  const gradient = beta.map((b, i) => {
    let sum = at(i, p);
    for (let j = 0; j < p; j++) sum -= at(i, j) * (beta[j] as number);
    rss -= b * (at(i, p) + sum);
    return sum + weight * level * (away[i] as number);
  });
  const sum = weight * level;
  return { rss: Math.max(0, rss) + sum * level, sum, gradient, maxAbs: Number.NaN };
}

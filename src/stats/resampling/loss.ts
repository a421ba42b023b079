// Squared error of a predictor over rows of which only the moments are known.

import type { LinearPredictor } from "#kernel/backend.ts";
import { packedIndex } from "../moments/packed.ts";
import type { Moments } from "../types.ts";

/** Below this share of what was added and subtracted, a sum of squares from moments has too few digits left. */
const LEAST_SHARE = 1e-4;

export interface MomentLoss {
  /** Σ w (y − ŷ)². */
  sse: number;
  /** Whether it lost so many digits that it should be summed over the rows. */
  lost: boolean;
}

/** Σ w (y − ŷ)² = W (ȳ − ŷ(x̄))² + C_yy − 2 b′C_xy + b′C_xx b. */
export function lossFromMoments(test: Moments, { intercept, beta, centre }: LinearPredictor): MomentLoss {
  const p = beta.length;
  const { mean, scatter, weight } = test;
  const active: number[] = [];
  let shift = 0;
  for (let j = 0; j < p; j++) {
    if (beta[j] === 0) continue;
    active.push(j);
    shift += (beta[j] as number) * ((mean[j] as number) - (centre[j] as number));
  }
  let explained = 0;
  let crossed = 0;
  const last = packedIndex(0, p);
  for (let at = 0; at < active.length; at++) {
    const j = active[at] as number;
    const column = packedIndex(0, j);
    let row = 0;
    for (let k = 0; k < at; k++) {
      const i = active[k] as number;
      row += (beta[i] as number) * (scatter[column + i] as number);
    }
    const b = beta[j] as number;
    explained += b * (2 * row + b * (scatter[column + j] as number));
    crossed += b * (scatter[last + j] as number);
  }
  const own = scatter[packedIndex(p, p)] as number;
  const level = (mean[p] as number) - intercept;
  const sse = Math.max(0, weight * (level - shift) ** 2 + (own - 2 * crossed + explained));
  const total = own + explained + weight * (level * level + shift * shift);
  return { sse, lost: sse < LEAST_SHARE * total };
}

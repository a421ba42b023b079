// From a backend's state to the value that crosses borders.

import type { BlockMoments } from "#kernel/backend.ts";
import type { Moments } from "../types.ts";

/**
 * Moments of q named columns as plain data.
 *
 * @param names q names, the response's last
 * @param sumLogWeight Σ log w over rows with weight > 0; 0 without weights
 */
export function toMoments(state: BlockMoments, names: string[], sumLogWeight: number): Moments {
  return {
    n: state.n,
    weight: state.weight,
    mean: Array.from(state.mean),
    scatter: Array.from(state.scatter),
    names: names.slice(),
    shift: Array.from(state.shift),
    sumLogWeight,
  };
}

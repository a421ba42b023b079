// The Jensen–Shannon distance of two binned distributions.

import { log } from "#base/elementary.ts";
import { total } from "./total.ts";

/**
 * Square root of the Jensen–Shannon divergence in bits, ½ Σ p log₂(p/m) + ½ Σ q log₂(q/m) with m = (p + q)/2: a metric,
 * 0 for equal shares and 1 for windows that share no bin. `null` where a window has no row.
 *
 * Lin 1991; Endres and Schindelin 2003.
 */
export function jensenShannon(reference: readonly number[], current: readonly number[]): number | null {
  const nReference = total(reference);
  const nCurrent = total(current);
  if (nReference === 0 || nCurrent === 0) return null;
  let sum = 0;
  for (const [i, a] of reference.entries()) {
    const p = a / nReference;
    const q = (current[i] as number) / nCurrent;
    sum += partOf(p, q) + partOf(q, p);
  }
  // Rounding can leave the sum beside its ends.
  return Math.sqrt(Math.min(1, Math.max(0, (0.5 * sum) / Math.LN2)));
}

/** p ln(p/m), in nats. */
const partOf = (p: number, q: number): number => (p === 0 ? 0 : p * log(p / (0.5 * (p + q))));

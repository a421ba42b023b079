// The population stability index: the symmetrised Kullback–Leibler divergence of two binned distributions, in nats.

import { log } from "#base/elementary.ts";
import { total } from "./total.ts";

/** Rows that an empty bin counts for, so that the logarithm is finite; the shares are not scaled again. */
const EMPTY_ROWS = 0.5;

/**
 * Σ (q − p) ln(q/p) over the bins of two windows, p and q the shares of their rows.
 *
 * A bin that is empty in one window counts there as half a row; one that is empty in both adds nothing. `null` where a
 * window has no row.
 */
export function psi(reference: readonly number[], current: readonly number[]): number | null {
  const nReference = total(reference);
  const nCurrent = total(current);
  if (nReference === 0 || nCurrent === 0) return null;
  let sum = 0;
  for (const [i, a] of reference.entries()) {
    const b = current[i] as number;
    if (a === 0 && b === 0) continue;
    const p = (a || EMPTY_ROWS) / nReference;
    const q = (b || EMPTY_ROWS) / nCurrent;
    sum += (q - p) * log(q / p);
  }
  return sum;
}

// The value of a linear predictor some way from where it is known, in twice the working precision: the sum may cancel.

import { productError } from "#base/double-double.ts";

/** A value and a small correction to it, not yet added up. */
export interface Split {
  value: number;
  correction: number;
}

/** level + Σ beta[j]·move[j], rounded once at the end (Ogita, Rump and Oishi 2005, Dot2). */
export function levelAfter(level: Split, beta: readonly Split[], move: readonly number[]): number {
  let sum = level.value;
  let low = level.correction;
  for (const [j, { value, correction }] of beta.entries()) {
    const distance = move[j] as number;
    const product = value * distance;
    const next = sum + product;
    const back = next - sum;
    low += sum - (next - back) + (product - back) + productError(value, distance, product) + correction * distance;
    sum = next;
  }
  // Beyond some 1e300 a factor cannot be split for the error of its product.
  return Number.isFinite(low) ? sum + low : sum;
}

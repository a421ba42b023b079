// The value of a linear predictor some way from where it is known, in twice the working precision: the sum may cancel.

import { productError } from "#base/double-double.ts";

/** A value and a small correction to it, not yet added up. */
export interface Split {
  value: number;
  correction: number;
}

/** Factors beyond this overflow where they are split in two; the other factor then takes over a power of 2. */
const SPLITTABLE = 2 ** 990;
const STEP = 2 ** 200;

/** What rounding took from a product that is far from overflowing itself. */
function roundingOf(a: number, b: number, product: number): number {
  if (Math.abs(a) > SPLITTABLE) return productError(a / STEP, b * STEP, product);
  if (Math.abs(b) > SPLITTABLE) return productError(a * STEP, b / STEP, product);
  return productError(a, b, product);
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
    low += sum - (next - back) + (product - back) + roundingOf(value, distance, product) + correction * distance;
    sum = next;
  }
  // Factors that are both beyond some 1e300 have a product that overflows, and no error of it.
  return Number.isFinite(low) ? sum + low : sum;
}

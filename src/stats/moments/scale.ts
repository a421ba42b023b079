// Sizes of sums of squares: which are rounding of a constant, which overflowed, and which are too small to tell.

import { LeastwiseError } from "#base/error.ts";
import type { Moments } from "../types.ts";
import { packedIndex } from "./packed.ts";

/** A standard deviation below this many units in the last place of the mean is rounding of a constant. */
const CONSTANT_ULPS = 4;

/** The largest scatter that a constant column with this mean can show. */
export function roundingScatter(mean: number, weight: number): number {
  return weight * (CONSTANT_ULPS * Number.EPSILON * mean) ** 2;
}

/** @throws LeastwiseError `value-not-finite` if a sum over the rows overflowed */
export function requireFinite({ mean, scatter, weight, names }: Moments): void {
  const at = mean.findIndex((m, j) => !Number.isFinite(m) || !Number.isFinite(scatter[packedIndex(j, j)]));
  if (at < 0 && Number.isFinite(weight)) return;
  const column = at < 0 ? "weights" : (names[at] as string);
  const sum = at < 0 ? weight : (scatter[packedIndex(at, at)] as number);
  // Sums that overflowed leave NaN where they are merged.
  const value = Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
  const message = `${column}: squares must sum to a finite number; got ${value}`;
  throw new LeastwiseError("value-not-finite", message, { at: { column }, value });
}

/**
 * The least normal number. Each square of n may lose half of 2^-1074 to underflow, which is rounding of a sum above n times
 * this.
 */
const LEAST_NORMAL = 2 ** -1022;

/** Products beyond their columns' deviations by this much are no rounding. */
const TOL = 1e-6;

type Spreads = Pick<Moments, "n" | "weight" | "mean" | "scatter">;

/** The first column whose squares underflowed though it varies; −1 where there is none. */
export function underflowing({ n, weight, mean, scatter }: Spreads): number {
  const least = LEAST_NORMAL * n;
  const size = mean.map((m, j) => Math.max(scatter[packedIndex(j, j)] as number, roundingScatter(m, weight)));
  return mean.findIndex((m, j) => {
    const square = scatter[packedIndex(j, j)] as number;
    if (square >= least) return false;
    if (square > roundingScatter(m, weight)) return true;
    // A column without squares has no products either, but for rounding.
    return mean.some((_, i) => {
      const most = Math.sqrt(size[i] as number) * Math.sqrt(size[j] as number);
      return i !== j && Math.abs(scatter[packedIndex(i, j)] as number) > most * (1 + TOL);
    });
  });
}

/** @throws LeastwiseError `value-not-finite` naming a column whose squares underflow */
export function requireScale(moments: Spreads & Pick<Moments, "names">): void {
  const j = underflowing(moments);
  if (j < 0) return;
  const column = moments.names[j] as string;
  const value = moments.scatter[packedIndex(j, j)] as number;
  const message = `${column}: squares must not underflow, so it must be written in a smaller unit; got a sum of ${value}`;
  throw new LeastwiseError("value-not-finite", message, { at: { column }, value });
}

// The Kolmogorov–Smirnov distance, the largest gap of two distribution functions: exact from values, bounded from bins.

import type { Bounded } from "../report/types.ts";
import type { NumberProfile } from "../types.ts";
import { type Distribution, together } from "./distribution.ts";
import { total } from "./total.ts";

/** The largest |F − G|, exact. Neither distribution may be empty. */
export function ksDistance(a: Distribution, b: Distribution): number {
  const joint = together(a, b);
  const n = total(a.count);
  const m = total(b.count);
  let countA = 0;
  let countB = 0;
  let most = 0;
  for (const [i, inA] of joint.a.entries()) {
    countA += inA;
    countB += joint.b[i] as number;
    // Counts are whole numbers, so that the product is exact and equal shares give 0.
    most = Math.max(most, Math.abs(countA * m - countB * n));
  }
  return most / n / m;
}

/** Values below and up to each point of the grid. */
function cumulative({ at, between }: Pick<NumberProfile, "at" | "between">): { below: number[]; upTo: number[] } {
  let sum = 0;
  const below: number[] = [];
  const upTo: number[] = [];
  for (const [i, count] of at.entries()) {
    sum += between[i] as number;
    below.push(sum);
    sum += count;
    upTo.push(sum);
  }
  return { below, upTo };
}

/** Whether every value stands on the grid, so that the counts are the whole distribution. */
export const isOnGrid = ({ between }: Pick<NumberProfile, "between">): boolean => between.every((count) => count === 0);

/**
 * The largest |F − G| of two windows counted on one grid of points. Neither may be empty.
 *
 * The gap at the points is a lower bound, and the whole where one of the two lies on the grid alone: between two points
 * its function is flat and the other's rises, so that the gap is largest at an end. Otherwise F at one end of a stretch
 * against G at the other bounds it from above.
 */
export function ksOnGrid(a: NumberProfile, b: NumberProfile): Bounded {
  const A = cumulative(a);
  const B = cumulative(b);
  const gap = (countA: number, countB: number) => (countA * b.n - countB * a.n) / a.n / b.n;
  let value = 0;
  let upper = 0;
  let lastA = 0;
  let lastB = 0;
  for (let i = 0; i <= a.grid.length; i++) {
    // Past the last point both functions end at their whole count.
    const belowA = A.below[i] ?? a.n;
    const belowB = B.below[i] ?? b.n;
    const upToA = A.upTo[i] ?? a.n;
    const upToB = B.upTo[i] ?? b.n;
    value = Math.max(value, Math.abs(gap(belowA, belowB)), Math.abs(gap(upToA, upToB)));
    upper = Math.max(upper, gap(belowA, lastB), -gap(lastA, belowB));
    lastA = upToA;
    lastB = upToB;
  }
  if (isOnGrid(a) || isOnGrid(b)) return { value, upper: value, exact: true };
  return { value, upper: Math.max(value, upper), exact: value >= upper };
}

// A distribution in bounded space: all its different values while they are few, and evenly ranked ones with weights after
// that. Deterministic: no sampling, so that the same rows always give the same points.

import { type Distribution, distributionOf, together } from "../distance/distribution.ts";

/** Different values up to which a distribution is kept whole. */
export const MAX_DISTINCT = 1000;

/** Points kept of a superblock, and after a merge: every merge may move a quantile by half a 4096th of the rows. */
const BLOCK_POINTS = 2048;
const MERGED_POINTS = 4096;

export interface Points extends Distribution {
  /** Whether these are all values. */
  exact: boolean;
}

/** The points of a superblock's values, sorted. */
export function pointsOf(sorted: Float64Array): Points {
  return wholeOf(sorted) ?? { ...thin({ value: sorted, count: null }, BLOCK_POINTS), exact: false };
}

/** All of a superblock's values, sorted, where they are few; `null` elsewhere. */
export function wholeOf(sorted: Float64Array): Points | null {
  if (countDistinct(sorted, MAX_DISTINCT + 1) > MAX_DISTINCT) return null;
  return { ...distributionOf(sorted), exact: true };
}

/** Different values among sorted ones, counted no further than `limit`. */
function countDistinct(sorted: Float64Array, limit: number): number {
  let n = 0;
  for (let i = 0; i < sorted.length && n < limit; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) n++;
  return n;
}

/** The points of two stretches of rows. */
export function mergePoints(a: Points, b: Points): Points {
  const joint = together(a, b);
  const merged = { value: joint.value, count: joint.a.map((count, i) => count + (joint.b[i] as number)) };
  if (a.exact && b.exact && merged.value.length <= MAX_DISTINCT) return { ...merged, exact: true };
  return { ...(merged.value.length > MERGED_POINTS ? thin(merged, MERGED_POINTS) : merged), exact: false };
}

/**
 * At most `most` of the points, each with the weight of those before it that were left out, the first and last among them.
 *
 * @param points sorted values, with how often each is there; once each without counts, and then equal ones may follow
 */
function thin(
  { value, count }: { value: ArrayLike<number>; count: readonly number[] | null },
  most: number,
): Distribution {
  let n = 0;
  for (let i = 0; i < value.length; i++) n += count?.[i] ?? 1;
  const kept: { value: number[]; count: number[] } = { value: [], count: [] };
  let waiting = 0;
  let seen = 0;
  for (let i = 0; i < value.length; i++) {
    const c = count?.[i] ?? 1;
    waiting += c;
    seen += c;
    if (value[i] === value[i + 1]) continue;
    const due = seen * (most - 1) >= (kept.value.length + 0.5) * n;
    if (kept.value.length > 0 && i < value.length - 1 && !due) continue;
    kept.value.push(value[i] as number);
    kept.count.push(waiting);
    waiting = 0;
  }
  return kept;
}

/**
 * The least value up to which at least a share of the rows lie, for each share (R's type 1).
 *
 * @param shares in (0, 1], none below the one before it
 */
export function quantilesOf({ value, count }: Distribution, shares: readonly number[]): number[] {
  const n = count.reduce((sum, c) => sum + c, 0);
  const out: number[] = [];
  let i = 0;
  let seen = count[0] ?? 0;
  for (const share of shares) {
    // A product that should be a whole number may be one rounding above it.
    while (i + 1 < value.length && seen < share * n * (1 - 4 * Number.EPSILON)) {
      i++;
      seen += count[i] as number;
    }
    out.push(value[i] as number);
  }
  return out;
}

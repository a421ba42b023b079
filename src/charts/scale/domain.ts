// The range of values an axis shows. It follows the data, never a line, so that it tells nothing of a fit.

import { extent } from "d3-array";

/** Lowest and highest value of an axis, in data units. */
export type Domain = readonly [number, number];

/** Part of the spread left free at either end, so that no mark touches an edge. */
const MARGIN = 0.06;
/** Zero is shown where it lies within this part of the spread below the data: nearly free, and it shows the intercept. */
const NEAR_ZERO = 0.25;

/** A domain around `values` with room at both ends. One value, or none, gets a domain of its own size around it. */
export function domainOf(values: Iterable<number>): Domain {
  const [low, high] = extent(values);
  if (low === undefined || high === undefined) return [0, 1];
  const spread = high - low;
  if (spread === 0) return low === 0 ? [-1, 1] : [low - Math.abs(low) / 2, low + Math.abs(low) / 2];
  const start = low >= 0 && low <= NEAR_ZERO * spread ? 0 : low - MARGIN * spread;
  const end = high <= 0 && -high <= NEAR_ZERO * spread ? 0 : high + MARGIN * spread;
  return [start, end];
}

/** Whether every value lies inside, ends included. */
export function covers(domain: Domain, values: Iterable<number>): boolean {
  for (const value of values) if (value < domain[0] || value > domain[1]) return false;
  return true;
}

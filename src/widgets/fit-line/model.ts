// What can be said of a line that a person drew: its errors, their squares, how far from the least. The best line itself is
// never computed here; it comes from the engine.

import type { Line, Place } from "#charts/scale/plane.ts";

/** Middle and spread of a cloud of points; sums are about the means. */
export interface Cloud {
  n: number;
  meanX: number;
  meanY: number;
  sxx: number;
  sxy: number;
  /** The total sum of squares, about the mean of y. */
  syy: number;
}

export function cloudOf(points: readonly Place[]): Cloud {
  const n = points.length;
  let sumX = 0;
  let sumY = 0;
  for (const { x, y } of points) {
    sumX += x;
    sumY += y;
  }
  const meanX = n === 0 ? 0 : sumX / n;
  const meanY = n === 0 ? 0 : sumY / n;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (const { x, y } of points) {
    const dx = x - meanX;
    const dy = y - meanY;
    sxx += dx * dx;
    sxy += dx * dy;
    syy += dy * dy;
  }
  return { n, meanX, meanY, sxx, sxy, syy };
}

/** How far a point lies above (positive) or below (negative) a line, in units of y. */
export function errorOf(point: Place, line: Line): number {
  return point.y - (line.intercept + line.slope * point.x);
}

/** Sum of the squared errors of `points` from `line`, in squared units of y. Summed about the means, so that large values keep their digits. */
export function sumOfSquares(points: readonly Place[], line: Line, cloud: Cloud = cloudOf(points)): number {
  const above = cloud.meanY - (line.intercept + line.slope * cloud.meanX);
  let sum = 0;
  for (const { x, y } of points) {
    const error = y - cloud.meanY - line.slope * (x - cloud.meanX) + above;
    sum += error * error;
  }
  return sum;
}

/** The same from a cloud alone, for rows that are not here. */
export function squaresOf(line: Line, { n, meanX, meanY, sxx, sxy, syy }: Cloud): number {
  const above = meanY - (line.intercept + line.slope * meanX);
  return Math.max(0, syy - line.slope * (2 * sxy - line.slope * sxx)) + n * above * above;
}

/** 1 − SSE/TSS of any line, negative where it is worse than a flat one at the mean; null where y does not vary. */
export function rSquaredOf(sse: number, cloud: Cloud): number | null {
  return cloud.syy > 0 ? 1 - sse / cloud.syy : null;
}

/**
 * The steeper line that eyes tend to draw: the major axis of the cloud with both axes measured in standard deviations.
 * Its slope is sign(r)·sd(y)/sd(x) and it passes through the means; least squares is flatter by the factor |r|.
 * Null where x does not vary or where there is no direction (r = 0).
 */
export function majorAxisOf(cloud: Cloud): Line | null {
  if (!(cloud.sxx > 0) || cloud.sxy === 0) return null;
  const slope = Math.sign(cloud.sxy) * Math.sqrt(cloud.syy / cloud.sxx);
  return { slope, intercept: cloud.meanY - slope * cloud.meanX };
}

/** Index and size of the error that is farthest from zero; null without points. */
export function largestError(points: readonly Place[], line: Line): { index: number; error: number } | null {
  let largest: { index: number; error: number } | null = null;
  points.forEach((point, index) => {
    const error = errorOf(point, line);
    if (!largest || Math.abs(error) > Math.abs(largest.error)) largest = { index, error };
  });
  return largest;
}

/** How a line differs most from the best one. */
type Verdict = "as-good" | "flat" | "steep" | "opposite" | "high" | "low";

/** `times`: sum of squares over the least possible; Infinity where the least is 0. */
export interface Judgement {
  verdict: Verdict;
  times: number;
}

/** Up to this many times the least sum of squares a line counts as just as good. */
const AS_GOOD = 1.005;

/** Judge `mine`, whose sum of squares is `sse`, against `best` with `least`: by height where that costs more than slope. */
export function judge(mine: Line & { sse: number }, best: Line & { sse: number }, cloud: Cloud): Judgement {
  const times = mine.sse === best.sse ? 1 : mine.sse / best.sse;
  const rise = (mine.slope - best.slope) ** 2 * cloud.sxx;
  const above = errorOf({ x: cloud.meanX, y: mine.intercept + mine.slope * cloud.meanX }, best);
  const height = cloud.n * above * above;
  if (times <= AS_GOOD || rise + height <= 1e-12 * cloud.syy) return { verdict: "as-good", times };
  if (height > rise) return { verdict: above > 0 ? "high" : "low", times };
  if (mine.slope * best.slope < 0) return { verdict: "opposite", times };
  return { verdict: Math.abs(mine.slope) < Math.abs(best.slope) ? "flat" : "steep", times };
}

// Inverts a tail by Newton's method on the logarithms of both the point and the probability.

import type { Tails } from "./tails.ts";

const MAX_ITER = 200;

/** Steps of this size and below are rounding. */
const TOL = 1e-15;

/** The first step goes at most this many e-folds, each next one in the same direction twice as far. */
const FIRST_REACH = 2;

/**
 * The v > 0 at which the tail on `side` has log probability `logP`.
 *
 * The densities of log F, log χ² and log |t| are log-concave, hence so are both tails as functions of log v (Bagnoli and
 * Bergstrom 2005): Newton's method approaches the root monotonically once it is beyond it, which it is after one free
 * step; the reach keeps that step from landing where it takes long to come back. Returns 0 or Infinity where the root
 * leaves the doubles.
 */
export function solveTail(side: "lower" | "upper", logP: number, start: number, tailsAt: (v: number) => Tails): number {
  const direction = side === "lower" ? 1 : -1;
  let v = start;
  let reach = FIRST_REACH;
  let last = Number.POSITIVE_INFINITY;
  for (let iter = 0; iter < MAX_ITER; iter++) {
    const { logLower, logUpper, logSlope } = tailsAt(v);
    const logTail = side === "lower" ? logLower : logUpper;
    const step = direction * (logP - logTail) * Math.exp(logTail - logSlope);
    const size = Math.abs(step);
    const taken = Math.sign(step) * Math.min(size, reach);
    // In two halves, for e^taken alone may overflow where v·e^taken does not.
    v = v * Math.exp(taken / 2) * Math.exp(taken / 2);
    if (size <= TOL || (size < 1e-10 && size >= last) || v === 0 || v === Number.POSITIVE_INFINITY) break;
    reach *= 2;
    last = size;
  }
  return v;
}

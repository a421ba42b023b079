// The standard normal distribution.

import { requireNumber, requireProbability } from "./checks.ts";
import { INV_SQRT_2PI, LOG_2PI } from "./constants.ts";
import { lowerGammaSeries, upperGammaFraction } from "./incomplete-gamma.ts";
import { solveTail } from "./solve-tail.ts";
import type { Tails } from "./tails.ts";

/** z²/2 up to which the series for the middle is quick and the tail beside it keeps its digits. */
const SERIES_TO = 1.5;

/** e^(−z²/2); z is split at a multiple of 1/16, whose square is exact, so that the exponent keeps its last bits. */
function bell(z: number): number {
  const head = Math.round(z * 16) / 16;
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (z - head) * (z + head));
}

/** P(0 < Z < z) for 0 <= z, z²/2 <= SERIES_TO. */
const middle = (z: number): number => 0.5 * z * INV_SQRT_2PI * bell(z) * lowerGammaSeries(0.5, 0.5 * z * z);

/** P(Z > z)·e^(z²/2) for z²/2 > SERIES_TO. */
const scaledTail = (z: number): number => 0.5 * z * INV_SQRT_2PI * upperGammaFraction(0.5, 0.5 * z * z);

/** P(Z > z), with full relative accuracy down to the subnormal numbers. */
export function normalUpperTail(z: number): number {
  requireNumber("z", z);
  if (z < 0) return 1 - normalUpperTail(-z);
  if (0.5 * z * z <= SERIES_TO) return 0.5 - middle(z);
  return z > 39 ? 0 : bell(z) * scaledTail(z);
}

/** P(Z <= z). */
export function normalCdf(z: number): number {
  return normalUpperTail(-z);
}

/** Tails of |Z| halved: P(0 < Z < z) and P(Z > z). */
function halfTails(z: number): Tails {
  const logSlope = Math.log(z) - 0.5 * LOG_2PI - 0.5 * z * z;
  if (0.5 * z * z <= SERIES_TO) {
    const lower = middle(z);
    return { lower, upper: 0.5 - lower, logLower: Math.log(lower), logUpper: Math.log(0.5 - lower), logSlope };
  }
  const rest = scaledTail(z);
  const upper = bell(z) * rest;
  return {
    lower: 0.5 - upper,
    upper,
    logLower: Math.log(0.5 - upper),
    logUpper: Math.log(rest) - 0.5 * z * z,
    logSlope,
  };
}

/**
 * The z with P(Z <= z) = p; −Infinity and Infinity at 0 and 1.
 *
 * @throws LeastwiseError `bad-argument` unless p is in [0, 1]
 */
export function normalQuantile(p: number): number {
  requireProbability(p);
  if (p === 0.5) return 0;
  if (p > 0.5) return p === 1 ? Number.POSITIVE_INFINITY : -lowerQuantile(p, 1 - p);
  return p === 0 ? Number.NEGATIVE_INFINITY : lowerQuantile(p, p);
}

/** The negative quantile whose tail is `tail` < ½; near ½ the digits are in the distance of p from it. */
function lowerQuantile(p: number, tail: number): number {
  const centre = Math.abs(p - 0.5);
  return centre < 0.25
    ? -solveTail("lower", Math.log(centre), 0.5, halfTails)
    : -solveTail("upper", Math.log(tail), 1, halfTails);
}

// Student's t distribution, for any positive degrees of freedom.

import { requireDegreesOfFreedom, requireNumber, requireProbability } from "./checks.ts";
import { betaTails } from "./incomplete-beta.ts";
import { solveTail } from "./solve-tail.ts";
import type { Tails } from "./tails.ts";

/** Tails of |T| at t > 0: t² is an F ratio on 1 and df degrees of freedom. */
function absTails(t: number, df: number): Tails {
  const tails = betaTails(0.5, 0.5 * df, t * t, 2 * Math.log(t));
  return { ...tails, logSlope: tails.logSlope + Math.LN2 };
}

/**
 * P(T > t) on `df` degrees of freedom, with full relative accuracy in the far tail.
 *
 * @throws LeastwiseError `bad-argument` unless df is finite and > 0
 */
export function studentTUpperTail(t: number, df: number): number {
  requireDegreesOfFreedom("df", df);
  requireNumber("t", t);
  if (t < 0) return 1 - studentTUpperTail(-t, df);
  if (t === Number.POSITIVE_INFINITY) return 0;
  return t * t === 0 ? 0.5 : 0.5 * absTails(t, df).upper;
}

/**
 * P(T <= t) on `df` degrees of freedom.
 *
 * @throws LeastwiseError `bad-argument` unless df is finite and > 0
 */
export function studentTCdf(t: number, df: number): number {
  return studentTUpperTail(-t, df);
}

/**
 * The t with P(T <= t) = p on `df` degrees of freedom; −Infinity and Infinity at 0 and 1.
 *
 * @throws LeastwiseError `bad-argument` unless p is in [0, 1] and df finite and > 0
 */
export function studentTQuantile(p: number, df: number): number {
  requireDegreesOfFreedom("df", df);
  requireProbability(p);
  if (p === 0.5) return 0;
  const sign = p < 0.5 ? -1 : 1;
  const tail = p < 0.5 ? p : 1 - p;
  if (tail === 0) return sign * Number.POSITIVE_INFINITY;
  // Near ½ the digits are in the distance of p from it.
  const centre = Math.abs(p - 0.5);
  const tailsAt = (t: number) => absTails(t, df);
  return centre < 0.25
    ? sign * solveTail("lower", Math.log(2 * centre), 0.5, tailsAt)
    : sign * solveTail("upper", Math.log(2 * tail), 1, tailsAt);
}

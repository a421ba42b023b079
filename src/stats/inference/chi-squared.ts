// The chi-squared distribution, for any positive degrees of freedom.

import { requireDegreesOfFreedom, requireNumber, requireProbability } from "./checks.ts";
import { gammaTails } from "./incomplete-gamma.ts";
import { solveTail } from "./solve-tail.ts";

/**
 * P(X <= x) on `df` degrees of freedom.
 *
 * @throws LeastwiseError `bad-argument` unless df is finite and > 0
 */
export function chiSquaredCdf(x: number, df: number): number {
  requireDegreesOfFreedom("df", df);
  requireNumber("x", x);
  if (x <= 0) return 0;
  return x === Number.POSITIVE_INFINITY ? 1 : gammaTails(0.5 * df, 0.5 * x).lower;
}

/**
 * P(X > x) on `df` degrees of freedom, with full relative accuracy in the far tail.
 *
 * @throws LeastwiseError `bad-argument` unless df is finite and > 0
 */
export function chiSquaredUpperTail(x: number, df: number): number {
  requireDegreesOfFreedom("df", df);
  requireNumber("x", x);
  if (x <= 0) return 1;
  return x === Number.POSITIVE_INFINITY ? 0 : gammaTails(0.5 * df, 0.5 * x).upper;
}

/**
 * The x with P(X <= x) = p; 0 and Infinity at 0 and 1.
 *
 * @throws LeastwiseError `bad-argument` unless p is in [0, 1] and df finite and > 0
 */
export function chiSquaredQuantile(p: number, df: number): number {
  requireProbability(p);
  return p <= 0.5 ? solve("lower", p, df) : solve("upper", 1 - p, df);
}

/**
 * The x with P(X > x) = p, for p too small to be written as 1 − p; Infinity and 0 at 0 and 1.
 *
 * @throws LeastwiseError `bad-argument` unless p is in [0, 1] and df finite and > 0
 */
export function chiSquaredUpperQuantile(p: number, df: number): number {
  requireProbability(p);
  return p <= 0.5 ? solve("upper", p, df) : solve("lower", 1 - p, df);
}

function solve(side: "lower" | "upper", p: number, df: number): number {
  requireDegreesOfFreedom("df", df);
  if (p === 0) return side === "lower" ? 0 : Number.POSITIVE_INFINITY;
  return 2 * solveTail(side, Math.log(p), 0.5 * df, (x) => gammaTails(0.5 * df, x));
}

// Fisher's F distribution, for any positive degrees of freedom.

import { requireDegreesOfFreedom, requireNumber, requireProbability } from "./checks.ts";
import { betaTails } from "./incomplete-beta.ts";
import { solveTail } from "./solve-tail.ts";

function requireBoth(df1: number, df2: number): void {
  requireDegreesOfFreedom("df1", df1);
  requireDegreesOfFreedom("df2", df2);
}

/**
 * P(F <= f) on `df1` and `df2` degrees of freedom.
 *
 * @throws LeastwiseError `bad-argument` unless both are finite and > 0
 */
export function fCdf(f: number, df1: number, df2: number): number {
  requireBoth(df1, df2);
  requireNumber("f", f);
  if (f <= 0) return 0;
  return f === Number.POSITIVE_INFINITY ? 1 : betaTails(0.5 * df1, 0.5 * df2, f).lower;
}

/**
 * P(F > f) on `df1` and `df2` degrees of freedom, with full relative accuracy in the far tail.
 *
 * @throws LeastwiseError `bad-argument` unless both are finite and > 0
 */
export function fUpperTail(f: number, df1: number, df2: number): number {
  requireBoth(df1, df2);
  requireNumber("f", f);
  if (f <= 0) return 1;
  return f === Number.POSITIVE_INFINITY ? 0 : betaTails(0.5 * df1, 0.5 * df2, f).upper;
}

/**
 * The f with P(F <= f) = p; 0 and Infinity at 0 and 1.
 *
 * @throws LeastwiseError `bad-argument` unless p is in [0, 1] and both degrees of freedom are finite and > 0
 */
export function fQuantile(p: number, df1: number, df2: number): number {
  requireProbability(p);
  return p <= 0.5 ? solve("lower", p, df1, df2) : solve("upper", 1 - p, df1, df2);
}

/**
 * The f with P(F > f) = p, for p too small to be written as 1 − p; Infinity and 0 at 0 and 1.
 *
 * @throws LeastwiseError `bad-argument` unless p is in [0, 1] and both degrees of freedom are finite and > 0
 */
export function fUpperQuantile(p: number, df1: number, df2: number): number {
  requireProbability(p);
  return p <= 0.5 ? solve("upper", p, df1, df2) : solve("lower", 1 - p, df1, df2);
}

function solve(side: "lower" | "upper", p: number, df1: number, df2: number): number {
  requireBoth(df1, df2);
  if (p === 0) return side === "lower" ? 0 : Number.POSITIVE_INFINITY;
  return solveTail(side, Math.log(p), 1, (f) => betaTails(0.5 * df1, 0.5 * df2, f));
}

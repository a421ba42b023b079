// The chi-squared test that two windows have the same shares.

import { chiSquaredUpperTail } from "../../inference/chi-squared.ts";
import { total } from "./total.ts";

export interface Homogeneity {
  statistic: number;
  df: number;
  p: number;
  /** √(χ²/N), 0 for equal shares and 1 for windows that share no class: the effect size. */
  cramersV: number;
  /** Least expected count; below 5 the p-value is rough (Cochran 1954). */
  leastExpected: number;
}

/**
 * Pearson's test of a 2×k table of counts, without a correction for continuity. Classes that are empty in both windows
 * are left out. `null` where a window has no row or fewer than two classes are left.
 */
export function homogeneity(reference: readonly number[], current: readonly number[]): Homogeneity | null {
  const nReference = total(reference);
  const nCurrent = total(current);
  const n = nReference + nCurrent;
  if (nReference === 0 || nCurrent === 0) return null;
  let statistic = 0;
  let nClasses = 0;
  let leastExpected = Number.POSITIVE_INFINITY;
  for (const [i, a] of reference.entries()) {
    const b = current[i] as number;
    if (a + b === 0) continue;
    nClasses += 1;
    // Both cells of a class are off by the same number of rows.
    const expected = { a: ((a + b) * nReference) / n, b: ((a + b) * nCurrent) / n };
    const off = (a * nCurrent - b * nReference) / n;
    statistic += off * off * (1 / expected.a + 1 / expected.b);
    leastExpected = Math.min(leastExpected, expected.a, expected.b);
  }
  if (nClasses < 2) return null;
  const df = nClasses - 1;
  return { statistic, df, p: chiSquaredUpperTail(statistic, df), cramersV: Math.sqrt(statistic / n), leastExpected };
}

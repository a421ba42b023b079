// False-discovery control over many tests: step-up adjusted p-values.

import type { Correction } from "./types.ts";

/** 1 + ½ + … + 1/m, the price of arbitrary dependence. */
function harmonic(m: number): number {
  let sum = 0;
  for (let i = m; i >= 1; i--) sum += 1 / i;
  return sum;
}

/**
 * Adjusted p-values in the order given: the least false-discovery rate at which each test would be a discovery. `null`s
 * are no tests and stay `null`.
 *
 * Benjamini and Hochberg 1995 (tests independent or positively dependent); Benjamini and Yekutieli 2001 (any dependence).
 */
export function adjustedP(p: readonly (number | null)[], correction: Correction): (number | null)[] {
  const tests = p.flatMap((value, at) => (value === null ? [] : [{ value, at }]));
  tests.sort((a, b) => a.value - b.value || a.at - b.at);
  const m = tests.length;
  const factor = correction === "benjamini-yekutieli" ? harmonic(m) : 1;
  const adjusted: (number | null)[] = p.map(() => null);
  let least = 1;
  for (let rank = m; rank >= 1; rank--) {
    const { value, at } = tests[rank - 1] as { value: number; at: number };
    // Multiplied by at least 1, so that rounding leaves it no smaller than p.
    least = Math.min(least, value * ((m * factor) / rank));
    adjusted[at] = least;
  }
  return adjusted;
}

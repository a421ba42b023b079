// Whether one model fits two windows (Chow 1960).

import { LeastwiseError } from "#base/error.ts";
import { fUpperTail } from "../../inference/f.ts";
import type { ChowTest } from "../report/types.ts";

/** What the test needs of a fit; a Fit has it. */
export interface FitSums {
  n: number;
  rank: number;
  rss: number;
}

/**
 * Chow's test from three fits of one model: of both windows together, of the first and of the second.
 *
 * F = ((RSS − RSS₀ − RSS₁)/(k₀ + k₁ − k))/((RSS₀ + RSS₁)/(n − k₀ − k₁)). Without a fit of the second window, for instance
 * because it has no more rows than coefficients, the predictive form: its rows are n₁ = n − n₀ further coefficients,
 * F = ((RSS − RSS₀)/(n₁ + k₀ − k))/(RSS₀/(n₀ − k₀)). `null` where the windows fit exactly or too few rows are left.
 *
 * Windows of one table are fits with weights of 0 and 1, and `diagnostics(fit, { split })` runs the test at one row:
 *
 *     const rows = (from, to) => Float64Array.from({ length: table.nRows }, (_, i) => Number(i >= from && i < to));
 *     const [pooled, before, after] = await Promise.all(
 *       [[0, 400], [0, 250], [250, 400]].map(([from, to]) => table.fit("y ~ x", { weights: rows(from, to) })),
 *     );
 *     chowFromFits(pooled, before, after);
 *
 * Windows of which only Moments are left are fits of `engine.fromMoments`, and both together one of `mergeMoments`.
 *
 * @throws LeastwiseError `bad-argument` unless the rows of the windows add up to those of both
 */
export function chowFromFits(pooled: FitSums, reference: FitSums, current: FitSums | null): ChowTest | null {
  const n = reference.n + (current?.n ?? 0);
  if (current ? pooled.n !== n : pooled.n <= n) {
    const rule = current ? `add up to the ${pooled.n} of both` : `be fewer than the ${pooled.n} of both`;
    const message = `fits: the rows of the windows must ${rule}; got ${n}`;
    throw new LeastwiseError("bad-argument", message, { value: n });
  }
  const apart = reference.rss + (current?.rss ?? 0);
  const df2 = current ? n - reference.rank - current.rank : reference.n - reference.rank;
  const df1 = pooled.n - pooled.rank - df2;
  if (df1 < 1 || df2 < 1 || !(apart > 0)) return null;
  // Two models never leave more than one; what is below 0 is rounding.
  const gained = Math.max(0, pooled.rss - apart);
  const f = gained / df1 / (apart / df2);
  return {
    form: current ? "chow" : "predictive",
    f,
    df1,
    df2,
    p: fUpperTail(f, df1, df2),
    rssShare: pooled.rss > 0 ? gained / pooled.rss : 0,
    rss: { pooled: pooled.rss, reference: reference.rss, current: current?.rss ?? null },
  };
}

// Whether one model fits two windows (Chow 1960), and where in a series of blocks it breaks.

import { LeastwiseError } from "#base/error.ts";
import type { Dense } from "#kernel/backend.ts";
import { fUpperTail } from "../../inference/f.ts";
import { mergeMoments } from "../../moments/merge.ts";
import type { Moments } from "../../types.ts";
import type { ChowTest } from "../report/types.ts";
import { windowFit } from "./window-fit.ts";

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

/**
 * Chow's test of the last column of two Moments on the others, from moments alone; predictive where the second window has no
 * more rows than coefficients.
 *
 * @throws LeastwiseError `bad-argument` (names differ), `response-constant` (in a window that is fitted), `value-not-finite`
 */
export function chowTest(
  reference: Moments,
  current: Moments,
  { intercept }: { intercept: boolean },
  dense: Dense,
): ChowTest | null {
  const pooled = windowFit(mergeMoments(reference, current), intercept, dense);
  const second = current.n > pooled.rank ? windowFit(current, intercept, dense) : null;
  return chowFromFits(pooled, windowFit(reference, intercept, dense), second);
}

/** Chow's F at every border of a series of blocks. */
export interface SupremumF {
  /** F with the blocks before border i as the first window; `null` near the ends or where there is no test. */
  f: (number | null)[];
  /** The border with the largest F, and that F; a border i stands before block i. */
  border: number | null;
  supF: number | null;
  /** p of that F times the borders tried, at most 1: an upper bound (Bonferroni). */
  p: number | null;
}

/**
 * Look for a break at the borders of blocks in time order, each with its moments. Blocks before and after a border are
 * merged from prefixes and suffixes.
 *
 * @param trim share of rows that a window must have at least, in [0, 0.5); 0.15 is Andrews' (1993)
 * @throws LeastwiseError `bad-argument` (no block, trim out of range, names differ), `response-constant`
 */
export function supremumF(
  blocks: readonly Moments[],
  { intercept, trim = 0.15 }: { intercept: boolean; trim?: number },
  dense: Dense,
): SupremumF {
  if (blocks.length === 0) throw new LeastwiseError("bad-argument", "blocks: must not be empty; got 0", { value: 0 });
  if (!(trim >= 0 && trim < 0.5)) {
    throw new LeastwiseError("bad-argument", `trim: must be in [0, 0.5); got ${trim}`, { value: trim });
  }
  const suffix: Moments[] = blocks.slice();
  for (let i = blocks.length - 2; i >= 0; i--) suffix[i] = mergeMoments(blocks[i] as Moments, suffix[i + 1] as Moments);
  const n = suffix[0]?.n ?? 0;
  let before = blocks[0] as Moments;
  const tests: (ChowTest | null)[] = [null];
  for (let i = 1; i < blocks.length; i++) {
    const after = suffix[i] as Moments;
    const least = Math.max(trim * n, before.names.length + 1);
    tests.push(before.n >= least && after.n >= least ? chowTest(before, after, { intercept }, dense) : null);
    before = mergeMoments(before, blocks[i] as Moments);
  }
  const tried = tests.flatMap((test, border) => (test ? [{ border, ...test }] : []));
  const best = tried.reduce<(typeof tried)[number] | null>(
    (most, test) => (most && most.f >= test.f ? most : test),
    null,
  );
  return {
    f: tests.map((test) => test?.f ?? null),
    border: best?.border ?? null,
    supF: best?.f ?? null,
    p: best ? Math.min(1, best.p * tried.length) : null,
  };
}

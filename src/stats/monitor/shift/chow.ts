// Whether one model fits two windows (Chow 1960), and where in a series of blocks it breaks.

import { LeastwiseError } from "#base/error.ts";
import type { Dense } from "#kernel/backend.ts";
import { fUpperTail } from "../../inference/f.ts";
import { mergeMoments } from "../../moments/merge.ts";
import type { Moments } from "../../types.ts";
import type { ChowTest } from "../types.ts";
import { windowFit } from "./window-fit.ts";

interface Sums {
  pooled: number;
  reference: number;
  current: number | null;
  df1: number;
  df2: number;
}

function testOf(form: ChowTest["form"], { pooled, reference, current, df1, df2 }: Sums): ChowTest | null {
  const apart = reference + (current ?? 0);
  // Two models never leave more than one; what is below 0 is rounding.
  const gained = Math.max(0, pooled - apart);
  if (df1 < 1 || df2 < 1 || !(apart > 0)) return null;
  const f = gained / df1 / (apart / df2);
  return {
    form,
    f,
    df1,
    df2,
    p: fUpperTail(f, df1, df2),
    rssShare: pooled > 0 ? gained / pooled : 0,
    rss: { pooled, reference, current },
  };
}

/**
 * Chow's test of the last column of two Moments on the others, from moments alone.
 *
 * F = ((RSS − RSS₀ − RSS₁)/k)/((RSS₀ + RSS₁)/(n − k₀ − k₁)) with k the coefficients that two models have more than one.
 * Where the second window has no more rows than coefficients, the predictive form: F = ((RSS − RSS₀)/n₁)/(RSS₀/(n₀ − k₀)).
 * `null` where the windows fit exactly or too few rows are left.
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
  const first = windowFit(reference, intercept, dense);
  const n = reference.n + current.n;
  const sums = { pooled: pooled.rss, reference: first.rss };
  if (current.n <= pooled.rank) {
    return testOf("predictive", {
      ...sums,
      current: null,
      df1: n - pooled.rank - (reference.n - first.rank),
      df2: reference.n - first.rank,
    });
  }
  const second = windowFit(current, intercept, dense);
  const apart = first.rank + second.rank;
  return testOf("chow", { ...sums, current: second.rss, df1: apart - pooled.rank, df2: n - apart });
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

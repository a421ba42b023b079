// What the residuals look like as a sample: moments, quantiles, histogram, and quantiles against the normal's.

import type { DiagnoseSums } from "#kernel/backend.ts";
import { normalCdf, normalQuantile } from "../inference/normal.ts";
import type { Diagnostics, ResidualSummary } from "./types.ts";

/** Points of a quantile plot of many rows. */
const QQ_POINTS = 200;
const HISTOGRAM_BINS = { least: 5, most: 60 };

type Moments = Pick<ResidualSummary, "mean" | "variance" | "skewness" | "kurtosis">;

/** Moments about the mean, from sums about `origin` in units of `unit`. */
export function centralMoments(
  { n, powers }: Pick<DiagnoseSums, "n" | "powers">,
  { origin, unit }: { origin: number; unit: number },
): Moments {
  const [s1, s2, s3, s4] = powers.map((sum) => sum / n) as [number, number, number, number];
  const m2 = s2 - s1 * s1;
  const m3 = s3 - 3 * s1 * s2 + 2 * s1 ** 3;
  const m4 = s4 - 4 * s1 * s3 + 6 * s1 * s1 * s2 - 3 * s1 ** 4;
  const varies = m2 > 0;
  return {
    mean: s1 * unit + origin,
    variance: m2 * unit * unit,
    skewness: varies ? m3 / m2 ** 1.5 : null,
    kurtosis: varies ? m4 / (m2 * m2) : null,
  };
}

/** Quantile of ordered values, R's type 7. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(sorted.length - 1, below + 1)] as number;
  return low + (at - below) * (high - low);
}

/** Freedman and Diaconis's width (1981), within limits. */
function histogramOf(sorted: Float64Array): ResidualSummary["histogram"] {
  const n = sorted.length;
  const from = sorted[0] as number;
  const to = sorted[n - 1] as number;
  if (!(to > from)) return { from, to, counts: [n] };
  const width = (2 * (quantile(sorted, 0.75) - quantile(sorted, 0.25))) / Math.cbrt(n);
  const wanted = width > 0 ? Math.ceil((to - from) / width) : HISTOGRAM_BINS.most;
  const nBins = Math.min(HISTOGRAM_BINS.most, Math.max(HISTOGRAM_BINS.least, wanted));
  const counts = new Array<number>(nBins).fill(0);
  for (const r of sorted) {
    const bin = Math.min(nBins - 1, Math.floor(((r - from) / (to - from)) * nBins));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { from, to, counts };
}

/** Summary of residuals in ascending order, and of their sums about an origin. */
export function residualSummary(
  sums: DiagnoseSums,
  sorted: Float64Array,
  about: { origin: number; unit: number },
): ResidualSummary {
  const at = (share: number) => quantile(sorted, share);
  return {
    ...centralMoments(sums, about),
    maxAbs: sums.maxResidual,
    quantiles: [at(0), at(0.25), at(0.5), at(0.75), at(1)],
    histogram: histogramOf(sorted),
  };
}

/** Ranks (from 0) that are drawn: all of few; of many, evenly spread over the normal's quantiles, so that tails are kept. */
function ranksOf(n: number, share: (rank: number) => number): number[] {
  if (n <= QQ_POINTS) return Array.from({ length: n }, (_, i) => i);
  const reach = -normalQuantile(share(0));
  const ranks = Array.from({ length: QQ_POINTS }, (_, k) => {
    const z = reach * ((2 * k) / (QQ_POINTS - 1) - 1);
    return Math.min(n - 1, Math.max(0, Math.round(normalCdf(z) * n - 0.5)));
  });
  return [...new Set(ranks)];
}

/** Ordered residuals against the normal's quantiles at R's `ppoints`. */
export function qqOf(sorted: Float64Array): Diagnostics["qq"] {
  const n = sorted.length;
  const a = n <= 10 ? 0.375 : 0.5;
  const share = (rank: number) => (rank + 1 - a) / (n + 1 - 2 * a);
  const ranks = ranksOf(n, share);
  return {
    theoretical: ranks.map((rank) => normalQuantile(share(rank))),
    sample: ranks.map((rank) => sorted[rank] as number),
  };
}

// What the residuals look like as a sample: moments, quantiles, histogram, and quantiles against the normal's.

import type { DiagnoseSums } from "#kernel/backend.ts";
import { normalCdf, normalQuantile } from "../inference/normal.ts";
import { orderStatistics } from "./order-statistics.ts";
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
  // Powers of the variance can leave the range of doubles where the variance does not.
  const ratio = (moment: number, power: number) => {
    const value = moment / m2 ** power;
    return m2 > 0 && Number.isFinite(value) ? value : null;
  };
  return {
    mean: s1 * unit + origin,
    variance: m2 * unit * unit,
    skewness: ratio(m3, 1.5),
    kurtosis: ratio(m4, 2),
  };
}

/** Residuals, and those of their order statistics that are asked for. */
export interface ResidualSample {
  n: number;
  /** The residuals in parts. */
  parts: readonly Float64Array[];
  /** Minimum, quartiles and maximum (R's type 7). */
  quantiles: ResidualSummary["quantiles"];
  /** Ranks (from 0) that are drawn against the normal's quantiles, and the values of these ranks. */
  ranks: number[];
  drawn: number[];
}

const QUARTILES = [0, 0.25, 0.5, 0.75, 1];

/** The ranks whose values R's type 7 has a quantile between, and how far from the first to the second. */
function betweenRanks(n: number, share: number): { below: number; above: number; part: number } {
  const at = (n - 1) * share;
  const below = Math.floor(at);
  return { below, above: Math.min(n - 1, below + 1), part: at - below };
}

/** What a summary needs of the residuals, of which a few order statistics are sought. */
export function residualSample(parts: readonly Float64Array[]): ResidualSample {
  const n = parts.reduce((sum, part) => sum + part.length, 0);
  const ranks = ranksOf(n);
  const quartiles = QUARTILES.map((share) => betweenRanks(n, share));
  const wanted = [...ranks, ...quartiles.flatMap(({ below, above }) => [below, above])];
  const valueAt = orderStatistics(parts, wanted);
  const of = (rank: number) => valueAt.get(rank) as number;
  return {
    n,
    parts,
    quantiles: quartiles.map(({ below, above, part }) => {
      return of(below) + part * (of(above) - of(below));
    }) as ResidualSample["quantiles"],
    ranks,
    drawn: ranks.map(of),
  };
}

/** Freedman and Diaconis's width (1981), within limits. */
function histogramOf({ n, parts, quantiles }: ResidualSample): ResidualSummary["histogram"] {
  const [from, lower, , upper, to] = quantiles;
  if (!(to > from)) return { from, to, counts: [n] };
  const width = (2 * (upper - lower)) / Math.cbrt(n);
  const wanted = width > 0 ? Math.ceil((to - from) / width) : HISTOGRAM_BINS.most;
  const nBins = Math.min(HISTOGRAM_BINS.most, Math.max(HISTOGRAM_BINS.least, wanted));
  const counts = new Uint32Array(nBins);
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const bin = Math.min(nBins - 1, Math.floor((((part[i] as number) - from) / (to - from)) * nBins));
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return { from, to, counts: Array.from(counts) };
}

/** Summary of residuals, and of their sums about an origin. */
export function residualSummary(
  sums: DiagnoseSums,
  sample: ResidualSample,
  about: { origin: number; unit: number },
): ResidualSummary {
  return {
    ...centralMoments(sums, about),
    maxAbs: sums.maxResidual,
    quantiles: sample.quantiles,
    histogram: histogramOf(sample),
  };
}

/** R's `ppoints`. */
function shareOf(rank: number, n: number): number {
  const a = n <= 10 ? 0.375 : 0.5;
  return (rank + 1 - a) / (n + 1 - 2 * a);
}

/** Ranks (from 0) that are drawn: all of few; of many, evenly spread over the normal's quantiles, so that tails are kept. */
function ranksOf(n: number): number[] {
  if (n <= QQ_POINTS) return Array.from({ length: n }, (_, i) => i);
  const reach = -normalQuantile(shareOf(0, n));
  const ranks = Array.from({ length: QQ_POINTS }, (_, k) => {
    const z = reach * ((2 * k) / (QQ_POINTS - 1) - 1);
    return Math.min(n - 1, Math.max(0, Math.round(normalCdf(z) * n - 0.5)));
  });
  return [...new Set(ranks)];
}

/** Ordered residuals against the normal's quantiles. */
export function qqOf({ n, ranks, drawn }: ResidualSample): Diagnostics["qq"] {
  return { theoretical: ranks.map((rank) => normalQuantile(shareOf(rank, n))), sample: drawn };
}

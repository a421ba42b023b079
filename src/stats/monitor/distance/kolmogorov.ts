// P-values of the two-sample Kolmogorov–Smirnov distance.

import { type Distribution, together } from "./distribution.ts";
import { total } from "./total.ts";

/** Steps of the exact walk up to which it is taken, some 10 ms. */
const EXACT_STEPS = 1e6;

/** √(nm/(n+m))·D at which the two series change places; each needs few terms on its side. */
const SERIES_FROM = 1.18;

/** P(K > x) of Kolmogorov's limiting distribution. */
export function kolmogorovUpperTail(x: number): number {
  if (!(x > 0)) return 1;
  return x < SERIES_FROM ? 1 - lowerSeries(x) : upperSeries(x);
}

/** √(2π)/x Σ exp(−(2k − 1)²π²/(8x²)). */
function lowerSeries(x: number): number {
  const q = -(Math.PI * Math.PI) / (8 * x * x);
  let sum = 0;
  for (let k = 1; k <= 7; k += 2) sum += Math.exp(q * k * k);
  return (Math.sqrt(2 * Math.PI) / x) * sum;
}

/** 2 Σ (−1)^(k−1) exp(−2k²x²). */
function upperSeries(x: number): number {
  let sum = 0;
  for (let k = 1; k <= 5; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}

/** The limiting p-value of a distance between n and m values; too large where values are tied. */
export function ksLimitP(distance: number, n: number, m: number): number {
  return Math.min(1, kolmogorovUpperTail(Math.sqrt((n / (n + m)) * m) * distance));
}

/**
 * The p-value of a distance between two samples: exact, ties included, where the walk over them is short, and Kolmogorov's
 * limit elsewhere.
 */
export function ksP(distance: number, a: Distribution, b: Distribution): number {
  const n = total(a.count);
  const m = total(b.count);
  return n * m <= EXACT_STEPS ? exactP(Math.round(distance * n * m), a, b) : ksLimitP(distance, n, m);
}

/**
 * Share of all ways to deal the pooled values into n and m whose gap reaches `gap`/(nm), a whole number.
 *
 * A walk over a lattice: (i, j) is i values of the first and j of the second sample seen. The last step to it came from
 * the first sample with chance i/(i + j), and the gap counts only where a run of ties ends (Hodges 1958; Schröer and
 * Trenkler 1995).
 */
function exactP(gap: number, a: Distribution, b: Distribution): number {
  const n = total(a.count);
  const m = total(b.count);
  const ends = new Uint8Array(n + m + 1);
  const joint = together(a, b);
  let seen = 0;
  for (const [i, inA] of joint.a.entries()) {
    seen += inA + (joint.b[i] as number);
    ends[seen] = 1;
  }
  if (gap === 0) return 1;
  const reached = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      const hit = ends[i + j] === 1 && Math.abs(i * m - j * n) >= gap;
      const before = (i * (reached[j] as number) + j * (j > 0 ? (reached[j - 1] as number) : 0)) / (i + j);
      reached[j] = hit ? 1 : i + j === 0 ? 0 : before;
    }
  }
  return reached[m] as number;
}

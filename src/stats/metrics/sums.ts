// Sums over errors of prediction from which every metric follows; sums of two stretches of rows merge into those of both.

import type { NumericColumn } from "#kernel/backend.ts";

/** Weighted mean and Σ w (x − mean)². */
interface Spread {
  mean: number;
  squares: number;
}

export interface ErrorSums {
  /** Rows of any weight, and those with weight > 0. */
  nSeen: number;
  n: number;
  weight: number;
  actual: Spread;
  error: Spread;
  /** Σ w e². */
  squares: number;
  /** Σ w |e| of the rows predicted too high, and too low. */
  over: number;
  under: number;
  maxAbs: number;
  /** Σ w |e/y| and Σ w over the rows with y ≠ 0, and how many have y = 0. */
  shares: number;
  shareWeight: number;
  nZero: number;
  /** Σ w 2|e|/(|y| + |ŷ|). */
  symmetric: number;
}

/** The same number of values of each; `weights` finite and >= 0. */
export interface Predictions {
  actual: ArrayLike<number>;
  predicted: ArrayLike<number>;
  weights?: NumericColumn | ArrayLike<number> | undefined;
}

function noRows(): ErrorSums {
  return {
    nSeen: 0,
    n: 0,
    weight: 0,
    actual: { mean: 0, squares: 0 },
    error: { mean: 0, squares: 0 },
    squares: 0,
    over: 0,
    under: 0,
    maxAbs: 0,
    shares: 0,
    shareWeight: 0,
    nZero: 0,
    symmetric: 0,
  };
}

/** One more value of weight w, which makes the weight `total` (West 1979, after Welford). */
function addValue(spread: Spread, value: number, { w, total }: { w: number; total: number }): void {
  const away = value - spread.mean;
  spread.mean += away * (w / total);
  spread.squares += w * away * (value - spread.mean);
}

/** Sums over rows; those of weight 0 are seen and no more. */
export function errorSums({ actual, predicted, weights }: Predictions): ErrorSums {
  const sums = noRows();
  sums.nSeen = actual.length;
  for (let i = 0; i < actual.length; i++) {
    const w = weights ? (weights[i] as number) : 1;
    if (w === 0) continue;
    const y = actual[i] as number;
    const fitted = predicted[i] as number;
    const e = y - fitted;
    const size = Math.abs(e);
    sums.n += 1;
    sums.weight += w;
    const added = { w, total: sums.weight };
    addValue(sums.actual, y, added);
    addValue(sums.error, e, added);
    sums.squares += w * e * e;
    if (e < 0) sums.over += w * size;
    else sums.under += w * size;
    if (!(size <= sums.maxAbs)) sums.maxAbs = size;
    if (y === 0) sums.nZero += 1;
    else {
      sums.shares += w * Math.abs(e / y);
      sums.shareWeight += w;
    }
    if (size !== 0) sums.symmetric += w * 2 * (size / (Math.abs(y) + Math.abs(fitted)));
  }
  return sums;
}

/** Chan, Golub and LeVeque (1979). */
function mergeSpread(a: Spread, b: Spread, { ofA, ofB }: { ofA: number; ofB: number }): Spread {
  if (ofA === 0 || ofB === 0) return ofB === 0 ? a : b;
  const share = ofB / (ofA + ofB);
  const away = b.mean - a.mean;
  return { mean: a.mean + away * share, squares: a.squares + b.squares + away * away * (ofA * share) };
}

/** Sums over the rows of both. */
export function mergeErrorSums(a: ErrorSums, b: ErrorSums): ErrorSums {
  const weights = { ofA: a.weight, ofB: b.weight };
  return {
    nSeen: a.nSeen + b.nSeen,
    n: a.n + b.n,
    weight: a.weight + b.weight,
    actual: mergeSpread(a.actual, b.actual, weights),
    error: mergeSpread(a.error, b.error, weights),
    squares: a.squares + b.squares,
    over: a.over + b.over,
    under: a.under + b.under,
    maxAbs: Math.max(a.maxAbs, b.maxAbs),
    shares: a.shares + b.shares,
    shareWeight: a.shareWeight + b.shareWeight,
    nZero: a.nZero + b.nZero,
    symmetric: a.symmetric + b.symmetric,
  };
}

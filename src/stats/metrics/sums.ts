// Sums over errors of prediction from which every metric follows; sums of two stretches of rows merge into those of both.

type Values = ArrayLike<number>;

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
  actual: Values;
  predicted: Values;
  weights?: Values | undefined;
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

/** Mean and squares about it, by the corrected two-pass algorithm (Chan, Golub and LeVeque 1983). */
function spreadOf(values: Values, weights: Values | undefined, weight: number): Spread {
  if (weight === 0) return { mean: 0, squares: 0 };
  let first = 0;
  while (weights && weights[first] === 0) first += 1;
  // Summed about a value that counts, so that a column far from 0 keeps its digits.
  const origin = values[first] as number;
  let sum = 0;
  for (let i = first; i < values.length; i++) {
    const w = weights ? (weights[i] as number) : 1;
    if (w > 0) sum += w * ((values[i] as number) - origin);
  }
  const mean = origin + sum / weight;
  let squares = 0;
  let left = 0;
  for (let i = first; i < values.length; i++) {
    const w = weights ? (weights[i] as number) : 1;
    if (w === 0) continue;
    const away = (values[i] as number) - mean;
    squares += w * away * away;
    left += w * away;
  }
  return { mean, squares: Math.max(0, squares - (left * left) / weight) };
}

/** Sums over rows; those of weight 0 are seen and no more. */
export function errorSums({ actual, predicted, weights }: Predictions): ErrorSums {
  const sums = noRows();
  sums.nSeen = actual.length;
  const errors = new Float64Array(actual.length);
  for (let i = 0; i < actual.length; i++) {
    const w = weights ? (weights[i] as number) : 1;
    if (w === 0) continue;
    const y = actual[i] as number;
    const fitted = predicted[i] as number;
    const e = y - fitted;
    const size = Math.abs(e);
    errors[i] = e;
    sums.n += 1;
    sums.weight += w;
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
  sums.actual = spreadOf(actual, weights, sums.weight);
  sums.error = spreadOf(errors, weights, sums.weight);
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

// Shapiro and Wilk's W and its p-value by Royston's approximation (Applied Statistics 44, 1995, algorithm AS R94).

import { normalQuantile, normalUpperTail } from "../inference/normal.ts";

/** Polynomials of the paper, constant first: weights of the two extremes in 1/√n; mean and log sd of the transformed W. */
const LAST = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND_LAST = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
const SMALL_GAMMA = [-2.273, 0.459];
const SMALL_MEAN = [0.544, -0.39978, 0.025054, -6.714e-4];
const SMALL_LOG_SD = [1.3822, -0.77857, 0.062767, -0.0020322];
const LARGE_MEAN = [-1.5861, -0.31082, -0.083751, 0.0038915];
const LARGE_LOG_SD = [-0.4803, -0.082676, 0.0030302];

/** Sizes up to which the small-sample transformation holds, and from which two extremes have weights of their own. */
const SMALL = 11;
const TWO_EXTREMES = 6;

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, c) => sum * x + c, 0);
}

/** Weights of the upper half of n ordered values, the largest value's first; the lower half has their negatives. */
function weightsOf(n: number): number[] {
  if (n === 3) return [Math.SQRT1_2];
  const half = Math.floor(n / 2);
  const scores = Array.from({ length: half }, (_, i) => -normalQuantile((i + 1 - 0.375) / (n + 0.25)));
  const squares = 2 * scores.reduce((sum, m) => sum + m * m, 0);
  const root = Math.sqrt(squares);
  const extremes = [LAST, ...(n >= TWO_EXTREMES ? [SECOND_LAST] : [])].map(
    (c, k) => polynomial(c, 1 / Math.sqrt(n)) + (scores[k] as number) / root,
  );
  const outer = (values: readonly number[]) => values.slice(0, extremes.length).reduce((sum, v) => sum + v * v, 0);
  const phi = (squares - 2 * outer(scores)) / (1 - 2 * outer(extremes));
  return scores.map((m, k) => extremes[k] ?? m / Math.sqrt(phi));
}

/** 1 − W, as the sum of what the weights leave of the values: 1 − W itself would lose the digits that p depends on. */
function complementOf(sorted: ArrayLike<number>, weights: readonly number[]): number {
  const n = sorted.length;
  const weightAt = (i: number) => (i < weights.length ? -(weights[i] as number) : (weights[n - 1 - i] ?? 0));
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (sorted[i] as number) / n;
  let ss = 0;
  let aa = 0;
  let ax = 0;
  for (let i = 0; i < n; i++) {
    const x = (sorted[i] as number) - mean;
    const a = weightAt(i);
    ss += x * x;
    aa += a * a;
    ax += a * x;
  }
  const norm = Math.sqrt(aa * ss);
  return ((norm - ax) * (norm + ax)) / (aa * ss);
}

function pValue(complement: number, n: number): number {
  const w = 1 - complement;
  if (n === 3) {
    const least = Math.asin(Math.sqrt(0.75));
    return Math.min(1, Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(Math.min(1, w))) - least)));
  }
  const y = Math.log(complement);
  if (n > SMALL) {
    const x = Math.log(n);
    return normalUpperTail((y - polynomial(LARGE_MEAN, x)) / Math.exp(polynomial(LARGE_LOG_SD, x)));
  }
  const gamma = polynomial(SMALL_GAMMA, n);
  // No W this small has a place on the transformed scale; its p is below every p that has.
  if (y >= gamma) return 0;
  return normalUpperTail((-Math.log(gamma - y) - polynomial(SMALL_MEAN, n)) / Math.exp(polynomial(SMALL_LOG_SD, n)));
}

/**
 * W and p of values in ascending order.
 *
 * @param sorted 3 to 5000 values, not all equal
 */
export function shapiroWilk(sorted: ArrayLike<number>): { w: number; p: number } {
  const complement = complementOf(sorted, weightsOf(sorted.length));
  return { w: 1 - complement, p: pValue(complement, sorted.length) };
}

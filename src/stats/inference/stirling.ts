// The error of Stirling's formula; with it every gamma and beta function in a tail's leading factor cancels on paper.

import { atanhExcess } from "./log1p-minus.ts";

/** Above this the asymptotic series with seven terms is exact to rounding. */
const SERIES_FROM = 15;

/** Bernoulli numbers over 2k(2k − 1): DLMF 5.11.1. */
const SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/**
 * δ(x) in Γ(x + 1) = √(2πx)·xˣ·e⁻ˣ·exp(δ(x)), for x > 0 (Loader 2000, without his table: x need not be a multiple of ½).
 * Below the series' range δ(x) = δ(x + 1) + (x + ½)·log(1 + 1/x) − 1 climbs to it; the last two together are
 * atanh(s)/s − 1 with s = 1/(2x + 1).
 */
export function stirlingError(x: number): number {
  let climbed = 0;
  let at = x;
  for (; at < SERIES_FROM; at++) {
    const s = 1 / (2 * at + 1);
    climbed += s > 0.5 ? (at + 0.5) * Math.log1p(1 / at) - 1 : atanhExcess(s * s);
  }
  const inverse = 1 / at;
  const square = inverse * inverse;
  let sum = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) sum = sum * square + (SERIES[k] as number);
  return climbed + sum * inverse;
}

// The regularised incomplete gamma functions P and Q (DLMF 8.2.4), both to full relative accuracy.

import { LOG_2PI } from "./constants.ts";
import { integrateHalfLine } from "./half-line.ts";
import { log1pMinus, logMinusExcess } from "./log1p-minus.ts";
import { stirlingError } from "./stirling.ts";
import { type Tails, tailsFrom } from "./tails.ts";

/** From this shape on the tail is integrated: the series and the fraction take some √a terms near the mean. */
const INTEGRATE_FROM = 400;

/** P(a, x)·Γ(a)·eˣ/xᵃ by its power series (DLMF 8.11.4); all terms positive, quick for x <= a + 1. */
export function lowerGammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, x)·Γ(a)·eˣ/xᵃ by Legendre's continued fraction (DLMF 8.9.2) with Lentz's algorithm, for x > a + 1. */
export function upperGammaFraction(a: number, x: number): number {
  let denominator = x + 1 - a;
  let f = denominator;
  let c = denominator;
  let d = 0;
  for (let n = 1; n < 5000; n++) {
    const numerator = n * (a - n);
    denominator += 2;
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const factor = c * d;
    f *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return 1 / f;
}

/** The same two by integrating away from x: ∫ (1 ± z/x)^(a−1)·e^(∓z) dz / x over the tail's side. */
function integratedTail(a: number, x: number, sign: 1 | -1): number {
  const slope = (sign * (x - a + 1)) / x;
  const curvature = Math.sqrt(a - 1) / x;
  const logIntegrand = (z: number) => {
    const step = (sign * z) / x;
    return step <= -1 ? Number.NEGATIVE_INFINITY : (a - 1) * log1pMinus(step) - z * slope;
  };
  return integrateHalfLine(logIntegrand, 1 / (Math.abs(slope) + curvature)) / x;
}

/**
 * Lower tail P(a, x) and upper tail Q(a, x) for a > 0 and x > 0 finite; `logSlope` is that of log x, which is also the
 * log of the leading factor xᵃe⁻ˣ/Γ(a).
 */
export function gammaTails(a: number, x: number): Tails {
  const deviance = a * logMinusExcess(x / a, (x - a) / a);
  const logFactor = 0.5 * (Math.log(a) - LOG_2PI) - stirlingError(a) + deviance;
  if (a >= INTEGRATE_FROM) {
    const sign = x >= a ? 1 : -1;
    return tailsFrom(sign > 0 ? "upper" : "lower", logFactor, integratedTail(a, x, sign), logFactor);
  }
  return x <= a + 1
    ? tailsFrom("lower", logFactor, lowerGammaSeries(a, x), logFactor)
    : tailsFrom("upper", logFactor, upperGammaFraction(a, x), logFactor);
}

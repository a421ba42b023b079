// The regularised incomplete beta function (DLMF 8.17) in terms of an F ratio w, x = aw/(aw + b): near the middle the
// digits are in w − 1, which x has lost when a or b is large.

import { LOG_2PI } from "./constants.ts";
import { integrateHalfLine } from "./half-line.ts";
import { log1pMinus, logMinusExcess } from "./log1p-minus.ts";
import { stirlingError } from "./stirling.ts";
import { type Tails, tailsFrom } from "./tails.ts";

/** From this min(a, b) on the tail is integrated: the fraction takes some √min(a, b) terms near the middle. */
const INTEGRATE_FROM = 400;

/** Where y and ay are below this, (1 − t)^(a−1) is 1 over the whole tail, and the tail a power of y. */
const FAR = 1e-20;

/** x, y = 1 − x and λ = ab(1 − w)/(aw + b) = a − (a + b)x, which has the sign of the distance to the middle. */
interface Point {
  a: number;
  b: number;
  x: number;
  y: number;
  lambda: number;
}

const mirrored = ({ a, b, x, y, lambda }: Point): Point => ({ a: b, b: a, x: y, y: x, lambda: -lambda });

/**
 * I_x(a, b)·B(a, b)/(xᵃyᵇ) by the continued fraction of DiDonato and Morris (1992, their (9)), the even part of DLMF
 * 8.17.22, with Lentz's algorithm; for x <= (a + 1)/(a + b + 2).
 */
function fraction({ a, b, x, y, lambda }: Point): number {
  const denominator = (n: number) => {
    const inner = n === 0 ? 0 : n + (n * (b - n) * x) / (a + 2 * n - 1);
    return inner + ((a + n) / (a + 2 * n + 1)) * (lambda + 1 + n * (1 + y));
  };
  let f = denominator(0);
  let c = f;
  let d = 0;
  for (let n = 1; n < 10_000; n++) {
    const below = a + 2 * n - 1;
    const numerator = ((a + n - 1) / below) * (((a + b + n - 1) * x) / below) * n * (b - n) * x;
    const next = denominator(n);
    d = 1 / (next + numerator * d);
    c = next + numerator / c;
    const factor = c * d;
    f *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return 1 / f;
}

/** The same for the tail below x (λ >= 0) by integrating away from x: ∫ (1 − z)^(a−1)·(1 + zx/y)^(b−1) dz / y. */
function integratedTail({ a, b, x, y, lambda }: Point): number {
  const odds = x / y;
  const slope = (lambda - y + x) / y;
  const curvature = Math.sqrt(a - 1 + (b - 1) * odds * odds);
  const logIntegrand = (z: number) =>
    z >= 1 ? Number.NEGATIVE_INFINITY : (a - 1) * log1pMinus(-z) + (b - 1) * log1pMinus(z * odds) - z * slope;
  return integrateHalfLine(logIntegrand, 1 / (Math.abs(slope) + curvature)) / y;
}

/** log of xᵃyᵇ/B(a, b) less its two deviances. */
function logPeak(a: number, b: number): number {
  const size = Math.log(Math.min(a, b)) - Math.log1p(Math.min(a, b) / Math.max(a, b));
  return (
    0.5 * (size - LOG_2PI) + (stirlingError(a + b) - stirlingError(Math.max(a, b))) - stirlingError(Math.min(a, b))
  );
}

/**
 * Lower tail I_x(a, b) and upper tail I_y(b, a) at the F ratio w > 0, for a, b > 0; `logSlope` is that of log w, which
 * is also the log of the leading factor xᵃyᵇ/B(a, b). `logW` may be given where w itself overflows.
 */
export function betaTails(a: number, b: number, w: number, logW: number = Math.log(w)): Tails {
  if (Math.max(b / a, b) / w < FAR) {
    const logFactor = logPeak(a, b) + a * Math.log1p(b / a) + b * (Math.log1p(b / a) - logW);
    return tailsFrom("upper", logFactor, 1 / b, logFactor);
  }
  const sum = a * w + b;
  const towards = (w - 1) / sum;
  const deviance =
    a * logMinusExcess(w * ((a + b) / sum), b * towards) + b * logMinusExcess((a + b) / sum, -a * towards);
  const logFactor = logPeak(a, b) + deviance;
  const point: Point = { a, b, x: (a * w) / sum, y: b / sum, lambda: -a * b * towards };
  const lower = Math.min(a, b) >= INTEGRATE_FROM ? w <= 1 : point.x <= (a + 1) / (a + b + 2);
  const near = lower ? point : mirrored(point);
  const rest = Math.min(a, b) >= INTEGRATE_FROM ? integratedTail(near) : fraction(near);
  return tailsFrom(lower ? "lower" : "upper", logFactor, rest, logFactor);
}

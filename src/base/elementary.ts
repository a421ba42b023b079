// Natural logarithm and exponential in software, because engines' own differ in the last bit and a saved model must score
// alike everywhere. Only + − × ÷ on doubles and their bits, so that IEEE 754 fixes every result.
//
// Reduction by powers of 2 and Taylor series with their exact coefficients (J.-M. Muller, Elementary Functions, 3rd ed.,
// chapters 3 and 11). tests/base measures both against 200-bit arithmetic: below 0.9 units in the last place.

/** ln 2 = LN2_HIGH + LN2_LOW; the first has 32 significant bits, so that its product with an exponent is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
/** The least x whose exponential does not round to 0, and the greatest whose does not overflow. */
const EXP_LEAST = -745.1332191019411;
const EXP_MOST = 709.782712893384;
const LEAST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;
/** High word of √½: mantissas are taken from [√½, √2), where the series is shortest. */
const SQRT_HALF_WORD = 0x3fe6a09e;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/** Natural logarithm, error below 1 ulp; −Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
  const k = exponentOf(x);
  const f = mantissaOf(x, k) - 1;
  // ln(1 + f) = 2 artanh(s) = 2s + s·r with s = f/(2 + f), and 2s = f − s·f; f is exact, so it enters last.
  const s = f / (2 + f);
  const r = artanhTail(s * s);
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}

/** 2 artanh(s)/s − 2 at z = s² ≤ 0.0295: Σ 2 z^j/(2j + 1), by two chains that run side by side. */
function artanhTail(z: number): number {
  const w = z * z;
  const odd = w * (2 / 7 + w * (2 / 11 + w * (2 / 15 + w * (2 / 19))));
  const even = w * (2 / 5 + w * (2 / 9 + w * (2 / 13 + w * (2 / 17 + w * (2 / 21)))));
  return z * (2 / 3 + odd) + even;
}

/** Exponential, error below 1 ulp; subnormal results too. */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** exp(x + tail) for |tail| ≤ 1 ulp of x. */
export function expOfSum(x: number, tail: number): number {
  if (!(x <= EXP_MOST)) return x > EXP_MOST ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < EXP_LEAST) return 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const lost = high - r - low;
  // 1 + r rounds; what it loses is exact, because |r| < 1.
  const sum = 1 + r;
  return scale(sum + (1 - sum + r + (lost + r * r * expTail(r))), k);
}

/** (exp(r) − 1 − r)/r² for |r| ≤ 0.347: Σ r^j/(j + 2)!, by two chains. */
function expTail(r: number): number {
  const w = r * r;
  const even = 1 / 2 + w * (1 / 24 + w * (1 / 720 + w * (1 / 40320 + w * (1 / 3628800 + w * (1 / 479001600)))));
  const odd = 1 / 6 + w * (1 / 120 + w * (1 / 5040 + w * (1 / 362880 + w * (1 / 39916800 + w * (1 / 6227020800)))));
  return even + r * odd;
}

/** The k for which x/2^k lies in [√½, √2). x is finite and > 0. */
export function exponentOf(x: number): number {
  const subnormal = x < LEAST_NORMAL;
  double[0] = subnormal ? x * TWO_54 : x;
  return (((words[HIGH] as number) - SQRT_HALF_WORD) >> 20) - (subnormal ? 54 : 0);
}

/** x/2^k, exact, for k = exponentOf(x). */
export function mantissaOf(x: number, k: number): number {
  const subnormal = x < LEAST_NORMAL;
  double[0] = subnormal ? x * TWO_54 : x;
  words[HIGH] = (words[HIGH] as number) - ((subnormal ? k + 54 : k) << 20);
  return double[0] as number;
}

/** x·2^k for 2^−513 < |x| < 2^513 and any integer k; rounds once where |x| is in [½, 2). */
export function scale(x: number, k: number): number {
  if (k > 1023) return x * powerOf2(1023) * powerOf2(Math.min(k - 1023, 1023));
  // A first step of −969 leaves x normal and the second to round (2^−969 = 2^−1022·2^53).
  if (k < -1021) return x * powerOf2(-969) * powerOf2(Math.max(k + 969, -1021));
  return x * powerOf2(k);
}

function powerOf2(k: number): number {
  words[HIGH] = (k + 1023) << 20;
  words[LOW] = 0;
  return double[0] as number;
}

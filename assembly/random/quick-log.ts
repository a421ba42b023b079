// The natural logarithm to within one unit in the last place, operation by operation that of src/base/elementary.ts: four
// times as fast as the correctly rounded one.

const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
/** High word of √½: mantissas are taken from [√½, √2). */
const SQRT_HALF_WORD: i32 = 0x3fe6a09e;

/** Natural logarithm of a normal positive number. */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  const exponent = (<i32>(bits >> 32) - SQRT_HALF_WORD) >> 20;
  const k = <f64>exponent;
  const f = reinterpret<f64>(bits - ((<i64>exponent) << 52)) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19))));
  const even = w * (2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17 + w * (2.0 / 21)))));
  const r = z * (2.0 / 3 + odd) + even;
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
}

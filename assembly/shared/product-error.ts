// What the product of two f64 lacks, without a fused operation, so that all builds give the same bits.

/** Veltkamp's constant 2²⁷ + 1. */
const SPLIT: f64 = 134217729;

/** a·b less p, the product as it was rounded (Dekker 1971); a and b must be below 2⁹⁹⁶. */
export function productError(a: f64, b: f64, p: f64): f64 {
  const ca = SPLIT * a;
  const ah = ca - (ca - a);
  const al = a - ah;
  const cb = SPLIT * b;
  const bh = cb - (cb - b);
  const bl = b - bh;
  return al * bl - (p - ah * bh - al * bh - ah * bl);
}

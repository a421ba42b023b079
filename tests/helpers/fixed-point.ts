// Doubles as big integers over one power of 2: sums and products of them are exact.

/** The unit is 2^−FRACTION. */
const FRACTION = 1200n;

/** A double that is a multiple of 2^−1200 and below 2^1000, which all are but the largest. */
export function toFixed(x: number): bigint {
  if (x === 0) return 0n;
  const exponent = Math.floor(Math.log2(Math.abs(x)));
  const shift = 60 - exponent;
  // Two steps, because 2^shift may not be a double.
  const m = x * 2 ** Math.floor(shift / 2) * 2 ** Math.ceil(shift / 2);
  const places = FRACTION - BigInt(shift);
  return places >= 0n ? BigInt(m) << places : BigInt(m) >> -places;
}

export const fixedProduct = (a: bigint, b: bigint): bigint => (a * b) >> FRACTION;

export const fixedQuotient = (a: bigint, b: bigint): bigint => (a << FRACTION) / b;

export const fixedAbs = (a: bigint): bigint => (a < 0n ? -a : a);

/** |got − wanted| / scale as a double. */
export function fixedError(got: bigint, wanted: bigint, scale: bigint): number {
  if (got === wanted) return 0;
  return Number((fixedAbs(got - wanted) << 400n) / (scale || 1n)) * 2 ** -400;
}

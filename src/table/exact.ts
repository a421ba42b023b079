// Integers, decimals and times of binary files as doubles: exact where a double can be, else the nearest, or refused.

/** Days since 1970-01-01 have this many units. */
export const UNITS_A_DAY = { s: 86_400, ms: 86_400e3, us: 86_400e6 } as const;

const TWO_32 = 2 ** 32;
/** Powers of ten that are doubles. */
const EXACT_POWERS = 22;

/** What became of values: as doubles, and those that could not be, by their place. */
export interface Doubles {
  values: Float64Array;
  refused: Refused | null;
}

/** Values that a table cannot hold. */
export interface Refused {
  code: "value-inexact" | "value-not-finite";
  rule: string;
  got: Map<number, string>;
}

/** Numbers as they are; infinities are refused. */
export function finiteDoubles(raw: ArrayLike<number>): Doubles {
  const values = Float64Array.from(raw);
  let refused: Refused | null = null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value) || Number.isNaN(value)) continue;
    refused ??= { code: "value-not-finite", rule: "finite", got: new Map() };
    refused.got.set(i, String(value));
  }
  return { values, refused };
}

/** The halves of 64-bit integers, low before high. */
export function wordsOf(raw: BigInt64Array | BigUint64Array): Int32Array {
  return new Int32Array(raw.buffer, raw.byteOffset, raw.length * 2);
}

/** 64-bit integers; those beyond ±2^53 are refused. */
export function int64Doubles(raw: BigInt64Array | BigUint64Array, isSigned: boolean): Doubles {
  const words = wordsOf(raw);
  const values = new Float64Array(raw.length);
  let refused: Refused | null = null;
  for (let i = 0; i < values.length; i++) {
    const high = words[2 * i + 1] as number;
    const value = (isSigned ? high : high >>> 0) * TWO_32 + ((words[2 * i] as number) >>> 0);
    values[i] = value;
    if (value > Number.MAX_SAFE_INTEGER || value < -Number.MAX_SAFE_INTEGER) {
      refused ??= { code: "value-inexact", rule: "a whole number within ±(2^53 − 1)", got: new Map() };
      refused.got.set(i, String(isSigned ? raw[i] : BigInt.asUintN(64, raw[i] as bigint)));
    }
  }
  return { values, refused };
}

/** 64-bit counts of a unit of time, `perUnit` of which make one of what is given out; the nearest double. */
export function scaledInt64(raw: BigInt64Array, perUnit: number): Float64Array {
  const words = wordsOf(raw);
  const values = new Float64Array(raw.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = ((words[2 * i + 1] as number) * TWO_32 + ((words[2 * i] as number) >>> 0)) / perUnit;
  }
  return values;
}

/** As `scaledInt64` for counts of nanoseconds, which doubles do not hold: by way of microseconds. */
export function scaledNanos(raw: BigInt64Array, microsPerUnit: number): Float64Array {
  const words = wordsOf(raw);
  const values = new Float64Array(raw.length);
  for (let i = 0; i < values.length; i++) {
    const high = words[2 * i + 1] as number;
    // Long division by 1000: every step is exact.
    const quotient = Math.floor(high / 1000);
    const rest = (high - quotient * 1000) * TWO_32 + ((words[2 * i] as number) >>> 0);
    values[i] = (quotient * TWO_32 + rest / 1000) / microsPerUnit;
  }
  return values;
}

/** The double nearest to unscaled / 10^scale. */
export function decimal(unscaled: number | bigint, scale: number): number {
  const value = Number(unscaled);
  if (Number.isSafeInteger(value) && scale >= 0 && scale <= EXACT_POWERS) return value / 10 ** scale;
  return Number(`${unscaled}e${-scale}`);
}

/** A big-endian integer in two's complement: a number where that is exact. */
export function bigEndian(bytes: Uint8Array): number | bigint {
  let value = bytes.length === 0 ? 0 : ((bytes[0] as number) << 24) >> 24;
  for (let i = 1; i < bytes.length; i++) {
    if (value > 2 ** 44 || value < -(2 ** 44)) return bigEndianFrom(BigInt(value), bytes.subarray(i));
    value = value * 256 + (bytes[i] as number);
  }
  return value;
}

function bigEndianFrom(high: bigint, rest: Uint8Array): bigint {
  let value = high;
  for (const byte of rest) value = value * 256n + BigInt(byte);
  return value;
}

/** A half-precision number from its 16 bits. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

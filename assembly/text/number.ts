// A plain number: [−] digits [mark digits], no more than 18 of them, correctly rounded.

import { productError } from "../shared/product-error";
import { bitsBefore, HIGHS, repeated, zeros } from "./bytes";

const ZERO: u32 = 48;
const MINUS: u32 = 45;
/** Eight zeros as text. */
const ZEROS: u64 = repeated(ZERO);

/** What lifts 10, but no digit, to the highest bit. */
const TO_HIGH: u64 = repeated(0x76);

/** Digits whose number an f64 holds exactly, and the most that are read here. */
const EXACT_DIGITS: usize = 15;
const MOST_DIGITS: usize = 18;

/** Far above the relative error of a correction, about 2⁻⁵⁰, and seldom enough to matter. */
const SLACK: f64 = 9.094947017729282e-13;

/**
 * units over a power of ten that is exact: the digits as a sum of two f64, the quotient corrected by its exact remainder. NaN
 * where the error of the correction could reach the rounding.
 */
function quotientOf(units: u64, divisor: f64): f64 {
  const high = <f64>units;
  const low = <f64>(<i64>units - <i64>high);
  const quotient = high / divisor;
  const product = quotient * divisor;
  const remainder = high - product - productError(quotient, divisor, product) + low;
  const correction = remainder / divisor;
  const size = quotient + correction;
  const isSure = quotient + correction * (1 + SLACK) === size && quotient + correction * (1 - SLACK) === size;
  return isSure ? size : NaN;
}

/** Number of eight digits (0 to 9), a byte each, the first in the lowest byte: in pairs, then in fours, then all. */
function numberOf(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8);
  const low = (pairs & 0x000000ff000000ff) * 0x000f424000000064;
  const high = ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001;
  return (low + high) >> 32;
}

/** Whether all bytes are 0 to 9. */
function areDigits(bytes: u64): bool {
  return ((bytes | (bytes + TO_HIGH)) & HIGHS) === 0;
}

/**
 * Read the number at `start`, which is shorter than 8 bytes, not empty, and ended by one of two bytes (eight times each), as
 * `numberAt` does but without a look at each digit; gives where the byte is that ended it, 0 where it takes more than this.
 */
export function shortNumberAt(start: usize, stop: u64, other: u64, mark: u64, powers: usize, out: usize): usize {
  let bytes = load<u64>(start);
  const end = zeros(bytes ^ stop) | (stop === other ? 0 : zeros(bytes ^ other));
  if (end === 0) return 0;
  let bits = bitsBefore(end);
  const stopped = start + <usize>(bits >> 3);
  if (bits === 0) return 0;
  const isNegative = (bytes & 0xff) === MINUS;
  if (isNegative) {
    bytes >>= 8;
    bits -= 8;
    if (bits === 0) return 0;
  }
  if (bits > 8 && (bytes & 0xff) === ZERO && (bytes & 0xffff) !== leadingPoint(mark)) return 0;
  let digits = (bytes ^ ZEROS) << (64 - bits);
  if (areDigits(digits)) {
    const whole = <f64>(<i64>numberOf(digits));
    store<f64>(out, isNegative ? -whole : whole);
    return stopped;
  }
  const point = zeros(bytes ^ mark);
  if (point === 0) return 0;
  const before = bitsBefore(point);
  if (before >= bits || bits === 8) return 0;
  // Without the point: what is above it moves down.
  bytes ^= (bytes ^ (bytes >> 8)) & ((<u64>-1) << before);
  bits -= 8;
  digits = (bytes ^ ZEROS) << (64 - bits);
  if (!areDigits(digits)) return 0;
  const size = <f64>(<i64>numberOf(digits)) / load<f64>(powers + <usize>(bits - before));
  store<f64>(out, isNegative ? -size : size);
  return stopped;
}

/** A zero and the point behind it. */
function leadingPoint(mark: u64): u64 {
  return (mark & 0xff00) | ZERO;
}

/**
 * Read the number at `start` into `out`, NaN where there is none; gives where the byte is that ended it, 0 where it takes more
 * than this: a sign +, an exponent, spaces, many digits, or what may be an identifier (a leading zero, a long whole number).
 */
export function numberAt(start: usize, mark: u32, powers: usize, out: usize): usize {
  let byte: u32 = load<u8>(start);
  const isNegative = byte === MINUS;
  const first = isNegative ? start + 1 : start;
  let p = first;
  let units: u64 = 0;
  let digit: u32 = <u32>load<u8>(p) - ZERO;
  while (digit <= 9) {
    units = units * 10 + digit;
    digit = <u32>load<u8>(++p) - ZERO;
  }
  const nWhole = p - first;
  let nFraction: usize = 0;
  byte = load<u8>(p);
  if (byte === mark) {
    const from = ++p;
    digit = <u32>load<u8>(p) - ZERO;
    while (digit <= 9) {
      units = units * 10 + digit;
      digit = <u32>load<u8>(++p) - ZERO;
    }
    nFraction = p - from;
  }
  const nDigits = nWhole + nFraction;
  if (nDigits === 0) {
    store<f64>(out, NaN);
    return p === start ? p : 0;
  }
  if (nDigits > MOST_DIGITS || (nWhole > 1 && load<u8>(first) === ZERO)) return 0;
  if (nDigits > EXACT_DIGITS && nFraction === 0) return 0;
  const divisor = load<f64>(powers + nFraction * 8);
  const size = nDigits <= EXACT_DIGITS ? <f64>(<i64>units) / divisor : quotientOf(units, divisor);
  store<f64>(out, isNegative ? -size : size);
  return size >= 0 ? p : 0;
}

// Numbers from bytes, correctly rounded.

import { productError } from "../pair.ts";
import { asciiText, MINUS, PLUS, SPACE, TAB, ZERO } from "./bytes.ts";

/** Powers of ten that a double holds exactly. */
const POWER_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const MAX_POWER = 22;
/** Digits whose number fits 32 bits, and digits whose number a double holds exactly. */
const INT32_DIGITS = 9;
const EXACT_DIGITS = 15;
/** Far above the relative error of a correction, about 2^-50, and seldom enough to matter. */
const SLACK = 2 ** -40;

/** Reads one number after another and holds the last. */
export class NumberReader {
  value = 0;

  readonly #mark: number;
  readonly #identifiers: boolean;
  // The parts of a number: its first 9 significant digits and the next 9 as whole numbers, and how many there are in all.
  #negative = false;
  #high = 0;
  #low = 0;
  #nDigits = 0;
  #nFraction = 0;
  #exponent = 0;
  #identifier = false;

  /**
   * @param mark byte of the decimal mark
   * @param identifiers whether text that looks like an identifier is no number: a leading zero (00501) or a whole number
   * of 2^53 or more
   */
  constructor(mark: number, identifiers: boolean) {
    this.#mark = mark;
    this.#identifiers = identifiers;
  }

  /** Read `bytes[start, end)`, spaces around it apart; false if that is no finite number by the rule. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    let from = start;
    let to = end;
    while (from < to && isBlank(bytes[from])) from++;
    while (to > from && isBlank(bytes[to - 1])) to--;
    if (!this.#scan(bytes, from, to)) return false;
    const exact = this.#nDigits <= EXACT_DIGITS ? this.#evaluateExact() : this.#evaluatePair();
    if (!exact) {
      this.value = Number(asciiText(bytes, from, to).replace(String.fromCharCode(this.#mark), "."));
      if (!Number.isFinite(this.value)) return false;
    }
    return !(this.#identifiers && this.#identifier);
  }

  /** Take a number apart: [+-] digits [mark digits] [e [+-] digits], with at least one digit before the exponent. */
  #scan(bytes: Uint8Array, start: number, end: number): boolean {
    const sign = bytes[start];
    const first = sign === MINUS || sign === PLUS ? start + 1 : start;
    const mark = this.#mark;
    let i = first;
    let point = -1;
    let high = 0;
    let low = 0;
    let nDigits = 0;
    for (; i < end; i++) {
      const byte = bytes[i] as number;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (nDigits < INT32_DIGITS) {
          high = (high * 10 + digit) | 0;
          if (high === 0) continue;
        } else if (nDigits < 2 * INT32_DIGITS) low = (low * 10 + digit) | 0;
        nDigits++;
      } else if (byte === mark && point < 0) point = i;
      else break;
    }
    const whole = point < 0;
    const nWhole = (whole ? i : point) - first;
    const nFraction = whole ? 0 : i - point - 1;
    if (nWhole + nFraction === 0) return false;
    const decimal = i === end;
    if (!decimal && !this.#scanExponent(bytes, i, end)) return false;
    if (decimal) this.#exponent = 0;
    const leadingZero = nWhole > 1 && bytes[first] === ZERO;
    this.#negative = sign === MINUS;
    this.#high = high;
    this.#low = low;
    this.#nDigits = nDigits;
    this.#nFraction = nFraction;
    this.#identifier = leadingZero || (whole && decimal && nDigits > EXACT_DIGITS && this.#isBeyondIntegers());
    return true;
  }

  /** Whether a whole number of more than 15 digits is 2^53 or more. */
  #isBeyondIntegers(): boolean {
    const nLow = this.#nDigits - INT32_DIGITS;
    return nLow > INT32_DIGITS || this.#high * powerOfTen(nLow) + this.#low >= 2 ** 53;
  }

  #scanExponent(bytes: Uint8Array, at: number, end: number): boolean {
    if (((bytes[at] as number) | 32) !== LOWER_E) return false;
    const sign = bytes[at + 1];
    const first = sign === MINUS || sign === PLUS ? at + 2 : at + 1;
    if (first >= end) return false;
    let exponent = 0;
    for (let i = first; i < end; i++) {
      const digit = (bytes[i] as number) - ZERO;
      if (!(digit >= 0 && digit <= 9)) return false;
      exponent = Math.min(exponent * 10 + digit, 99_999);
    }
    this.#exponent = sign === MINUS ? -exponent : exponent;
    return true;
  }

  /** One rounding of exact operands, where the power of ten is exact; false where it is not. */
  #evaluateExact(): boolean {
    const power = this.#exponent - this.#nFraction;
    const nLow = Math.max(this.#nDigits - INT32_DIGITS, 0);
    const units = this.#high * powerOfTen(nLow) + this.#low;
    if (units !== 0 && (power < -MAX_POWER || power > MAX_POWER)) return false;
    let size = units;
    if (units !== 0) size = power < 0 ? units / powerOfTen(-power) : units * powerOfTen(power);
    this.value = this.#negative ? -size : size;
    return true;
  }

  /**
   * 16 to 18 digits over an exact power of ten: the digits as a sum of two doubles, and the quotient corrected by its
   * exact remainder (Dekker 1971, "A floating-point technique for extending the available precision"); false where the
   * error of the correction could reach the rounding.
   */
  #evaluatePair(): boolean {
    const power = this.#exponent - this.#nFraction;
    if (this.#nDigits > 2 * INT32_DIGITS || power > 0 || power < -MAX_POWER) return false;
    const scale = powerOfTen(this.#nDigits - INT32_DIGITS);
    const divisor = powerOfTen(-power);
    const product = this.#high * scale;
    const rest = productError(this.#high, scale, product) + this.#low;
    const units = product + rest;
    const part = rest - (units - product);
    const quotient = units / divisor;
    const correction = remainder(units, part, quotient, divisor) / divisor;
    const size = quotient + correction;
    if (quotient + correction * (1 + SLACK) !== size || quotient + correction * (1 - SLACK) !== size) return false;
    this.value = this.#negative ? -size : size;
    return true;
  }
}

const LOWER_E = 101;

const isBlank = (byte: number | undefined): boolean => byte === SPACE || byte === TAB;
const powerOfTen = (k: number): number => POWER_OF_TEN[k] as number;

/** (units + part) − quotient·divisor. */
function remainder(units: number, part: number, quotient: number, divisor: number): number {
  const product = quotient * divisor;
  return units - product - productError(quotient, divisor, product) + part;
}

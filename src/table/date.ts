// ISO 8601 dates as days since 1970-01-01 UTC, from bytes and as text. Knows no time zone but the offset written.

import { civilOfDay } from "#base/civil.ts";

const MS_A_DAY = 86_400_000;
const DIGIT_0 = 48;

/** Days since 1970-01-01 in the proleptic Gregorian calendar (month 1..12), exact. */
export function daysOfCivil(year: number, month: number, day: number): number {
  // The year starts in March, so that the leap day is its last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number that `n` digits at `at` spell, or −1. */
function digits(bytes: Uint8Array, at: number, n: number): number {
  let value = 0;
  for (let i = at; i < at + n; i++) {
    const digit = (bytes[i] as number) - DIGIT_0;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The value of `bytes[start, end)` in days if that is YYYY-MM-DD and nothing else, else NaN. */
function parseDay(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== 45 || bytes[start + 7] !== 45) return Number.NaN;
  const year = digits(bytes, start, 4);
  const month = digits(bytes, start + 5, 2);
  const day = digits(bytes, start + 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  return daysOfCivil(year, month, day);
}

const TIME = /^[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/;

/** Days of an ISO 8601 date or date-time in `bytes[start, end)`, `null` if it is none; a time without a zone is UTC. */
export function parseDate(bytes: Uint8Array, start: number, end: number): number | null {
  const days = parseDay(bytes, start, Math.min(end, start + 10));
  if (Number.isNaN(days)) return null;
  if (end - start === 10) return days;
  // Longer than any date-time with nanoseconds: spare the decoding.
  if (end - start > 40) return null;
  const match = TIME.exec(String.fromCharCode(...bytes.subarray(start + 10, end)));
  if (match === null) return null;
  const [, hour, minute, second = 0, fraction = 0, zone = ""] = match;
  const ms = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(`${second}.${fraction}`) * 1000;
  return (days * MS_A_DAY + ms - minutesOfZone(zone) * 60_000) / MS_A_DAY;
}

function minutesOfZone(zone: string): number {
  if (zone === "" || zone === "Z") return 0;
  const plain = zone.replace(":", "");
  const minutes = Number(plain.slice(1, 3)) * 60 + Number(plain.slice(3, 5));
  return plain[0] === "-" ? -minutes : minutes;
}

/** Days of an ISO 8601 date or date-time, or `null`. */
export function daysOfText(text: string): number | null {
  const bytes = new TextEncoder().encode(text);
  return parseDate(bytes, 0, bytes.length);
}

/** A date as a person reads it: 2021-01-05, with 10:20 or 10:20:30 where it is not midnight. */
export function textOfDays(days: number): string {
  const ms = Math.round(days * MS_A_DAY);
  const day = Math.floor(ms / MS_A_DAY);
  const time = ms - day * MS_A_DAY;
  if (time === 0) return textOfDay(day);
  const pad = (value: number, width = 2): string => String(value).padStart(width, "0");
  let text = `${textOfDay(day)} ${pad(Math.floor(time / 3_600_000))}:${pad(Math.floor(time / 60_000) % 60)}`;
  if (time % 60_000 !== 0) text += `:${pad(Math.floor(time / 1000) % 60)}`;
  if (time % 1000 !== 0) text += `.${pad(time % 1000, 3)}`;
  return text;
}

function textOfDay(day: number): string {
  const { year, month, day: date } = civilOfDay(day);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

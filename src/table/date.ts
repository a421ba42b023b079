// ISO 8601 dates as days since 1970-01-01 UTC, read from bytes and written back. Knows no time zone but the offset written.

import { civilOfDay } from "#base/civil.ts";

const MS_A_DAY = 86_400_000;
const DIGIT_0 = 48;

/** How a date was written, so that its text can be had back from its value. */
export interface DateSpelling {
  /** Between date and time; empty where there is no time. */
  separator: "" | "T" | " ";
  /** Whether seconds are written, and with how many decimals (at most 3). */
  seconds: boolean;
  decimals: number;
  /** As written: "", "Z", "+02:00", "-0530", "+01". */
  zone: string;
}

const DATE_ONLY: DateSpelling = { separator: "", seconds: false, decimals: 0, zone: "" };

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

const TIME = /^([T ])([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/;

/**
 * Read an ISO 8601 date or date-time; a time without a zone is UTC.
 *
 * @returns days, and how it was written (`null` where that cannot be had back from the days); or `null` if it is no date
 */
export function parseDate(
  bytes: Uint8Array,
  start: number,
  end: number,
): { days: number; spelling: DateSpelling | null } | null {
  const days = parseDay(bytes, start, Math.min(end, start + 10));
  if (Number.isNaN(days)) return null;
  if (end - start === 10) return { days, spelling: DATE_ONLY };
  // Longer than any date-time with nanoseconds: spare the decoding.
  if (end - start > 40) return null;
  const match = TIME.exec(String.fromCharCode(...bytes.subarray(start + 10, end)));
  if (match === null) return null;
  const [, separator, hour, minute, second, fraction = "", zone = ""] = match;
  const ms = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(`${second ?? 0}.${fraction || 0}`) * 1000;
  const spelling: DateSpelling = {
    separator: separator as "T" | " ",
    seconds: second !== undefined,
    decimals: fraction.length,
    zone,
  };
  return {
    days: (days * MS_A_DAY + ms - minutesOfZone(zone) * 60_000) / MS_A_DAY,
    spelling: fraction.length <= 3 ? spelling : null,
  };
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
  return parseDate(bytes, 0, bytes.length)?.days ?? null;
}

/** The text that `parseDate` read. */
export function spellDate(days: number, spelling: DateSpelling): string {
  const local = Math.round(days * MS_A_DAY) + minutesOfZone(spelling.zone) * 60_000;
  const day = Math.floor(local / MS_A_DAY);
  const date = textOfDay(day);
  if (spelling.separator === "") return date;
  const ms = local - day * MS_A_DAY;
  const pad = (value: number, width: number): string => String(value).padStart(width, "0");
  let time = `${pad(Math.floor(ms / 3_600_000), 2)}:${pad(Math.floor(ms / 60_000) % 60, 2)}`;
  if (spelling.seconds) time += `:${pad(Math.floor(ms / 1000) % 60, 2)}`;
  if (spelling.decimals > 0) time += `.${pad(ms % 1000, 3).slice(0, spelling.decimals)}`;
  return date + spelling.separator + time + spelling.zone;
}

/** A date as a person reads it: 2021-01-05, with 10:20 or 10:20:30 where it is not midnight. */
export function textOfDays(days: number): string {
  const ms = Math.round(days * MS_A_DAY);
  if (ms % MS_A_DAY === 0) return textOfDay(ms / MS_A_DAY);
  return spellDate(days, {
    separator: " ",
    seconds: ms % 60_000 !== 0,
    decimals: ms % 1000 === 0 ? 0 : 3,
    zone: "",
  });
}

function textOfDay(day: number): string {
  const { year, month, day: date } = civilOfDay(day);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

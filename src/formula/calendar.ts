// Parts of dates: as numbers, and as the levels of a factor in the calendar's order.

import { civilOfDay } from "#base/civil.ts";
import { formatNumber } from "./deparse.ts";
import type { CalendarPart } from "./types.ts";

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** 1970-01-01 was a Thursday, the fourth day of a week that starts on Monday (ISO 8601). */
const FIRST_WEEKDAY = 3;

/** The part as a number; `days` counts from 1970-01-01 UTC, with fractions for times. NaN where there is no date. */
export function calendarNumber(part: CalendarPart, days: number): number {
  if (part === "time" || !Number.isFinite(days)) return days;
  const day = Math.floor(days);
  if (part === "weekday") return weekdayOf(day);
  if (part === "weekend") return weekdayOf(day) >= 6 ? 1 : 0;
  const civil = civilOfDay(day);
  return part === "quarter" ? Math.ceil(civil.month / 3) : civil[part];
}

function weekdayOf(day: number): number {
  return ((((day + FIRST_WEEKDAY) % 7) + 7) % 7) + 1;
}

/** How a level says the part: "Mon", "Jan", "Q1"; years, days and weekends are numbers. */
export function calendarText(part: CalendarPart, value: number): string {
  if (part === "weekday") return WEEKDAYS[value - 1] as string;
  if (part === "month") return MONTHS[value - 1] as string;
  return part === "quarter" ? `Q${value}` : formatNumber(value);
}

// Ticks of an axis of days: at round days, at the first of months, or at the first of years.

import type { Domain } from "./domain.ts";
import type { Tick } from "./ticks.ts";

const DAY_MS = 86_400_000;
/** Steps in months; below them, in days. */
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
const DAYS = [1, 2, 7, 14];
const MONTH_DAYS = 30.44;

const dateOf = (days: number) => new Date(days * DAY_MS);

/** At most about `count` ticks; values are days since 1970-01-01, labels dates in UTC. */
export function dateTicks([from, to]: Domain, { count, locale }: { count: number; locale: string }): Tick[] {
  const span = to - from;
  const days = DAYS.find((step) => span / step <= count);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  if (days !== undefined) {
    const label = format({ day: "numeric", month: "short" });
    const first = Math.ceil(from / days) * days;
    const n = Math.floor((to - first) / days) + 1;
    return Array.from({ length: n }, (_, i) => first + i * days).map((value) => ({
      value,
      label: label.format(dateOf(value)),
    }));
  }
  const step = MONTHS.find((months) => span / (months * MONTH_DAYS) <= count) ?? 2400;
  const label = step >= 12 ? format({ year: "numeric" }) : format({ month: "short", year: "2-digit" });
  const start = dateOf(from);
  const ticks: Tick[] = [];
  const base = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  for (let month = base; ; month += step) {
    const value = Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS;
    if (value > to) return ticks;
    if (value >= from) ticks.push({ value, label: label.format(dateOf(value)) });
  }
}

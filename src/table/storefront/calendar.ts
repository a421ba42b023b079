// The storefront's calendar: what everybody knows of a day beforehand.

import { civilOfDay } from "#base/civil.ts";
import { exp } from "#base/elementary.ts";
import { daysOfCivil } from "../date.ts";
import { sine } from "../sine.ts";
import { FIRST_DAY, HOLIDAY_EFFECT, N_DAYS, PEAK_EFFECT, WAVE, WEEKDAY_EFFECTS } from "./truth.ts";

/** Sunday is 0; 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (day + 4) % 7;

/** The Friday after the fourth Thursday of November. */
function blackFriday(year: number): number {
  const first = daysOfCivil(year, 11, 1);
  return first + ((11 - weekday(first)) % 7) + 22;
}

/** 1 from Black Friday to the Monday after it, from 12 to 23 December, on New Year's Day and on 4 July; else 0. */
export function holidayOf(day: number): 0 | 1 {
  const { year, month, day: date } = civilOfDay(day);
  const since = day - blackFriday(year);
  const named = (month === 1 && date === 1) || (month === 7 && date === 4);
  return named || (since >= 0 && since <= 3) || (month === 12 && date >= 12 && date <= 23) ? 1 : 0;
}

/** Whether a day is one of the four from Black Friday on. */
export function isBlackFriday(day: number): boolean {
  const since = day - blackFriday(civilOfDay(day).year);
  return since >= 0 && since <= 3;
}

/** What the calendar adds to log units: day of the week, yearly wave, holidays, the two peak days. */
export function seasonOf(day: number): number {
  const { year } = civilOfDay(day);
  const angle = (2 * Math.PI * (day - daysOfCivil(year, 1, 1) + 1 - WAVE.peak)) / WAVE.year;
  const wave = WAVE.first * cosine(angle) + WAVE.second * cosine(2 * angle);
  const since = day - blackFriday(year);
  const peak = since === 0 || since === 3 ? PEAK_EFFECT : 0;
  return (WEEKDAY_EFFECTS[weekday(day)] as number) + wave + HOLIDAY_EFFECT * holidayOf(day) + peak;
}

const cosine = (x: number): number => sine(x + Math.PI / 2);

/** The first row of each day and, last, the number of rows: a day has orders in proportion to exp(seasonOf). */
export function firstRows(nRows: number): Float64Array {
  const total = new Float64Array(N_DAYS + 1);
  for (let t = 0; t < N_DAYS; t++) total[t + 1] = (total[t] as number) + exp(seasonOf(FIRST_DAY + t));
  const all = total[N_DAYS] as number;
  return total.map((weight) => Math.round(nRows * (weight / all)));
}

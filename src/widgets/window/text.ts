// Every word of lw-window.

import { msg, str } from "@lit/localize";
import type { NumberFormats } from "#base/format.ts";
import type { ColumnInfo } from "#engine/index.ts";

export const titles = {
  figure: () => msg("The same model, a window at a time"),
  all: () => msg("All rows"),
  window: () => msg("window"),
  allShort: () => msg("all rows"),
  term: () => msg("Term"),
  rows: () => msg("Rows"),
  rSquared: () => msg("R²"),
  from: () => msg("From"),
  to: () => msg("To"),
  mean: (label: string) => msg(str`Mean ${label}`),
  loading: () => msg("Reading the data …"),
};

export function subtitle(
  { n, nBeyond, label }: { n: number; nBeyond: number; label: string },
  formats: NumberFormats,
): string {
  const words = msg(str`${formats.count(n)} rows · the line is the mean of ${label}`);
  if (nBeyond === 0) return words;
  return `${words} · ${msg(str`${formats.count(nBeyond)} beyond the picture`)}`;
}

export const prompts = {
  noSource: () => msg("No data yet: this figure needs a data set or an address of a CSV file, and a formula."),
  noRows: () => msg("No row is in this window."),
  brush: () => msg("Drag over a stretch of time: the model is fitted to those rows alone."),
  notTime: (field: string, example: string) => msg(str`${field}: write a time such as ${example}.`),
};

const DAY_MS = 86_400_000;

/** A time as people of a locale read it. */
export function timeWord(value: number, { type }: ColumnInfo, formats: NumberFormats, locale: string): string {
  if (type !== "date") return formats.coefficient(value);
  const options = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(value * DAY_MS));
}

/** A time as it is typed: 2024-03-31, or a number. */
export function writeTime(value: number, { type }: ColumnInfo): string {
  return type === "date" ? new Date(value * DAY_MS).toISOString().slice(0, 10) : String(Number(value.toPrecision(12)));
}

/** What was typed as a time; null where it is none. */
export function readTime(text: string, { type }: ColumnInfo): number | null {
  const bare = text.trim();
  if (type !== "date") return bare !== "" && Number.isFinite(Number(bare)) ? Number(bare) : null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(bare)) return null;
  const days = Date.parse(`${bare}T00:00:00Z`) / DAY_MS;
  return Number.isFinite(days) && writeTime(days, { type } as ColumnInfo) === bare ? days : null;
}

/** The slope that differs most from that of all rows. */
export function shiftSentence(
  { where, n, term, here, all }: { where: string; n: number; term: string | null; here: number; all: number },
  formats: NumberFormats,
): string {
  const rows = msg(str`${where}: ${formats.count(n)} rows.`);
  if (term === null) return rows;
  const [a, b] = [formats.coefficient(here), formats.coefficient(all)];
  return `${rows} ${msg(str`${term} is ${a} here, against ${b} over all rows.`)}`;
}

export function plotName(label: string, time: string): string {
  return msg(str`${label} by ${time}, with a window of time to be moved`);
}

export function instructions(): string {
  return msg(
    "Left and right arrows move the window, with Shift farther and with Alt finer. Enter changes what moves: the window, its start or its end. Plus and minus widen and narrow it, Home and End go to the first and last stretch, 0 takes all rows. If arrows do nothing, switch your screen reader to focus mode.",
  );
}

export const spoken = {
  part: (part: "whole" | "start" | "end") => {
    switch (part) {
      case "whole":
        return msg("Arrows move the window.");
      case "start":
        return msg("Arrows move the start.");
      case "end":
        return msg("Arrows move the end.");
      default:
        return part satisfies never;
    }
  },
  all: () => msg("All rows."),
};

export function capital(text: string): string {
  return text.length < 2 ? text : text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

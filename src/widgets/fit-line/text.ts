// Every word of the widget, for one locale at a time.

import { msg, str } from "@lit/localize";
import { html, type TemplateResult } from "lit";
import type { NumberFormats } from "#base/format.ts";
import type { Line, Place } from "#charts/scale/plane.ts";
import type { Judgement } from "./model.ts";
import type { Quantity } from "./source.ts";
import type { Point } from "./workbench.ts";

/** What the words are about, and how its numbers are written. */
export interface Subject {
  x: Quantity;
  y: Quantity;
  /** One row, in words: "day". */
  row: string;
  formats: NumberFormats;
}

/** Rows that name a time: an amount in their unit is an amount a day, a week. */
const TIMES = new Set(["day", "week", "month", "year"]);

export const titles = {
  figure: () => msg("My line against the best line"),
  mine: () => msg("mine"),
  best: () => msg("best"),
  eye: () => msg("eye"),
  slope: () => msg("Slope"),
  intercept: () => msg("Intercept"),
  rSquared: () => msg("R²"),
  squares: () => msg("Squares"),
  meanSquare: () => msg("Mean square"),
  commit: () => msg("This is my line"),
  add: () => msg("Add a point"),
  addHere: () => msg("Add it"),
  stopAdding: () => msg("Cancel"),
  remove: () => msg("Delete"),
  undo: () => msg("Undo"),
  redo: () => msg("Redo"),
  loading: () => msg("Reading the data …"),
  newPoint: () => msg("New point"),
  stop: () => msg("Stop"),
  again: () => msg("Try again"),
  notDefined: () => msg("not defined"),
  myError: () => msg("My error"),
  bestError: () => msg("Best error"),
};

/** Names at the ends of the lines; short ones where there is little room. */
export function lineNames(narrow: boolean): { mine: string; best: string; eye: string } {
  return narrow
    ? { mine: msg("mine"), best: msg("best"), eye: msg("eye") }
    : { mine: msg("my line"), best: msg("least squares"), eye: msg("the eye’s line") };
}

function rowsWord(count: number, { row, formats }: Subject): string {
  const number = formats.count(count);
  return count === 1 ? msg(str`${number} ${row}`) : msg(str`${number} ${row}s`);
}

export function subtitle(count: number, nRows: number, subject: Subject): string {
  const { row, formats } = subject;
  const shown = rowsWord(count, subject);
  const of = count < nRows ? msg(str`${formats.count(count)} of ${formats.count(nRows)} ${row}s`) : shown;
  return msg(str`${of} · each square is one ${row}’s error, to scale`);
}

/** "Revenue, $ thousand a day". */
export function axisTitle(quantity: Quantity, per: number, row: string): string {
  const label = capital(quantity.label);
  const scaled = unitWord(quantity.unit, per);
  if (scaled === "") return label;
  const unit = quantity.unit === "$" && TIMES.has(row) ? msg(str`${scaled} a ${row}`) : scaled;
  return `${label}, ${unit}`;
}

function unitWord(unit: string, per: number): string {
  if (per === 1) return unit;
  if (unit === "") return msg("thousand");
  return unit === "$" ? msg("$ thousand") : msg(str`thousand ${unit}`);
}

/** What the area of the one square is measured in. */
export function squareCaption(quantity: Quantity, per: number): string {
  const unit = unitWord(quantity.unit, per);
  return unit === "" ? msg("All squares as one.") : msg(str`All squares as one, in (${unit.replace(" ", "\u00a0")})².`);
}

export function pointName(point: Point, { row }: Subject): string {
  return point.row === null ? msg("the added point") : msg(str`${row} ${point.row}`);
}

/** "$46,300 under", for an error in units of y. */
function distance(error: number, subject: Subject): string {
  const size = estimate(Math.abs(error), subject.y.unit, subject.formats);
  return error < 0 ? msg(str`${size} under`) : msg(str`${size} above`);
}

/** A value in its unit, whole where it is large. */
export function quantity(value: number, unit: string, formats: NumberFormats): string {
  return formats.quantity(Math.abs(value) >= 1000 ? Math.round(value) : value, unit);
}

/** A value worked out, to three significant digits: what lies beyond them says nothing. */
export function estimate(value: number, unit: string, formats: NumberFormats): string {
  return quantity(Number(value.toPrecision(3)), unit, formats);
}

export function largestErrorSentence(
  largest: { point: Point; error: number; count: number },
  subject: Subject,
): TemplateResult {
  const { point, error, count } = largest;
  const name = pointName(point, subject);
  const errors = count === 1 ? msg("One error") : msg(str`${subject.formats.count(count)} errors`);
  const size = html`<strong>${estimate(Math.abs(error), subject.y.unit, subject.formats)}</strong>`;
  return error < 0
    ? html`${errors}. ${msg(html`The largest belongs to ${name}: ${size} under the line.`)}`
    : html`${errors}. ${msg(html`The largest belongs to ${name}: ${size} above the line.`)}`;
}

/** What was learnt by committing: how many times the least possible, and in which way. */
export function verdictSentence({ verdict, times }: Judgement, formats: NumberFormats): string {
  if (verdict === "as-good") return msg("Your squares were as small as squares can be.");
  if (!Number.isFinite(times)) return msg(str`A line without any error is possible. Yours: ${verdictWord(verdict)}.`);
  return msg(str`Yours were ${timesWord(times, formats)} the least possible: ${verdictWord(verdict)}.`);
}

function timesWord(times: number, formats: NumberFormats): string {
  if (times < 1.05) return msg(str`${formats.share(times - 1)} more than`);
  const number = times < 10 ? formats.coefficient(Math.round(times * 10) / 10) : formats.count(times);
  return msg(str`${number} times`);
}

function verdictWord(verdict: Exclude<Judgement["verdict"], "as-good">): string {
  switch (verdict) {
    case "flat":
      return msg("too flat");
    case "steep":
      return msg("too steep");
    case "opposite":
      return msg("they slope the other way");
    case "high":
      return msg("too high");
    case "low":
      return msg("too low");
    default:
      return verdict satisfies never;
  }
}

export const states = {
  empty: () => msg("No points yet. “Add a point” begins."),
  onePoint: () => msg("One point: every line through it is without error. Add another."),
  twoPoints: () => msg("Two points: the best line goes through both, and its squares are nothing."),
  sameX: (label: string) => msg(str`Every point has the same ${label}, so the data say nothing about a slope.`),
  outside: () => msg("Your line is outside the picture."),
  stopped: () => msg("Stopped reading."),
  noSource: () => msg("No data yet: this figure needs a data set, an address of a CSV file, or points."),
};

export function readRows(rows: number, formats: NumberFormats): string {
  return msg(str`Reading: ${formats.count(rows)} rows so far.`);
}

export const prompts = {
  choose: () => msg("Choose a point to move it or to type its numbers."),
  place: () => msg("Click or tap where it should be, or type its numbers."),
  notNumber: (field: string) => msg(str`${field}: write a number, such as 0.8 or 1,200.`),
};

export function tryAnother(count: number, subject: Subject): string {
  return msg(str`Try another ${rowsWord(count, subject)}`);
}

export function plotName(count: number, subject: Subject): string {
  return msg(str`Plot of ${subject.y.label} by ${subject.x.label}: ${rowsWord(count, subject)} and my line`);
}

/** Read once, on the way into the plot. */
export function instructions(): string {
  return msg(
    "Press Enter to go in. Left and right arrows choose a handle of my line or a point, Home and End the first and last. Enter takes hold; arrows then move it, with Shift farther and with Alt finer; Enter puts it down, Escape puts it back. Delete removes a point. If arrows do nothing, switch your screen reader to focus mode.",
  );
}

/** What the live region says. */
export const spoken = {
  place: (place: Place, subject: Subject) => {
    const x = quantity(place.x, subject.x.unit, subject.formats);
    const y = quantity(place.y, subject.y.unit, subject.formats);
    return msg(str`${subject.x.label} ${x}, ${subject.y.label} ${y}`);
  },
  handle: (index: 0 | 1, place: Place, subject: Subject) => {
    const where = spoken.place(place, subject);
    return index === 0 ? msg(str`Left handle of my line: ${where}.`) : msg(str`Right handle of my line: ${where}.`);
  },
  point: (point: Point, error: number, subject: Subject) => {
    const where = spoken.place(point, subject);
    return msg(str`${capital(pointName(point, subject))}: ${where}, ${distance(error, subject)} my line.`);
  },
  ghost: (place: Place, subject: Subject) =>
    msg(str`New point at ${spoken.place(place, subject)}. Enter puts it there.`),
  held: () => msg("Held. Arrows move it, Enter puts it down, Escape puts it back."),
  line: (line: Line, subject: Subject) => {
    const { formats, y } = subject;
    const intercept = estimate(line.intercept, y.unit, formats);
    return msg(str`Slope ${formats.coefficient(line.slope)}, intercept ${intercept}.`);
  },
  /** How the sum of squares changed since `before`. */
  change: (sse: number, before: number, formats: NumberFormats) => {
    const share = sse / before - 1;
    if (!Number.isFinite(share) || Math.abs(share) < 0.0005) return msg("The squares add up to the same.");
    const size = formats.share(Math.abs(share));
    return share < 0 ? msg(str`The squares shrank by ${size}.`) : msg(str`The squares grew by ${size}.`);
  },
  best: (slope: number, rSquared: number | null, formats: NumberFormats) => {
    const text = msg(str`Best slope ${formats.coefficient(slope)}`);
    return rSquared === null ? `${text}.` : `${text}, ${msg(str`R² ${formats.coefficient(rSquared)}`)}.`;
  },
  removed: (point: Point, left: number, subject: Subject) =>
    msg(str`${capital(pointName(point, subject))} deleted, ${rowsWord(left, subject)} left.`),
  undone: () => msg("Undone."),
  redone: () => msg("Done again."),
  putBack: () => msg("Put back."),
  left: () => msg("Left the plot. Enter goes in again."),
};

/** With a capital letter, unless it is a name such as x. */
export function capital(text: string): string {
  if (text.length < 2) return text;
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

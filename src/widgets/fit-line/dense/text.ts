// Words of the picture of counts.

import { msg, str } from "@lit/localize";
import { capital, quantity, type Subject } from "../text.ts";
import type { Cell } from "./picture.ts";

export const denseTitles = {
  closer: () => msg("Closer"),
  farther: () => msg("Farther"),
  all: () => msg("All"),
  takeBack: () => msg("Put back"),
  row: () => msg("Row"),
  take: () => msg("Take point"),
  share: () => msg("Share of rows"),
  rows: (row: string) => capital(msg(str`${row}s in a cell`)),
  noRow: (most: string) => msg(str`Row: write a whole number from 1 to ${most} of a row that has both values.`),
};

function countWord(count: number, { row, formats }: Subject): string {
  const number = formats.count(count);
  return count === 1 ? msg(str`${number} ${row}`) : msg(str`${number} ${row}s`);
}

export function denseSubtitle(
  { n, nInside, dots }: { n: number; nInside: number; dots: number | null },
  subject: Subject,
): string {
  const whole = countWord(n, subject);
  const all = nInside < n && dots === null ? msg(str`${subject.formats.count(nInside)} of ${whole} in view`) : whole;
  if (dots === null) return msg(str`${all} · the stronger a cell’s colour, the more of them it holds`);
  return msg(str`${subject.formats.count(dots)} of ${all} in view · each is one ${subject.row}`);
}

/** "$20,000 to $20,500". */
function rangeWord([from, to]: readonly [number, number], unit: string, { formats }: Subject): string {
  const digits = Math.max(1, Math.ceil(Math.log10(Math.max(Math.abs(from), Math.abs(to)) / (to - from))) + 1);
  const rounded = (value: number) => Number(value.toPrecision(Math.min(15, digits)));
  return msg(str`${quantity(rounded(from), unit, formats)} to ${quantity(rounded(to), unit, formats)}`);
}

/** What a cell holds. */
export function cellWords(cell: Cell, subject: Subject): string {
  const { x, y, formats } = subject;
  const where = msg(
    str`${x.label} ${rangeWord(cell.x, x.unit, subject)}, ${y.label} ${rangeWord(cell.y, y.unit, subject)}`,
  );
  if (cell.count === 0) return msg(str`No ${subject.row} at ${where}.`);
  const mean = quantity(Number(cell.mean.toPrecision(4)), y.unit, formats);
  return msg(str`${countWord(cell.count, subject)} at ${where}. Mean ${y.label}: ${mean}.`);
}

export function viewWords(nInside: number, n: number, subject: Subject): string {
  const { formats } = subject;
  if (nInside >= n) return msg(str`All ${countWord(n, subject)} in view.`);
  return msg(str`${formats.count(nInside)} of ${countWord(n, subject)} in view.`);
}

export const densePrompts = {
  look: () => msg("Point at a cell to count it. Come closer, and cells become points that can be dragged."),
  take: () => msg("Choose a point in the picture, or name its row, to drag it or to type its numbers."),
};

export function densePlotName(n: number, subject: Subject): string {
  return msg(str`Picture of ${subject.y.label} by ${subject.x.label}: ${countWord(n, subject)} and my line`);
}

/** Read once, on the way into the plot. */
export function denseInstructions(): string {
  return msg(
    "Plus and minus come closer and go farther, 0 shows all. Press Enter to go in: arrows step from cell to cell, with Shift ten at a time, and the picture moves along at its edge. Enter comes closer, or takes hold of a point where points are drawn. M goes to the handles of my line and to points that were taken; there arrows choose, Enter takes hold, arrows move, Enter puts down. Escape goes back. If arrows do nothing, switch your screen reader to focus mode.",
  );
}

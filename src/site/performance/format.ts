// Times and rates of the lab, in words that fit a column.

import { numberFormats } from "#base/format.ts";

const { coefficient, count } = numberFormats("en-GB");

export { count };

/** `0.42 ms`, `26.1 ms`, `3.68 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${coefficient(milliseconds)} ms` : `${coefficient(milliseconds / 1000)} s`;
}

/** Three significant digits. */
export const three = coefficient;

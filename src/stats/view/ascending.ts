// Whether columns are in ascending order, missing values aside, as those of time should be.

import type { RowPass } from "../rows.ts";

/** First and last value present, NaN where there is none, and whether those between never fall. */
export interface Ascent {
  first: number;
  last: number;
  ascending: boolean;
}

function ascentOf(values: ArrayLike<number>): Ascent {
  let first = Number.NaN;
  let last = Number.NaN;
  let ascending = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) continue;
    if (value < last) ascending = false;
    if (Number.isNaN(first)) first = value;
    last = value;
  }
  return { first, last, ascending };
}

export const ascentPass: RowPass<null, Ascent[]> = {
  run: ({ columns }) => columns.map(ascentOf),
  merge: (a, b) =>
    a.map((before, j) => {
      const after = b[j] as Ascent;
      return {
        first: Number.isNaN(before.first) ? after.first : before.first,
        last: Number.isNaN(after.last) ? before.last : after.last,
        // A comparison with NaN is false: nothing there falls.
        ascending: before.ascending && after.ascending && !(after.first < before.last),
      };
    }),
};

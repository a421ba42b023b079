// Which cells mean "missing": the empty one, one of spaces alone, and the words given. Spaces around a word do not count.

import { SPACE, sameBytes, TAB } from "./bytes.ts";

/** R's word, and those that spreadsheets, numpy and databases write. */
export const DEFAULT_NA: readonly string[] = ["NA", "N/A", "NaN", "null", "NULL"];

export interface MissingRule {
  test(bytes: Uint8Array, start: number, end: number): boolean;
  /** Whether a word looks like a number (−999), so that no number can be taken before it is tested. */
  numeric: boolean;
}

/** The rule for the given words. */
export function missingRule(na: readonly string[]): MissingRule {
  const words = na.map((word) => new TextEncoder().encode(word.trim()));
  return {
    numeric: na.some((word) => /^\s*[-+.,]?\d/.test(word)),
    test(bytes, start, end) {
      let from = start;
      let to = end;
      while (from < to && (bytes[from] === SPACE || bytes[from] === TAB)) from++;
      while (to > from && (bytes[to - 1] === SPACE || bytes[to - 1] === TAB)) to--;
      return from === to || words.some((word) => sameBytes(bytes, from, to, word));
    },
  };
}

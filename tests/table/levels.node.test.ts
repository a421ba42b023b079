import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareCodePoints, sortLevels } from "#table/levels.ts";
import { bytesOf } from "../helpers/csv.ts";

const word = fc.string({ unit: "binary", maxLength: 5 });

describe("levels", () => {
  it("sort as their UTF-8 bytes do", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const expected = Buffer.compare(bytesOf(a), bytesOf(b));
        expect(Math.sign(compareCodePoints(a, b))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it("keep track of where each word went", () => {
    fc.assert(
      fc.property(fc.uniqueArray(word), (words) => {
        const { levels, code } = sortLevels(words);
        expect(levels).toEqual(words.slice().sort(compareCodePoints));
        expect(words.map((_, i) => levels[code[i] as number])).toEqual(words);
      }),
    );
  });
});

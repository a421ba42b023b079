// Numbers as people type them.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseNumber } from "#lessons/player/parse-number.ts";

test.each([
  ["16240", 16240],
  [" 16,240 ", 16240],
  ["$16 240", 16240],
  ["16.24k", 16240],
  ["16 thousand", 16000],
  ["0.81", 0.81],
  [".81", 0.81],
  ["0,81", 0.81],
  ["1,200,000.5", 1200000.5],
  ["1.200.000,5", 1200000.5],
  ["1.200.000", 1200000],
  ["1,200", 1200],
  ["1.200", 1.2],
  ["−5", -5],
  ["+5", 5],
  ["-$5", -5],
  ["81 cents", 81],
  ["81 %", 81],
  ["16’240", 16240],
])("parseNumber(%s) is %d", (text, value) => {
  expect(parseNumber(text)).toBeCloseTo(value, 9);
});

test.each(["", "abc", "1 or 2", "1,2,3", "1.2.3", "12,34,567", "--5", "1e5", "$", "5k6"])(
  "parseNumber(%s) is no number",
  (text) => {
    expect(parseNumber(text)).toBeNull();
  },
);

test("parseNumber(any whole number as en-GB, fr-FR or de-CH writes it) is that number", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom("en-GB", "fr-FR", "de-CH"), (value, locale) => {
      expect(parseNumber(new Intl.NumberFormat(locale).format(value))).toBe(value);
    }),
  );
});

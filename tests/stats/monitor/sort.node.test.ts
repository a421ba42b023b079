// Sorting by bits is sorting.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sortNumbers } from "#stats/monitor/passes/sort.ts";

/** Some thousand numbers made of a few, so that the way by bits is taken. */
const many = (values: readonly number[], n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => (values[(i * 31) % values.length] as number) / (1 + ((i * 7) % 64)) + 0);

describe("sortNumbers(values)", () => {
  test("is the engine's own sort, for numbers of any sign and size", () =>
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 40 }), (values) => {
        const mixed = many(values, 5000);
        expect(sortNumbers(mixed.slice())).toEqual(mixed.slice().sort());
      }),
      { numRuns: 40, seed: 6 },
    ));

  test.each([0, 1, 4095, 4096, 4097])("sorts %i numbers, whole or with few bits", (n) => {
    const whole = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 1000) - 500);
    expect(sortNumbers(whole.slice())).toEqual(whole.slice().sort());
    const equal = new Float64Array(n).fill(2.5);
    expect(sortNumbers(equal.slice())).toEqual(equal);
  });

  test("sorts a part of an array and leaves the rest", () => {
    const all = Float64Array.from({ length: 9000 }, (_, i) => ((i * 7919) % 9001) / 7);
    const rest = all.slice(5000);
    const part = sortNumbers(all.subarray(0, 5000));
    expect(part.every((x, i) => i === 0 || x >= (part[i - 1] as number))).toBe(true);
    expect(all.slice(5000)).toEqual(rest);
  });
});

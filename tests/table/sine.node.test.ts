import { describe, expect, it } from "vitest";
import { sine } from "#table/sine.ts";

/** sin x to 60 digits from the series in whole numbers, rounded by the language's own parser. */
function exactSine(x: number): number {
  const SCALE = 10n ** 80n;
  // Every double of this size is a decimal of at most 70 places.
  const [whole, fraction = ""] = x.toFixed(70).split(".") as [string, string];
  const argument = (BigInt(whole + fraction) * SCALE) / 10n ** BigInt(fraction.length);
  let term = argument;
  let sum = argument;
  for (let k = 1n; term !== 0n; k++) {
    term = (-term * argument) / SCALE;
    term = (term * argument) / SCALE / (2n * k * (2n * k + 1n));
    sum += term;
  }
  return Number(`${sum}e-80`);
}

describe("sine", () => {
  it("is rounded correctly on every day that the course's season is taken", () => {
    for (let day = 0; day < 2000; day++) {
      const x = (2 * Math.PI * day) / 365;
      expect(sine(x)).toBe(exactSine(x));
    }
  });

  it("is odd, and 0 at 0", () => {
    expect(sine(0)).toBe(0);
    for (const x of [0.1, 1, 2, 3, 5, 30]) expect(sine(-x)).toBe(-sine(x));
  });
});

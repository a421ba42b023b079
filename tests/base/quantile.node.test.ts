import { expect, test } from "vitest";
import { quantileOf } from "#base/quantile.ts";

test("quantileOf is R's type 7", () => {
  // R 4.2.2: quantile(c(1, 2, 4, 8, 16), c(0, 0.1, 0.5, 0.95, 1))
  const values = Float64Array.of(1, 2, 4, 8, 16);
  for (const [q, wanted] of [
    [0, 1],
    [0.1, 1.4],
    [0.5, 4],
    [0.95, 14.4],
    [1, 16],
  ] as const) {
    expect(quantileOf(values, q)).toBeCloseTo(wanted, 13);
  }
});

// Adjusted p-values against statsmodels, and what must hold of any.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adjustedP } from "#stats/monitor/adjust.ts";
import { expectAllNear, reference } from "#tests/helpers/monitor-reference.ts";

const METHODS = ["benjamini-hochberg", "benjamini-yekutieli"] as const;
const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });

describe("adjustedP(p, correction)", () => {
  test.each(METHODS)("is statsmodels' multipletests for %s", (method) => {
    expectAllNear(adjustedP(reference.corrections.p, method), reference.corrections[method], 1e-14);
  });

  test.each(METHODS)("keeps the order of p, is never below it and at most 1, for %s", (method) =>
    fc.assert(
      fc.property(pValues, (p) => {
        const adjusted = adjustedP(p, method) as number[];
        for (const [i, q] of adjusted.entries()) {
          expect(q).toBeGreaterThanOrEqual(p[i] as number);
          expect(q).toBeLessThanOrEqual(1);
          for (const [j, other] of adjusted.entries())
            if ((p[i] as number) < (p[j] as number)) expect(q).toBeLessThanOrEqual(other);
        }
      }),
    ),
  );

  test("leaves one test as it is, and null as no test", () => {
    expect(adjustedP([0.02], "benjamini-yekutieli")).toEqual([0.02]);
    expect(adjustedP([null, 0.02, null, 0.04], "benjamini-hochberg")).toEqual([null, 0.04, null, 0.04]);
    expect(adjustedP([], "benjamini-hochberg")).toEqual([]);
    expect(adjustedP([null], "benjamini-hochberg")).toEqual([null]);
  });
});

// One axis for many intervals: zero on it, and no one interval may hide the rest.

import { describe, expect, test } from "vitest";
import { intervalDomain, intervalScale } from "#charts/mark/interval-scale.ts";

const at = (estimate: number, half: number) => ({ low: estimate - half, estimate, high: estimate + half });
const plain = { locale: "en-US", unit: "$", percent: false };

describe("intervalDomain(intervals)", () => {
  test("holds every interval, and zero", () => {
    expect(intervalDomain([at(5, 1), at(8, 2)])).toEqual([0, 10]);
    expect(intervalDomain([at(-5, 1), at(-8, 2)])).toEqual([-10, 0]);
  });

  test("is not set by one interval ten times wider than the middle one", () => {
    expect(intervalDomain([at(5, 1), at(6, 1), at(0, 1e6)])).toEqual([0, 7]);
  });

  test("is there for no intervals and for zeros", () => {
    expect(intervalDomain([])).toEqual([-1, 1]);
    expect(intervalDomain([at(0, 0)])).toEqual([-1, 1]);
  });
});

describe("intervalScale(intervals, options)", () => {
  test("places values by percent of the width", () => {
    const scale = intervalScale([at(-5, 5), at(5, 5)], plain);
    expect(scale.position(0)).toBe(50);
    expect(scale.position(scale.domain[0])).toBeGreaterThan(0);
    expect(scale.position(scale.domain[1])).toBeLessThan(100);
  });

  test("says thousands in the title", () => {
    expect(intervalScale([at(20_000, 1000)], plain).per).toBe(1000);
  });

  test("has round percentages for logarithms, zero among them", () => {
    const options = { locale: "en-US", unit: "", percent: true };
    for (const [low, high] of [
      [-0.7, 0.64],
      [0, 0.17],
      [-3, 2],
      [-0.001, 0.02],
    ] as const) {
      const { ticks } = intervalScale([{ low, estimate: 0, high }], options);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.map(({ label }) => label)).toContain("0 %");
      for (const { value, label } of ticks) {
        const percent = Number(label.replace("−", "-").replace(/[^\d-]/g, ""));
        expect(value).toBeCloseTo(Math.log1p(percent / 100), 12);
      }
    }
  });
});

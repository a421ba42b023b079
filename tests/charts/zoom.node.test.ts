// Zooming, panning and dates on an axis, as arithmetic.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWhole, panned, type View, zoomed } from "#charts/interaction/zoom.ts";
import { dateTicks } from "#charts/scale/date-ticks.ts";

const WHOLE: View = { x: [0, 100], y: [-10, 10] };

describe("zoomed", () => {
  it("keeps the place that is pointed at where it is", () => {
    const at = { x: 25, y: 5 };
    const { x, y } = zoomed(WHOLE, WHOLE, 2, at);
    expect((at.x - x[0]) / (x[1] - x[0])).toBeCloseTo(0.25, 12);
    expect((at.y - y[0]) / (y[1] - y[0])).toBeCloseTo(0.75, 12);
  });

  it("and panned never leave the whole, whatever is done", () => {
    const act = fc.record({
      factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
      x: fc.double({ min: -50, max: 150, noNaN: true }),
      y: fc.double({ min: -50, max: 50, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        let view = WHOLE;
        for (const { factor, x, y } of acts) {
          view = panned(zoomed(view, WHOLE, factor, { x, y }), WHOLE, { x, y });
          expect(view.x[0]).toBeGreaterThanOrEqual(0);
          expect(view.x[1]).toBeLessThanOrEqual(100);
          expect(view.x[1]).toBeGreaterThan(view.x[0]);
          expect(view.y[0]).toBeGreaterThanOrEqual(-10);
          expect(view.y[1]).toBeLessThanOrEqual(10);
        }
      }),
    );
  });

  it("out as far as it goes is the whole again", () => {
    const near = zoomed(WHOLE, WHOLE, 8, { x: 90, y: -9 });
    expect(isWhole(near, WHOLE)).toBe(false);
    expect(isWhole(zoomed(near, WHOLE, 1 / 8, { x: 10, y: 9 }), WHOLE)).toBe(true);
  });
});

describe("dateTicks", () => {
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  const labels = (from: string, to: string, count = 7) =>
    dateTicks([day(from), day(to)], { count, locale: "en-US" }).map(({ label }) => label);

  it("stand at days, months or years, never more than fit", () => {
    expect(labels("2024-02-27", "2024-03-02")).toEqual(["Feb 27", "Feb 28", "Feb 29", "Mar 1", "Mar 2"]);
    expect(labels("2023-11-15", "2024-03-20")).toEqual(["Dec 23", "Jan 24", "Feb 24", "Mar 24"]);
    expect(labels("2015-03-01", "2024-03-20")).toEqual(["2016", "2018", "2020", "2022", "2024"]);
    expect(labels("1900-01-01", "2020-01-01", 3).length).toBeLessThanOrEqual(4);
  });
});

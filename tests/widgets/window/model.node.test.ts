// Windows of time as windows of rows.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pressWindow } from "#widgets/window/keys.ts";
import { brushOver, moved, rowsOfBrush, seriesOf, timeAxis } from "#widgets/window/model.ts";
import { readTime, writeTime } from "#widgets/window/text.ts";

const DATE = { name: "day", type: "date" as const, missing: 0 };
const NUMBER = { name: "t", type: "number" as const, missing: 0 };

describe("timeAxis", () => {
  it("cuts days into cells of whole days that hold the last day too", () => {
    const axis = timeAxis({ ...DATE, min: 100, max: 1195 });
    const width = (axis.to - axis.from) / axis.n;
    expect([Number.isInteger(width), axis.from, axis.steps]).toEqual([true, 100, width]);
    expect(axis.to).toBeGreaterThan(1195);
    expect(axis.n).toBeLessThanOrEqual(156);
  });

  it("of a single day, or a single number, still has a width", () => {
    expect(timeAxis({ ...DATE, min: 7, max: 7 })).toEqual({ from: 7, to: 8, n: 1, steps: 1 });
    expect(timeAxis({ ...NUMBER, min: 7, max: 7 }).to).toBeGreaterThan(7);
  });
});

describe("seriesOf", () => {
  const bins = {
    x: { from: 0, to: 2, n: 2 },
    y: { from: 0, to: 2, n: 2 },
    counts: Uint32Array.of(1, 0, 3, 0),
    means: Float64Array.of(0.5, Number.NaN, 1.5, Number.NaN),
    nInside: 4,
    nOutside: 0,
    nMissing: 0,
  };
  const means = Float64Array.of(1.25, Number.NaN);
  const series = seriesOf({ bins, means, rowCounts: [3, 1, 0, 2], steps: 2 });

  it("cuts time into cells, and cells into steps", () => {
    expect([[...series.cellEdges], [...series.edges]]).toEqual([
      [0, 1, 2],
      [0, 0.5, 1, 1.5, 2],
    ]);
  });

  it("knows the row that each step begins at", () => {
    expect([...series.rowAt]).toEqual([0, 3, 4, 4, 6]);
    expect(rowsOfBrush(series, { first: 1, last: 4 })).toEqual([3, 6]);
  });
});

describe("a brush", () => {
  it("stays within its steps and keeps one, whatever moves it", () => {
    const part = fc.constantFrom("whole" as const, "start" as const, "end" as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(part, fc.integer({ min: -40, max: 40 })), { maxLength: 30 }), (moves) => {
        let brush = { first: 3, last: 9 };
        for (const [what, by] of moves) {
          const next = moved(brush, what, by, 20);
          if (what === "whole") expect(next.last - next.first).toBe(brush.last - brush.first);
          brush = next;
          expect(brush.first).toBeGreaterThanOrEqual(0);
          expect(brush.last).toBeLessThanOrEqual(20);
          expect(brush.last).toBeGreaterThan(brush.first);
        }
      }),
    );
  });

  it("over typed ends holds both, and is cut to the data", () => {
    const edges = Float64Array.of(0, 1, 2, 3, 4);
    expect(brushOver(edges, 1, 3)).toEqual({ first: 1, last: 3 });
    expect(brushOver(edges, 1.5, 2.5)).toEqual({ first: 1, last: 3 });
    expect(brushOver(edges, -5, 50)).toEqual({ first: 0, last: 4 });
    expect(brushOver(edges, 50, 60)).toEqual({ first: 3, last: 4 });
  });
});

describe("keys", () => {
  const press = (key: string, more: object = {}, state = { brush: { first: 10, last: 20 }, part: "whole" as const }) =>
    pressWindow(
      { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more },
      { ...state, n: 100, stride: 5 },
    );

  it("move the window, farther with Shift and finer with Alt", () => {
    expect(press("ArrowRight")?.brush).toEqual({ first: 15, last: 25 });
    expect(press("ArrowRight", { shiftKey: true })?.brush).toEqual({ first: 60, last: 70 });
    expect(press("ArrowLeft", { altKey: true })?.brush).toEqual({ first: 9, last: 19 });
    expect(press("End")?.brush).toEqual({ first: 90, last: 100 });
  });

  it("widen, narrow, choose an end, and go back to all rows", () => {
    expect(press("+")?.brush).toEqual({ first: 5, last: 25 });
    expect(press("-")?.brush).toEqual({ first: 10, last: 20 });
    expect(press("-", { altKey: true })?.brush).toEqual({ first: 11, last: 19 });
    expect(press("Enter")?.part).toBe("start");
    expect(press("0")).toEqual({ brush: null, part: "whole" });
    expect(press("x")).toBeNull();
    expect(press("ArrowRight", { ctrlKey: true })).toBeNull();
  });
});

describe("typed times", () => {
  it("are dates as ISO writes them, or numbers", () => {
    expect(readTime("2024-02-29", DATE)).toBe(19_782);
    expect(writeTime(19_782, DATE)).toBe("2024-02-29");
    for (const text of ["2023-02-29", "29.2.2024", "", "x"]) expect(readTime(text, DATE)).toBeNull();
    expect([readTime(" 1.5 ", NUMBER), readTime("", NUMBER), readTime("a", NUMBER)]).toEqual([1.5, null, null]);
  });
});

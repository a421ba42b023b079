// Scales and marks: what they draw, in pixels.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrowSteps, keyStep } from "#charts/interaction/step.ts";
import { placeEndLabels } from "#charts/mark/end-labels.ts";
import { segmentOf } from "#charts/mark/line.ts";
import { fade, pointRadius } from "#charts/mark/points.ts";
import { residualsPath } from "#charts/mark/residuals.ts";
import { squareOf, squaresPath } from "#charts/mark/squares.ts";
import { covers, domainOf } from "#charts/scale/domain.ts";
import { pixelSize, placeAt, planeOf, roundTo } from "#charts/scale/plane.ts";
import { reading } from "#charts/scale/ticks.ts";

const frame = { width: 400, height: 300, left: 50, right: 350, top: 30, bottom: 250 };
const plane = planeOf(frame, [0, 100], [0, 50]);
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe("domainOf", () => {
  test("covers its values with room at both ends", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), (values) => {
        const domain = domainOf(values);
        expect(covers(domain, values)).toBe(true);
        expect(domain[0]).toBeLessThan(domain[1]);
      }),
    );
  });

  test("starts at zero where zero is near, and not where it is far", () => {
    expect(domainOf([10, 100])[0]).toBe(0);
    expect(domainOf([80, 100])[0]).toBeGreaterThan(70);
  });

  test("is [0, 1] without values and goes around a single one", () => {
    expect(domainOf([])).toEqual([0, 1]);
    expect(domainOf([4])).toEqual([2, 6]);
    expect(domainOf([0])).toEqual([-1, 1]);
    expect(domainOf([-4])).toEqual([-6, -2]);
  });
});

describe("reading", () => {
  const words = (domain: [number, number], unit = "") => {
    const { ticks, per } = reading(domain, { count: 5, unit, locale: "en-US" });
    return { labels: ticks.map(({ label }) => label), per };
  };

  test("says thousands once, in the title", () => {
    expect(words([78_000, 202_000], "$")).toEqual({ labels: ["80", "120", "160", "200"], per: 1000 });
  });

  test("writes dollars at each tick where there are no thousands", () => {
    expect(words([0, 200], "$")).toEqual({ labels: ["$0", "$50", "$100", "$150", "$200"], per: 1 });
  });

  test("keeps the decimals a step needs, and a true minus", () => {
    expect(words([-0.5, 0.5]).labels).toEqual(["−0.4", "−0.2", "0.0", "0.2", "0.4"]);
  });

  test("gives few ticks for any domain", () => {
    fc.assert(
      fc.property(finite, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (low, span) => {
        const { labels } = words([low, low + span]);
        expect(labels.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe("placeAt", () => {
  test("inverts pixels, keeps inside the frame and rounds to what a pixel can tell", () => {
    expect(placeAt(plane, 200, 140)).toEqual({ x: 50, y: 25 });
    expect(placeAt(plane, -99, 999)).toEqual({ x: 0, y: 0 });
    expect(placeAt(plane, 201, 140)).toEqual({ x: 50.3, y: 25 });
    expect(pixelSize(plane)).toEqual({ x: 100 / 300, y: 50 / 220 });
  });

  test("roundTo gives the nearest short decimal", () => {
    expect(roundTo(0.1 + 0.2, 0.05)).toBe(0.3);
    expect(roundTo(123_456, 700)).toBe(123_500);
    expect(Object.is(roundTo(-0.001, 0.1), 0)).toBe(true);
  });
});

describe("segmentOf", () => {
  test("clips a line to the frame", () => {
    expect(segmentOf({ slope: 0.5, intercept: 0 }, plane)).toEqual({ x1: 50, y1: 250, x2: 350, y2: 30 });
    expect(segmentOf({ slope: 1, intercept: 0 }, plane)).toEqual({ x1: 50, y1: 250, x2: 200, y2: 30 });
    expect(segmentOf({ slope: -1, intercept: 75 }, plane)).toEqual({ x1: 125, y1: 30, x2: 275, y2: 250 });
  });

  test("is null where the line is nowhere in the frame", () => {
    expect(segmentOf({ slope: 0, intercept: 51 }, plane)).toBeNull();
    expect(segmentOf({ slope: 1, intercept: -101 }, plane)).toBeNull();
  });

  test("has both ends inside the frame, for every line", () => {
    fc.assert(
      fc.property(finite, finite, (slope, intercept) => {
        const segment = segmentOf({ slope, intercept }, plane);
        if (!segment) return;
        expect(segment.x1).toBeGreaterThanOrEqual(50 - 1e-6);
        expect(segment.x2).toBeLessThanOrEqual(350 + 1e-6);
        for (const y of [segment.y1, segment.y2]) {
          expect(y).toBeGreaterThanOrEqual(30 - 1e-3);
          expect(y).toBeLessThanOrEqual(250 + 1e-3);
        }
      }),
    );
  });
});

describe("squareOf", () => {
  const line = { slope: 0, intercept: 25 };

  test("has the residual in pixels as its side", () => {
    const above = squareOf({ x: 50, y: 35 }, line, plane);
    expect([above.x, above.y, above.side].map((v) => Math.round(1e6 * v) / 1e6)).toEqual([156, 96, 44]);
    const below = squareOf({ x: 50, y: 15 }, line, plane);
    expect([below.x, below.y, below.side].map((v) => Math.round(1e6 * v) / 1e6)).toEqual([200, 140, 44]);
  });

  test("turns to the other side rather than leave the frame", () => {
    expect(squareOf({ x: 5, y: 45 }, line, plane).x).toBeCloseTo(65, 6);
    expect(squareOf({ x: 95, y: 5 }, line, plane).x).toBeCloseTo(335 - 88, 6);
  });

  test("is drawn as one path with the residuals' lengths", () => {
    const points = [
      { x: 50, y: 35 },
      { x: 20, y: 15 },
    ];
    expect(squaresPath(points, line, plane)).toBe("M156,96h44v44h-44zM110,140h44v44h-44z");
    expect(residualsPath(points, line, plane)).toBe("M200,96V140M110,184V140");
  });
});

describe("placeEndLabels", () => {
  const at = (key: string, y2: number) => ({ key, text: key, segment: { x1: 50, y1: 100, x2: 350, y2 } });

  test("leaves a name at the end of its line where there is room", () => {
    const [a, b] = placeEndLabels([at("a", 60), at("b", 160)], frame);
    expect([a?.y, a?.leader, b?.y, b?.leader]).toEqual([60, false, 160, false]);
  });

  test("never lets names meet, nor leave the frame's height", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 30, max: 250 }), { minLength: 1, maxLength: 5 }), (ends) => {
        const ys = placeEndLabels(
          ends.map((y, i) => at(String(i), y)),
          frame,
        ).map(({ y }) => y);
        for (let i = 1; i < ys.length; i++) expect((ys[i] ?? 0) - (ys[i - 1] ?? 0)).toBeGreaterThanOrEqual(16 - 1e-9);
        for (const y of ys) expect(y >= frame.top && y <= frame.bottom).toBe(true);
      }),
    );
  });

  test("stands right of everything drawn", () => {
    for (const { x } of placeEndLabels([at("a", 60), at("b", 61)], frame)) expect(x).toBeGreaterThan(frame.right);
  });
});

describe("steps", () => {
  test("keyStep is a round number near a hundredth of the axis", () => {
    expect(keyStep([0, 100])).toBe(1);
    expect(keyStep([0, 105_000])).toBe(1000);
    expect(keyStep([0, 0.4])).toBeCloseTo(0.005, 12);
  });

  test("Shift goes farther and Alt finer", () => {
    const press = (key: string, shiftKey = false, altKey = false) => arrowSteps({ key, shiftKey, altKey });
    expect(press("ArrowUp")).toEqual({ x: 0, y: 1 });
    expect(press("ArrowLeft", true)).toEqual({ x: -10, y: 0 });
    expect(press("ArrowDown", false, true)).toEqual({ x: 0, y: -0.1 });
    expect(press("a")).toBeNull();
  });
});

test("many marks are smaller and fade", () => {
  expect(pointRadius(26)).toBeGreaterThan(pointRadius(1000));
  expect(fade(26, 0.3, 0.05)).toBeGreaterThan(fade(1000, 0.3, 0.05));
  expect(fade(1, 0.3, 0.05)).toBe(0.3);
});

// The roofline drawn: where roofs bend, where points lie, and that names keep apart.

import { render, svg } from "lit";
import { afterEach, describe, expect, it } from "vitest";
import { ROOFLINE_HEIGHT, rooflineMark } from "#charts/mark/roofline.ts";

type Parts = Parameters<typeof rooflineMark>[0];

const place = document.createElementNS("http://www.w3.org/2000/svg", "svg");
place.setAttribute("width", "400");
place.setAttribute("height", String(ROOFLINE_HEIGHT));
// As the site sets every word of a plot.
place.style.font = "12px / 1.2 sans-serif";
document.body.append(place);
afterEach(() => render(svg``, place as unknown as HTMLElement));

const roof = (peak: number, bandwidth: number) => ({ name: `roof ${peak}`, peak, bandwidth, dashed: false });
const point = (key: string, intensity: number, reached: number) => ({
  key,
  name: key,
  intensity,
  reached,
  filled: false,
});

function draw(parts: Partial<Parts>): void {
  const all = { roofs: [], points: [], xTitle: "operations a byte", yTitle: "GFLOP/s", ...parts };
  render(rooflineMark(all), place as unknown as HTMLElement);
}

const boxes = (selector: string) => [...place.querySelectorAll(selector)].map((mark) => mark.getBoundingClientRect());

describe("rooflineMark(parts)", () => {
  it("bends a roof where bytes stop to bound it", () => {
    draw({ roofs: [roof(32, 16)], points: [point("there", 2, 8)] });
    const [slanted, flat] = boxes(".roof");
    expect(slanted?.right).toBeCloseTo(flat?.left ?? Number.NaN, 1);
    // The ridge is at 2 operations a byte, and so is the point, two halvings below it.
    const [circle] = boxes(".reached");
    expect(((circle?.left ?? 0) + (circle?.right ?? 0)) / 2).toBeCloseTo(flat?.left ?? Number.NaN, 1);
    expect(circle?.top).toBeGreaterThan(flat?.bottom ?? Number.NaN);
  });

  it("starts a roof as a level where memory never bounds it", () => {
    draw({ roofs: [roof(1, 100)] });
    const [slanted, flat] = boxes(".roof");
    expect(slanted?.width).toBeCloseTo(0, 1);
    expect(flat?.height).toBeCloseTo(0, 1);
  });

  it("keeps names of points and of roofs that nearly meet apart", () => {
    const points = ["relaxed", "simd", "several"].map((key, k) => point(key, 2.6, 15 + 0.1 * k));
    draw({ roofs: [roof(33, 20), roof(34, 30)], points });
    for (const selector of [".name", ".roof-name"]) {
      const sorted = boxes(selector).sort((a, b) => a.top - b.top);
      for (const [k, box] of sorted.entries()) {
        if (k > 0) expect(box.top).toBeGreaterThanOrEqual((sorted[k - 1]?.bottom ?? 0) - 0.5);
      }
    }
  });

  it("names a point far to the right on its left, within the drawing, and puts one beyond the axis on its end", () => {
    draw({ points: [point("dense", 500, 20), point("thin", 0.01, 2)] });
    const frame = place.getBoundingClientRect();
    for (const box of [...boxes(".name"), ...boxes(".reached")]) {
      expect(box.left).toBeGreaterThanOrEqual(frame.left);
      expect(box.right).toBeLessThanOrEqual(frame.right);
    }
  });
});

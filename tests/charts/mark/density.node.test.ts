// Pictures of counts: the ramp, which count gets which step of it, and cells as pixels.

import { describe, expect, it } from "vitest";
import { densityPixels } from "#charts/mark/density.ts";
import { countScale, countTicks } from "#charts/scale/count-scale.ts";
import { labOf, RAMP_STEPS, type Rgb, rampOf } from "#charts/theme/ramp.ts";
import { colours } from "#charts/theme/tokens.ts";

function rgb(hex: string): Rgb {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [r, g, b];
}

/** WCAG's contrast of two colours. */
function contrast(a: Rgb, b: Rgb): number {
  const luminance = (colour: Rgb) => {
    const [r = 0, g = 0, b2 = 0] = colour.map((channel) => {
      const c = channel / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b2;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const rampIn = (scheme: "light" | "dark") =>
  rampOf({ paper: rgb(colours.paper[scheme]), data: rgb(colours.data[scheme]), ink: rgb(colours.ink[scheme]) });

describe.each(["light", "dark"] as const)("the ramp in %s", (scheme) => {
  const ramp = rampIn(scheme);

  it("starts at the paper's colour and ends at the ink's", () => {
    expect(ramp[0]).toEqual(rgb(colours.paper[scheme]));
    expect(ramp.at(-1)).toEqual(rgb(colours.ink[scheme]));
  });

  it("never turns back in lightness, and runs evenly", () => {
    const lightness = ramp.map((colour) => labOf(colour)[0]);
    const direction = Math.sign((lightness.at(-1) ?? 0) - (lightness[0] ?? 0));
    const whole = Math.abs((lightness.at(-1) ?? 0) - (lightness[0] ?? 0));
    for (let i = 1; i < ramp.length; i++) {
      const step = direction * ((lightness[i] ?? 0) - (lightness[i - 1] ?? 0));
      expect(step).toBeGreaterThan(-0.002);
      expect(step).toBeLessThan((4 * whole) / RAMP_STEPS);
    }
  });

  it("shows a cell of one row: it is told from the paper, and the fullest cell as text is", () => {
    const at = (count: number) => ramp[Math.round(countScale(1000)(count) * (RAMP_STEPS - 1))] as Rgb;
    expect(contrast(at(1), ramp[0] as Rgb)).toBeGreaterThan(1.25);
    expect(contrast(at(1000), ramp[0] as Rgb)).toBeGreaterThan(7);
  });
});

describe("counts", () => {
  it("grow with the ramp, from nothing to the greatest", () => {
    const share = countScale(500);
    expect([share(0), share(500), share(1) > 0.1]).toEqual([0, 1, true]);
    for (let count = 1; count < 500; count++) expect(share(count + 1)).toBeGreaterThan(share(count));
  });

  it("have few ticks on a legend, the greatest last and none where labels would meet", () => {
    expect(countTicks(3)).toEqual([1, 2, 3]);
    expect(countTicks(201)).toEqual([1, 10, 201]);
    expect(countTicks(5538)).toEqual([1, 10, 100, 5538]);
    expect(countTicks(582)).toEqual([1, 10, 100, 582]);
    expect(countTicks(2_000_000).length).toBeLessThanOrEqual(5);
    expect(countTicks(0)).toEqual([]);
  });
});

describe("densityPixels", () => {
  const ramp = rampIn("light");
  const cells = { x: { from: 0, to: 2, n: 2 }, y: { from: 0, to: 2, n: 2 }, counts: [0, 1, 0, 9] };
  const pixels = densityPixels(cells, { width: 4, height: 4, ramp, most: 9 });
  const alpha = (x: number, y: number) => pixels[(y * 4 + x) * 4 + 3];
  const colour = (x: number, y: number) => [...pixels.subarray((y * 4 + x) * 4, (y * 4 + x) * 4 + 3)];

  it("draws the first row of cells at the bottom, empty ones see-through", () => {
    expect([alpha(0, 0), alpha(3, 0), alpha(0, 3), alpha(3, 3)]).toEqual([0, 255, 0, 255]);
  });

  it("gives whole pixels to a cell, in the colour of its count", () => {
    expect(colour(2, 1)).toEqual(ramp.at(-1));
    expect(colour(3, 0)).toEqual(ramp.at(-1));
    expect(colour(2, 2)).toEqual(ramp[Math.round(countScale(9)(1) * (RAMP_STEPS - 1))]);
  });

  it("fills every pixel where cells are no whole number of them", () => {
    const full = { x: { from: 0, to: 1, n: 3 }, y: { from: 0, to: 1, n: 7 }, counts: new Uint32Array(21).fill(1) };
    const image = densityPixels(full, { width: 10, height: 9, ramp, most: 1 });
    expect(image.filter((_, k) => k % 4 === 3).every((a) => a === 255)).toBe(true);
  });
});

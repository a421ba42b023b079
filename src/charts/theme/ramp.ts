// A perceptual ramp from the paper's colour to the ink's by way of the data's: even steps of it are even steps of lightness.

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** OKLab (Ottosson 2020): lightness 0 to 1, and two opponent axes. */
type Lab = readonly [l: number, a: number, b: number];

const linear = (channel: number): number => {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const encoded = (value: number): number => {
  const c = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, c)));
};

export function labOf([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function rgbOf([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Steps of a ramp; more are not seen apart. */
export const RAMP_STEPS = 256;

/** The colours that a ramp is made of. */
export interface RampColours {
  paper: Rgb;
  data: Rgb;
  ink: Rgb;
}

/**
 * RAMP_STEPS colours from paper to ink. Lightness runs evenly; hue and saturation are the data's where its lightness is
 * passed, so that the middle of the ramp says "observations".
 */
export function rampOf({ paper, data, ink }: RampColours): Rgb[] {
  const [from, through, to] = [labOf(paper), labOf(data), labOf(ink)];
  const whole = to[0] - from[0];
  const share = whole === 0 ? 0 : Math.min(0.85, Math.max(0.35, (through[0] - from[0]) / whole));
  const mix = (a: number, b: number, t: number) => a + (b - a) * t;
  return Array.from({ length: RAMP_STEPS }, (_, i) => {
    const t = i / (RAMP_STEPS - 1);
    const [first, second, part] = t < share ? [from, through, t / share] : [through, to, (t - share) / (1 - share)];
    return rgbOf([mix(from[0], to[0], t), mix(first[1], second[1], part), mix(first[2], second[2], part)]);
  });
}

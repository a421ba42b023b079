// Counts on a grid as an image: each cell a block of whole device pixels in a colour of the ramp, empty cells transparent.

import type { BinAxis } from "#base/bin-edges.ts";
import { countScale } from "../scale/count-scale.ts";
import { RAMP_STEPS, type Rgb } from "../theme/ramp.ts";

/** Counts of cells, (i, j) at j·x.n + i, j upwards. */
export interface DensityCounts {
  x: BinAxis;
  y: BinAxis;
  counts: ArrayLike<number>;
}

/** What an image of counts is painted with. */
export interface DensityLook {
  /** Device pixels. */
  width: number;
  height: number;
  ramp: readonly Rgb[];
  /** The count at the ramp's end. */
  most: number;
}

export function greatestCount({ counts }: DensityCounts): number {
  let most = 0;
  for (let k = 0; k < counts.length; k++) most = Math.max(most, counts[k] as number);
  return most;
}

/** RGBA of an image of `width` × `height`, top row first. */
export function densityPixels(cells: DensityCounts, { width, height, ramp, most }: DensityLook): Uint8ClampedArray {
  const { x, y, counts } = cells;
  const pixels = new Uint32Array(width * height);
  const share = countScale(most);
  const columns = Int32Array.from({ length: width }, (_, px) =>
    Math.min(x.n - 1, Math.floor(((px + 0.5) / width) * x.n)),
  );
  const line = new Uint32Array(width);
  let drawn = -1;
  for (let py = 0; py < height; py++) {
    const row = Math.min(y.n - 1, Math.floor(((height - py - 0.5) / height) * y.n));
    if (row !== drawn) {
      for (let px = 0; px < width; px++) {
        const count = counts[row * x.n + (columns[px] as number)] as number;
        line[px] = count === 0 ? 0 : packed(ramp[Math.round(share(count) * (RAMP_STEPS - 1))] as Rgb);
      }
      drawn = row;
    }
    pixels.set(line, py * width);
  }
  return new Uint8ClampedArray(pixels.buffer);
}

const LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function packed([red, green, blue]: Rgb): number {
  return LITTLE_ENDIAN
    ? ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
    : ((red << 24) | (green << 16) | (blue << 8) | 255) >>> 0;
}

/** Paint counts over the whole of a canvas, at one pixel a device pixel. */
export function paintDensity(
  canvas: HTMLCanvasElement,
  cells: DensityCounts,
  { ramp, most, ratio, width, height }: DensityLook & { ratio: number },
): void {
  const size = { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) };
  if (canvas.width !== size.width) canvas.width = size.width;
  if (canvas.height !== size.height) canvas.height = size.height;
  const pixels = densityPixels(cells, { ...size, ramp, most });
  const image = new ImageData(size.width, size.height);
  image.data.set(pixels);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

/** Paint dots, in CSS pixels of the canvas, as circles of one colour. */
export function paintDots(
  canvas: HTMLCanvasElement,
  dots: readonly { x: number; y: number }[],
  look: { width: number; height: number; ratio: number; colour: Rgb; radius: number; opacity: number },
): void {
  const { width, height, ratio, colour, radius, opacity } = look;
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  const brush = canvas.getContext("2d");
  if (!brush) return;
  brush.scale(ratio, ratio);
  brush.fillStyle = `rgb(${colour.join(" ")} / ${opacity})`;
  for (const { x, y } of dots) {
    brush.beginPath();
    brush.arc(x, y, radius, 0, 2 * Math.PI);
    brush.fill();
  }
}

// Paints the picture of counts, or the points of a window, on the canvas under the drawing; and its legend.

import { greatestCount, paintDensity, paintDots } from "#charts/mark/density.ts";
import type { Plane } from "#charts/scale/plane.ts";
import { probedColour } from "#charts/theme/probe.ts";
import { RAMP_STEPS, type Rgb, rampOf } from "#charts/theme/ramp.ts";
import type { DenseView } from "./data.ts";
import type { DensePicture } from "./picture.ts";

/** Pixels of a point where few thousand are drawn, and where few are. */
const SMALL = 1.6;
const LARGE = 2.6;
const FEW = 800;

export class DensePainter {
  #key = "";
  #seen: DenseView | null = null;
  #placed = "";

  paint(root: ParentNode, picture: DensePicture, plane: Plane): void {
    const canvas = root.querySelector<HTMLCanvasElement>(".density");
    const [paper, data, ink] = ["paper", "data", "ink"].map((name) => probedColour(root, name));
    const { seen } = picture;
    if (!canvas || !paper || !data || !ink || !seen) return;
    this.#place(canvas, seen, plane);
    const { left, right, top, bottom } = plane.frame;
    const size = { width: right - left, height: bottom - top, ratio: globalThis.devicePixelRatio || 1 };
    const taken = picture.data.names;
    const key = JSON.stringify([paper, data, ink, size, taken]);
    if (key === this.#key && seen === this.#seen && canvas.dataset.painted === "") return;
    this.#key = key;
    this.#seen = seen;
    canvas.dataset.painted = "";
    const ramp = rampOf({ paper, data, ink });
    if (seen.dots) paintDots(canvas, dotsOf(seen, size), { ...size, ...lookOf(seen.dots.rows.length, data) });
    else paintDensity(canvas, seen.bins, { ...size, ramp, most: greatestCount(seen.bins) });
    const legend = root.querySelector<HTMLCanvasElement>(".ramp");
    if (legend) paintRamp(legend, ramp);
  }

  /** Stand where the counted window is in the view: until new counts come, the old ones move along. */
  #place(canvas: HTMLCanvasElement, { bins }: DenseView, plane: Plane): void {
    const { frame } = plane;
    const x = plane.x(bins.x.from);
    const y = plane.y(bins.y.to);
    const scaleX = (plane.x(bins.x.to) - x) / (frame.right - frame.left);
    const scaleY = (plane.y(bins.y.from) - y) / (frame.bottom - frame.top);
    const place = `translate(${x - frame.left}px, ${y - frame.top}px) scale(${scaleX}, ${scaleY})`;
    if (place === this.#placed && canvas.style.transform !== "") return;
    this.#placed = place;
    canvas.style.transform = place;
  }
}

function dotsOf({ bins, dots }: DenseView, { width, height }: { width: number; height: number }) {
  const { x, y } = bins;
  return Array.from(dots?.rows ?? [], (_, k) => ({
    x: (((dots?.x[k] ?? 0) - x.from) / (x.to - x.from)) * width,
    y: ((y.to - (dots?.y[k] ?? 0)) / (y.to - y.from)) * height,
  }));
}

function lookOf(n: number, colour: Rgb) {
  return n > FEW ? { colour, radius: SMALL, opacity: 0.55 } : { colour, radius: LARGE, opacity: 0.75 };
}

function paintRamp(canvas: HTMLCanvasElement, ramp: readonly Rgb[]): void {
  canvas.width = RAMP_STEPS;
  canvas.height = 1;
  const image = new ImageData(RAMP_STEPS, 1);
  for (const [i, colour] of ramp.entries()) image.data.set([...colour, 255], i * 4);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

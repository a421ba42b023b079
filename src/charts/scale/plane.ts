// Data units to pixels and back, at one pixel a pixel: a plane is made for the width it is drawn in and never stretched.

import { type ScaleLinear, scaleLinear } from "d3-scale";
import type { Domain } from "./domain.ts";

/** Pixels of the whole drawing and, inside it, the edges of the part that holds data. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Two linear scales on a frame; y grows upwards. */
export interface Plane {
  frame: Frame;
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number>;
}

/** A straight line in data units. */
export interface Line {
  slope: number;
  intercept: number;
}

/** A place in data units. */
export interface Place {
  x: number;
  y: number;
}

export function planeOf(frame: Frame, x: Domain, y: Domain): Plane {
  return {
    frame,
    x: scaleLinear(x, [frame.left, frame.right]),
    y: scaleLinear(y, [frame.bottom, frame.top]),
  };
}

/** Data units of one pixel, on x and on y. */
export function pixelSize(plane: Plane): Place {
  const { frame } = plane;
  return {
    x: (plane.x.invert(frame.right) - plane.x.invert(frame.left)) / (frame.right - frame.left),
    y: (plane.y.invert(frame.top) - plane.y.invert(frame.bottom)) / (frame.bottom - frame.top),
  };
}

/** The place under a pixel, kept inside the frame and rounded to what a pixel can tell, so that its numbers are short. */
export function placeAt(plane: Plane, px: number, py: number): Place {
  const { frame } = plane;
  const size = pixelSize(plane);
  return {
    x: roundTo(plane.x.invert(clamp(px, frame.left, frame.right)), size.x),
    y: roundTo(plane.y.invert(clamp(py, frame.top, frame.bottom)), size.y),
  };
}

/** `value` to the power of ten at or below `resolution`. */
export function roundTo(value: number, resolution: number): number {
  if (!(resolution > 0) || !Number.isFinite(value)) return value;
  const exponent = Math.floor(Math.log10(resolution));
  // Read back as a decimal: multiplying by a power of ten would not give the nearest double.
  return Number(`${Math.round(value / 10 ** exponent)}e${exponent}`) + 0;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}

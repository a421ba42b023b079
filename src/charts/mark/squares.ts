// Squares of residuals, to scale: a side is as long as its residual, in pixels. All of them are one path.

import type { Line, Place, Plane } from "../scale/plane.ts";
import { tenths } from "./residuals.ts";

/** A square in pixels; `x` and `y` are its upper left corner. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/**
 * The square that stands on the residual of one point, on the side where the line falls away from it, or on the other
 * where it would leave the frame.
 */
export function squareOf(point: Place, line: Line, plane: Plane): Square {
  const px = plane.x(point.x);
  const py = plane.y(point.y);
  const foot = plane.y(line.intercept + line.slope * point.x);
  const side = Math.abs(py - foot);
  const leftwards = py < foot === line.slope >= 0;
  const fitsLeft = px - side >= plane.frame.left;
  const fitsRight = px + side <= plane.frame.right;
  const left = leftwards ? fitsLeft || !fitsRight : fitsLeft && !fitsRight;
  return { x: left ? px - side : px, y: Math.min(py, foot), side };
}

/** Path data of the squares of all `points`. */
export function squaresPath(points: readonly Place[], line: Line, plane: Plane): string {
  let path = "";
  for (const point of points) {
    const { x, y, side } = squareOf(point, line, plane);
    const length = tenths(side);
    path += `M${tenths(x)},${tenths(y)}h${length}v${length}h${-length}z`;
  }
  return path;
}

// Residuals: how far each point is from a line, drawn upright from the one to the other. All of them are one path.

import type { Line, Place, Plane } from "../scale/plane.ts";

/** Path data of every residual of `points` from `line`, in pixels. */
export function residualsPath(points: readonly Place[], line: Line, plane: Plane): string {
  let path = "";
  for (const { x, y } of points) {
    const foot = plane.y(line.intercept + line.slope * x);
    path += `M${tenths(plane.x(x))},${tenths(plane.y(y))}V${tenths(foot)}`;
  }
  return path;
}

/** A tenth of a pixel is all that can be seen. Rounding numbers is several times faster than formatting them. */
export function tenths(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

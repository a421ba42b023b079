// A line as the segment that the frame shows.

import type { Line, Plane } from "../scale/plane.ts";

/** Two ends in pixels, from left to right. */
export interface Segment {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** The part of `line` inside the frame, or null where it runs outside. */
export function segmentOf(line: Line, plane: Plane): Segment | null {
  const { frame } = plane;
  const yAt = (px: number) => plane.y(line.intercept + line.slope * plane.x.invert(px));
  const left = { x: frame.left, y: yAt(frame.left) };
  const right = { x: frame.right, y: yAt(frame.right) };
  const rise = right.y - left.y;
  let from = 0;
  let to = 1;
  for (const edge of [frame.top, frame.bottom]) {
    const inside = edge === frame.top ? (y: number) => y >= edge : (y: number) => y <= edge;
    if (!inside(left.y) && !inside(right.y)) return null;
    if (!inside(left.y)) from = Math.max(from, (edge - left.y) / rise);
    if (!inside(right.y)) to = Math.min(to, (edge - left.y) / rise);
  }
  const run = frame.right - frame.left;
  return {
    x1: frame.left + from * run,
    y1: left.y + from * rise,
    x2: frame.left + to * run,
    y2: left.y + to * rise,
  };
}

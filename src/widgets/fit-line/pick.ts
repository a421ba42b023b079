// What lies under a pointer: a handle before a point, a point before the line.

import type { Pixel } from "#charts/interaction/plane-pointer.ts";
import type { Plane } from "#charts/scale/plane.ts";
import type { Item, Workbench } from "./workbench.ts";

/** Pixels around a handle, a point and the line that still count as hitting it, by kind of pointer. */
const REACH = {
  mouse: { handle: 14, point: 10, line: 7 },
  touch: { handle: 22, point: 20, line: 12 },
};

export function pick(at: Pixel, bench: Workbench, plane: Plane, pointerType: string): Item | null {
  const reach = pointerType === "touch" ? REACH.touch : REACH.mouse;
  const handles = bench.handles().map(({ x, y }) => Math.hypot(plane.x(x) - at.x, plane.y(y) - at.y));
  const [left = Number.POSITIVE_INFINITY, right = Number.POSITIVE_INFINITY] = handles;
  if (Math.min(left, right) <= reach.handle) return { kind: "handle", index: left <= right ? 0 : 1 };
  const point = nearestPoint(at, bench, plane);
  const line = distanceToLine(at, bench, plane);
  if (point && point.distance <= reach.point && (point.distance <= line || point.distance < 5)) {
    return { kind: "point", index: point.index };
  }
  return line <= reach.line ? { kind: "line" } : null;
}

function nearestPoint(at: Pixel, bench: Workbench, plane: Plane): { index: number; distance: number } | null {
  let nearest: { index: number; distance: number } | null = null;
  bench.sheet.points.forEach(({ x, y }, index) => {
    const distance = Math.hypot(plane.x(x) - at.x, plane.y(y) - at.y);
    if (!nearest || distance <= nearest.distance) nearest = { index, distance };
  });
  return nearest;
}

/** Pixels between a place and my line inside the frame. */
function distanceToLine(at: Pixel, bench: Workbench, plane: Plane): number {
  const { left, right, top, bottom } = plane.frame;
  if (at.x < left || at.x > right || at.y < top || at.y > bottom) return Number.POSITIVE_INFINITY;
  const { slope, intercept } = bench.sheet.line;
  const pixels = plane.y(intercept + slope * plane.x.invert(at.x)) - at.y;
  const tilt = (plane.y(slope) - plane.y(0)) / (plane.x(1) - plane.x(0));
  return Math.abs(pixels) / Math.hypot(1, tilt);
}

// Points as circles in a leaf group that only this layer writes: after a move, one circle changes and no other is touched.

import { select } from "d3-selection";
import type { Place, Plane } from "../scale/plane.ts";

/** How points are drawn. */
export interface PointLook {
  plane: Plane;
  radius: number;
  /** Index of a point that is drawn elsewhere, or −1. */
  without: number;
}

/** Draws points into one `<g>`. Points are compared by identity, so a changed one must be a new object. */
export class PointLayer {
  #group: SVGGElement | null = null;
  #look: PointLook | null = null;
  #drawn: readonly Place[] = [];

  /** Bring `group` up to date with `points`. */
  draw(group: SVGGElement, points: readonly Place[], look: PointLook): void {
    const same = group === this.#group && this.#look?.plane === look.plane && this.#look.radius === look.radius;
    if (same && points.length === this.#drawn.length) this.#move(group, points, look.plane);
    else join(group, points, look);
    this.#hide(group, look.without);
    this.#group = group;
    this.#look = look;
    this.#drawn = points;
  }

  #move(group: SVGGElement, points: readonly Place[], plane: Plane): void {
    if (points === this.#drawn) return;
    const circles = group.children;
    for (let i = 0; i < points.length; i++) {
      const point = points[i];
      if (point === undefined || point === this.#drawn[i]) continue;
      circles[i]?.setAttribute("cx", String(plane.x(point.x)));
      circles[i]?.setAttribute("cy", String(plane.y(point.y)));
    }
  }

  #hide(group: SVGGElement, without: number): void {
    const hidden = this.#look?.without ?? -1;
    if (without === hidden) return;
    group.children[hidden]?.removeAttribute("visibility");
    group.children[without]?.setAttribute("visibility", "hidden");
  }
}

function join(group: SVGGElement, points: readonly Place[], { plane, radius }: PointLook): void {
  select(group)
    .selectAll<SVGCircleElement, Place>("circle")
    .data(points)
    .join("circle")
    .attr("r", radius)
    .attr("cx", ({ x }) => plane.x(x))
    .attr("cy", ({ y }) => plane.y(y));
}

/** Radius in pixels for `n` points: fewer are larger. */
export function pointRadius(n: number): number {
  return n <= 60 ? 4.5 : n <= 300 ? 3.5 : 2.5;
}

/** Opacity of one of `n` marks that lie over each other, from `full` down to `least`. */
export function fade(n: number, full: number, least: number): number {
  return Math.max(least, Math.min(full, full * Math.sqrt(20 / Math.max(n, 1))));
}

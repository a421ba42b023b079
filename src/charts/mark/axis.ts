// Axes: a light grid on y only, tick labels, and titles that stand level; no baseline, as no axis has to start at zero.

import { type SVGTemplateResult, svg } from "lit";
import type { Plane } from "../scale/plane.ts";
import type { Tick } from "../scale/ticks.ts";

export interface AxesParts {
  x: Tick[];
  y: Tick[];
  xTitle: string;
  yTitle: string;
}

/** Pixels of a digit of the 12 px tick labels, on the wide side. */
const DIGIT = 7;

/** Room for the y tick labels, in pixels. */
export function tickRoom(ticks: readonly Tick[]): number {
  return Math.max(...ticks.map(({ label }) => label.length), 2) * DIGIT + 12;
}

export function axes({ x, y, xTitle, yTitle }: AxesParts, plane: Plane): SVGTemplateResult {
  const { frame } = plane;
  return svg`<g class="axes">
    <text class="axis-title" x="0" y="14">${yTitle}</text>
    ${y.map(({ value, label }) => {
      const py = Math.round(plane.y(value)) + 0.5;
      return svg`<line class="grid" x1=${frame.left} x2=${frame.right} y1=${py} y2=${py}></line>
        <text class="tick" x=${frame.left - 10} y=${py} dy="0.35em" text-anchor="end">${label}</text>`;
    })}
    ${x.map(({ value, label }) => svg`<text class="tick" x=${plane.x(value)} y=${frame.bottom + 20} text-anchor="middle">${label}</text>`)}
    <text class="axis-title" x=${frame.right} y=${frame.bottom + 39} text-anchor="end">${xTitle}</text>
  </g>`;
}

// An estimate as a dot on its interval, in one row of a table; and the axis over such rows.

import { nothing, type SVGTemplateResult, svg } from "lit";
import type { Interval, IntervalScale } from "./interval-scale.ts";

/** Where the dot stands, in pixels from the top of its row: level with the first line of text beside it. */
const MIDDLE = 19;

/** Drawn in a row of twice that height and any width: ticks as light lines, zero as a dark one, arrowheads where it is cut. */
export function interval(of: Interval | null, scale: IntervalScale): SVGTemplateResult {
  const grid = scale.ticks.map(({ value }) => {
    const x = `${scale.position(value)}%`;
    return svg`<line class=${value === 0 ? "zero" : "grid"} x1=${x} x2=${x} y1="0" y2="100%"></line>`;
  });
  return svg`${grid}${of === null ? nothing : mark(of, scale)}`;
}

function mark({ low, estimate, high }: Interval, scale: IntervalScale): SVGTemplateResult {
  const [start, end] = scale.domain;
  const from = Math.max(low, start);
  const to = Math.min(high, end);
  const isShown = estimate >= start && estimate <= end;
  const line =
    from <= to
      ? svg`<line class="reach" x1="${scale.position(from)}%" x2="${scale.position(to)}%" y1=${MIDDLE} y2=${MIDDLE}></line>`
      : nothing;
  return svg`${line}
    ${low < start ? arrow(scale.position(start), -1) : nothing}
    ${high > end ? arrow(scale.position(end), 1) : nothing}
    ${isShown ? svg`<circle class="dot" cx="${scale.position(estimate)}%" cy=${MIDDLE} r="4"></circle>` : nothing}`;
}

/** It goes on beyond the edge. The nested svg carries the position, as a path takes no percentages. */
function arrow(position: number, direction: 1 | -1): SVGTemplateResult {
  return svg`<svg x="${position}%" y=${MIDDLE} overflow="visible">
    <path class="beyond" d="M${-5 * direction} -4.5 L0 0 L${-5 * direction} 4.5"></path>
  </svg>`;
}

/** Tick labels over the rows. */
export function intervalAxis(scale: IntervalScale): SVGTemplateResult {
  return svg`${scale.ticks.map(
    ({ value, label }) =>
      svg`<text class="tick" x="${scale.position(value)}%" y="11" text-anchor="middle">${label}</text>`,
  )}`;
}

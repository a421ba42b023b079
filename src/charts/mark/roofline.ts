// The roofline (Williams, Waterman and Patterson 2009): what a machine reaches at most at each intensity, and what ran on it.
// Both axes are logarithmic. Places are percentages across and pixels down, so that nothing has to be measured.

import { scaleLog } from "d3-scale";
import { type SVGTemplateResult, svg } from "lit";
import { placeEndLabels } from "./end-labels.ts";

/** The most that a machine can do: operations a second, and bytes a second, both in thousands of millions. */
interface RooflineRoof {
  name: string;
  peak: number;
  bandwidth: number;
  dashed: boolean;
}

/** What something reached: thousands of millions of operations a second, at so many operations a byte. */
interface RooflinePoint {
  key: string;
  name: string;
  intensity: number;
  reached: number;
  filled: boolean;
}

export interface RooflineParts {
  roofs: readonly RooflineRoof[];
  points: readonly RooflinePoint[];
  xTitle: string;
  yTitle: string;
}

export const ROOFLINE_HEIGHT = 330;
const TOP = 30;
const BOTTOM = ROOFLINE_HEIGHT - 44;
/** Percentages of the width. */
const LEFT = 9;
const RIGHT = 97;
/** Operations a byte. */
const INTENSITIES: [number, number] = [1 / 8, 32];
const X_TICKS: [number, string][] = [
  [1 / 8, "⅛"],
  [1 / 2, "½"],
  [2, "2"],
  [8, "8"],
  [32, "32"],
];
const Y_TICKS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000];
/** How far the axis goes beyond the lowest and the highest. */
const MARGIN = 1.7;
/** Per cent of the width right of which a name stands to the left of its circle. */
const FAR_RIGHT = 70;
/** Pixels from a circle to its name. */
const ASIDE = 13;

type Scale = (value: number) => number;

function yScale({ roofs, points }: RooflineParts): { y: Scale; ticks: number[] } {
  const heights = [...roofs.map(({ peak }) => peak), ...points.map(({ reached }) => reached)];
  const low = Math.min(1, ...heights) / MARGIN;
  const high = Math.max(10, ...heights) * MARGIN;
  return {
    y: scaleLog().domain([low, high]).range([BOTTOM, TOP]),
    ticks: Y_TICKS.filter((tick) => tick >= low && tick <= high),
  };
}

const x: Scale = scaleLog().domain(INTENSITIES).range([LEFT, RIGHT]);

function axes({ xTitle, yTitle }: RooflineParts, y: Scale, ticks: readonly number[]): SVGTemplateResult {
  return svg`<text class="axis-title" x="0" y="14">${yTitle}</text>
    ${ticks.map(
      (tick) => svg`<line class="grid" x1="${LEFT}%" x2="${RIGHT}%" y1=${y(tick)} y2=${y(tick)}></line>
        <text class="tick" x="${LEFT - 1.5}%" y=${y(tick)} dy="0.35em" text-anchor="end">${tick}</text>`,
    )}
    ${X_TICKS.map(
      ([tick, label]) => svg`<text class="tick" x="${x(tick)}%" y=${BOTTOM + 18} text-anchor="middle">${label}</text>`,
    )}
    <text class="axis-title" x="${RIGHT}%" y=${BOTTOM + 37} text-anchor="end">${xTitle}</text>`;
}

/**
 * Bytes bound what little arithmetic is done on them, registers what is done on much. The name of the highest roof stands
 * above its line, that of others below, where they cannot meet.
 */
function roofLine({ name, peak, bandwidth, dashed }: RooflineRoof, y: Scale, isHighest: boolean): SVGTemplateResult {
  const [low, high] = INTENSITIES;
  const ridge = Math.min(high, Math.max(low, peak / bandwidth));
  const kind = dashed ? "roof dashed" : "roof";
  return svg`<line class=${kind} x1="${LEFT}%" y1=${y(Math.min(peak, low * bandwidth))} x2="${x(ridge)}%" y2=${y(peak)}></line>
    <line class=${kind} x1="${x(ridge)}%" y1=${y(peak)} x2="${RIGHT}%" y2=${y(peak)}></line>
    <text class="roof-name" x="${RIGHT}%" y=${y(peak) + (isHighest ? -7 : 16)} text-anchor="end">${name}</text>`;
}

function points({ points: all }: RooflineParts, y: Scale): SVGTemplateResult[] {
  const wanted = all.map(({ key, name, reached }) => {
    const height = y(reached);
    return { key, text: name, segment: { x1: 0, y1: height, x2: 0, y2: height } };
  });
  const frame = { width: 0, height: ROOFLINE_HEIGHT, left: 0, right: 0, top: TOP, bottom: BOTTOM };
  return placeEndLabels(wanted, frame).flatMap(({ key, text, y: height, from }) => {
    const point = all.find((one) => one.key === key);
    if (!point) return [];
    const at = x(Math.min(INTENSITIES[1], Math.max(INTENSITIES[0], point.intensity)));
    // To the right there is no slanted roof to cross.
    const isRight = at > FAR_RIGHT;
    const kind = point.filled ? "reached filled" : "reached";
    return svg`<circle class=${kind} cx="${at}%" cy=${from.y} r="5"></circle>
      <svg x="${at}%" overflow="visible"><text class="name" x=${isRight ? -ASIDE : ASIDE} y=${height} dy="0.35em"
        text-anchor=${isRight ? "end" : "start"}>${text}</text></svg>`;
  });
}

/** Axes, roofs and points. */
export function rooflineMark(parts: RooflineParts): SVGTemplateResult {
  const { y, ticks } = yScale(parts);
  const highest = Math.max(...parts.roofs.map(({ peak }) => peak));
  const roofs = parts.roofs.map((roof) => roofLine(roof, y, roof.peak === highest));
  return svg`${axes(parts, y, ticks)} ${roofs} ${points(parts, y)}`;
}

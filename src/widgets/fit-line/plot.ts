// The plot as Lit draws it: axes, errors, lines with their names, handles, and the areas a finger can take hold of. Points
// live in a leaf of their own (PointLayer).

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { type AxesParts, axes, tickRoom } from "#charts/mark/axis.ts";
import { type EndLabel, labelRoom, placeEndLabels } from "#charts/mark/end-labels.ts";
import { type Segment, segmentOf } from "#charts/mark/line.ts";
import { fade, pointRadius } from "#charts/mark/points.ts";
import { residualsPath } from "#charts/mark/residuals.ts";
import { squareOf, squaresPath } from "#charts/mark/squares.ts";
import { type Line, type Plane, planeOf } from "#charts/scale/plane.ts";
import { reading } from "#charts/scale/ticks.ts";
import { axisTitle, lineNames, type Subject } from "./text.ts";
import type { Item, Point, Workbench } from "./workbench.ts";

/** Below this width the plot is a phone's. */
const NARROW = 480;
/** Pixels above the data for the y title and below it for ticks and the x title. */
const HEAD = 34;
const FOOT = 46;

/** The plane with what its axes say; made anew only when width, domains or words change. */
export interface Canvas {
  plane: Plane;
  axes: AxesParts;
  narrow: boolean;
}

/** What the plot shows besides points and my line. */
export interface Lines {
  /** Null before commitment, and where there is no such line. */
  best: Line | null;
  eye: Line | null;
}

export function canvasOf(width: number, bench: Workbench, subject: Subject, locale: string): Canvas {
  const narrow = width < NARROW;
  const { xDomain, yDomain } = bench;
  const y = reading(yDomain, { count: narrow ? 4 : 5, unit: subject.y.unit, locale });
  const x = reading(xDomain, { count: narrow ? 4 : 6, unit: subject.x.unit, locale });
  const height = narrow ? 300 : Math.min(440, Math.round(width * 0.58));
  const names = lineNames(narrow);
  const frame = {
    width,
    height,
    left: tickRoom(y.ticks),
    right: width - labelRoom(Object.values(names)),
    top: HEAD,
    bottom: height - FOOT,
  };
  const titles = {
    xTitle: axisTitle(subject.x, x.per, subject.row),
    yTitle: axisTitle(subject.y, y.per, subject.row),
  };
  return { plane: planeOf(frame, xDomain, yDomain), axes: { x: x.ticks, y: y.ticks, ...titles }, narrow };
}

/**
 * Two drawings, one above the other: what rests while a point is dragged, and what moves. The browser then paints only the
 * second, however many points there are. `ground` lies between the axes and everything else.
 */
export function renderPlot(
  canvas: Canvas,
  bench: Workbench,
  lines: Lines,
  ground: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { plane } = canvas;
  const { width, height, left, right, top, bottom } = plane.frame;
  const mine = segmentOf(bench.sheet.line, plane);
  const drawnAxes = axes(canvas.axes, plane);
  return html`${ground === nothing ? nothing : html`<svg class="drawing" width=${width} height=${height} aria-hidden="true">${drawnAxes}</svg>${ground}`}
    <svg class=${ground === nothing ? "drawing" : "drawing over"} width=${width} height=${height} aria-hidden="true">
      <clipPath id="frame"><rect x=${left} y=${top} width=${right - left} height=${bottom - top}></rect></clipPath>
      ${ground === nothing ? drawnAxes : nothing} ${renderErrors(bench, plane)}
      <g class="points" fill-opacity=${fade(bench.sheet.points.length, 0.85, 0.4).toFixed(2)}></g>
    </svg>
    <svg class="drawing moving" width=${width} height=${height} aria-hidden="true">
      ${renderActiveError(bench, plane)} ${renderLines(canvas, mine, lines)} ${renderActive(bench, plane)}
      ${renderHandles(bench, plane)}
    </svg>
    ${renderAreas(bench, plane, mine)}`;
}

/** Points that rest, and the index of the one that does not (or −1), which is drawn in full elsewhere. */
export interface Resting {
  points: readonly Point[];
  without: number;
}

/** While a point is dragged, the points as they were: the same objects, so that nothing of them is drawn anew. */
export function resting({ sheet, before, held }: Workbench): Resting {
  return held?.kind === "point"
    ? { points: before.points, without: held.index }
    : { points: sheet.points, without: -1 };
}

function renderErrors(bench: Workbench, plane: Plane): SVGTemplateResult {
  const { line } = bench.sheet;
  const { points } = resting(bench);
  const without = bench.active?.kind === "point" ? bench.active.index : -1;
  const others = () => points.filter((_, index) => index !== without);
  const still = [points, without, line, plane];
  const squares = guard(still, () => squaresPath(others(), line, plane));
  const residuals = guard(still, () => residualsPath(others(), line, plane));
  return svg`<g clip-path="url(#frame)">
    <path class="squares" d=${squares} stroke-opacity=${fade(points.length, 0.3, 0.05).toFixed(2)}></path>
    <path class="residuals" d=${residuals} stroke-opacity=${fade(points.length, 0.7, 0.1).toFixed(2)}></path>
  </g>`;
}

function renderActiveError({ sheet, active }: Workbench, plane: Plane): SVGTemplateResult | typeof nothing {
  const point = active?.kind === "point" ? sheet.points[active.index] : undefined;
  if (!point) return nothing;
  const { x, y, side } = squareOf(point, sheet.line, plane);
  return svg`<g clip-path="url(#frame)">
    <rect class="square" x=${x} y=${y} width=${side} height=${side}></rect>
    <path class="residual" d=${residualsPath([point], sheet.line, plane)}></path>
  </g>`;
}

function renderLines(canvas: Canvas, mine: Segment | null, lines: Lines): SVGTemplateResult {
  const { plane, narrow } = canvas;
  const names = lineNames(narrow);
  const best = lines.best && segmentOf(lines.best, plane);
  const eye = lines.eye && segmentOf(lines.eye, plane);
  const labels: EndLabel[] = [];
  if (eye) labels.push({ key: "eye", text: names.eye, segment: eye });
  if (best) labels.push({ key: "best", text: names.best, segment: best });
  if (mine) labels.push({ key: "mine", text: names.mine, segment: mine });
  return svg`
    ${eye ? renderLine("eye", eye) : nothing}
    ${best ? renderLine("best", best) : nothing}
    ${mine ? renderLine("my", mine) : nothing}
    ${placeEndLabels(labels, plane.frame).map(
      ({ key, text, x, y, from, leader }) => svg`
        ${leader ? svg`<path class="leader ${key}" d=${`M${from.x},${from.y}L${x - 3},${y}`}></path>` : nothing}
        <text class="name ${key}" x=${x} y=${y} dy="0.34em">${text}</text>`,
    )}`;
}

function renderLine(name: string, { x1, y1, x2, y2 }: Segment): SVGTemplateResult {
  return svg`<line class="line-edge" x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>
    <line class="line ${name}-line" x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>`;
}

function renderActive({ sheet, active, held, ghost }: Workbench, plane: Plane): SVGTemplateResult | typeof nothing {
  if (ghost) {
    return svg`<circle class="ghost" r="6" cx=${plane.x(ghost.x)} cy=${plane.y(ghost.y)}></circle>
      <circle class="ring" r="11" cx=${plane.x(ghost.x)} cy=${plane.y(ghost.y)}></circle>`;
  }
  const point = active?.kind === "point" ? sheet.points[active.index] : undefined;
  if (!point) return nothing;
  const radius = pointRadius(sheet.points.length) + 0.5;
  const place = { x: plane.x(point.x), y: plane.y(point.y) };
  return svg`<circle class="chosen" r=${radius} cx=${place.x} cy=${place.y}></circle>
    <circle class=${held?.kind === "point" ? "ring held" : "ring"} r="10" cx=${place.x} cy=${place.y}></circle>`;
}

function renderHandles(bench: Workbench, plane: Plane): SVGTemplateResult {
  const chosen = bench.active?.kind === "handle" ? bench.active.index : null;
  return svg`${bench.handles().map((place, index) => {
    const cx = plane.x(place.x);
    const cy = plane.y(place.y);
    return svg`${chosen === index ? svg`<circle class="ring mine" r="14" cx=${cx} cy=${cy}></circle>` : nothing}
      <circle class="handle" r="9" cx=${cx} cy=${cy}></circle>`;
  })}`;
}

/**
 * HTML areas above the drawing: only on them does a finger drag; elsewhere it scrolls the page. Their place is set as a
 * property, because a page's policy may refuse style attributes.
 */
function renderAreas(bench: Workbench, plane: Plane, mine: Segment | null): TemplateResult {
  const spot = (name: string, x: number, y: number) =>
    html`<div class="area spot ${name}" .style=${`transform: translate(${plane.x(x)}px, ${plane.y(y)}px)`}></div>`;
  const point = bench.active?.kind === "point" ? bench.sheet.points[bench.active.index] : undefined;
  const angle = mine ? Math.atan2(mine.y2 - mine.y1, mine.x2 - mine.x1) : 0;
  const length = mine ? Math.hypot(mine.y2 - mine.y1, mine.x2 - mine.x1) : 0;
  return html`${
    mine
      ? html`<div
          class="area along"
          .style=${`width: ${length}px; transform: translate(${mine.x1}px, ${mine.y1}px) rotate(${angle}rad)`}
        ></div>`
      : nothing
  }
  ${point ? spot("at-point", point.x, point.y) : nothing}
  ${bench.handles().map(({ x, y }) => spot("at-handle", x, y))}`;
}

/** Whether a finger may drag it at once: it lies under an area. */
export function isTouchable(item: Item, { active }: Workbench): boolean {
  return item.kind !== "point" || (active?.kind === "point" && active.index === item.index);
}

// The plot: counts of time and response as a picture, the mean over it, and the window with its two edges.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { axes, tickRoom } from "#charts/mark/axis.ts";
import { dateTicks } from "#charts/scale/date-ticks.ts";
import { type Plane, planeOf } from "#charts/scale/plane.ts";
import { reading } from "#charts/scale/ticks.ts";
import { colourProbes } from "#charts/theme/probe.ts";
import type { ColumnInfo } from "#engine/index.ts";
import type { Brush, Part, Series } from "./model.ts";
import { capital } from "./text.ts";

const NARROW = 480;
const HEAD = 34;
const FOOT = 46;
/** Pixels right of the frame, so that a handle at the end is whole. */
const EDGE = 14;

/** What the axes are called. */
export interface AxisWords {
  x: string;
  y: string;
  yUnit: string;
  locale: string;
}

export function planeFor(width: number, series: Series, time: ColumnInfo, words: AxisWords) {
  const narrow = width < NARROW;
  const { x, y } = series.bins;
  const { locale } = words;
  const ofY = reading([y.from, y.to], { count: narrow ? 4 : 5, unit: words.yUnit, locale });
  const height = narrow ? 280 : Math.min(400, Math.round(width * 0.48));
  const frame = {
    width,
    height,
    left: Math.max(tickRoom(ofY.ticks), EDGE),
    right: width - EDGE,
    top: HEAD,
    bottom: height - FOOT,
  };
  const count = narrow ? 3 : 7;
  const ticks =
    time.type === "date"
      ? dateTicks([x.from, x.to], { count, locale })
      : reading([x.from, x.to], { count, unit: "", locale }).ticks;
  const unit = ofY.per === 1000 ? `${words.yUnit === "" ? "" : `${words.yUnit} `}thousand` : words.yUnit;
  const yTitle = unit === "" ? capital(words.y) : `${capital(words.y)}, ${unit}`;
  return {
    plane: planeOf(frame, [x.from, x.to], [y.from, y.to]),
    axes: { x: ticks, y: ofY.ticks, xTitle: capital(words.x), yTitle },
  };
}

export type WindowCanvas = ReturnType<typeof planeFor>;

/** The stage's content. */
export function renderPlot(
  { plane, axes: parts }: WindowCanvas,
  series: Series,
  { brush, part, changed }: { brush: Brush | null; part: Part; changed: () => void },
): TemplateResult {
  const { width, height, left, right, top, bottom } = plane.frame;
  const place = `left: ${left}px; top: ${top}px; width: ${right - left}px; height: ${bottom - top}px`;
  return html`${colourProbes(["paper", "data", "ink"], changed)}
    <svg class="drawing" width=${width} height=${height} aria-hidden="true">${axes(parts, plane)}</svg>
    <div class="window" .style=${place}><canvas class="density" aria-hidden="true"></canvas></div>
    <svg class="drawing over" width=${width} height=${height} aria-hidden="true">
      ${renderMeans(series, plane)} ${brush ? renderBrush(brush, part, series, plane) : nothing}
    </svg>
    ${brush ? renderAreas(brush, series, plane) : nothing}`;
}

function renderMeans({ cellEdges: edges, means }: Series, plane: Plane): SVGTemplateResult {
  let path = "";
  let pen = "M";
  for (let i = 0; i < means.length; i++) {
    const mean = means[i] as number;
    if (Number.isNaN(mean)) {
      pen = "M";
      continue;
    }
    const x = plane.x(((edges[i] as number) + (edges[i + 1] as number)) / 2);
    path += `${pen}${x.toFixed(1)},${plane.y(mean).toFixed(1)}`;
    pen = "L";
  }
  return svg`<path class="mean-edge" d=${path}></path><path class="mean" d=${path}></path>`;
}

function renderBrush({ first, last }: Brush, part: Part, { edges }: Series, plane: Plane): SVGTemplateResult {
  const { left, right, top, bottom } = plane.frame;
  const [x0, x1] = [plane.x(edges[first] as number), plane.x(edges[last] as number)];
  const middle = (top + bottom) / 2;
  const edge = (x: number, active: boolean) => svg`
    <line class="brush-edge" x1=${x} x2=${x} y1=${top} y2=${bottom}></line>
    ${active ? svg`<circle class="ring mine" r="14" cx=${x} cy=${middle}></circle>` : nothing}
    <circle class="handle" r="9" cx=${x} cy=${middle}></circle>`;
  return svg`
    <rect class="veil" x=${left} y=${top} width=${Math.max(0, x0 - left)} height=${bottom - top}></rect>
    <rect class="veil" x=${x1} y=${top} width=${Math.max(0, right - x1)} height=${bottom - top}></rect>
    <line class="brush-side" x1=${x0} x2=${x1} y1=${top} y2=${top}></line>
    <line class="brush-side" x1=${x0} x2=${x1} y1=${bottom} y2=${bottom}></line>
    ${edge(x0, part === "start")} ${edge(x1, part === "end")}`;
}

/** Where a finger drags instead of scrolling: over the window and its edges. */
function renderAreas({ first, last }: Brush, { edges }: Series, plane: Plane): TemplateResult {
  const { top, bottom } = plane.frame;
  const [x0, x1] = [plane.x(edges[first] as number), plane.x(edges[last] as number)];
  const area = (name: string, x: number, width: number) =>
    html`<div
      class="area ${name}"
      .style=${`left: ${x}px; top: ${top}px; width: ${width}px; height: ${bottom - top}px`}
    ></div>`;
  return html`${area("body-area", x0, x1 - x0)}${area("edge-area", x0 - 14, 28)}${area("edge-area", x1 - 14, 28)}`;
}

/** What is under a pixel: an edge before the window; null: neither. */
export function partAt(x: number, { first, last }: Brush, { edges }: Series, plane: Plane): Part | null {
  const [x0, x1] = [plane.x(edges[first] as number), plane.x(edges[last] as number)];
  const [near0, near1] = [Math.abs(x - x0), Math.abs(x - x1)];
  if (Math.min(near0, near1) <= 14) return near0 < near1 || (near0 === near1 && x < x0) ? "start" : "end";
  return x > x0 && x < x1 ? "whole" : null;
}

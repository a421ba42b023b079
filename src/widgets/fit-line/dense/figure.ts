// The figure of a large table: a picture of counts under my line and the best one, and what is pointed at in words.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { greatestCount } from "#charts/mark/density.ts";
import { countScale, countTicks } from "#charts/scale/count-scale.ts";
import type { Plane } from "#charts/scale/plane.ts";
import { colourProbes } from "#charts/theme/probe.ts";
import type { FigureParts } from "../../shared/element.ts";
import { errorWords } from "../../shared/error-words.ts";
import { eyeOf, isOutside, renderBeside, renderProgress, type View } from "../figure.ts";
import { renderPlot } from "../plot.ts";
import { sentenceOf } from "../sentence.ts";
import { type Subject, states } from "../text.ts";
import type { DenseEvents } from "./hands.ts";
import type { DensePicture } from "./picture.ts";
import { renderQuantiles } from "./table.ts";
import { cellWords, denseInstructions, densePlotName, densePrompts, denseSubtitle, denseTitles } from "./text.ts";

/** The figure's parts; `changed` asks for another drawing. */
export function denseParts(
  view: View,
  picture: DensePicture,
  events: DenseEvents,
  changed: () => void,
): Omit<FigureParts, "title"> {
  const { session, subject, cloud } = view;
  const dots = picture.seen?.dots?.rows.length ?? null;
  const error = session.fitError ?? picture.error;
  return {
    subtitle:
      cloud.n === 0 ? "" : denseSubtitle({ n: cloud.n, nInside: picture.seen?.bins.nInside ?? cloud.n, dots }, subject),
    progress: renderProgress(session),
    plot: renderStage(view, picture, events, changed),
    aside: html`${renderBeside(view)}${dots === null ? renderLegend(picture, subject) : nothing}`,
    sentence: error === null ? sentence(view, picture) : errorWords(error),
    table: () => renderQuantiles(picture, subject, changed),
  };
}

function sentence(view: View, picture: DensePicture): TemplateResult {
  const { session, subject, bench, cloud, sse } = view;
  const verdict = session.fitted ? sentenceOf({ sheet: bench.sheet, cloud, sse, session }, subject) : nothing;
  const { cell } = picture;
  const looked = cell ? cellWords(cell, subject) : session.fitted ? nothing : densePrompts.look();
  return html`${isOutside(view) ? states.outside() : nothing} ${verdict} ${looked}`;
}

function renderStage(view: View, picture: DensePicture, events: DenseEvents, changed: () => void): TemplateResult {
  const { bench, session, subject, canvas, cloud, dragging } = view;
  const frame = canvas?.plane.frame;
  const place = frame
    ? `left: ${frame.left}px; top: ${frame.top}px; width: ${frame.right - frame.left}px; height: ${frame.bottom - frame.top}px`
    : "";
  const ground = html`<div class="window" .style=${place}><canvas class="density" aria-hidden="true"></canvas></div>`;
  return html`<div
      class="stage dense ${dragging ? "dragging" : ""} ${picture.isWhole ? "" : "closer"}"
      tabindex="0"
      role="application"
      aria-label=${densePlotName(cloud.n, subject)}
      aria-describedby="instructions"
      @pointerdown=${events.down}
      @pointermove=${events.move}
      @pointerup=${events.up}
      @pointercancel=${events.cancel}
      @wheel=${events.wheel}
      @keydown=${events.key}
      @blur=${events.blur}
    >
      <div class="gauge"></div>
      ${colourProbes(["paper", "data", "ink"], changed)}
      ${canvas ? renderPlot(canvas, bench, { best: session.shown, eye: eyeOf(session, cloud) }, ground) : nothing}
      ${canvas && picture.cell ? renderCursor(picture, canvas.plane) : nothing}
    </div>
    <p class="hidden-visually" id="instructions">${denseInstructions()}</p>`;
}

/** The cell that is pointed at, in a ring that can be seen on any colour. */
function renderCursor({ cell }: DensePicture, plane: Plane): TemplateResult | typeof nothing {
  if (!cell) return nothing;
  const { width, height } = plane.frame;
  const [x, right] = [plane.x(cell.x[0]), plane.x(cell.x[1])];
  const [bottom, y] = [plane.y(cell.y[0]), plane.y(cell.y[1])];
  const box = (name: string, out: number): SVGTemplateResult =>
    svg`<rect class=${name} x=${x - out} y=${y - out} width=${right - x + 2 * out} height=${bottom - y + 2 * out}></rect>`;
  return html`<svg class="drawing moving" width=${width} height=${height} aria-hidden="true">
    ${box("cursor-edge", 2.5)}${box("cursor", 2.5)}
  </svg>`;
}

/** The ramp with the counts that it stands for. */
function renderLegend({ seen }: DensePicture, subject: Subject): TemplateResult | typeof nothing {
  if (!seen) return nothing;
  const most = greatestCount(seen.bins);
  const share = countScale(most);
  const ticks = countTicks(most).map((count) => ({ count, at: 100 * share(count) }));
  return html`<div class="legend">
    <span class="legend-title">${denseTitles.rows(subject.row)}</span>
    <canvas class="ramp" aria-hidden="true"></canvas>
    <span class="legend-ticks"
      >${ticks.map(({ count, at }) => html`<span .style=${`left: ${at}%`}>${subject.formats.count(count)}</span>`)}</span
    >
  </div>`;
}

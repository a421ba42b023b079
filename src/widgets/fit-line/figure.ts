// The figure's parts in every state: waiting, failed, without points, with my line alone, with the best one beside it.

import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { segmentOf } from "#charts/mark/line.ts";
import type { Line } from "#charts/scale/plane.ts";
import { thousands } from "#charts/scale/ticks.ts";
import type { FigureParts } from "../shared/element.ts";
import { errorWords } from "../shared/error-words.ts";
import { renderAside } from "./aside.ts";
import type { StageEvents } from "./gestures.ts";
import { type Cloud, majorAxisOf, rSquaredOf, squaresOf, sumOfSquares } from "./model.ts";
import { type Canvas, renderPlot } from "./plot.ts";
import { sentenceOf } from "./sentence.ts";
import type { Session } from "./session.ts";
import { renderTable } from "./table.ts";
import { instructions, plotName, readRows, type Subject, states, subtitle, titles } from "./text.ts";
import type { Point, Workbench } from "./workbench.ts";

/** What the figure is made of at one moment. */
export interface View {
  bench: Workbench;
  session: Session;
  subject: Subject;
  /** Null before the width is known. */
  canvas: Canvas | null;
  cloud: Cloud;
  /** Sum of squares of my line. */
  sse: number;
  /** Sum of squares that fills the frame of the one square. */
  fullSse: number;
  /** The best line of the table twin, which rests while something is held. */
  tableBest: Line | null;
  dragging: boolean;
}

/** Fewer points have no cloud to lie in: the major axis would be the best line. */
const LEAST_CLOUD = 3;

/** Pixels of the one square at its full size. */
const SQUARE = { wide: 132, narrow: 84 };

/** The figure once there are data. */
export function readyParts(view: View, events: StageEvents): Omit<FigureParts, "title"> {
  const { bench, session, subject, cloud, sse, tableBest } = view;
  const n = bench.sheet.points.length;
  const nRows = Math.max(session.loaded?.nRows ?? n, n);
  const sentence =
    session.fitError === null
      ? html`${isOutside(view) ? states.outside() : nothing} ${sentenceOf({ sheet: bench.sheet, cloud, sse, session }, subject)}`
      : errorWords(session.fitError);
  return {
    subtitle: n === 0 ? "" : subtitle(n, nRows, subject),
    progress: renderProgress(session),
    plot: html`${renderStage(view, events)}${renderError(session)}`,
    aside: renderBeside(view),
    sentence,
    table: () =>
      html`${guard([bench.rest, tableBest, subject.x.label], () => renderTable(bench.rest, tableBest, subject))}`,
  };
}

/** Whether my line is nowhere in the picture, after numbers that put it far away. */
export function isOutside({ bench, canvas }: View): boolean {
  return canvas !== null && segmentOf(bench.sheet.line, canvas.plane) === null;
}

/** The figure without data: still loading, failed, or nothing asked for. `again` reads once more, where that may help. */
export function waitingParts(
  session: Session,
  subject: Subject,
  again: (() => void) | null,
): Omit<FigureParts, "title"> {
  const { phase, slow, progress } = session;
  const loading = phase === "loading";
  const reading = progress ? readRows(progress.rows, subject.formats) : titles.loading();
  const sentences = {
    idle: states.noSource(),
    loading: slow ? reading : "",
    stopped: states.stopped(),
    error: "",
    ready: "",
  };
  const press = (label: string, action: () => void) =>
    html`<button type="button" class="control" @click=${action}>${label}</button>`;
  const retry = again && !loading && phase !== "idle" ? press(titles.again(), again) : nothing;
  return {
    progress: renderProgress(session),
    plot: html`${loading ? html`<div class="stage"><div class="gauge"></div></div>` : renderError(session)}`,
    // What comes beside the plot keeps its place, so that the plot is drawn in its final width at once.
    aside: loading ? html`` : nothing,
    sentence: sentences[phase],
    controls: loading && slow ? press(titles.stop(), () => session.stop()) : retry,
  };
}

export function renderProgress({ phase, slow, progress }: Session): TemplateResult | typeof nothing {
  if (phase !== "loading" || !slow) return nothing;
  const share = progress?.totalBytes ? progress.bytes / progress.totalBytes : null;
  return html`<div
    class="progress"
    role="progressbar"
    aria-label=${titles.loading()}
    aria-valuenow=${share === null ? nothing : Math.round(100 * share)}
  >
    <span .style=${`width: ${share === null ? 30 : 100 * share}%`}></span>
  </div>`;
}

function renderError({ phase, error }: Session): TemplateResult | typeof nothing {
  return phase === "error" ? html`<p class="error" role="alert">${errorWords(error)}</p>` : nothing;
}

function renderStage(view: View, events: StageEvents): TemplateResult {
  const { bench, session, subject, canvas, cloud, dragging } = view;
  const eye = eyeOf(session, cloud);
  const state = bench.ghost ? "stage adding" : dragging ? "stage dragging" : "stage";
  return html`<div
      class=${state}
      tabindex="0"
      role="application"
      aria-label=${plotName(bench.sheet.points.length, subject)}
      aria-describedby="instructions"
      @pointerdown=${events.down}
      @pointermove=${events.move}
      @pointerup=${events.up}
      @pointercancel=${events.cancel}
      @keydown=${events.key}
      @blur=${events.blur}
      @dblclick=${events.add}
    >
      <div class="gauge"></div>
      ${canvas ? renderPlot(canvas, bench, { best: session.shown, eye }) : nothing}
    </div>
    <p class="hidden-visually" id="instructions">${instructions()}</p>`;
}

/** The line that the eye tends to draw, once mine is declared and enough points make a cloud. */
export function eyeOf({ best }: Session, cloud: Cloud): Line | null {
  return best && cloud.n >= LEAST_CLOUD ? majorAxisOf(cloud) : null;
}

/** A line of the page's own in numbers. */
function numbersOf(line: Line, points: readonly Point[], cloud: Cloud) {
  // Where most rows are not here, their sums are.
  const sse = points.length === cloud.n ? sumOfSquares(points, line, cloud) : squaresOf(line, cloud);
  return { ...line, sse, rSquared: rSquaredOf(sse, cloud) };
}

export function renderBeside({ bench, session, subject, canvas, cloud, sse, fullSse }: View): TemplateResult {
  const fit = session.fitted?.fit;
  const eye = eyeOf(session, cloud);
  const parts = {
    mine: { ...bench.sheet.line, rSquared: rSquaredOf(sse, cloud), sse },
    best: fit
      ? {
          slope: session.best?.slope ?? null,
          intercept: session.best?.intercept ?? null,
          rSquared: session.best ? fit.rSquared : null,
          sse: fit.rss,
        }
      : null,
    eye: eye && numbersOf(eye, bench.sheet.points, cloud),
    fullSse,
    drawnBestSse: session.shown?.sse ?? null,
    per: thousands(bench.yDomain),
    nSquares: session.dense ? Math.max(1, cloud.n) : 1,
    fullSide: canvas?.narrow ? SQUARE.narrow : SQUARE.wide,
  };
  return renderAside(parts, subject);
}

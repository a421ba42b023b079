// The parts of lw-window's figure: the stage, the window's ends as fields, and the one sentence.

import { html, nothing, type TemplateResult } from "lit";
import type { NumberFormats } from "#base/format.ts";
import type { FigureParts } from "../shared/element.ts";
import { errorWords } from "../shared/error-words.ts";
import { largestShift, renderBeside, renderSeries } from "./beside.ts";
import type { WindowHands } from "./hands.ts";
import { type Brush, brushOver, rowsOfBrush, type Series } from "./model.ts";
import { renderPlot, type WindowCanvas } from "./plot.ts";
import type { WindowSession } from "./session.ts";
import {
  capital,
  instructions,
  plotName,
  prompts,
  readTime,
  shiftSentence,
  subtitle,
  timeWord,
  titles,
  writeTime,
} from "./text.ts";

export interface WindowView {
  session: WindowSession;
  hands: WindowHands;
  /** Null before the width is known. */
  canvas: WindowCanvas | null;
  /** Names of the response and of time, in words. */
  label: string;
  timeLabel: string;
  formula: string;
  formats: NumberFormats;
  locale: string;
  /** The field whose text is no time. */
  refused: string | null;
  refuse(field: string | null): void;
  changed(): void;
}

/** First and last moment of a window; of days, the last day that is in it. */
export function endsOf({ edges }: Series, brush: Brush | null, isDate: boolean): [number, number] {
  const { first, last } = brush ?? { first: 0, last: edges.length - 1 };
  return [edges[first] as number, (edges[last] as number) - (isDate ? 1 : 0)];
}

/** The window from one typed moment to another, either way round; a day is a whole one. */
export function typedBrush({ edges }: Series, a: number, b: number, isDate: boolean): Brush {
  return brushOver(edges, Math.min(a, b), Math.max(a, b) + (isDate ? 1 : 0));
}

export function readyParts(view: WindowView, series: Series): Omit<FigureParts, "title"> {
  const { session, hands, label, formats, locale } = view;
  const { all, part, time } = session;
  return {
    subtitle: subtitle({ n: series.rowAt.at(-1) ?? 0, nBeyond: series.bins.nOutside, label }, formats),
    plot: renderStage(view, series),
    aside: all ? renderBeside(all, hands.brush ? (part?.fit ?? null) : null, formats) : html``,
    sentence: sentenceOf(view),
    controls: renderControls(view, series),
    table: () => (time ? renderSeries(series, time, { label, formats, locale }) : html``),
    ...(hands.brush ? { reset: () => hands.set(null) } : {}),
  };
}

export function sentenceOf({ session, hands, formula, formats, locale }: WindowView): string {
  const { all, part, partError, time, series } = session;
  if (!hands.brush || !series || !time) return prompts.brush();
  const [first, last] = rowsOfBrush(series, hands.brush);
  if (first === last) return prompts.noRows();
  if (partError !== null) return errorWords(partError, formula);
  if (!part || !all) return "";
  const [from, to] = endsOf(series, hands.brush, time.type === "date").map((at) => timeWord(at, time, formats, locale));
  const shift = largestShift(all, part.fit) ?? { term: null, here: 0, all: 0 };
  return shiftSentence({ where: `${from} – ${to}`, n: part.fit.n, ...shift }, formats);
}

function renderStage(
  { session, hands, canvas, label, timeLabel, changed }: WindowView,
  series: Series,
): TemplateResult {
  const { brush, part, pointer } = hands;
  return html`<div
      class="stage"
      tabindex="0"
      role="application"
      aria-label=${plotName(capital(label), timeLabel)}
      aria-describedby="instructions"
      @pointerdown=${pointer.down}
      @pointermove=${pointer.move}
      @pointerup=${pointer.up}
      @pointercancel=${pointer.cancel}
      @keydown=${hands.key}
    >
      <div class="gauge"></div>
      ${canvas && session.time ? renderPlot(canvas, series, { brush, part, changed }) : nothing}
    </div>
    <p class="hidden-visually" id="instructions">${instructions()}</p>`;
}

function renderControls({ session, hands, refused, refuse }: WindowView, series: Series): TemplateResult {
  const { time } = session;
  if (!time) return html``;
  const isDate = time.type === "date";
  const [from, to] = endsOf(series, hands.brush, isDate);
  const field = (name: string, value: number, other: number) => {
    const bad = refused === name;
    const change = (event: Event) => {
      const input = event.target as HTMLInputElement;
      const read = readTime(input.value, time);
      refuse(read === null ? name : null);
      if (read === null) return;
      hands.set(typedBrush(series, read, other, isDate));
      input.value = writeTime(value, time);
    };
    return html`<label
      >${name}
      <input
        class="number"
        type="text"
        autocomplete="off"
        aria-invalid=${bad}
        aria-describedby=${bad ? "refused" : nothing}
        .value=${writeTime(value, time)}
        @change=${change}
      />
    </label>`;
  };
  return html`${field(titles.from(), from, to)} ${field(titles.to(), to, from)}
    <button type="button" class="control" ?disabled=${!hands.brush} @click=${() => hands.set(null)}>
      ${titles.all()}
    </button>
    ${refused === null ? nothing : html`<p class="refused" id="refused">${prompts.notTime(refused, writeTime(from, time))}</p>`}`;
}

// <lw-window>: one model over time. A stretch of time is brushed, and the model is fitted to its rows alone.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { PlanePointer } from "#charts/interaction/plane-pointer.ts";
import { WidthController } from "#charts/interaction/width.ts";
import { type FigureParts, LwElement } from "../shared/element.ts";
import { sharedEngine } from "../shared/engine.ts";
import { errorWords } from "../shared/error-words.ts";
import { FitPublisher, type FitSource } from "../shared/fit-source.ts";
import { largestShift, renderBeside, renderSeries } from "./beside.ts";
import { pressWindow } from "./keys.ts";
import { type Brush, brushOver, moved, type Part, rowsOfBrush, type Series, sameBrush } from "./model.ts";
import { WindowPainter } from "./painter.ts";
import { partAt, planeFor, renderPlot, type WindowCanvas } from "./plot.ts";
import { WindowSession } from "./session.ts";
import { windowStyles } from "./styles.ts";
import {
  capital,
  instructions,
  plotName,
  prompts,
  readTime,
  shiftSentence,
  spoken,
  subtitle,
  timeWord,
  titles,
  writeTime,
} from "./text.ts";

type Held = { part: Part; from: Brush | null; at: number };

/**
 * The coefficients of a stretch of time beside those of all rows, live while the stretch is brushed. Rows must be in order
 * of time.
 *
 * @attr {string} data - id of a bundled data set
 * @attr {string} src - address of a CSV file
 * @attr {string} data-base - address of the folder of bundled files
 * @attr {string} formula - model, as `revenue ~ price + promo`; its response is drawn
 * @attr {string} time - column of time; absent: the first column of dates
 * @attr {string} from - where the window starts: a date, as 2024-03-31, or a number; absent: all rows
 * @attr {string} to - where it ends
 * @attr {string} heading - title of the figure
 * @attr {string} theme - "light" or "dark", over the page's own
 *
 * @fires {CustomEvent<{from: string | null, to: string | null, rows: [number, number]}>} lw-change - a person moved the window
 *
 * @csspart figure @csspart title @csspart controls @csspart footer
 * @cssprop --lw-data - the picture of all rows
 * @cssprop --lw-mine - the window
 * @cssprop --lw-model - coefficients of the window
 * @cssprop --lw-font - type of the figure
 */
export class TimeWindow extends LwElement implements FitSource {
  static override properties = {
    ...LwElement.properties,
    data: { type: String, reflect: true },
    src: { type: String, reflect: true },
    dataBase: { type: String, attribute: "data-base" },
    formula: { type: String, reflect: true },
    time: { type: String, reflect: true },
    from: { type: String, reflect: true },
    to: { type: String, reflect: true },
    heading: { type: String, reflect: true },
    refused: { state: true },
  };
  static override styles = [LwElement.styles, ...windowStyles];

  declare data: string | null;
  declare src: string | null;
  declare dataBase: string | null;
  declare formula: string | null;
  declare time: string | null;
  declare from: string | null;
  declare to: string | null;
  declare heading: string | null;
  declare refused: string | null;

  /** The fit of the window, or of all rows, for elements that follow it. */
  readonly fits = new FitPublisher();

  readonly #session = new WindowSession(sharedEngine, () => this.#heard());
  readonly #width = new WidthController(this, () => this.renderRoot.querySelector(".gauge"));
  readonly #painter = new WindowPainter();
  #brush: Brush | null = null;
  #part: Part = "whole";
  #held: Held | null = null;
  #canvas: { key: string; canvas: WindowCanvas } | null = null;
  /** Whether a person has moved the window: only then is there something to say. */
  #touched = false;

  readonly #pointer = new PlanePointer<Part | "new">(this, {
    pick: ({ x }) => this.#pick(x),
    touchable: (target) => target !== "new",
    start: (target, { x }) => this.#take(target, x),
    move: ({ x }) => this.#drag(x),
    end: () => this.#letGo(),
    cancel: () => this.#restore(),
    tap: (_, { x }) => this.#centre(x),
  });

  constructor() {
    super();
    this.data = this.src = this.dataBase = this.formula = this.time = this.heading = null;
    this.from = this.to = this.refused = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#session.close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const names = ["data", "src", "dataBase", "formula", "time"];
    if (names.some((name) => changed.has(name))) this.#open();
    else if (changed.has("from") || changed.has("to")) this.#adopt();
  }

  protected override render(): TemplateResult {
    const { phase, error, series } = this.#session;
    const title = this.heading ?? titles.figure();
    if (phase === "ready" && series) return this.renderFigure({ title, ...this.#readyParts(series) });
    const sentence = { idle: prompts.noSource(), loading: titles.loading(), ready: "", error: "" }[phase];
    const plot = html`${phase === "error" ? html`<p class="error" role="alert">${errorWords(error, this.formula ?? "")}</p>` : html`<div class="stage"><div class="gauge"></div></div>`}`;
    return this.renderFigure({ title, plot, sentence, ...(phase === "loading" ? { aside: html`` } : {}) });
  }

  protected override updated(): void {
    const { series } = this.#session;
    if (series && this.#canvas) this.#painter.paint(this.renderRoot, series.bins, this.#canvas.canvas.plane);
  }

  #open(): void {
    this.#brush = null;
    this.#touched = false;
    if (this.formula === null || (this.data === null && this.src === null)) return;
    const { data, src, dataBase, formula, time } = this;
    void this.#session.open({ data, src, dataBase, formula, time });
  }

  #label(name: string): { label: string; unit: string } {
    const known = this.#session.dataSet?.columns.find((column) => column.name === name);
    return { label: known?.label ?? name, unit: known?.unit ?? "" };
  }

  #readyParts(series: Series): Omit<FigureParts, "title"> {
    const { all, part, time, response } = this.#session;
    const canvas = this.#drawnOn(series);
    const { label } = this.#label(response?.name ?? "");
    const { formats, locale } = this;
    const brush = this.#brush;
    return {
      subtitle: subtitle(series.rowAt.at(-1) ?? 0, label, formats),
      plot: html`<div
          class="stage"
          tabindex="0"
          role="application"
          aria-label=${plotName(capital(label), this.#label(time?.name ?? "").label)}
          aria-describedby="instructions"
          @pointerdown=${this.#pointer.down}
          @pointermove=${this.#pointer.move}
          @pointerup=${this.#pointer.up}
          @pointercancel=${this.#pointer.cancel}
          @keydown=${this.#key}
        >
          <div class="gauge"></div>
          ${canvas ? renderPlot(canvas, series, { brush, part: this.#part, changed: () => this.requestUpdate() }) : nothing}
        </div>
        <p class="hidden-visually" id="instructions">${instructions()}</p>`,
      aside: all ? renderBeside(all, brush ? (part?.fit ?? null) : null, formats) : html``,
      sentence: this.#sentence(),
      controls: this.#renderControls(series),
      table: () => (time ? renderSeries(series, time, { label, formats, locale }) : html``),
      ...(brush ? { reset: () => this.#move(null) } : {}),
    };
  }

  #sentence(): string {
    const { all, part, partError, time, series } = this.#session;
    if (!this.#brush || !series || !time) return prompts.brush();
    if (partError !== null) return errorWords(partError, this.formula ?? "");
    const word = (at: number) => timeWord(at, time, this.formats, this.locale);
    const [from, to] = this.#ends(series);
    const where = `${word(from)} – ${word(to)}`;
    if (!part || !all) return "";
    const shift = largestShift(all, part.fit);
    const { n } = part.fit;
    return shiftSentence({ where, n, ...(shift ?? { term: null, here: 0, all: 0 }) }, this.formats);
  }

  /** First and last moment of the window; of days, the last day that is in it. */
  #ends({ edges }: Series): [number, number] {
    const { first, last } = this.#brush ?? { first: 0, last: edges.length - 1 };
    const end = edges[last] as number;
    return [edges[first] as number, this.#session.time?.type === "date" ? end - 1 : end];
  }

  #drawnOn(series: Series): WindowCanvas | null {
    const { width } = this.#width;
    const { time, response } = this.#session;
    if (width === 0 || !time || !response) return null;
    const { label, unit } = this.#label(response.name);
    const words = { x: this.#label(time.name).label, y: label, yUnit: unit, locale: this.locale };
    const key = JSON.stringify([width, words, series.bins.x, series.bins.y]);
    if (this.#canvas?.key !== key) this.#canvas = { key, canvas: planeFor(width, series, time, words) };
    return this.#canvas.canvas;
  }

  #renderControls(series: Series): TemplateResult {
    const { time } = this.#session;
    if (!time) return html``;
    const [from, to] = this.#ends(series);
    const field = (name: string, value: number, set: (value: number) => void) => {
      const bad = this.refused === name;
      const change = (event: Event) => {
        const read = readTime((event.target as HTMLInputElement).value, time);
        this.refused = read === null ? name : null;
        if (read !== null) set(read);
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
    const over = (low: number, high: number) =>
      this.#move(brushOver(series.edges, Math.min(low, high), Math.max(low, high) + (time.type === "date" ? 1 : 0)));
    return html`${field(titles.from(), from, (value) => over(value, to))}
      ${field(titles.to(), to, (value) => over(from, value))}
      <button type="button" class="control" ?disabled=${!this.#brush} @click=${() => this.#move(null)}>
        ${titles.all()}
      </button>
      ${this.refused === null ? nothing : html`<p class="refused" id="refused">${prompts.notTime(this.refused, writeTime(from, time))}</p>`}`;
  }

  #heard(): void {
    const { phase, all, part, dataSet } = this.#session;
    this.requestUpdate();
    if (phase !== "ready") return;
    if (!this.#brush && this.from !== null) this.#adopt();
    const fit = this.#brush ? part?.fit : all;
    if (fit) this.fits.publish({ fit, dataSet });
    if (this.#touched && this.#brush) this.announcer.say(this.#sentence());
  }

  /** The window that the attributes name. */
  #adopt(): void {
    const { series, time, phase } = this.#session;
    if (phase !== "ready" || !series || !time) return;
    const [from, to] = [readTime(this.from ?? "", time), readTime(this.to ?? "", time)];
    const brush =
      from === null || to === null || from > to
        ? null
        : brushOver(series.edges, from, to + (time.type === "date" ? 1 : 0));
    if (!sameBrush(brush, this.#brush)) this.#set(brush);
  }

  /** Show another window and fit it. */
  #set(brush: Brush | null): void {
    const { series } = this.#session;
    if (!series || sameBrush(brush, this.#brush)) return;
    this.#brush = brush;
    this.requestUpdate();
    if (!brush) {
      this.#session.forget();
      this.#part = "whole";
      this.#heard();
      return;
    }
    const rows = rowsOfBrush(series, brush);
    if (rows[0] < rows[1]) void this.#session.fitRows(rows);
  }

  /** A person moved the window: the attributes, which are the state, follow. */
  #move(brush: Brush | null): void {
    this.#touched = true;
    this.#set(brush);
    if (!brush) this.announcer.say(spoken.all());
    if (!this.#held) this.#reflect();
  }

  #reflect(): void {
    const { series, time } = this.#session;
    if (!series || !time) return;
    const [from, to] = this.#brush ? this.#ends(series) : [null, null];
    this.from = from === null ? null : writeTime(from, time);
    this.to = to === null ? null : writeTime(to, time);
    const rows = rowsOfBrush(series, this.#brush ?? { first: 0, last: series.edges.length - 1 });
    const detail = { from: this.from, to: this.to, rows };
    this.dispatchEvent(new CustomEvent("lw-change", { detail, bubbles: true, composed: true }));
  }

  /** Cell edge nearest to a pixel. */
  #edgeAt(x: number): number {
    const { series } = this.#session;
    const plane = this.#canvas?.canvas.plane;
    if (!series || !plane) return 0;
    const { from, to, n } = series.bins.x;
    return Math.min(n, Math.max(0, Math.round(((plane.x.invert(x) - from) / (to - from)) * n)));
  }

  #pick(x: number): Part | "new" {
    const { series } = this.#session;
    const plane = this.#canvas?.canvas.plane;
    const part = this.#brush && series && plane ? partAt(x, this.#brush, series, plane) : null;
    return part ?? "new";
  }

  #take(target: Part | "new", x: number): void {
    this.#held = { part: target === "new" ? "end" : target, from: this.#brush, at: this.#edgeAt(x) };
    this.#part = target === "new" ? "whole" : target;
    if (target === "new") this.#held = { ...this.#held, from: null };
  }

  #drag(x: number): void {
    const held = this.#held;
    const { series } = this.#session;
    if (!held || !series) return;
    const n = series.bins.x.n;
    const to = this.#edgeAt(x);
    if (held.from) this.#move(moved(held.from, held.part, to - held.at, n));
    else if (to !== held.at) this.#move({ first: Math.min(to, held.at), last: Math.max(to, held.at) });
  }

  #letGo(): void {
    const moved = this.#held !== null;
    this.#held = null;
    if (moved && this.#touched) this.#reflect();
    this.requestUpdate();
  }

  #restore(): void {
    const held = this.#held;
    this.#held = null;
    if (held) this.#move(held.from);
  }

  /** A tap moves the window, as wide as it is, to there. */
  #centre(x: number): void {
    const { series } = this.#session;
    if (!series) return;
    const n = series.bins.x.n;
    const width = this.#brush ? this.#brush.last - this.#brush.first : Math.max(1, Math.round(n / 4));
    const first = Math.min(n - width, Math.max(0, this.#edgeAt(x) - Math.floor(width / 2)));
    this.#move({ first, last: first + width });
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { series } = this.#session;
    if (!series) return;
    const next = pressWindow(event, { brush: this.#brush, part: this.#part, n: series.bins.x.n });
    if (!next) return;
    event.preventDefault();
    const turned = next.part !== this.#part;
    this.#part = next.part;
    this.#move(next.brush);
    this.requestUpdate();
    if (turned && next.brush) this.announcer.say(spoken.part(next.part));
  };

  protected override stateAttributes(): { name: string; value: string }[] {
    const { data, src, formula, time, from, to, heading, dataBase } = this;
    const given = { data, src, "data-base": dataBase, formula, time, from, to, heading };
    return Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  }
}

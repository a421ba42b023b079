// <lw-window>: one model over time. A stretch of time is brushed, and the model is fitted to its rows alone.

import { html, type PropertyValues, type TemplateResult } from "lit";
import { WidthController } from "#charts/interaction/width.ts";
import { LwElement } from "../shared/element.ts";
import { sharedEngine } from "../shared/engine.ts";
import { errorWords } from "../shared/error-words.ts";
import { FitPublisher, type FitSource } from "../shared/fit-source.ts";
import { endsOf, readyParts, sentenceOf, typedBrush, type WindowView } from "./figure.ts";
import { WindowHands } from "./hands.ts";
import { rowsOfBrush, type Series } from "./model.ts";
import { WindowPainter } from "./painter.ts";
import { planeFor, type WindowCanvas } from "./plot.ts";
import { WindowSession } from "./session.ts";
import { windowStyles } from "./styles.ts";
import { prompts, readTime, spoken, titles, writeTime } from "./text.ts";

/**
 * The coefficients of a stretch of time beside those of all rows, live while the stretch is brushed. Rows must be in order
 * of time.
 *
 * @attr {string} data - id of a bundled data set
 * @attr {string} src - address of a CSV file
 * @attr {string} data-base - address of the folder of bundled files
 * @attr {number} size - how many rows to generate, of a data set that has any number of them
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
    size: { type: Number, reflect: true },
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
  declare size: number | null;
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
  readonly #hands = new WindowHands(this, {
    series: () => this.#session.series,
    plane: () => this.#canvas?.canvas.plane ?? null,
    changed: () => this.#fit(),
    done: () => this.#reflect(),
    turned: (part) => this.announcer.say(spoken.part(part)),
  });
  #canvas: { key: string; canvas: WindowCanvas } | null = null;
  /** Whether the newest fit is one that followed the hand. */
  #quick = false;
  /** Whether a person has moved the window: only then is there something to say. */
  #touched = false;

  constructor() {
    super();
    this.data = this.src = this.dataBase = this.formula = this.time = this.heading = null;
    this.from = this.to = this.refused = this.size = null;
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
    const names = ["data", "src", "dataBase", "size", "formula", "time"];
    if (names.some((name) => changed.has(name))) this.#open();
    else if (changed.has("from") || changed.has("to")) this.#adopt();
  }

  protected override render(): TemplateResult {
    const { phase, error, series } = this.#session;
    const title = this.heading ?? titles.figure();
    if (phase === "ready" && series) return this.renderFigure({ title, ...readyParts(this.#view(series), series) });
    const sentence = { idle: prompts.noSource(), loading: titles.loading(), ready: "", error: "" }[phase];
    const plot =
      phase === "error"
        ? html`<p class="error" role="alert">${errorWords(error, this.formula ?? "")}</p>`
        : html`<div class="stage"><div class="gauge"></div></div>`;
    return this.renderFigure({ title, plot, sentence, ...(phase === "loading" ? { aside: html`` } : {}) });
  }

  protected override updated(): void {
    const { series } = this.#session;
    if (series && this.#canvas) this.#painter.paint(this.renderRoot, series.bins, this.#canvas.canvas.plane);
  }

  #open(): void {
    this.#hands.show(null);
    this.#touched = false;
    const { data, src, dataBase, size, formula, time } = this;
    if (formula === null || (data === null && src === null)) this.#session.close();
    else void this.#session.open({ data, src, dataBase, size, formula, time });
  }

  #named(name: string | undefined): { label: string; unit: string } {
    const known = this.#session.dataSet?.columns.find((column) => column.name === name);
    return { label: known?.label ?? name ?? "", unit: known?.unit ?? "" };
  }

  #view(series: Series | null): WindowView {
    return {
      session: this.#session,
      hands: this.#hands,
      canvas: series && this.#drawnOn(series),
      label: this.#named(this.#session.response?.name).label,
      timeLabel: this.#named(this.#session.time?.name).label,
      formula: this.formula ?? "",
      formats: this.formats,
      locale: this.locale,
      refused: this.refused,
      refuse: (field) => {
        this.refused = field;
      },
      changed: () => this.requestUpdate(),
    };
  }

  #drawnOn(series: Series): WindowCanvas | null {
    const { width } = this.#width;
    const { time, response } = this.#session;
    if (width === 0 || !time || !response) return null;
    const { label, unit } = this.#named(response.name);
    const words = { x: this.#named(time.name).label, y: label, yUnit: unit, locale: this.locale };
    const key = JSON.stringify([width, words, series.bins.x, series.bins.y]);
    if (this.#canvas?.key !== key) this.#canvas = { key, canvas: planeFor(width, series, time, words) };
    return this.#canvas.canvas;
  }

  #heard(): void {
    const { phase, all, part, dataSet, series } = this.#session;
    this.requestUpdate();
    if (phase !== "ready") return;
    if (!this.#hands.brush && this.from !== null && !this.#touched) this.#adopt();
    const fit = this.#hands.brush ? part?.fit : all;
    if (fit) this.fits.publish({ fit, dataSet });
    if (this.#touched && this.#hands.brush) this.announcer.say(sentenceOf(this.#view(series)));
  }

  /** The window that the attributes name. */
  #adopt(): void {
    const { series, time, phase } = this.#session;
    if (phase !== "ready" || !series || !time) return;
    const [from, to] = [readTime(this.from ?? "", time), readTime(this.to ?? "", time)];
    this.#hands.show(from === null || to === null ? null : typedBrush(series, from, to, time.type === "date"));
  }

  /** The window is another one: fit its rows. */
  #fit(): void {
    const { series } = this.#session;
    const { brush } = this.#hands;
    this.requestUpdate();
    if (!series) return;
    this.#quick = this.#hands.pointer.dragging;
    this.#touched ||= this.#quick;
    const rows = brush && rowsOfBrush(series, brush);
    if (rows && rows[0] < rows[1]) void this.#session.fitRows(rows, this.#quick ? "quick" : "auto");
    else {
      this.#session.forget();
      if (!rows) this.#heard();
    }
  }

  /** A person has let go of the window: the attributes, which are the state, follow. */
  #reflect(): void {
    const { series, time } = this.#session;
    const { brush } = this.#hands;
    if (!series || !time) return;
    if (this.#quick) this.#fit();
    this.#touched = true;
    const [from, to] = brush ? endsOf(series, brush, time.type === "date") : [null, null];
    this.from = from === null ? null : writeTime(from, time);
    this.to = to === null ? null : writeTime(to, time);
    if (!brush) this.announcer.say(spoken.all());
    const rows = rowsOfBrush(series, brush ?? { first: 0, last: series.edges.length - 1 });
    const detail = { from: this.from, to: this.to, rows };
    this.dispatchEvent(new CustomEvent("lw-change", { detail, bubbles: true, composed: true }));
  }

  protected override stateAttributes(): { name: string; value: string }[] {
    const { data, src, size, formula, time, from, to, heading, dataBase } = this;
    const given = { data, src, size, "data-base": dataBase, formula, time, from, to, heading };
    return Object.entries(given).flatMap(([name, value]) => (value === null ? [] : [{ name, value: String(value) }]));
  }
}

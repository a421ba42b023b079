// <lw-fit-line>: a scatter on which a person draws a line, declares it, and then sees the least-squares line beside it.

import type { PropertyValues, TemplateResult } from "lit";
import { WidthController } from "#charts/interaction/width.ts";
import { PointLayer, pointRadius } from "#charts/mark/points.ts";
import { pixelSize } from "#charts/scale/plane.ts";
import { LwElement } from "../shared/element.ts";
import { sharedEngine } from "../shared/engine.ts";
import { FitPublisher, type FitSource } from "../shared/fit-source.ts";
import { attributesOf, DEFAULT_SEED, type FitLineState, lineOf, requestOf, stateProperties } from "./attributes.ts";
import { renderControls } from "./controls.ts";
import { readyParts, type View, waitingParts } from "./figure.ts";
import { Gestures } from "./gestures.ts";
import { cloudOf, sumOfSquares } from "./model.ts";
import { type Canvas, canvasOf, resting } from "./plot.ts";
import { sentenceOf } from "./sentence.ts";
import { Session, type SessionNews, type Summed } from "./session.ts";
import { formatPoints, type Quantity } from "./source.ts";
import { changeWords, fitWords, keyWords } from "./speech.ts";
import { fitLineStyles } from "./styles.ts";
import { type Subject, spoken, titles, tryAnother } from "./text.ts";
import { type ChangeKind, type Point, Workbench } from "./workbench.ts";

/**
 * My line against the best line. Nothing of the best line is drawn, said or kept in the page before "This is my line" is
 * pressed.
 *
 * @slot - What to show where the element cannot run; kept below the figure where it can.
 *
 * @attr {string} data - A generated data set of the catalogue, with `x` and `y` naming its columns.
 * @attr {string} src - Address of a CSV file, instead of `data`.
 * @attr {number} rows - How many rows to draw by chance; absent: all, up to 2,000.
 * @attr {number} seed - Which rows; the same seed draws the same.
 * @attr {string} points - "x,y x,y …", instead of rows; a third number names the row. With `data`, its edited points.
 * @attr {number} slope - Slope of my line.
 * @attr {number} intercept - Value of my line at x = 0.
 * @attr {boolean} committed - Whether my line is declared and the best line shown.
 * @attr {string} heading - Title of the figure.
 * @attr {string} x-label - What x is, in words; bundled sets bring their own. `y-label` alike.
 * @attr {string} x-unit - "$", "visits" or another unit. `y-unit` alike.
 * @attr {string} row-label - What one row is: "day".
 * @attr {string} theme - "light" or "dark", over the page's own.
 *
 * @fires {CustomEvent<{slope: number, intercept: number, sse: number}>} lw-commit - A person declared their line.
 * @fires {CustomEvent<{slope: number, intercept: number, sse: number, points: number}>} lw-change - A person moved a line
 *   or a point, added or deleted one, or took that back.
 *
 * @csspart figure - The whole figure.
 * @csspart title - Its title.
 * @csspart controls - Fields and buttons.
 * @csspart footer - Table, Link, Embed, Reset.
 *
 * @cssprop --lw-data - Points.
 * @cssprop --lw-mine - My line.
 * @cssprop --lw-model - The least-squares line.
 * @cssprop --lw-resid - Errors and their squares.
 * @cssprop --lw-font - Type of the figure.
 */
export class FitLine extends LwElement implements FitSource, FitLineState {
  static override properties = {
    ...LwElement.properties,
    ...stateProperties,
  };
  static override styles = [LwElement.styles, fitLineStyles];

  declare data: string | null;
  declare src: string | null;
  declare x: string | null;
  declare y: string | null;
  declare points: string | null;
  declare heading: string | null;
  declare xLabel: string | null;
  declare yLabel: string | null;
  declare xUnit: string | null;
  declare yUnit: string | null;
  declare rowLabel: string | null;
  declare rows: number | null;
  declare seed: number | null;
  declare slope: number | null;
  declare intercept: number | null;
  declare committed: boolean;

  /** The fit, for elements that follow it; null before commitment. */
  readonly fits = new FitPublisher();

  readonly #bench = new Workbench((kind) => this.#changed(kind));
  readonly #session = new Session(sharedEngine, (news) => this.#heard(news));
  readonly #pointLayer = new PointLayer();
  readonly #width = new WidthController(this, () => this.renderRoot.querySelector(".gauge"));
  readonly #gestures = new Gestures(this, this.#bench, {
    plane: () => this.#canvas?.canvas.plane ?? null,
    said: (news) => this.#say(keyWords(news, this.#bench, this.#subject())),
  });

  /** The request that is loaded or being loaded, to tell it from a new one. */
  #request = "";
  #givenPoints: string | null = null;
  #canvas: { key: string; canvas: Canvas } | null = null;
  #fullSse = 0;
  #tableBest: Summed | null = null;
  /** My line as it was declared by hand, from which the best one departs. */
  #departure: Summed | null = null;
  /** What was said of the newest change; the fit's words follow it. Null until a person has done something. */
  #lastWords: string | null = null;
  #refused: string | null = null;
  /** The points of which the newest fit was asked. */
  #followed: readonly Point[] | null = null;

  constructor() {
    super();
    this.data = this.src = this.x = this.y = this.points = this.heading = null;
    this.xLabel = this.yLabel = this.xUnit = this.yUnit = this.rowLabel = null;
    this.rows = this.seed = this.slope = this.intercept = null;
    this.committed = false;
    this.addEventListener("keydown", (event) => this.#undoKeys(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#session.close();
    this.#request = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.isConnected) return;
    const request = requestOf(this);
    if (JSON.stringify(request) !== this.#request) {
      this.#request = JSON.stringify(request);
      this.#givenPoints = this.points;
      this.#session.forget();
      void this.#session.open(request, this.ownerDocument.baseURI);
      return;
    }
    if (this.#session.phase !== "ready") return;
    if (changed.has("slope") || changed.has("intercept")) this.#adoptLine();
    if (changed.has("committed") && this.committed) this.#follow();
    else if (changed.has("committed")) this.#session.forget();
  }

  protected override render(): TemplateResult {
    const subject = this.#subject();
    const title = this.heading ?? titles.figure();
    if (!this.#session.loaded)
      return this.renderFigure({
        title,
        ...waitingParts(this.#session, subject, this.src === null ? null : () => this.#again()),
      });
    const view = this.#view(subject);
    return this.renderFigure({
      title,
      ...readyParts(view, this.#gestures.events),
      controls: this.#renderControls(subject),
      ...(this.#bench.touched || this.committed ? { reset: () => this.#reset() } : {}),
    });
  }

  protected override updated(): void {
    const group = this.renderRoot.querySelector<SVGGElement>(".points");
    if (!group || !this.#canvas) return;
    const { points, without } = resting(this.#bench);
    const { plane } = this.#canvas.canvas;
    this.#pointLayer.draw(group, points, { plane, radius: pointRadius(points.length), without });
  }

  #renderControls(subject: Subject): TemplateResult {
    const state = {
      bench: this.#bench,
      subject,
      locale: this.locale,
      committed: this.committed,
      another: this.rows === null ? null : tryAnother(this.rows, subject),
      refused: this.#refused,
    };
    return renderControls(state, {
      refuse: (field) => {
        this.#refused = field;
        this.requestUpdate();
      },
      commit: () => this.#commit(),
      another: () => this.#another(),
      undo: () => this.#takeBack(),
      redo: () => this.#doAgain(),
      remove: (index) => {
        this.#bench.remove(index);
        void this.#keepFocus();
      },
      toggleAdding: () => this.#toggleAdding(),
      add: () => {
        if (this.#bench.ghost) this.#bench.add(this.#bench.ghost);
        void this.#keepFocus();
      },
    });
  }

  /** Ask for the same data once more. */
  #again(): void {
    this.#request = "";
    this.requestUpdate();
  }

  #view(subject: Subject): View {
    const bench = this.#bench;
    const cloud = cloudOf(bench.sheet.points);
    if (!bench.held) this.#tableBest = this.#session.best;
    return {
      bench,
      session: this.#session,
      subject,
      canvas: this.#drawnOn(subject),
      cloud,
      sse: sumOfSquares(bench.sheet.points, bench.sheet.line, cloud),
      fullSse: this.#fullSse,
      tableBest: this.#tableBest,
      dragging: this.#gestures.dragging,
    };
  }

  /** The canvas for the present width, domains and words; the same object while they stay. */
  #drawnOn(subject: Subject): Canvas | null {
    const { width } = this.#width;
    if (width === 0) return null;
    const { xDomain, yDomain } = this.#bench;
    const key = JSON.stringify([width, xDomain, yDomain, subject.x, subject.y, subject.row, this.locale]);
    if (this.#canvas?.key !== key) {
      this.#canvas = { key, canvas: canvasOf(width, this.#bench, subject, this.locale) };
      this.#bench.resolution = pixelSize(this.#canvas.canvas.plane);
    }
    return this.#canvas.canvas;
  }

  #subject(): Subject {
    const { loaded } = this.#session;
    const named = (known: Quantity | undefined, label: string | null, unit: string | null): Quantity => ({
      name: known?.name ?? "",
      label: label ?? known?.label ?? "",
      unit: unit ?? known?.unit ?? "",
    });
    return {
      x: named(loaded?.x, this.xLabel, this.xUnit),
      y: named(loaded?.y, this.yLabel, this.yUnit),
      row: this.rowLabel ?? loaded?.row ?? "",
      formats: this.formats,
    };
  }

  /** The session has news. */
  #heard(news: SessionNews): void {
    this.requestUpdate();
    switch (news) {
      case "view":
        return;
      case "loaded":
        this.#begin();
        return;
      case "fitted":
        this.#publish();
        return;
      default:
        news satisfies never;
    }
  }

  #begin(): void {
    const points = this.#session.loaded?.points ?? [];
    this.#followed = null;
    this.#lastWords = null;
    this.#bench.load(points, lineOf(this));
    this.#fullSse = Math.max(cloudOf(points).syy, this.#sse());
  }

  #verdict(): string {
    const { sheet } = this.#bench;
    const parts = { sheet, cloud: cloudOf(sheet.points), sse: this.#sse(), session: this.#session };
    const sentence = sentenceOf(parts, this.#subject());
    return typeof sentence === "string" ? sentence : "";
  }

  /** Speak, unless there is nothing to say: then what was said before stands. */
  #say(words: string): void {
    if (words !== "") this.announcer.say(words);
  }

  #publish(): void {
    const { fitted, loaded } = this.#session;
    this.fits.publish(fitted && { ...fitted, dataSet: loaded?.dataSet ?? null });
    if (!fitted || this.#lastWords === null) return;
    this.#say(`${this.#lastWords || this.#verdict()} ${fitWords(fitted.fit, this.#subject())}`.trim());
  }

  /** The workbench has changed. */
  #changed(kind: ChangeKind): void {
    this.requestUpdate();
    const { sheet } = this.#bench;
    if (kind !== "view") {
      this.#lastWords = changeWords(this.#bench, this.#subject());
      this.announcer.say(this.#lastWords);
    }
    if (this.committed && sheet.points !== this.#followed) this.#follow();
    if (kind !== "done") return;
    this.#fullSse = Math.max(this.#fullSse, cloudOf(sheet.points).syy);
    this.#reflect();
    this.#emit("lw-change");
  }

  #follow(): void {
    const departure = this.#departure;
    this.#departure = null;
    this.#followed = this.#bench.sheet.points;
    void this.#session.follow(this.#followed, departure);
  }

  #commit(): void {
    const { line } = this.#bench.sheet;
    this.#departure = { ...line, sse: this.#sse() };
    this.#lastWords = "";
    this.committed = true;
    this.#reflect();
    void this.#keepFocus();
    this.#emit("lw-commit");
  }

  /** Draw other rows; my line begins anew. */
  #another(): void {
    this.seed = (this.seed ?? DEFAULT_SEED) + 1;
    this.points = this.slope = this.intercept = null;
    this.committed = false;
  }

  #reset(): void {
    this.committed = false;
    this.#bench.reset();
    this.#reflect();
    void this.#keepFocus();
    this.#emit("lw-change");
  }

  /** A point is put down on the plot, so the keys go there. */
  #toggleAdding(): void {
    if (this.#bench.ghost) {
      this.#bench.setGhost(null);
      void this.#keepFocus();
      return;
    }
    this.#bench.beginAdding();
    this.renderRoot.querySelector<HTMLElement>(".stage")?.focus({ preventScroll: true });
    this.#say(keyWords("ghost-moved", this.#bench, this.#subject()));
  }

  /** Where the button that was pressed has gone, the keys are at the plot. */
  async #keepFocus(): Promise<void> {
    const had = this.shadowRoot?.activeElement;
    await this.updateComplete;
    if (had && !had.isConnected) this.renderRoot.querySelector<HTMLElement>(".stage")?.focus({ preventScroll: true });
  }

  #takeBack(): void {
    if (this.#bench.undo()) this.announcer.say(`${spoken.undone()} ${this.#lastWords ?? ""}`);
  }

  #doAgain(): void {
    if (this.#bench.redo()) this.announcer.say(`${spoken.redone()} ${this.#lastWords ?? ""}`);
  }

  /** Undo and redo by the keys that every editor has; fields keep them for their own text. */
  #undoKeys(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.composedPath()[0] instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.#takeBack();
    else if (key === "y" || key === "z") this.#doAgain();
    else return;
    event.preventDefault();
  }

  #sse(): number {
    const { points, line } = this.#bench.sheet;
    return sumOfSquares(points, line);
  }

  #emit(type: "lw-change" | "lw-commit"): void {
    const { points, line } = this.#bench.sheet;
    const summary = { slope: line.slope, intercept: line.intercept, sse: this.#sse() };
    const detail = type === "lw-change" ? { ...summary, points: points.length } : summary;
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #adoptLine(): void {
    const { line } = this.#bench.sheet;
    const given = { ...line, ...lineOf(this) };
    if (given.slope !== line.slope || given.intercept !== line.intercept) this.#bench.adoptLine(given);
  }

  /** Write the work into the attributes, which are the state; none of them is a new request. */
  #reflect(): void {
    const { slope, intercept } = this.#bench.sheet.line;
    this.slope = slope;
    this.intercept = intercept;
    this.points = this.#bench.pointsTouched ? formatPoints(this.#bench.sheet.points) : this.#givenPoints;
    this.#request = JSON.stringify(requestOf(this));
  }

  protected override stateAttributes(): { name: string; value: string }[] {
    return attributesOf(this);
  }
}

// <lw-fit-line>: a scatter on which a person draws a line, declares it, and then sees the least-squares line beside it.

import type { PropertyValues, TemplateResult } from "lit";
import { WidthController } from "#charts/interaction/width.ts";
import { PointLayer, pointRadius } from "#charts/mark/points.ts";
import { pixelSize } from "#charts/scale/plane.ts";
import { LwElement } from "../shared/element.ts";
import { FitPublisher, type FitSource } from "../shared/fit-source.ts";
import { stageStyles } from "../shared/stage-styles.ts";
import { attributesOf, type FitLineState, stateProperties } from "./attributes.ts";
import { renderControls } from "./controls.ts";
import { denseParts } from "./dense/figure.ts";
import { DenseHands } from "./dense/hands.ts";
import { DensePainter } from "./dense/painter.ts";
import { denseStyles } from "./dense/styles.ts";
import { readyParts, type View, waitingParts } from "./figure.ts";
import { Gestures } from "./gestures.ts";
import { type Canvas, canvasOf, resting } from "./plot.ts";
import type { Summed } from "./session.ts";
import type { Quantity } from "./source.ts";
import { keyWords } from "./speech.ts";
import { fitLineStyles } from "./styles.ts";
import { type Subject, titles, tryAnother } from "./text.ts";
import { Work } from "./work.ts";

/**
 * My line against the best line. Nothing of the best line is drawn, said or kept in the page before "This is my line" is
 * pressed.
 *
 * @slot - What to show where the element cannot run; kept below the figure where it can.
 *
 * @attr {string} data - A generated data set of the catalogue, with `x` and `y` naming its columns.
 * @attr {string} src - Address of a CSV file, instead of `data`.
 * @attr {number} rows - How many rows to draw by chance; absent: all. More than 5,000 are counted in cells.
 * @attr {number} size - How many rows to generate, of a data set that has any number of them.
 * @attr {number} seed - Which rows; the same seed draws the same.
 * @attr {string} points - "x,y x,y …", instead of rows; a third number names the row. With `data`, its edited points.
 * @attr {string} moved - "x,y,row …": rows of more than 5,000 that a person moved.
 * @attr {string} view - "from,to,from,to": the window of x and y that is shown of more than 5,000 rows.
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
  static override styles = [LwElement.styles, stageStyles, fitLineStyles, denseStyles];

  declare data: string | null;
  declare src: string | null;
  declare x: string | null;
  declare y: string | null;
  declare points: string | null;
  declare moved: string | null;
  declare view: string | null;
  declare heading: string | null;
  declare xLabel: string | null;
  declare yLabel: string | null;
  declare xUnit: string | null;
  declare yUnit: string | null;
  declare rowLabel: string | null;
  declare rows: number | null;
  declare size: number | null;
  declare seed: number | null;
  declare slope: number | null;
  declare intercept: number | null;
  declare committed: boolean;

  /** The fit, for elements that follow it; null before commitment. */
  readonly fits = new FitPublisher();

  readonly #work = new Work({
    state: this,
    subject: () => this.#subject(),
    say: (words) => this.#say(words),
    update: () => this.requestUpdate(),
    publish: (fitted) => this.fits.publish(fitted),
    emit: (type, detail) => this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true })),
  });
  readonly #pointLayer = new PointLayer();
  readonly #width = new WidthController(this, () => this.renderRoot.querySelector(".gauge"));
  readonly #hands = new DenseHands(this.#work, {
    subject: () => this.#subject(),
    say: (words) => this.#say(words),
    plane: () => this.#canvas?.canvas.plane ?? null,
    dragging: () => this.#gestures.dragging,
    focused: () => this.shadowRoot?.activeElement?.classList.contains("stage") ?? false,
  });
  readonly #gestures: Gestures = new Gestures(this, this.#work.bench, {
    plane: () => this.#canvas?.canvas.plane ?? null,
    background: (at, reach) => this.#hands.tap(at, reach),
    key: (event, keys) => this.#hands.key(event, keys),
    said: (news) => this.#say(keyWords(news, this.#work.bench, this.#subject())),
  });
  readonly #painter = new DensePainter();

  #canvas: { key: string; canvas: Canvas } | null = null;
  #tableBest: Summed | null = null;
  #refused: string | null = null;

  constructor() {
    super();
    this.data = this.src = this.x = this.y = this.points = this.moved = this.view = this.heading = null;
    this.xLabel = this.yLabel = this.xUnit = this.yUnit = this.rowLabel = null;
    this.rows = this.size = this.seed = this.slope = this.intercept = null;
    this.committed = false;
    this.addEventListener("keydown", (event) => this.#undoKeys(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#work.close();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.isConnected) return;
    const work = this.#work;
    if (work.open(this.ownerDocument.baseURI) || work.session.phase !== "ready") return;
    if (changed.has("slope") || changed.has("intercept")) work.adoptLine();
    if (changed.has("committed") && this.committed) work.follow();
    else if (changed.has("committed")) work.session.forget();
  }

  protected override render(): TemplateResult {
    const { session, bench, picture } = this.#work;
    const subject = this.#subject();
    const title = this.heading ?? titles.figure();
    if (!session.loaded)
      return this.renderFigure({
        title,
        ...waitingParts(session, subject, this.src === null ? null : () => this.#work.again()),
      });
    const view = this.#view(subject);
    const parts = picture
      ? denseParts(view, picture, this.#hands.events(this.#gestures.events), () => this.requestUpdate())
      : readyParts(view, this.#gestures.events);
    return this.renderFigure({
      title,
      ...parts,
      controls: this.#renderControls(subject),
      ...(bench.touched || this.committed ? { reset: () => void this.#keepFocus(() => this.#work.reset()) } : {}),
    });
  }

  protected override updated(): void {
    const canvas = this.#canvas?.canvas;
    const group = this.renderRoot.querySelector<SVGGElement>(".points");
    if (!group || !canvas) return;
    const { points, without } = resting(this.#work.bench);
    const { plane } = canvas;
    this.#pointLayer.draw(group, points, { plane, radius: pointRadius(points.length), without });
    if (this.#work.picture) this.#painter.paint(this.renderRoot, this.#work.picture, plane);
  }

  #renderControls(subject: Subject): TemplateResult {
    const { bench, picture } = this.#work;
    const state = {
      bench,
      subject,
      locale: this.locale,
      committed: this.committed,
      another: this.rows === null ? null : tryAnother(this.rows, subject),
      refused: this.#refused,
      picture,
    };
    return renderControls(state, {
      refuse: (field) => {
        this.#refused = field;
        this.requestUpdate();
      },
      commit: () => void this.#keepFocus(() => this.#work.commit()),
      another: () => this.#work.another(),
      undo: () => this.#work.undo(),
      redo: () => this.#work.redo(),
      remove: (index) => void this.#keepFocus(() => bench.remove(index)),
      toggleAdding: () => this.#toggleAdding(),
      add: () => void this.#keepFocus(() => bench.ghost && bench.add(bench.ghost)),
      zoom: (factor) => this.#hands.zoom(factor),
      take: (row) => this.#work.take(row),
    });
  }

  #view(subject: Subject): View {
    const { bench, session, fullSse } = this.#work;
    if (!bench.held) this.#tableBest = session.best;
    return {
      bench,
      session,
      subject,
      canvas: this.#drawnOn(subject),
      cloud: this.#work.cloud(),
      sse: this.#work.sse(),
      fullSse,
      tableBest: this.#tableBest,
      dragging: this.#gestures.dragging,
    };
  }

  /** The canvas for the present width, domains and words; the same object while they stay. */
  #drawnOn(subject: Subject): Canvas | null {
    const { width } = this.#width;
    const { bench, picture } = this.#work;
    if (width === 0) return null;
    const { xDomain, yDomain } = bench;
    const key = JSON.stringify([width, xDomain, yDomain, subject.x, subject.y, subject.row, this.locale]);
    if (this.#canvas?.key !== key) {
      this.#canvas = { key, canvas: canvasOf(width, bench, subject, this.locale) };
      bench.resolution = pixelSize(this.#canvas.canvas.plane);
    }
    picture?.fitTo(this.#canvas.canvas.plane.frame);
    return this.#canvas.canvas;
  }

  #subject(): Subject {
    const { loaded } = this.#work.session;
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

  /** Speak, unless there is nothing to say: then what was said before stands. */
  #say(words: string): void {
    if (words !== "") this.announcer.say(words);
  }

  /** A point is put down on the plot, so the keys go there. */
  #toggleAdding(): void {
    const { bench } = this.#work;
    if (bench.ghost) {
      void this.#keepFocus(() => bench.setGhost(null));
      return;
    }
    bench.beginAdding();
    this.renderRoot.querySelector<HTMLElement>(".stage")?.focus({ preventScroll: true });
    this.#say(keyWords("ghost-moved", bench, this.#subject()));
  }

  /** Where the button that was pressed has gone, the keys are at the plot. */
  async #keepFocus(act: () => void): Promise<void> {
    act();
    const had = this.shadowRoot?.activeElement;
    await this.updateComplete;
    if (had && !had.isConnected) this.renderRoot.querySelector<HTMLElement>(".stage")?.focus({ preventScroll: true });
  }

  /** Undo and redo by the keys that every editor has; fields keep them for their own text. */
  #undoKeys(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.composedPath()[0] instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.#work.undo();
    else if (key === "y" || key === "z") this.#work.redo();
    else return;
    event.preventDefault();
  }

  protected override stateAttributes(): { name: string; value: string }[] {
    return attributesOf(this);
  }
}

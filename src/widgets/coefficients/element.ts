// <lw-coefficients>: the table of a fit with an interval plot, and one plain sentence a coefficient.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { type Interval, intervalScale } from "#charts/mark/interval-scale.ts";
import { LwElement } from "../shared/element.ts";
import { sharedEngine } from "../shared/engine.ts";
import { errorWords } from "../shared/error-words.ts";
import { type Fitted, followFit } from "../shared/fit-source.ts";
import { FoldController } from "../shared/fold.ts";
import { openTable } from "../shared/table-source.ts";
import { axisOf, rowsOf } from "./rows.ts";
import { styles } from "./styles.ts";
import { figuresList, termsTable } from "./table.ts";
import { axisTitle, text } from "./text.ts";
import type { Reading } from "./words/names.ts";
import { figuresOf, summarySentence } from "./words/summary.ts";

/** Terms shown before the rest is asked for. */
const FOLD = 12;
/** Terms added a frame when all are asked for, so that no frame is long. */
const FRAME = 24;

/**
 * The table of a fit with an interval plot, and one plain sentence a coefficient in the units of the data.
 *
 * It follows another widget's fits (`for`), fits by itself (`data` or `src`, and `formula`), or shows the `fitted` property.
 *
 * @attr {string} for - id of an element whose fits are shown, as an lw-data
 * @attr {string} data - id of a bundled data set
 * @attr {string} src - address of a CSV file
 * @attr {string} data-base - address of the folder of bundled files
 * @attr {string} formula - model to fit to `data` or `src`, as `revenue ~ spend`
 * @attr {string} theme - "light" or "dark"; absent: the page's
 * @attr {boolean} linkable - offer a link to this state
 * @attr {string} embed-src - address of the module in the embed snippet
 * @fires lw-link - a link to this state was asked for; `detail` has `id` and `attributes`
 * @cssprop --lw-font - font of the figure
 * @cssprop --lw-model - colour of the estimates
 * @csspart figure @csspart title @csspart summary @csspart table @csspart footer
 */
export class Coefficients extends LwElement {
  static override properties = {
    for: { type: String, reflect: true },
    data: { type: String, reflect: true },
    src: { type: String, reflect: true },
    dataBase: { type: String, attribute: "data-base" },
    formula: { type: String, reflect: true },
    fitted: { attribute: false },
    pending: { state: true },
    error: { state: true },
  };
  static override styles = [LwElement.styles, styles];

  declare for: string | null;
  declare data: string | null;
  declare src: string | null;
  declare dataBase: string | null;
  declare formula: string | null;
  /** The fit to show. Set by the element itself when it follows or fits. */
  declare fitted: Fitted | null;
  declare pending: boolean;
  declare error: unknown;

  readonly #fold = new FoldController(this, FOLD, FRAME);
  #stopFollowing: (() => void) | null = null;
  #fitting: AbortController | null = null;

  constructor() {
    super();
    this.for = null;
    this.data = null;
    this.src = null;
    this.dataBase = null;
    this.formula = null;
    this.fitted = null;
    this.pending = false;
    this.error = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopFollowing?.();
    this.#stopFollowing = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("for") && this.hasUpdated) this.#follow();
    const names = ["data", "src", "dataBase", "formula"] as const;
    if (names.some((name) => changed.has(name)) && !this.for) void this.#fit();
    if (changed.has("fitted")) this.#sayChange(changed.get("fitted") ?? null);
  }

  /** Speak of a fit that takes another's place; the first one is simply there to be read, and one that went is not. */
  #sayChange(before: Fitted | null): void {
    // Fits of the rows so far come faster than they can be heard.
    if (!before || !this.fitted || this.fitted.fit.provisional) {
      this.announcer.say("");
      return;
    }
    if (before.fit.formula !== this.fitted.fit.formula) this.#fold.fold();
    this.announcer.say(summarySentence(this.#reading(this.fitted)));
  }

  #follow(): void {
    this.#stopFollowing?.();
    this.#stopFollowing = null;
    if (!this.for) return;
    this.#stopFollowing = followFit(this, this.for, (fitted) => {
      this.fitted = fitted;
    });
  }

  /** Fit what the attributes name; the newest request wins, and an error leaves the fit that is shown. */
  async #fit(): Promise<void> {
    this.#fitting?.abort();
    const { data, src, dataBase, formula } = this;
    if ((data === null && src === null) || !formula) return;
    const controller = new AbortController();
    this.#fitting = controller;
    const { signal } = controller;
    this.pending = true;
    try {
      const { table, dataSet } = await openTable(await sharedEngine(), { data, src, dataBase }, { signal });
      try {
        const fit = await table.fit(formula, { signal });
        if (signal.aborted) return;
        this.fitted = { fit, dataSet, columns: table.columns };
        this.error = null;
      } finally {
        table.close();
      }
    } catch (error) {
      if (!signal.aborted) this.error = error;
    } finally {
      if (!signal.aborted) this.pending = false;
    }
  }

  #reading({ fit, dataSet, columns = [] }: Fitted): Reading {
    return { fit, dataSet, columns, locale: this.locale };
  }

  protected override stateAttributes(): { name: string; value: string }[] {
    const { data, src, formula } = this;
    const entries = this.for ? { for: this.for } : { data, src, formula };
    return Object.entries(entries).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  }

  protected override render(): TemplateResult {
    const { fitted } = this;
    if (!fitted) return this.renderFigure({ title: text.title(), plot: this.#renderNothing() });
    const reading = this.#reading(fitted);
    return this.renderFigure({
      title: text.title(),
      subtitle: html`<code class="formula">${fitted.fit.formula}</code>`,
      plot: html`${this.#renderError()}${this.#renderFit(reading)}`,
      sentence: summarySentence(reading),
    });
  }

  #renderError(): TemplateResult | typeof nothing {
    return this.error ? html`<p class="error" role="alert">${errorWords(this.error, this.formula ?? "")}</p>` : nothing;
  }

  #renderNothing(): TemplateResult {
    if (this.error) return html`${this.#renderError()}`;
    const words = this.pending ? text.loading() : this.for ? text.emptyFor() : text.empty();
    return html`<p class="empty">${words}</p>`;
  }

  #renderFit(reading: Reading): TemplateResult {
    const all = rowsOf(reading);
    const { label, unit, percent } = axisOf(reading);
    const drawn = all.flatMap((row) => (row.drawn ? [row.drawn] : []));
    const scale = intervalScale(drawn, { locale: reading.locale, unit, percent });
    const rows = all.slice(0, this.#fold.shown(all.length));
    const words = { showAll: text.showAll(this.formats.count(all.length)), showFewer: text.showFewer() };
    const isCut = drawn.some(({ low, high }: Interval) => low < scale.domain[0] || high > scale.domain[1]);
    const { provisional } = reading.fit;
    return html`<div class=${this.pending ? "pending" : ""}>
      ${provisional ? html`<p class="provisional">${text.provisional(this.formats.count(provisional.nRows))}</p>` : nothing}
      ${figuresList(figuresOf(reading))} ${termsTable(rows, scale, axisTitle(label, unit, scale.per))}
      ${this.#fold.button(all.length, words)}
      <p class="note">${text.note()}${isCut ? html` ${text.cut()}` : nothing}</p>
    </div>`;
  }
}

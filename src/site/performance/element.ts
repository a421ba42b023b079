// <lw-lab>: the performance lab. It holds what was chosen and what is known, and lets the parts draw it. In the page itself and
// not in a shadow, since it belongs to the site and wears its style.

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { createEngine } from "#engine/index.ts";
import { errorWords } from "#widgets/shared/error-words.ts";
import { raceTable } from "./bars.ts";
import { controls } from "./controls.ts";
import { count } from "./format.ts";
import { LANE_IDS, lanesOf } from "./lanes.ts";
import { refusalOf } from "./limits.ts";

import { makeInWorker } from "./make.ts";
import { type Race, readTimes, timesText } from "./outcome.ts";
import { runRace } from "./race.ts";
import { type Machine, resultText, save } from "./result.ts";
import { roofline, roofWords } from "./roofline.ts";
import { sentenceOf } from "./sentence.ts";
import { readSettings, type Settings } from "./settings.ts";
import { splitTable } from "./split.ts";
import { validationFigure } from "./validation.ts";

/**
 * The lab.
 *
 * @attr {number} rows - 1000 to 10000000, by powers of ten.
 * @attr {number} predictors - 5, 10, 20, 40 or 64.
 * @attr {string} backend - "all" or one lane.
 * @attr {number} workers - Of the lane of several.
 * @attr {string} times - Times that somebody shared, to stand beside this machine's: "workers:13.1~simd:26.4".
 */
export class Lab extends LitElement {
  static override properties = {
    rows: { type: String },
    predictors: { type: String },
    backend: { type: String },
    workers: { type: String },
    times: { type: String },
    race: { state: true },
    failure: { state: true },
  };

  declare rows: string | null;
  declare predictors: string | null;
  declare backend: string | null;
  declare workers: string | null;
  declare times: string | null;
  declare race: Race | null;
  declare failure: string;
  #running: AbortController | null = null;
  /** Milliseconds that the last drawing took. */
  #drawn: number | null = null;
  #began = 0;

  constructor() {
    super();
    this.race = null;
    this.failure = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#running?.abort();
  }

  get settings(): Settings {
    return readSettings((name) => this.getAttribute(name), navigator.hardwareConcurrency);
  }

  get #machine(): Machine {
    return navigator;
  }

  /** Why the chosen size is refused, or null. */
  get #refusal(): string | null {
    return refusalOf(this.settings, this.#machine.deviceMemory, count);
  }

  readonly #choose = (name: string, value: string) => {
    this.setAttribute(name, value);
    this.race = null;
    this.failure = "";
  };

  readonly #run = async () => {
    const { rows, predictors, backend, workers } = this.settings;
    const running = new AbortController();
    this.#running = running;
    this.failure = "";
    const show = (race: Race) => {
      this.race = race;
    };
    const size = { rows, predictors };
    const task = { size, lanes: lanesOf(backend, workers), workers, signal: running.signal, show };
    try {
      await runRace(task, { createEngine, makeData: makeInWorker, seen: this.ownerDocument });
    } catch (error) {
      this.failure = running.signal.aborted
        ? "The race was cancelled. What was measured before stands."
        : errorWords(error);
    } finally {
      this.#running = null;
      this.requestUpdate();
    }
  };

  readonly #cancel = () => this.#running?.abort(new DOMException("cancelled", "AbortError"));

  readonly #save = () => {
    if (!this.race) return;
    save(this.ownerDocument, "leastwise-performance.json", resultText(this.race, this.#machine, new Date()));
  };

  /** The shell writes the address. */
  readonly #link = () => {
    const { rows, predictors, backend, workers } = this.settings;
    const times = this.race ? timesText(this.race) : "";
    const state = { rows, predictors, backend, workers, ...(times && { times }) };
    const attributes = Object.entries(state).map(([name, value]) => ({ name, value: String(value) }));
    const detail = { id: this.id, attributes };
    this.dispatchEvent(new CustomEvent("lw-link", { bubbles: true, composed: true, detail }));
  };

  protected override willUpdate(): void {
    this.#began = performance.now();
  }

  protected override updated(): void {
    this.#drawn = performance.now() - this.#began;
  }

  /** One button runs and cancels, so that the focus stays where it is. */
  #buttons(refused: boolean): TemplateResult {
    const isRunning = this.#running !== null;
    const hasResult = this.race !== null && timesText(this.race) !== "";
    return html`<p class="buttons">
      <button type="button" class=${isRunning ? "" : "filled"} ?disabled=${refused}
        @click=${isRunning ? this.#cancel : this.#run}>${isRunning ? "Cancel" : "Run the race"}</button>
      <button type="button" ?disabled=${!hasResult || isRunning} @click=${this.#save}>Save as JSON</button>
      <button type="button" ?disabled=${isRunning} @click=${this.#link}>Link to this</button>
    </p>`;
  }

  override render(): TemplateResult {
    const { settings } = this;
    const refusal = this.#refusal;
    const empty: Race = { ...settings, outcomes: {}, roofs: [], split: null, crossValidation: null };
    const race = this.race ?? empty;
    const lanes = lanesOf(settings.backend, settings.workers);
    const shared = readTimes(this.times, LANE_IDS);
    const first = lanes[0]?.label ?? "";
    return html`<figure class="lab" aria-label="The race">
        <div class="head"><div class="title">Who sums the rows fastest?</div>
          <div class="sub">A bar is how many rows a second a lane takes in; the longest is the fastest.</div></div>
        ${controls(settings, { disabled: this.#running !== null, choose: this.#choose })}
        ${refusal ? html`<p class="refusal">${refusal}</p>` : nothing}
        ${this.#buttons(refusal !== null)}
        <p class="live" role="status">${this.failure || sentenceOf(lanes, race)}</p>
        ${raceTable({ lanes, race, shared })}
      </figure>
      <div class="pair">
        <figure class="lab" aria-label="Roofline">
          <div class="head"><div class="title">How near to what this machine can do</div>
            <div class="sub">A circle is a lane; the lines are the roofs it cannot pass.</div></div>
          ${roofline(lanes, race)}
          <p>${roofWords(race)}</p>
        </figure>
        <figure class="lab" aria-label="Where the time goes">
          <div class="head"><div class="title">Where the time goes</div>
            <div class="sub">${first}, one stage after another.</div></div>
          ${splitTable(race.split, this.#drawn)}
        </figure>
      </div>
      <figure class="lab" aria-label="Cross-validation">
        <div class="head"><div class="title">Ten-fold cross-validation of a hundred lassos</div>
          <div class="sub">Shorter is faster. Leastwise reads the rows once; the others at least once a fold.</div></div>
        ${validationFigure(race)}
      </figure>`;
  }
}

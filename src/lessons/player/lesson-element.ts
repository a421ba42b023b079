// <lw-lesson>: the words of a lesson become live. It asks the engine for the facts, fills the open numbers, gives graders to
// the exercises, opens what comes after a commitment, and keeps the learner's progress.

import { html, LitElement, nothing, type PropertyValues, render, type TemplateResult } from "lit";
import { numberFormats } from "#base/format.ts";
import type { Lesson, Values } from "#lessons/lesson.ts";
import { sharedEngine } from "#widgets/shared/engine.ts";
import { errorWords } from "#widgets/shared/error-words.ts";
import { type Fitted, followFit } from "#widgets/shared/fit-source.ts";
import { type ExerciseElement, judgeOf } from "./exercise-element.ts";
import { fill } from "./fill.ts";
import { type ExerciseProgress, type Progress, type ProgressStore, progressStore } from "./store.ts";
import { words } from "./words.ts";

/** Set `lesson` and it plays. Its children are the compiled words; `storage` may refuse. */
export class LessonElement extends LitElement {
  static override properties = {
    lesson: { attribute: false },
    storage: { attribute: false },
    values: { state: true },
    progress: { state: true },
    failure: { state: true },
    cleared: { state: true },
  };

  declare lesson: Lesson<unknown> | null;
  declare storage: () => Storage;
  declare protected values: Values;
  declare protected progress: Progress;
  declare protected failure: unknown;
  declare protected cleared: boolean;
  #facts: unknown = null;
  #store: ProgressStore | null = null;
  #stops: (() => void)[] = [];

  constructor() {
    super();
    this.lesson = null;
    this.storage = () => localStorage;
    this.values = {};
    this.progress = { exercises: {}, opened: [] };
    this.failure = null;
    this.cleared = false;
  }

  /** Ours is a section after the words; the words are left where they are. */
  protected override createRenderRoot(): HTMLElement {
    const found = this.querySelector<HTMLElement>(":scope > .summary");
    if (found) return found;
    const section = this.ownerDocument.createElement("section");
    section.className = "summary";
    this.append(section);
    return section;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.lesson && this.hasUpdated) this.#follow();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("lesson") || !this.lesson) return;
    this.#store = progressStore(this.lesson.id, this.storage);
    this.progress = this.#store.read();
    this.addEventListener("lw-answer", this.#answered);
    this.#follow();
    void this.#compute(this.lesson);
  }

  protected override updated(): void {
    const { lesson } = this;
    if (!lesson) return;
    for (const [id, exercise] of Object.entries(lesson.exercises)) {
      const element = this.#exercise(id);
      if (!element) continue;
      element.unit = exercise.kind === "number" ? exercise.unit : null;
      element.judge ??= judgeOf(exercise, () => this.#facts);
      element.values = this.values;
      const progress = this.progress.exercises[id];
      if (progress && progress !== element.progress) element.progress = progress;
    }
    for (const section of this.#gates()) this.#showGate(section);
    fill(this, this.values);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.lesson) return nothing;
    const ids = Object.keys(this.lesson.exercises);
    const done = ids.filter((id) => this.#outcome(id) !== "open").length;
    const first = ids.filter(
      (id) => this.#outcome(id) === "right" && this.progress.exercises[id]?.attempts === 1,
    ).length;
    return html`${this.failure === null ? nothing : this.#renderFailure(this.lesson)}
      <p role="status" tabindex="-1">${this.cleared ? words.cleared : words.summary(done, ids.length, first)}</p>
      ${Object.keys(this.progress.exercises).length === 0 ? nothing : html`<button class="quiet" type="button" @click=${this.#clear}>${words.startAgain}</button>`}`;
  }

  #renderFailure(lesson: Lesson<unknown>): TemplateResult {
    return html`<div class="error" role="alert">
      <p>${words.failed} ${errorWords(this.failure)}</p>
      <button class="control" type="button" @click=${() => this.#compute(lesson)}>${words.tryAgain}</button>
    </div>`;
  }

  #outcome(id: string): ExerciseProgress["outcome"] {
    return this.progress.exercises[id]?.outcome ?? "open";
  }

  #exercise(id: string): ExerciseElement | null {
    return this.querySelector<ExerciseElement>(`lw-exercise[id="${CSS.escape(id)}"]`);
  }

  #gates(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-after]")];
  }

  async #compute(lesson: Lesson<unknown>): Promise<void> {
    this.failure = null;
    try {
      const facts = await lesson.facts(await sharedEngine());
      this.#facts = facts;
      this.values = { ...this.values, ...lesson.values(facts, this.#formats()) };
      lesson.arrange?.(this, facts);
    } catch (error) {
      this.failure = error;
    }
  }

  #formats() {
    return numberFormats(this.closest("[lang]")?.getAttribute("lang") || "en-GB");
  }

  /** What the learner's own figures say, once they may say it. */
  #follow(): void {
    for (const stop of this.#stops) stop();
    const ids = new Set(this.#gates().map((section) => section.dataset.after ?? ""));
    this.#stops = [...ids].map((id) => followFit(this, id, (fitted) => this.#fitted(id, fitted)));
  }

  #fitted(id: string, fitted: Fitted | null): void {
    if (!fitted || !this.lesson) return;
    this.values = { ...this.values, ...this.lesson.figureValues(fitted.fit, this.#formats()) };
    for (const part of this.querySelectorAll(`[data-with="${CSS.escape(id)}"]`))
      part.toggleAttribute("data-known", true);
    this.#open(id);
  }

  #open(id: string): void {
    if (this.progress.opened.includes(id)) return;
    this.#keep({ ...this.progress, opened: [...this.progress.opened, id] });
  }

  /** An opened section shows; before a closed one stands why, and the way round. */
  #showGate(section: HTMLElement): void {
    const id = section.dataset.after ?? "";
    const open = this.progress.opened.includes(id);
    section.toggleAttribute("data-open", open);
    let gate = section.previousElementSibling;
    if (!gate?.matches(".gate")) {
      gate = this.ownerDocument.createElement("div");
      gate.className = "gate";
      section.before(gate);
    }
    const skip = () => {
      this.#open(id);
      const heading = section.querySelector<HTMLElement>("h2");
      void this.updateComplete.then(() => {
        heading?.setAttribute("tabindex", "-1");
        heading?.focus();
      });
    };
    const prompt = html`<p>${words.gate}</p>
      <p class="actions">
        <a href=${`#${id}`}>${words.toFigure}</a>
        <button class="quiet" type="button" @click=${skip}>${words.skip}</button>
      </p>`;
    render(open ? nothing : prompt, gate as HTMLElement);
  }

  #answered = (event: Event): void => {
    const { id } = event.target as ExerciseElement;
    this.#keep({ ...this.progress, exercises: { ...this.progress.exercises, [id]: (event as CustomEvent).detail } });
  };

  #clear(): void {
    this.#keep({ ...this.progress, exercises: {} });
    for (const id of Object.keys(this.lesson?.exercises ?? {})) this.#exercise(id)?.clear();
    this.cleared = true;
    // The button that was pressed goes away.
    this.renderRoot.querySelector<HTMLElement>("[role=status]")?.focus();
  }

  #keep(progress: Progress): void {
    this.progress = progress;
    this.cleared = false;
    this.#store?.write(progress);
  }
}

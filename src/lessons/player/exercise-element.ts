// <lw-exercise>: one graded question. Its words (question, choices, hints, explanation) are its own children, from Markdown;
// it adds the form, judges by its grader, and says the hint that fits the wrong idea.

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Exercise, Grade, Values } from "#lessons/lesson.ts";
import { fill } from "./fill.ts";
import { parseNumber } from "./parse-number.ts";
import type { ExerciseProgress } from "./store.ts";
import { words } from "./words.ts";

/** A grader with its facts already in it. */
export type Judge = (answer: string) => Grade | "unreadable" | "waiting";

/** Make the judge of an exercise; `facts` returns null until the engine has answered. */
export function judgeOf<Facts>(exercise: Exercise<Facts>, facts: () => Facts | null): Judge {
  if (exercise.kind === "choice") return (answer) => exercise.grade(answer);
  return (answer) => {
    const value = parseNumber(answer);
    if (value === null) return "unreadable";
    const known = facts();
    return known === null ? "waiting" : exercise.grade(value, known);
  };
}

const FRESH: ExerciseProgress = { attempts: 0, answer: "", outcome: "open" };

/** Fires `lw-answer` (bubbling, `detail`: ExerciseProgress) when a person checks, reveals or starts again. */
export class ExerciseElement extends LitElement {
  static override properties = {
    unit: { attribute: false },
    judge: { attribute: false },
    values: { attribute: false },
    progress: { attribute: false },
    answer: { state: true },
    feedback: { state: true },
    problem: { state: true },
  };

  /** Shown beside the field of a number; null for choices. */
  declare unit: string | null;
  declare judge: Judge | null;
  declare values: Values;
  declare progress: ExerciseProgress;
  /** What is chosen or typed now, checked or not. */
  declare protected answer: string;
  /** Id of the hint shown, if any. */
  declare protected feedback: string | null;
  declare protected problem: string | null;
  #choices: { id: string; nodes: Node[] }[] = [];
  /** Copies of hints and explanation, made once: a region that speaks must not be rewritten with the same words. */
  readonly #copies = new Map<string, Node[]>();

  constructor() {
    super();
    this.unit = null;
    this.judge = null;
    this.values = {};
    this.progress = FRESH;
    this.answer = "";
    this.feedback = null;
    this.problem = null;
  }

  /** Back to unanswered, without an event: for whoever keeps the progress. */
  clear(): void {
    this.progress = FRESH;
    this.answer = "";
    this.feedback = null;
    this.problem = null;
  }

  /** The words stay in the page's own tree, where its style, its search and its print reach them. */
  protected override createRenderRoot(): HTMLElement {
    const list = this.querySelector("[data-choice]")?.parentElement;
    this.#choices = [...this.querySelectorAll("[data-choice]")].map((item) => ({
      id: item.getAttribute("data-choice") ?? "",
      nodes: [...item.childNodes],
    }));
    const panel = this.ownerDocument.createElement("div");
    panel.className = "panel";
    if (list) list.replaceWith(panel);
    else this.append(panel);
    return panel;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("progress")) return;
    this.answer = this.progress.answer;
    if (this.progress.outcome !== "open") this.feedback = null;
  }

  protected override updated(): void {
    fill(this, this.values);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.judge) return nothing;
    const done = this.progress.outcome !== "open";
    return html`<form novalidate @submit=${this.#submit}>
      ${this.#choices.length > 0 ? this.#renderChoices(done) : this.#renderField(done)}
      <div class="actions">
        <button class=${done ? "control" : "control primary"} type="submit">${done ? words.again : words.check}</button>
        ${!done && this.progress.attempts > 0 ? html`<button class="control" type="button" @click=${this.#reveal}>${words.reveal}</button>` : nothing}
      </div>
      <div class="feedback" role="status">${this.#renderFeedback()}</div>
    </form>`;
  }

  #renderChoices(done: boolean): TemplateResult {
    const group = `${this.id}-choice`;
    const right = done ? this.#rightChoice() : undefined;
    return html`<fieldset class="choices" aria-labelledby=${this.#headingId()}>
      ${this.#choices.map(
        ({ id, nodes }) => html`<label class=${id === right ? "choice right" : "choice"}>
          <input
            type="radio"
            name=${group}
            value=${id}
            .checked=${this.answer === id}
            ?disabled=${done && this.answer !== id}
            @change=${() => this.#answerNow(id)}
          />
          <span>${nodes}${id === right ? html`<em class="mark">${words.answerMark}</em>` : nothing}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  #renderField(done: boolean): TemplateResult {
    return html`<label class="field">
      <span>${words.yourAnswer}</span>
      ${this.unit ? html`<span aria-hidden="true">${this.unit}</span>` : nothing}
      <input
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-describedby=${this.#headingId()}
        aria-invalid=${this.problem ? "true" : "false"}
        ?readonly=${done}
        .value=${this.answer}
        @input=${(event: InputEvent) => this.#answerNow((event.target as HTMLInputElement).value)}
      />
    </label>`;
  }

  #renderFeedback(): TemplateResult | typeof nothing {
    if (this.problem) return html`<p>${this.problem}</p>`;
    const { outcome, attempts } = this.progress;
    switch (outcome) {
      case "right":
        return html`<p class="verdict">${words.right} <span>${words.attempts(attempts)}</span></p>
          ${this.#words("[data-explanation]")}`;
      case "revealed":
        return html`<p class="verdict">${words.theAnswer}</p>
          ${this.#words("[data-explanation]")}`;
      case "open":
        if (!this.feedback) return nothing;
        return html`<p class="verdict">${words.notYet}</p>
          ${this.#words(`[data-hint="${CSS.escape(this.feedback)}"]`)}`;
      default:
        return outcome satisfies never;
    }
  }

  /** A copy of the words that wait in a template of ours. */
  #words(selector: string): Node[] {
    const known = this.#copies.get(selector);
    if (known) return known;
    const template = this.querySelector<HTMLTemplateElement>(`template${selector}`);
    if (!template) throw new Error(`${this.id}: the text needs words for ${selector}`);
    const nodes = [...this.ownerDocument.importNode(template.content, true).childNodes];
    this.#copies.set(selector, nodes);
    return nodes;
  }

  #headingId(): string {
    return this.querySelector(":scope > :is(h2, h3, h4)")?.id ?? "";
  }

  #rightChoice(): string | undefined {
    return this.#choices.find(({ id }) => {
      const grade = this.judge?.(id);
      return typeof grade === "object" && grade.right;
    })?.id;
  }

  #answerNow(answer: string): void {
    this.answer = answer;
    this.problem = null;
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.progress.outcome !== "open") {
      this.#record(FRESH);
      return;
    }
    if (this.answer.trim() === "") {
      this.problem = this.#choices.length > 0 ? words.chooseFirst : words.typeNumber;
      return;
    }
    const grade = this.judge?.(this.answer);
    if (grade === "unreadable" || grade === undefined) {
      this.problem = words.typeNumber;
      return;
    }
    if (grade === "waiting") {
      this.problem = words.waiting;
      return;
    }
    this.problem = null;
    this.feedback = grade.right ? null : grade.hint;
    const attempts = this.progress.attempts + 1;
    this.#record({ attempts, answer: this.answer, outcome: grade.right ? "right" : "open" });
  }

  #reveal(): void {
    this.problem = null;
    this.#record({ ...this.progress, answer: this.answer, outcome: "revealed" });
    // The button that was pressed goes away; focus stays in the question.
    this.renderRoot.querySelector<HTMLElement>("button[type=submit]")?.focus();
  }

  #record(progress: ExerciseProgress): void {
    this.progress = progress;
    if (progress === FRESH) this.clear();
    this.dispatchEvent(new CustomEvent("lw-answer", { detail: progress, bubbles: true, composed: true }));
  }
}

// A long list that is folded: its first entries, and a button for the rest, which come a few a frame so that no frame is long.

import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";

export interface FoldWords {
  showAll: string;
  showFewer: string;
}

export class FoldController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #first: number;
  readonly #frame: number;
  #shown: number;
  #pending = 0;

  /** `first` entries are shown folded; `frame` more come with each frame. */
  constructor(host: ReactiveControllerHost, first: number, frame: number) {
    this.#host = host;
    this.#first = first;
    this.#frame = frame;
    this.#shown = first;
    host.addController(this);
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#pending);
  }

  /** How many of `count` entries to show; a list that is hardly longer than its fold is not folded. */
  shown(count: number): number {
    return this.#isShort(count) ? count : Math.min(this.#shown, count);
  }

  #isShort(count: number): boolean {
    return count <= this.#first + 2;
  }

  fold(): void {
    cancelAnimationFrame(this.#pending);
    this.#shown = this.#first;
    this.#host.requestUpdate();
  }

  #unfold(count: number): void {
    this.#shown += this.#frame;
    this.#host.requestUpdate();
    if (this.#shown < count) this.#pending = requestAnimationFrame(() => this.#unfold(count));
  }

  /** The button, where there is something to fold. */
  button(count: number, words: FoldWords): TemplateResult | typeof nothing {
    if (this.#isShort(count)) return nothing;
    const isAll = this.#shown >= count;
    const toggle = () => (isAll ? this.fold() : this.#unfold(count));
    return html`<p class="more">
      <button class="control" type="button" aria-expanded=${isAll} @click=${toggle}>
        ${isAll ? words.showFewer : words.showAll}
      </button>
    </p>`;
  }
}

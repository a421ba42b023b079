// One polite voice a widget: the newest sentence, spoken when the hand rests. The visible sentence is not its concern.

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Milliseconds without change before a sentence is spoken; screen readers drop what comes faster. */
const REST_MS = 450;

/** Holds the text of the widget's one live region; `say` may be called at every frame. */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What the live region shows now. */
  text = "";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** Speak `sentence` once nothing newer has come for a moment. */
  say(sentence: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.text === sentence) return;
      this.text = sentence;
      this.#host.requestUpdate();
    }, REST_MS);
  }
}

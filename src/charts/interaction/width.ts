// The width a plot is drawn in, from a ResizeObserver, so that layout is never read while something is dragged.

import type { ReactiveController, ReactiveControllerHost } from "lit";

/**
 * Tells the content width of one element, in whole pixels; 0 before it is known. The element should be as wide as the plot
 * and have no height: one whose height follows its width would be measured in a loop.
 */
export class WidthController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #target: () => Element | null;
  #observer: ResizeObserver | null = null;
  #observed: Element | null = null;
  width = 0;

  constructor(host: ReactiveControllerHost, target: () => Element | null) {
    this.#host = host;
    this.#target = target;
    host.addController(this);
  }

  hostUpdated(): void {
    const target = this.#target();
    if (target === this.#observed) return;
    this.#observer?.disconnect();
    this.#observed = target;
    if (!target) return;
    this.#observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width === this.width) return;
      this.width = width;
      this.#host.requestUpdate();
    });
    this.#observer.observe(target);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observed = null;
  }
}

// How one widget's fit reaches another: a source publishes, followers subscribe. Events stay for what a person did.

import type { ColumnInfo, DataSet, Fit } from "#engine/index.ts";

/** A fit with what is known of its data. `dataSet` is null for a person's own file. */
export interface Fitted {
  fit: Fit;
  dataSet: DataSet | null;
  /** The table's columns, where the source has them: ranges tell words when something is an extrapolation. */
  columns?: readonly ColumnInfo[];
}

/** Holds the newest fit (null: none yet, or not to be shown yet) and tells followers. */
export class FitPublisher {
  #current: Fitted | null = null;
  readonly #followers = new Set<(fitted: Fitted | null) => void>();

  get current(): Fitted | null {
    return this.#current;
  }

  publish(fitted: Fitted | null): void {
    this.#current = fitted;
    for (const follower of this.#followers) follower(fitted);
  }

  /** Called at once with the newest fit, then at every change; the result ends it. */
  subscribe(follower: (fitted: Fitted | null) => void): () => void {
    this.#followers.add(follower);
    follower(this.#current);
    return () => this.#followers.delete(follower);
  }
}

/** An element whose fit others may follow, named by their `for` attribute. */
export interface FitSource extends HTMLElement {
  readonly fits: FitPublisher;
}

/** Follow the source with `id` in the same tree, once it is there and its class is defined. Returns how to stop. */
export function followFit(from: Element, id: string, follower: (fitted: Fitted | null) => void): () => void {
  const root = from.getRootNode() as Document | ShadowRoot;
  let ended = false;
  let stop: () => void = () => {};
  const find = (): boolean => {
    const source = root.getElementById(id) as FitSource | null;
    if (!source) return false;
    void customElements.whenDefined(source.localName).then(() => {
      if (!ended) stop = source.fits.subscribe(follower);
    });
    return true;
  };
  if (!find()) {
    const observer = new MutationObserver(() => {
      if (find()) observer.disconnect();
    });
    observer.observe(root, { childList: true, subtree: true });
    stop = () => observer.disconnect();
  }
  return () => {
    ended = true;
    stop();
  };
}

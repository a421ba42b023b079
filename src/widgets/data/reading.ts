// A read that takes time: it can be watched and cancelled, and a new one takes the place of the old. It knows no element.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { ReadProgress } from "#engine/index.ts";

/** How far a read is. */
export interface ReadState {
  /** What is read, in words. */
  name: string;
  rows: number;
  /** Part done in [0, 1]; null where the source does not say how long it is. */
  share: number | null;
  /** Seconds left at the speed so far; null while nobody can tell. */
  secondsLeft: number | null;
}

/** Reads shorter than this show nothing. */
const QUIET_MS = 100;
/** Before this much of a read, its speed says too little. */
const TELLING_MS = 700;

export class ReadingController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #now: () => number;
  #controller: AbortController | null = null;
  /** What runs and has run long enough to be shown. */
  state: ReadState | null = null;

  constructor(host: ReactiveControllerHost, now: () => number = () => performance.now()) {
    this.#host = host;
    this.#now = now;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.cancel();
  }

  /**
   * Run one read; the one before it is cancelled. Resolves to null where this one was cancelled, rejects with its error.
   */
  async run<T>(
    name: string,
    read: (options: { signal: AbortSignal; onProgress: (progress: ReadProgress) => void }) => Promise<T>,
  ): Promise<T | null> {
    this.cancel();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    const started = this.#now();
    const show = (progress: ReadProgress) => {
      if (signal.aborted) return;
      this.state = stateOf(name, progress, this.#now() - started);
      this.#host.requestUpdate();
    };
    let newest: ReadProgress = { rows: 0, bytes: 0 };
    const quiet = setTimeout(() => show(newest), QUIET_MS);
    try {
      return await read({
        signal,
        onProgress: (progress) => {
          newest = progress;
          if (this.#now() - started >= QUIET_MS) show(progress);
        },
      });
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    } finally {
      clearTimeout(quiet);
      if (this.#controller === controller) this.#end();
    }
  }

  /** Stop what runs; everything stays as it was before it. */
  cancel(): void {
    this.#controller?.abort();
    this.#end();
  }

  #end(): void {
    this.#controller = null;
    if (this.state === null) return;
    this.state = null;
    this.#host.requestUpdate();
  }
}

function stateOf(name: string, { rows, bytes, totalBytes }: ReadProgress, elapsed: number): ReadState {
  const share = totalBytes ? Math.min(bytes / totalBytes, 1) : null;
  const telling = share !== null && share > 0 && elapsed >= TELLING_MS;
  return { name, rows, share, secondsLeft: telling ? ((elapsed / 1000) * (1 - share)) / share : null };
}

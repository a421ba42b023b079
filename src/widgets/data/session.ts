// The table that is open and the model that is fitted to it. Whatever is cancelled or fails leaves both as they were.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { CallOptions, Engine, Fit, PreviewOptions, PreviewRow } from "#engine/index.ts";
import { sharedEngine } from "../shared/engine.ts";
import { FitPublisher } from "../shared/fit-source.ts";
import type { OpenTable } from "../shared/table-source.ts";
import { choiceOf, isComplete, namesIn } from "./formula-text.ts";
import { ReadingController } from "./reading.ts";

/** Who asked: events fire only for what a person did. */
export type By = "person" | "page";

/** The table that is open, with what is shown of it. */
export interface Held extends OpenTable {
  name: string;
  preview: PreviewRow[];
}

export type Read = (engine: Engine, options: CallOptions) => Promise<OpenTable>;

/** What could not be read, and why. */
export interface FailedRead {
  name: string;
  error: unknown;
}

/** What the session tells its element. */
export interface SessionEvents {
  /** Another table is open. */
  onTable(held: Held, by: By): void;
  onFit(fit: Fit, by: By): void;
  onReadError(failed: FailedRead): void;
  onFitError(error: unknown): void;
}

/** Rows of the preview. */
const PREVIEW_ROWS = 8;
/** Milliseconds without a key before a formula is tried, so that no error flickers past while one types. */
const REST_MS = 500;

export class Session implements ReactiveController {
  readonly fits = new FitPublisher();
  readonly #host: ReactiveControllerHost & Element;
  readonly #events: SessionEvents;
  readonly #reading: ReadingController;
  held: Held | null = null;
  /** The formula as it stands in the field. */
  typed = "";
  readError: FailedRead | null = null;
  fitError: unknown = null;
  #fitting: AbortController | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** The formula that was tried last, on which table. */
  #tried: { formula: string; held: Held } | null = null;

  constructor(host: ReactiveControllerHost & Element, events: SessionEvents) {
    this.#host = host;
    this.#events = events;
    this.#reading = new ReadingController(host);
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#rest);
    // An element that is only moved is back by then, with its table.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.close();
    });
  }

  /** How far a read is; null while none runs or it is too short to tell of. */
  get progress(): ReadingController["state"] {
    return this.#reading.state;
  }

  cancel(): void {
    this.#reading.cancel();
  }

  /** Give up table and fit. */
  close(): void {
    this.#reading.cancel();
    this.#fitting?.abort();
    this.held?.table.close();
    this.held = null;
    this.typed = "";
    this.readError = null;
    this.fitError = null;
    this.#tried = null;
    this.fits.publish(null);
    this.#host.requestUpdate();
  }

  /** Read a table; the newest read wins. */
  async open(by: By, name: string, read: Read): Promise<void> {
    this.readError = null;
    const before = this.fits.current;
    try {
      const held = await this.#reading.run(name, (options) => opened(name, read, options));
      if (held) this.#take(held, by);
      else this.#unshow(before);
    } catch (error) {
      this.#unshow(before);
      this.readError = { name, error };
      this.#events.onReadError(this.readError);
    }
    this.#host.requestUpdate();
  }

  /** Options that show fits of the rows so far in place of the last, by the formula that stands in the field. */
  previewing(options: CallOptions): CallOptions & PreviewOptions {
    const { typed: formula } = this;
    if (formula === "") return options;
    const onFit = (fit: Fit) => {
      if (!options.signal?.aborted) this.fits.publish({ fit, dataSet: null });
    };
    return { ...options, preview: { formula, onFit } };
  }

  /** What was shown before a read that came to nothing. */
  #unshow(before: FitPublisher["current"]): void {
    if (this.fits.current?.fit.provisional) this.fits.publish(before);
  }

  #take(held: Held, by: By): void {
    this.held?.table.close();
    this.held = held;
    this.fitError = null;
    this.#events.onTable(held, by);
    const names = new Set(held.table.columns.map(({ name }) => name));
    const isKept = this.typed !== "" && (by === "page" || namesIn(this.typed).every((name) => names.has(name)));
    if (isKept) {
      void this.fit(by);
      return;
    }
    this.typed = "";
    this.fits.publish(null);
  }

  /** Fit the formula in the field, unless that was just tried; the newest wins. */
  async fit(by: By): Promise<void> {
    clearTimeout(this.#rest);
    const { held, typed } = this;
    if (!held || typed === "" || (this.#tried?.formula === typed && this.#tried.held === held)) return;
    const isNewTable = this.#tried?.held !== held;
    this.#tried = { formula: typed, held };
    this.#fitting?.abort();
    const controller = new AbortController();
    this.#fitting = controller;
    const { signal } = controller;
    try {
      const fit = await held.table.fit(typed, { signal });
      if (signal.aborted) return;
      this.fitError = null;
      this.fits.publish({ fit, dataSet: held.dataSet, columns: held.table.columns });
      this.#events.onFit(fit, by);
    } catch (error) {
      if (signal.aborted) return;
      this.fitError = error;
      if (isNewTable || this.fits.current?.fit.provisional) this.fits.publish(null);
      this.#events.onFitError(error);
    }
    this.#host.requestUpdate();
  }

  /** Another formula stands in the field. An incomplete one waits. */
  change(formula: string, when: "now" | "at rest"): void {
    this.typed = formula;
    this.fitError = null;
    this.#host.requestUpdate();
    clearTimeout(this.#rest);
    if (!isComplete(choiceOf(formula))) return;
    if (when === "now") void this.fit("person");
    else this.#rest = setTimeout(() => void this.fit("person"), REST_MS);
  }
}

async function opened(name: string, read: Read, options: CallOptions): Promise<Held> {
  const open = await read(await sharedEngine(), options);
  const { signal } = options;
  try {
    const preview = await open.table.rows(0, PREVIEW_ROWS, signal ? { signal } : {});
    return { ...open, name: open.dataSet?.title ?? name, preview };
  } catch (error) {
    open.table.close();
    throw error;
  }
}

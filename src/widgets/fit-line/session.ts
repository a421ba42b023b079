// What the widget knows from the engine: the data that its attributes name and, once asked for, the least-squares line.

import { Tween } from "#charts/interaction/tween.ts";
import type { Line } from "#charts/scale/plane.ts";
import type { Engine, Fit, ReadProgress } from "#engine/index.ts";
import { DenseData, type FollowPrecision } from "./dense/data.ts";
import { type FittedPoints, Fitter, LEAST_POINTS } from "./fitter.ts";
import { type Loaded, load, type SourceRequest } from "./source.ts";
import type { Point } from "./workbench.ts";

/** "stopped": a person stopped the reading. */
export type Phase = "idle" | "loading" | "ready" | "error" | "stopped";

/** A line with the sum of its squares. */
export interface Summed extends Line {
  sse: number;
}

/** "view": something to draw; "loaded": new points; "fitted": a new fit, or none any more; "summed": new sums of many rows. */
export type SessionNews = "view" | "loaded" | "fitted" | "summed";

/** Fits the points that it is given; undefined where a newer call took this one's place. */
interface PointFitter {
  fit(points: readonly Point[], precision: FollowPrecision): Promise<FittedPoints | undefined>;
  close(): void;
}

/** Milliseconds before waiting is shown. */
const SLOW_MS = 100;

export class Session {
  readonly #engine: () => Promise<Engine>;
  readonly #tell: (news: SessionNews) => void;
  readonly #motion = new Tween();
  #loading: AbortController | null = null;
  #fitter: PointFitter | null = null;

  /** The rows that stay in the engine, where they are too many to be points. */
  dense: DenseData | null = null;

  phase: Phase = "idle";
  /** Whether loading has taken long enough to be shown. */
  slow = false;
  progress: ReadProgress | null = null;
  error: unknown = null;
  loaded: Loaded | null = null;
  /** The newest fit; null unless `follow` was called. */
  fitted: FittedPoints | null = null;
  fitError: unknown = null;
  /** The line of `fitted`; null where its slope is aliased. */
  best: Summed | null = null;
  /** The best line as it is drawn now: on its way while it appears. */
  shown: Summed | null = null;

  constructor(engine: () => Promise<Engine>, tell: (news: SessionNews) => void) {
    this.#engine = engine;
    this.#tell = tell;
  }

  /** Load what is asked for; a newer request takes the place of an older. */
  async open(request: SourceRequest, baseUrl: string): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    this.phase = "loading";
    this.slow = false;
    this.progress = null;
    const timer = setTimeout(() => this.#showWaiting(loading), SLOW_MS);
    const onProgress = (progress: ReadProgress) => {
      this.progress = progress;
      if (this.slow) this.#tell("view");
    };
    const outcome = await load(request, this.#engine, { signal: loading.signal, onProgress, baseUrl }).then(
      (loaded) => () => this.#accept(loaded),
      (error: unknown) => () => this.#refuse(error, loading.signal.aborted),
    );
    clearTimeout(timer);
    if (this.#loading === loading) outcome();
  }

  /** Stop loading. */
  stop(): void {
    this.#loading?.abort();
  }

  /**
   * Fit `points` and keep showing their best line. With `departure` the line moves from there; without, it follows at
   * once. Of many rows a fit is "quick" where a hand still moves them.
   */
  async follow(points: readonly Point[], departure: Summed | null, precision: FollowPrecision = "auto"): Promise<void> {
    const fitter = this.#fitter;
    if (!fitter) return;
    if (!this.dense && points.length < LEAST_POINTS) {
      this.#take(null, null);
      return;
    }
    try {
      const fitted = await fitter.fit(points, precision);
      if (fitted && fitter === this.#fitter) this.#take(fitted, departure);
    } catch (error) {
      if (fitter !== this.#fitter) return;
      this.#take(null, null);
      this.fitError = error;
      this.#tell("view");
    }
  }

  /** Forget the fit and everything of it. */
  forget(): void {
    this.#renewFitter();
    this.#take(null, null);
  }

  /** Give up what the engine holds; `open` begins anew. */
  close(): void {
    this.#loading?.abort();
    this.#loading = null;
    this.#motion.stop();
    this.#fitter?.close();
    this.#fitter = null;
    this.dense?.close();
    this.dense = null;
  }

  /** Bring sums of rows that stay in the engine up to date with the points taken from them. */
  async sum(points: readonly Point[]): Promise<void> {
    const { dense } = this;
    try {
      if ((await dense?.follow(points)) && dense === this.dense) this.#tell("summed");
    } catch (error) {
      if (dense !== this.dense) return;
      this.fitError = error;
      this.#tell("view");
    }
  }

  #showWaiting(loading: AbortController): void {
    if (this.#loading !== loading || this.phase !== "loading") return;
    this.slow = true;
    this.#tell("view");
  }

  #accept(loaded: Loaded | null): void {
    this.#loading = null;
    this.loaded = loaded;
    this.dense?.close();
    this.dense = loaded?.dense ? new DenseData(loaded.dense.table, { x: loaded.x.name, y: loaded.y.name }) : null;
    this.error = null;
    this.phase = loaded ? "ready" : "idle";
    this.#renewFitter();
    this.#take(null, null);
    this.#tell("loaded");
  }

  #refuse(error: unknown, stopped: boolean): void {
    this.#loading = null;
    this.phase = stopped ? "stopped" : "error";
    this.error = error;
    this.#tell("view");
  }

  /** Answers still on their way belong to a fitter that is no longer this one. */
  #renewFitter(): void {
    this.#fitter?.close();
    const { loaded, dense } = this;
    this.#fitter = dense
      ? { fit: dense.fit, close() {} }
      : loaded && new Fitter(this.#engine, { x: loaded.x.name, y: loaded.y.name });
  }

  #take(fitted: FittedPoints | null, departure: Summed | null): void {
    this.fitted = fitted;
    this.fitError = null;
    const best = fitted && bestLineOf(fitted.fit);
    this.best = best;
    this.#motion.stop();
    if (!best || !departure) this.shown = best;
    else {
      this.#motion.run((share) => {
        this.shown = between(departure, best, share);
        this.#tell("view");
      });
    }
    this.#tell("fitted");
  }
}

function bestLineOf(fit: Fit): Summed | null {
  const [intercept, slope] = fit.coefficients;
  if (typeof intercept !== "number" || typeof slope !== "number") return null;
  return { slope, intercept, sse: fit.rss };
}

function between(from: Summed, to: Summed, share: number): Summed {
  const mix = (a: number, b: number) => (share === 1 ? b : a + share * (b - a));
  return {
    slope: mix(from.slope, to.slope),
    intercept: mix(from.intercept, to.intercept),
    sse: mix(from.sse, to.sse),
  };
}

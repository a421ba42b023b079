// A window of time in hands: by pointer, by key, by typed ends. It knows no DOM and no engine.

import type { ReactiveControllerHost } from "lit";
import { PlanePointer } from "#charts/interaction/plane-pointer.ts";
import type { Plane } from "#charts/scale/plane.ts";
import { pressWindow } from "./keys.ts";
import { type Brush, moved, type Part, type Series, sameBrush } from "./model.ts";
import { partAt } from "./plot.ts";

/** What happens to the window. */
export interface BrushActions {
  /** Null before there are data, or a width. */
  series(): Series | null;
  plane(): Plane | null;
  /** The window is another one. */
  changed(): void;
  /** A person has let go of it. */
  done(): void;
  /** Arrows move another part now. */
  turned(part: Part): void;
}

interface Held {
  part: Part;
  /** Null: a new window is drawn. */
  from: Brush | null;
  before: Brush | null;
  at: number;
}

export class WindowHands {
  readonly #actions: BrushActions;
  readonly pointer: PlanePointer<Part | "new">;
  #held: Held | null = null;
  /** Null: all rows. */
  brush: Brush | null = null;
  part: Part = "whole";

  constructor(host: ReactiveControllerHost, actions: BrushActions) {
    this.#actions = actions;
    this.pointer = new PlanePointer<Part | "new">(host, {
      pick: ({ x }) => this.#pick(x),
      touchable: (target) => target !== "new",
      start: (target, { x }) => this.#take(target, x),
      move: ({ x }) => this.#drag(x),
      end: () => {
        const held = this.#held;
        this.#held = null;
        if (held && !sameBrush(held.before, this.brush)) actions.done();
      },
      cancel: () => {
        if (this.#held) this.show(this.#held.before);
        this.#held = null;
      },
      tap: (_, { x }) => this.#centre(x),
    });
  }

  /** Show another window; nobody's doing. */
  show(brush: Brush | null): void {
    if (sameBrush(brush, this.brush)) return;
    this.brush = brush;
    if (!brush) this.part = "whole";
    this.#actions.changed();
  }

  /** A person moved the window, and has let go. */
  set(brush: Brush | null): void {
    if (sameBrush(brush, this.brush)) return;
    this.show(brush);
    this.#actions.done();
  }

  readonly key = (event: KeyboardEvent): void => {
    const series = this.#actions.series();
    if (!series) return;
    const n = series.edges.length - 1;
    const next = pressWindow(event, { brush: this.brush, part: this.part, n, stride: series.steps });
    if (!next) return;
    event.preventDefault();
    const turned = next.part !== this.part;
    this.part = next.part;
    this.set(next.brush);
    if (turned && next.brush) this.#actions.turned(next.part);
  };

  /** Edge nearest to a pixel. */
  #edgeAt(x: number): number {
    const series = this.#actions.series();
    const plane = this.#actions.plane();
    if (!series || !plane) return 0;
    const { from, to } = series.bins.x;
    const n = series.edges.length - 1;
    return Math.min(n, Math.max(0, Math.round(((plane.x.invert(x) - from) / (to - from)) * n)));
  }

  #pick(x: number): Part | "new" {
    const series = this.#actions.series();
    const plane = this.#actions.plane();
    return (this.brush && series && plane ? partAt(x, this.brush, series, plane) : null) ?? "new";
  }

  #take(target: Part | "new", x: number): void {
    const held = { before: this.brush, at: this.#edgeAt(x) };
    if (target === "new") this.#held = { ...held, part: "end", from: null };
    else this.#held = { ...held, part: target, from: this.brush };
    this.part = target === "new" ? "whole" : target;
  }

  #drag(x: number): void {
    const held = this.#held;
    const series = this.#actions.series();
    if (!held || !series) return;
    const to = this.#edgeAt(x);
    if (held.from) this.show(moved(held.from, held.part, to - held.at, series.edges.length - 1));
    else if (to !== held.at) this.show({ first: Math.min(to, held.at), last: Math.max(to, held.at) });
  }

  /** A tap moves the window, as wide as it is, to there. */
  #centre(x: number): void {
    const series = this.#actions.series();
    if (!series) return;
    const n = series.edges.length - 1;
    const width = this.brush ? this.brush.last - this.brush.first : Math.max(1, Math.round(n / 4));
    const first = Math.min(n - width, Math.max(0, this.#edgeAt(x) - Math.floor(width / 2)));
    this.set({ first, last: first + width });
  }
}

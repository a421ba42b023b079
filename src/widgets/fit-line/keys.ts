// The plot by keyboard: one tab stop; Enter goes in; arrows choose; Enter holds; arrows move; Escape puts back and leaves.

import { arrowSteps, keyStep } from "#charts/interaction/step.ts";
import { clamp, type Place, roundTo } from "#charts/scale/plane.ts";
import type { Item, Workbench } from "./workbench.ts";

/** What happened, for the one who speaks. */
export type KeyNews =
  | "entered"
  | "left"
  | "chosen"
  | "held"
  | "moved"
  | "released"
  | "restored"
  | "removed"
  | "ghost-moved"
  | "added"
  | "adding-stopped";

/** Keys inside the plot. `entered` is whether the plot has been gone into. */
export class PlotKeys {
  readonly #bench: Workbench;
  entered = false;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  /** Act on a key; null where it is none of the plot's, and the page should have it. */
  press(event: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">): KeyNews | null {
    if (event.ctrlKey || event.metaKey) return null;
    if (this.#bench.ghost) return this.#place(event);
    if (!this.entered) return event.key === "Enter" || event.key === " " ? this.#enter() : null;
    return this.#bench.held ? this.#move(event) : this.#choose(event);
  }

  #enter(): KeyNews {
    this.entered = true;
    this.#bench.choose(this.#bench.active ?? { kind: "handle", index: 0 });
    return "entered";
  }

  #place(event: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey">): KeyNews | null {
    const bench = this.#bench;
    const ghost = bench.ghost;
    if (!ghost) return null;
    if (event.key === "Escape") {
      bench.setGhost(null);
      return "adding-stopped";
    }
    if (event.key === "Enter" || event.key === " ") {
      this.entered = true;
      bench.add(ghost);
      return "added";
    }
    const steps = arrowSteps(event);
    if (!steps) return null;
    bench.setGhost(this.#stepped(ghost, steps));
    return "ghost-moved";
  }

  #move(event: Pick<KeyboardEvent, "key" | "shiftKey" | "altKey">): KeyNews | null {
    const bench = this.#bench;
    const item = bench.held;
    if (!item) return null;
    if (event.key === "Escape") {
      bench.restore();
      return "restored";
    }
    if (event.key === "Enter" || event.key === " ") {
      bench.release();
      return "released";
    }
    const steps = arrowSteps(event);
    if (!steps) return null;
    bench.moveHeld(this.#stepped(bench.placeOf(item), steps));
    return "moved";
  }

  #choose(event: Pick<KeyboardEvent, "key">): KeyNews | null {
    const bench = this.#bench;
    const active = bench.active;
    switch (event.key) {
      case "Escape":
        this.entered = false;
        bench.choose(null);
        return "left";
      case "Enter":
      case " ":
        if (active) bench.hold(active);
        return active ? "held" : null;
      case "Delete":
      case "Backspace":
        if (active?.kind !== "point") return null;
        bench.remove(active.index);
        return "removed";
      default: {
        const next = this.#next(event.key);
        if (next) bench.choose(next);
        return next ? "chosen" : null;
      }
    }
  }

  /** What an arrow leads to: the two handles, then the points from left to right. */
  #next(key: string): Item | null {
    const items = orderOf(this.#bench);
    const { active } = this.#bench;
    const at = items.findIndex((item) => active !== null && sameItem(item, active));
    const page = Math.max(1, Math.round(items.length / 10));
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: items.length - 1,
    };
    const to = Object.hasOwn(moves, key) ? moves[key] : undefined;
    return to === undefined ? null : (items[clamp(to, 0, items.length - 1)] ?? null);
  }

  #stepped(from: Place, steps: { x: number; y: number }): Place {
    const { xDomain, yDomain } = this.#bench;
    const stepX = keyStep(xDomain);
    const stepY = keyStep(yDomain);
    return {
      x: clamp(steps.x === 0 ? from.x : roundTo(from.x + steps.x * stepX, stepX / 10), ...xDomain),
      y: clamp(steps.y === 0 ? from.y : roundTo(from.y + steps.y * stepY, stepY / 10), ...yDomain),
    };
  }
}

function orderOf({ sheet }: Workbench): Item[] {
  const points = sheet.points.map((_, index) => index);
  const x = (index: number) => sheet.points[index]?.x ?? 0;
  points.sort((a, b) => x(a) - x(b) || a - b);
  return [
    { kind: "handle", index: 0 },
    { kind: "handle", index: 1 },
    ...points.map((index): Item => ({ kind: "point", index })),
  ];
}

function sameItem(a: Item, b: Item): boolean {
  if (a.kind === "line" || b.kind === "line") return a.kind === b.kind;
  return a.kind === b.kind && a.index === b.index;
}

// Hands on the plot: what pointers and keys on its surface do to the workbench.

import type { ReactiveControllerHost } from "lit";
import { type Pixel, PlanePointer } from "#charts/interaction/plane-pointer.ts";
import { type Place, type Plane, pixelSize, placeAt } from "#charts/scale/plane.ts";
import { type KeyNews, PlotKeys } from "./keys.ts";
import { pick } from "./pick.ts";
import { isTouchable } from "./plot.ts";
import type { Item, Workbench } from "./workbench.ts";

/** Events of the plot's surface. */
export interface StageEvents {
  down: (event: PointerEvent) => void;
  move: (event: PointerEvent) => void;
  up: (event: PointerEvent) => void;
  cancel: (event: PointerEvent) => void;
  key: (event: KeyboardEvent) => void;
  blur: () => void;
  add: (event: MouseEvent) => void;
}

export interface GestureOptions {
  /** Null before the width is known. */
  plane: () => Plane | null;
  /** A tap on nothing; without this, what was chosen no longer is. */
  background?: (at: Pixel, reach: Place) => boolean;
  /** Keys before the plot's own: whether it was one. */
  key?: (event: KeyboardEvent, keys: PlotKeys) => boolean;
  /** Told after every key that did something. */
  said: (news: KeyNews) => void;
}

/** Data units within which a tap means a point that is drawn. */
function reachOf(plane: Plane): Place {
  const size = pixelSize(plane);
  return { x: size.x * TAP_PIXELS, y: size.y * TAP_PIXELS };
}

const TAP_PIXELS = 12;

export class Gestures {
  readonly #bench: Workbench;
  readonly #options: GestureOptions;
  readonly #keys: PlotKeys;
  readonly #pointer: PlanePointer<Item>;
  /** From the pointer to the middle of what it holds, so that nothing jumps when it is taken. */
  #grip: Pixel = { x: 0, y: 0 };

  readonly events: StageEvents;

  constructor(host: ReactiveControllerHost, bench: Workbench, options: GestureOptions) {
    this.#bench = bench;
    this.#options = options;
    this.#keys = new PlotKeys(bench);
    this.#pointer = new PlanePointer<Item>(host, {
      pick: (at, type) => this.#pick(at, type),
      touchable: (item) => isTouchable(item, bench),
      start: (item, at) => this.#take(item, at),
      move: (at) => this.#drag(at),
      end: () => {
        if (!bench.release()) options.said("chosen");
      },
      cancel: () => bench.restore(),
      tap: (item, at) => this.#tap(item, at),
    });
    const { down, move, up, cancel } = this.#pointer;
    this.events = {
      down,
      move,
      up,
      cancel,
      key: (event) => this.#key(event),
      blur: () => this.#leave(),
      add: (event) => this.#add(event),
    };
  }

  /** Whether a pointer drags something. */
  get dragging(): boolean {
    return this.#pointer.dragging;
  }

  #pick(at: Pixel, pointerType: string): Item | null {
    const plane = this.#options.plane();
    return plane && !this.#bench.ghost ? pick(at, this.#bench, plane, pointerType) : null;
  }

  #take(item: Item, at: Pixel): void {
    const plane = this.#options.plane();
    if (!plane) return;
    const { x, y } = this.#bench.placeOf(item);
    this.#grip = { x: plane.x(x) - at.x, y: plane.y(y) - at.y };
    this.#keys.entered = true;
    this.#bench.hold(item);
  }

  #drag(at: Pixel): void {
    const plane = this.#options.plane();
    if (plane) this.#bench.moveHeld(placeAt(plane, at.x + this.#grip.x, at.y + this.#grip.y));
  }

  #tap(item: Item | null, at: Pixel): void {
    const plane = this.#options.plane();
    if (!plane) return;
    if (this.#bench.ghost) {
      this.#bench.add(placeAt(plane, at.x, at.y));
    } else if (item !== null || !this.#options.background?.(at, reachOf(plane))) {
      this.#bench.choose(item?.kind === "line" ? null : item);
      this.#options.said("chosen");
    }
  }

  #add(event: MouseEvent): void {
    const plane = this.#options.plane();
    if (!plane) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const at = { x: event.clientX - box.left, y: event.clientY - box.top };
    if (this.#pick(at, "mouse") === null) this.#bench.add(placeAt(plane, at.x, at.y));
  }

  #key(event: KeyboardEvent): void {
    if (this.#options.key?.(event, this.#keys)) {
      event.preventDefault();
      return;
    }
    const news = this.#keys.press(event);
    if (news === null) return;
    event.preventDefault();
    this.#options.said(news);
  }

  /** Focus has gone elsewhere: what a key held is put down where it is. */
  #leave(): void {
    if (this.#pointer.dragging) return;
    this.#keys.entered = false;
    this.#bench.release();
  }
}

// Pointers on a plot, turned into pixels of the plot at once: pick, drag with capture, tap. It knows no data and no marks.

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** A pointer's place in pixels of the plot. */
export interface Pixel {
  x: number;
  y: number;
}

/** What the plot does with pointers. `T` names what can be dragged. */
export interface PointerActions<T> {
  /** What is under the pointer, if anything. */
  pick(at: Pixel, pointerType: string): T | null;
  /** Whether a finger may drag it: only what lies in an area with `touch-action: none` may. */
  touchable(target: T): boolean;
  start(target: T, at: Pixel): void;
  move(at: Pixel): void;
  end(): void;
  /** Taken away by the browser: put back what was. */
  cancel(): void;
  /** A press without a move on something not dragged, or on nothing. */
  tap(target: T | null, at: Pixel): void;
}

interface Gesture<T> {
  id: number;
  target: T | null;
  first: Pixel;
  dragging: boolean;
  moved: boolean;
  box: DOMRect;
}

/** Pixels a pointer may tremble before a press becomes a drag. */
const SLACK = { mouse: 2, touch: 8 };

/** Listens on one surface. Attach with `@pointerdown=${controller.down}` and so on. */
export class PlanePointer<T> implements ReactiveController {
  readonly #actions: PointerActions<T>;
  #gesture: Gesture<T> | null = null;

  constructor(host: ReactiveControllerHost, actions: PointerActions<T>) {
    this.#actions = actions;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.abandon();
  }

  get dragging(): boolean {
    return this.#gesture?.dragging ?? false;
  }

  /** End a drag as if it had not been. */
  abandon(): void {
    const gesture = this.#gesture;
    this.#gesture = null;
    if (gesture?.dragging) this.#actions.cancel();
  }

  readonly down = (event: PointerEvent): void => {
    if (this.#gesture || !event.isPrimary || event.button !== 0) return;
    const surface = event.currentTarget as HTMLElement;
    const box = surface.getBoundingClientRect();
    const first = { x: event.clientX - box.left, y: event.clientY - box.top };
    const target = this.#actions.pick(first, event.pointerType);
    const dragging = target !== null && (event.pointerType !== "touch" || this.#actions.touchable(target));
    this.#gesture = { id: event.pointerId, target, first, dragging, moved: false, box };
    if (!dragging) return;
    capture(surface, event.pointerId);
    this.#actions.start(target, first);
  };

  readonly move = (event: PointerEvent): void => {
    const gesture = this.#gesture;
    if (!gesture || gesture.id !== event.pointerId) return;
    const at = { x: event.clientX - gesture.box.left, y: event.clientY - gesture.box.top };
    const slack = event.pointerType === "touch" ? SLACK.touch : SLACK.mouse;
    const far = Math.hypot(at.x - gesture.first.x, at.y - gesture.first.y) > slack;
    gesture.moved ||= far;
    if (gesture.dragging && gesture.moved) this.#actions.move(at);
  };

  readonly up = (event: PointerEvent): void => {
    const gesture = this.#gesture;
    if (!gesture || gesture.id !== event.pointerId) return;
    this.#gesture = null;
    if (gesture.dragging) this.#actions.end();
    else if (!gesture.moved) this.#actions.tap(gesture.target, gesture.first);
  };

  readonly cancel = (event: PointerEvent): void => {
    if (this.#gesture?.id === event.pointerId) this.abandon();
  };
}

/** A pointer that is gone, or one made by a script, cannot be captured; the drag then lives as long as it stays above. */
function capture(surface: HTMLElement, id: number): void {
  try {
    surface.setPointerCapture(id);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

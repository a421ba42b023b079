// Wheel, background drags and pinches on a plot, told in pixels of the plot. It knows no data.

export interface ZoomActions {
  /** `factor` above 1 is finer; about a place. */
  zoom(factor: number, at: { x: number; y: number }): void;
  pan(by: { x: number; y: number }): void;
  /** Whether the wheel is the plot's now: else the page scrolls. */
  wheelIsOurs(): boolean;
  /** Whether one finger or a mouse may pan: there is something beyond what is shown, and nothing else is being dragged. */
  canPan(): boolean;
}

/** A wheel's step of 100 pixels doubles. */
const PER_PIXEL = Math.LN2 / 100;
/** A drag begins after so many pixels. */
const SLACK = 4;

interface Contact {
  x: number;
  y: number;
}

/** Listens on one surface; attach `wheel` as a listener that is not passive. */
export class ZoomGestures {
  readonly #actions: ZoomActions;
  readonly #contacts = new Map<number, Contact>();
  #panning = false;

  constructor(actions: ZoomActions) {
    this.#actions = actions;
  }

  get busy(): boolean {
    return this.#panning || this.#contacts.size > 1;
  }

  readonly wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey && !this.#actions.wheelIsOurs()) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : 1) * (event.ctrlKey ? 3 : 1);
    const factor = Math.exp(-Math.max(-200, Math.min(200, pixels)) * PER_PIXEL);
    this.#actions.zoom(factor, placeIn(event));
  };

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#contacts.set(event.pointerId, placeIn(event));
    this.#panning = false;
  };

  readonly move = (event: PointerEvent): void => {
    const before = this.#contacts.get(event.pointerId);
    if (!before) return;
    const now = placeIn(event);
    const [other] = [...this.#contacts].flatMap(([id, contact]) => (id === event.pointerId ? [] : [contact]));
    if (other) this.#pinch(before, now, other);
    else if (!this.#pan(before, now)) return;
    this.#contacts.set(event.pointerId, now);
  };

  readonly up = (event: PointerEvent): void => {
    this.#contacts.delete(event.pointerId);
    this.#panning = false;
  };

  /** Whether the drag has begun. */
  #pan(before: Contact, now: Contact): boolean {
    if (!this.#actions.canPan()) return false;
    const by = { x: now.x - before.x, y: now.y - before.y };
    if (!this.#panning && Math.hypot(by.x, by.y) < SLACK) return false;
    this.#panning = true;
    this.#actions.pan(by);
    return true;
  }

  #pinch(before: Contact, now: Contact, other: Contact): void {
    const apart = (a: Contact) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    this.#actions.zoom(apart(now) / apart(before), middle);
  }
}

function placeIn(event: MouseEvent): Contact {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

// Hands on the picture of counts: wheel, pinch, background drag, pointing, tapping and keys, turned into data units at once.

import type { Pixel } from "#charts/interaction/plane-pointer.ts";
import { ZoomGestures } from "#charts/interaction/zoom-gestures.ts";
import { type Place, type Plane, pixelSize } from "#charts/scale/plane.ts";
import type { StageEvents } from "../gestures.ts";
import type { PlotKeys } from "../keys.ts";
import { keyWords } from "../speech.ts";
import type { Subject } from "../text.ts";
import type { Work } from "../work.ts";
import { type DenseNews, pressDense } from "./keys.ts";
import { cellWords, viewWords } from "./text.ts";

export interface DenseHandsOptions {
  subject(): Subject;
  say(words: string): void;
  /** Null before the width is known. */
  plane(): Plane | null;
  /** Whether a handle or a point is dragged. */
  dragging(): boolean;
  /** Whether the plot has the keyboard's focus. */
  focused(): boolean;
}

/** Events of the plot's surface, with those that only a picture has. */
export interface DenseEvents extends StageEvents {
  wheel: { handleEvent(event: WheelEvent): void; passive: false };
  leave: () => void;
}

/** Pixels within which the keyboard's cursor means a point. */
const NEAR = 14;

export class DenseHands {
  readonly #work: Work;
  readonly #options: DenseHandsOptions;
  readonly #zoom: ZoomGestures;
  #said: ReturnType<typeof setTimeout> | undefined;

  constructor(work: Work, options: DenseHandsOptions) {
    this.#work = work;
    this.#options = options;
    this.#zoom = new ZoomGestures({
      zoom: (factor, at) => this.zoom(factor, at),
      pan: (by) => this.#pan(by),
      wheelIsOurs: () => options.focused(),
      canPan: () => !options.dragging() && !(work.picture?.isWhole ?? true),
    });
  }

  /** The plot's events with the picture's before them. */
  events(own: StageEvents): DenseEvents {
    const zoom = this.#zoom;
    return {
      ...own,
      wheel: { handleEvent: zoom.wheel, passive: false },
      down: (event) => {
        own.down(event);
        zoom.down(event);
      },
      move: (event) => {
        if (!this.#options.dragging()) zoom.move(event);
        if (zoom.busy) return;
        own.move(event);
        if (event.buttons === 0 && event.pointerType !== "touch") this.#hover(event);
      },
      up: (event) => {
        if (zoom.busy) own.cancel(event);
        else own.up(event);
        zoom.up(event);
      },
      cancel: (event) => {
        zoom.up(event);
        own.cancel(event);
      },
      add: () => {},
      leave: () => {},
    };
  }

  /** About a pixel, or the place that is pointed at. */
  zoom(factor: number, at?: Pixel): void {
    const { picture } = this.#work;
    if (!picture) return;
    if (factor === 0) picture.all();
    else picture.zoom(factor, at && this.#placeOf(at));
    this.#sayView();
  }

  /** A tap on nothing: point there, or take the point that is drawn there. */
  tap(at: Pixel, reach: Place): boolean {
    const { picture, bench } = this.#work;
    const place = this.#placeOf(at);
    if (!picture || !place) return false;
    const dot = picture.nearestDot(place, reach);
    if (dot) void this.#take(dot.row);
    else {
      bench.choose(null);
      picture.point(place);
      this.#tell("pointed");
    }
    return true;
  }

  key(event: KeyboardEvent, keys: PlotKeys): boolean {
    const { picture, bench } = this.#work;
    if (!picture) return false;
    const news = pressDense(event, picture, bench, keys);
    if (news === null) return false;
    if (news === "taken") this.#takeAtCursor();
    else this.#tell(news);
    return true;
  }

  #takeAtCursor(): void {
    const { picture } = this.#work;
    const plane = this.#options.plane();
    if (!picture?.cursor || !plane) return;
    const size = pixelSize(plane);
    const dot = picture.nearestDot(picture.cursor, { x: size.x * NEAR, y: size.y * NEAR });
    if (dot) void this.#take(dot.row);
    else this.#tell("pointed");
  }

  async #take(row: number): Promise<void> {
    if (await this.#work.take(row)) this.#options.say(keyWords("chosen", this.#work.bench, this.#options.subject()));
  }

  #tell(news: DenseNews): void {
    const { picture, bench } = this.#work;
    const subject = this.#options.subject();
    if (news === "viewed") this.#sayView();
    else if (news === "pointed" && picture?.cell) this.#options.say(cellWords(picture.cell, subject));
    else if (news === "gone") this.#options.say(keyWords(bench.active ? "chosen" : "left", bench, subject));
  }

  /** Once counts of the newest view are there. */
  #sayView(): void {
    clearTimeout(this.#said);
    this.#said = setTimeout(() => {
      const { picture } = this.#work;
      if (!picture?.seen) return;
      const { nInside } = picture.seen.bins;
      this.#options.say(viewWords(nInside, picture.data.cloud.n, this.#options.subject()));
    }, 250);
  }

  #hover(event: PointerEvent): void {
    const { picture } = this.#work;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const place = this.#placeOf({ x: event.clientX - box.left, y: event.clientY - box.top });
    if (place) picture?.point(place);
  }

  #pan(by: Pixel): void {
    const plane = this.#options.plane();
    if (!plane) return;
    const size = pixelSize(plane);
    this.#work.picture?.pan({ x: -by.x * size.x, y: by.y * size.y });
    this.#sayView();
  }

  /** The place under a pixel; undefined outside the frame. */
  #placeOf({ x, y }: Pixel): Place | undefined {
    const plane = this.#options.plane();
    if (!plane) return undefined;
    const { left, right, top, bottom } = plane.frame;
    if (x < left || x > right || y < top || y > bottom) return undefined;
    return { x: plane.x.invert(x), y: plane.y.invert(y) };
  }
}

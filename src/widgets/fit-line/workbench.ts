// What a person works on: points and a line, with one thing held at a time, undo and redo. It knows no DOM and no engine.

import { covers, type Domain, domainOf } from "#charts/scale/domain.ts";
import { clamp, type Line, type Place, roundTo } from "#charts/scale/plane.ts";
import { History } from "./history.ts";

/** An observation. `row` counts from 1 as in its table; null for a point that a person added. */
export interface Point extends Place {
  readonly row: number | null;
}

/** One state of the work; never changed in place. */
export interface Sheet {
  readonly points: readonly Point[];
  readonly line: Line;
}

/** What can be chosen and held: an end of my line (0 left, 1 right), the line itself, a point. */
export type Item = { kind: "handle"; index: 0 | 1 } | { kind: "line" } | { kind: "point"; index: number };

/** "view": only what is chosen; "moving": something is held and moves; "done": a change that can be undone. */
export type ChangeKind = "view" | "moving" | "done";

/** Where the handles stand at first, as shares of the axis. */
const HANDLE_SHARES = [0.08, 0.92] as const;
/** Handles never come nearer than this share of the axis. */
const HANDLE_GAP = 0.06;
/** Handles keep this share of the axis away from where their line leaves the picture. */
const HANDLE_INSET = 0.02;

interface Held {
  item: Item;
  before: Sheet;
  origin: Place;
  /** The handle that stays while the other moves. */
  anchor: Place;
  moved: boolean;
}

export class Workbench {
  readonly #changed: (kind: ChangeKind) => void;
  readonly #history = new History<Sheet>();
  #first: Sheet = { points: [], line: { slope: 0, intercept: 0 } };
  #handleX: [number, number] = [0, 1];
  /** Domains of data that are not all points here; they stay, wherever the points go. */
  #whole: { x: Domain; y: Domain } | null = null;
  #held: Held | null = null;

  sheet: Sheet = this.#first;
  /** The sheet when nothing was held last: what slow parts of the page may follow. */
  rest: Sheet = this.#first;
  /** The sheet before the newest change, or before what is held was taken. */
  before: Sheet = this.#first;
  active: Item | null = null;
  /** Where the next point would go while one is being added. */
  ghost: Place | null = null;
  xDomain: Domain = [0, 1];
  yDomain: Domain = [0, 1];
  /** Data units that one pixel can tell; numbers made by hand are rounded to it. */
  resolution: Place = { x: 0, y: 0 };

  constructor(changed: (kind: ChangeKind) => void) {
    this.#changed = changed;
  }

  get held(): Item | null {
    return this.#held?.item ?? null;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** Whether anything differs from how it was loaded. */
  get touched(): boolean {
    return this.sheet !== this.#first;
  }

  /** Whether points differ from how they were loaded. */
  get pointsTouched(): boolean {
    return this.sheet.points !== this.#first.points;
  }

  /** Begin anew. Without `line`, mine starts flat at the round middle of the picture, which tells nothing of the data's direction. */
  load(points: readonly Point[], line: Partial<Line>, whole: { x: Domain; y: Domain } | null = null): void {
    this.#whole = whole;
    this.#history.clear();
    this.#held = null;
    this.active = null;
    this.ghost = null;
    this.#fitDomains(points);
    const [low, high] = this.yDomain;
    const slope = line.slope ?? 0;
    const middle = roundTo((low + high) / 2 - slope * mean(this.xDomain), (high - low) / 20);
    this.#first = { points, line: { slope, intercept: line.intercept ?? middle } };
    this.sheet = this.#first;
    this.#settleHandles();
    this.rest = this.sheet;
    this.before = this.sheet;
    this.#changed("view");
  }

  /** Everything as it was loaded. */
  reset(): void {
    this.load(this.#first.points, this.#first.line, this.#whole);
  }

  /** Take a line that no person drew here: nothing to undo. */
  adoptLine(line: Line): void {
    this.sheet = { ...this.sheet, line };
    this.rest = this.sheet;
    this.#changed("view");
  }

  /** Show a part of the whole. */
  show(x: Domain, y: Domain): void {
    this.xDomain = x;
    this.yDomain = y;
  }

  /** Take a point that lies where the data have it, and choose it: nothing to undo. */
  adoptPoint(point: Point): void {
    const at = this.sheet.points.findIndex(({ row }) => row === point.row);
    if (at < 0) this.sheet = { ...this.sheet, points: [...this.sheet.points, point] };
    this.rest = this.sheet;
    this.active = { kind: "point", index: at < 0 ? this.sheet.points.length - 1 : at };
    this.#changed("view");
  }

  choose(item: Item | null): void {
    this.active = item;
    this.#changed("view");
  }

  /** The two handles, on my line and inside the picture where the line is. */
  handles(): [Place, Place] {
    const { line } = this.sheet;
    const [from, to] = this.#visible(line);
    const inset = Math.min(HANDLE_INSET * span(this.xDomain), (to - from) / 4);
    const at = (x: number): Place => {
      const inside = clamp(x, from + inset, to - inset);
      return { x: inside, y: line.intercept + line.slope * inside };
    };
    return [at(this.#handleX[0]), at(this.#handleX[1])];
  }

  /** Where an item is; for the line, its middle. */
  placeOf(item: Item): Place {
    const handles = this.handles();
    switch (item.kind) {
      case "handle":
        return handles[item.index];
      case "line": {
        const x = mean([handles[0].x, handles[1].x]);
        return { x, y: this.sheet.line.intercept + this.sheet.line.slope * x };
      }
      case "point":
        return this.sheet.points[item.index] ?? { x: 0, y: 0 };
      default:
        return item satisfies never;
    }
  }

  /** Take hold of an item; `moveHeld`, then `release` or `restore`. */
  hold(item: Item): void {
    this.release();
    const anchor = this.handles()[item.kind === "handle" && item.index === 0 ? 1 : 0];
    this.before = this.sheet;
    this.#held = { item, before: this.sheet, origin: this.placeOf(item), anchor, moved: false };
    if (item.kind !== "line") this.active = item;
    this.#changed("view");
  }

  /** Put what is held at `place`. */
  moveHeld(place: Place): void {
    const held = this.#held;
    if (!held) return;
    held.moved = true;
    const { item, before } = held;
    switch (item.kind) {
      case "handle":
        this.#turn(item.index, place, held.anchor);
        break;
      case "line": {
        const { slope, intercept } = before.line;
        const lifted = roundTo(intercept + place.y - held.origin.y, this.resolution.y);
        this.sheet = { ...this.sheet, line: { slope, intercept: lifted } };
        break;
      }
      case "point":
        this.sheet = { ...this.sheet, points: replaced(this.sheet.points, item.index, place) };
        break;
      default:
        item satisfies never;
    }
    this.#changed("moving");
  }

  /** Let go: the change stays and can be undone. Says whether there was one. */
  release(): boolean {
    const held = this.#held;
    if (!held) return false;
    this.#held = null;
    if (held.moved) this.#done(held.before);
    else this.#changed("view");
    return held.moved;
  }

  /** Let go, and put everything back as it was when it was taken. */
  restore(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    this.sheet = held.before;
    this.#changed("view");
  }

  setLine(line: Line): void {
    this.#change({ ...this.sheet, line });
  }

  setPoint(index: number, place: Place): void {
    this.#change({ ...this.sheet, points: replaced(this.sheet.points, index, place) });
  }

  /** Add a point of no row, and choose it. */
  add(place: Place): void {
    const points = [...this.sheet.points, { ...place, row: null }];
    this.ghost = null;
    this.active = { kind: "point", index: points.length - 1 };
    this.#change({ ...this.sheet, points });
  }

  remove(index: number): void {
    this.active = null;
    this.#change({ ...this.sheet, points: this.sheet.points.filter((_, i) => i !== index) });
  }

  undo(): boolean {
    return this.#step(this.#history.undo(this.sheet));
  }

  redo(): boolean {
    return this.#step(this.#history.redo(this.sheet));
  }

  /** Move the point that is being added, or stop adding with null. */
  setGhost(place: Place | null): void {
    this.ghost = place;
    if (place) this.active = null;
    this.#changed("view");
  }

  /** Begin to add a point, in the middle of the picture. */
  beginAdding(): void {
    const middle = (domain: Domain) => roundTo(mean(domain), span(domain) / 50);
    this.setGhost({ x: middle(this.xDomain), y: middle(this.yDomain) });
  }

  #step(sheet: Sheet | null): boolean {
    if (!sheet) return false;
    this.#held = null;
    this.before = this.sheet;
    if (sheet.points.length !== this.sheet.points.length) this.active = null;
    this.sheet = sheet;
    this.#settle();
    return true;
  }

  #change(sheet: Sheet): void {
    const before = this.sheet;
    this.#held = null;
    this.sheet = sheet;
    this.#done(before);
  }

  #done(before: Sheet): void {
    this.#history.record(before);
    this.before = before;
    this.#settle();
  }

  #settle(): void {
    const { points } = this.sheet;
    const inside =
      this.#whole !== null ||
      (covers(
        this.xDomain,
        points.map(({ x }) => x),
      ) &&
        covers(
          this.yDomain,
          points.map(({ y }) => y),
        ));
    if (!inside) {
      this.#fitDomains(points);
      this.#settleHandles();
    }
    this.rest = this.sheet;
    this.#changed("done");
  }

  #fitDomains(points: readonly Point[]): void {
    if (this.#whole) {
      this.show(this.#whole.x, this.#whole.y);
      return;
    }
    this.xDomain = domainOf(points.map(({ x }) => x));
    this.yDomain = domainOf(points.map(({ y }) => y));
  }

  #settleHandles(): void {
    const [low] = this.xDomain;
    this.#handleX = [low + HANDLE_SHARES[0] * span(this.xDomain), low + HANDLE_SHARES[1] * span(this.xDomain)];
  }

  /** My line through `place` and `anchor`, with the handle kept on its side of the anchor. */
  #turn(index: 0 | 1, place: Place, anchor: Place): void {
    const gap = HANDLE_GAP * span(this.xDomain);
    const x = index === 0 ? Math.min(place.x, anchor.x - gap) : Math.max(place.x, anchor.x + gap);
    const reach = Math.max(Math.abs(this.xDomain[0]), Math.abs(this.xDomain[1]));
    const slope = roundTo((place.y - anchor.y) / (x - anchor.x), this.resolution.y / reach);
    const intercept = roundTo(anchor.y - slope * anchor.x, this.resolution.y);
    this.#handleX = index === 0 ? [x, anchor.x] : [anchor.x, x];
    this.sheet = { ...this.sheet, line: { slope, intercept } };
  }

  /** The x range over which `line` is in the picture; all of it where it nowhere is. */
  #visible(line: Line): Domain {
    const [low, high] = this.xDomain;
    const at = this.yDomain.map((y) => (y - line.intercept) / line.slope).sort((a, b) => a - b);
    const [enter = low, leave = high] = at;
    if (line.slope === 0 || !Number.isFinite(enter) || !Number.isFinite(leave)) return this.xDomain;
    return enter >= high || leave <= low ? this.xDomain : [Math.max(low, enter), Math.min(high, leave)];
  }
}

function replaced(points: readonly Point[], index: number, place: Place): readonly Point[] {
  const next = points.slice();
  const point = next[index];
  if (point) next[index] = { ...point, x: place.x, y: place.y };
  return next;
}

const span = (domain: Domain) => domain[1] - domain[0];
const mean = (pair: Domain) => (pair[0] + pair[1]) / 2;

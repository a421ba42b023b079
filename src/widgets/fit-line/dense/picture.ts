// What is seen of a large table: a window of it, counts or points there, and the cell that is pointed at. It knows no DOM.

import { binEdges, binOf } from "#base/bin-edges.ts";
import { isWhole, middleOf, panned, type View, zoomed } from "#charts/interaction/zoom.ts";
import type { Frame, Place } from "#charts/scale/plane.ts";
import type { DenseData, DenseView } from "./data.ts";

/** Pixels of a cell: small enough for a picture, large enough to be told apart and to hold some rows. */
const CELL = 5;

/** A cell with its edges, what it holds, and its place in the grid. */
export interface Cell {
  i: number;
  j: number;
  x: readonly [number, number];
  y: readonly [number, number];
  count: number;
  /** NaN where the cell is empty. */
  mean: number;
}

export class DensePicture {
  readonly data: DenseData;
  readonly whole: View;
  readonly #changed: () => void;
  #frame: Frame | null = null;
  view: View;
  /** The newest counts, of the view or of one shortly before it. */
  seen: DenseView | null = null;
  /** The place that is pointed at; null where nothing is. */
  cursor: Place | null = null;
  error: unknown = null;

  constructor(data: DenseData, whole: View, changed: () => void) {
    this.data = data;
    this.whole = whole;
    this.view = whole;
    this.#changed = changed;
  }

  get isWhole(): boolean {
    return isWhole(this.view, this.whole);
  }

  /** Draw for a frame; asks for other counts where it has changed. */
  fitTo(frame: Frame): void {
    const same =
      this.#frame && (["left", "right", "top", "bottom"] as const).every((k) => this.#frame?.[k] === frame[k]);
    this.#frame = frame;
    if (!same) void this.refresh();
  }

  /** Show a window within the whole. */
  show(view: View): void {
    this.view = view;
    this.#changed();
    void this.refresh();
  }

  zoom(factor: number, at: Place = this.cursor ?? middleOf(this.view)): void {
    this.show(zoomed(this.view, this.whole, factor, at));
  }

  pan(by: Place): void {
    this.show(panned(this.view, this.whole, by));
  }

  all(): void {
    this.show(this.whole);
  }

  /** Count again, as the rows or the view have changed. */
  async refresh(): Promise<void> {
    const frame = this.#frame;
    if (!frame) return;
    const nx = Math.max(1, Math.round((frame.right - frame.left) / CELL));
    const ny = Math.max(1, Math.round((frame.bottom - frame.top) / CELL));
    try {
      const seen = await this.data.look({ ...this.view, nx, ny });
      if (!seen) return;
      this.seen = seen;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    this.#changed();
  }

  /** Point at a place, or at nothing. */
  point(at: Place | null): void {
    this.cursor = at;
    this.#changed();
  }

  /** The cell that is pointed at. */
  get cell(): Cell | null {
    if (!this.seen || !this.cursor) return null;
    const { bins } = this.seen;
    const [xEdges, yEdges] = [binEdges(bins.x), binEdges(bins.y)];
    const [i, j] = [binOf(this.cursor.x, xEdges), binOf(this.cursor.y, yEdges)];
    if (i < 0 || j < 0) return null;
    const at = j * bins.x.n + i;
    const ends = (edges: Float64Array, k: number) => [edges[k] as number, edges[k + 1] as number] as const;
    const [count, mean] = [bins.counts[at] as number, bins.means[at] as number];
    return { i, j, x: ends(xEdges, i), y: ends(yEdges, j), count, mean };
  }

  /** Step the cursor by cells; at an edge the view moves along. */
  step(by: Place): void {
    const { bins } = this.seen ?? {};
    if (!bins) return;
    const size = {
      x: (this.view.x[1] - this.view.x[0]) / bins.x.n,
      y: (this.view.y[1] - this.view.y[0]) / bins.y.n,
    };
    const from = this.cursor ?? middleOf(this.view);
    const inside = (value: number, [low, high]: readonly [number, number], cell: number) =>
      Math.min(Math.max(value, low + cell / 2), high - cell / 2);
    const to = { x: from.x + by.x * size.x, y: from.y + by.y * size.y };
    const beyond = {
      x: to.x - inside(to.x, this.view.x, size.x),
      y: to.y - inside(to.y, this.view.y, size.y),
    };
    if (beyond.x !== 0 || beyond.y !== 0) this.pan(beyond);
    this.point({ x: inside(to.x, this.view.x, size.x), y: inside(to.y, this.view.y, size.y) });
  }

  /** The drawn point nearest to a place within `reach` (data units), where points are drawn: its row from 1. */
  nearestDot(at: Place, reach: Place): { row: number; place: Place } | null {
    const dots = this.seen?.dots;
    if (!dots) return null;
    let best = 1;
    let found: { row: number; place: Place } | null = null;
    for (let k = 0; k < dots.rows.length; k++) {
      const place = { x: dots.x[k] as number, y: dots.y[k] as number };
      const distance = ((place.x - at.x) / reach.x) ** 2 + ((place.y - at.y) / reach.y) ** 2;
      if (distance > best) continue;
      best = distance;
      found = { row: (dots.rows[k] as number) + 1, place };
    }
    return found;
  }
}

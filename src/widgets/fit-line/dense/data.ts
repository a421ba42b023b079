// The rows of a large table as the widget asks for them: counts, points of a window, moments, fits; and the few points that a
// person has taken out of the crowd, kept equal in the table to what is on the page.

import { latest } from "#base/latest.ts";
import type { Domain } from "#charts/scale/domain.ts";
import type { Place } from "#charts/scale/plane.ts";
import type { Bins, Moments, TableHandle, TableProfile, WindowPoints } from "#engine/index.ts";
import { type ColumnNames, type FittedPoints, quoted } from "../fitter.ts";
import type { Cloud } from "../model.ts";
import type { Point } from "../workbench.ts";

/** Above this many, points become counts; and counts points again where so few are in view. */
export const MOST_POINTS = 5000;

/** A window and the cells that it is cut into. */
export interface DenseWindow {
  x: Domain;
  y: Domain;
  nx: number;
  ny: number;
}

/** Counts of a window and, where they are few, its points. */
export interface DenseView {
  bins: Bins;
  dots: WindowPoints | null;
}

/** How hard a fit tries, while a hand moves a point or once it rests. */
export type FollowPrecision = "auto" | "quick";

export class DenseData {
  readonly #table: TableHandle;
  readonly names: ColumnNames;
  readonly #formula: string;
  /** Where taken points are in the data, by row from 1. */
  readonly #originals = new Map<number, Place>();
  /** Where taken points are in the table now. */
  #sent = new Map<number, Place>();

  /** Sums of all rows that have both values, as they are now. */
  cloud: Cloud = { n: 0, meanX: 0, meanY: 0, sxx: 0, sxy: 0, syy: 0 };
  profile: TableProfile | null = null;

  constructor(table: TableHandle, names: ColumnNames) {
    this.#table = table;
    this.names = names;
    this.#formula = `${quoted(names.y)} ~ ${quoted(names.x)}`;
  }

  get nRows(): number {
    return this.#table.nRows;
  }

  /** The least-squares line with `points` where they are; undefined where a newer call took this one's place. */
  readonly fit: (points: readonly Point[], precision: FollowPrecision) => Promise<FittedPoints | undefined> = latest(
    async (points, precision) => {
      await this.#bring(points);
      const fit = await this.#table.fit(this.#formula, { precision });
      await this.#sum();
      return { fit, columns: this.#table.columns };
    },
  );

  /** Bring the sums up to date with `points`; says whether they are the newest. */
  readonly follow: (points: readonly Point[]) => Promise<boolean | undefined> = latest(async (points) => {
    await this.#bring(points);
    await this.#sum();
    return true;
  });

  /** Counts of a window, and its points where they are few; undefined where a newer call took this one's place. */
  readonly look: (window: DenseWindow) => Promise<DenseView | undefined> = latest(async ({ x, y, nx, ny }) => {
    const names = this.names;
    const window = { x: [x[0], x[1]] as [number, number], y: [y[0], y[1]] as [number, number] };
    const bins = await this.#table.bins(names.x, names.y, { ...window, nx, ny });
    const few = bins.nInside <= MOST_POINTS;
    const dots = few ? await this.#table.points(names.x, names.y, { ...window, limit: MOST_POINTS }) : null;
    return { bins, dots };
  });

  /** Quantiles of both columns, for the table twin. */
  async describe(): Promise<TableProfile> {
    this.profile ??= await this.#table.profile({ columns: [this.names.x, this.names.y] });
    return this.profile;
  }

  /** Remember where a row (from 1) is before it is moved; null where it has no such row or not both values. */
  async know(row: number): Promise<Place | null> {
    const known = this.#originals.get(row);
    if (known || !(Number.isInteger(row) && row >= 1 && row <= this.nRows)) return known ?? null;
    const [values] = await this.#table.rows(row - 1, row);
    const at = (name: string) => values?.[this.#table.columns.findIndex((column) => column.name === name)];
    const [x, y] = [at(this.names.x), at(this.names.y)];
    if (typeof x !== "number" || typeof y !== "number") return null;
    this.#originals.set(row, { x, y });
    return { x, y };
  }

  close(): void {
    this.#table.close();
  }

  /** The table with taken points where they are on the page, and all others where the data have them. */
  async #bring(points: readonly Point[]): Promise<void> {
    const wanted = new Map(this.#originals);
    for (const { row, x, y } of points) if (row !== null) wanted.set(row, { x, y });
    const set = [...wanted].flatMap(([row, place]) => {
      const now = this.#sent.get(row) ?? this.#originals.get(row);
      return now?.x === place.x && now.y === place.y ? [] : [{ row: row - 1, values: this.#values(place) }];
    });
    this.#sent = wanted;
    if (set.length > 0) await this.#table.edit({ set });
  }

  async #sum(): Promise<void> {
    this.cloud = cloudOfMoments(await this.#table.moments(this.#formula));
  }

  #values({ x, y }: Place): { column: string; value: number }[] {
    return [
      { column: this.names.x, value: x },
      { column: this.names.y, value: y },
    ];
  }
}

/** Moments of x and y, in this order. */
function cloudOfMoments({ n, mean: [meanX = 0, meanY = 0], scatter: [sxx = 0, sxy = 0, syy = 0] }: Moments): Cloud {
  return { n, meanX, meanY, sxx, sxy, syy };
}

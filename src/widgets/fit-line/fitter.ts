// Keeps a table in the engine equal to the points on the page and fits it; while a point is dragged only the newest counts.

import { latest } from "#base/latest.ts";
import type { ColumnInfo, Engine, Fit, TableHandle } from "#engine/index.ts";
import type { Point } from "./workbench.ts";

/** Names of the two columns, as the formula will show them. */
export interface ColumnNames {
  x: string;
  y: string;
}

/** Fewer points have no line of their own. */
export const LEAST_POINTS = 2;

/** A fit with the columns it was made from, as they were then. */
export interface FittedPoints {
  fit: Fit;
  columns: readonly ColumnInfo[];
}

export class Fitter {
  readonly #engine: () => Promise<Engine>;
  readonly #names: ColumnNames;
  readonly #formula: string;
  #table: TableHandle | null = null;
  #sent: readonly Point[] = [];
  #closed = false;

  constructor(engine: () => Promise<Engine>, names: ColumnNames) {
    this.#engine = engine;
    this.#names = names;
    this.#formula = `${quoted(names.y)} ~ ${quoted(names.x)}`;
  }

  /** The least-squares line of `points`, few enough to be fitted well while they move; undefined where a newer call took this one's place. */
  readonly fit: (points: readonly Point[]) => Promise<FittedPoints | undefined> = latest((points) => this.#fit(points));

  close(): void {
    this.#closed = true;
    this.#table?.close();
    this.#table = null;
  }

  async #fit(points: readonly Point[]): Promise<FittedPoints> {
    const table = await this.#bring(points);
    try {
      return { fit: await table.fit(this.#formula), columns: table.columns };
    } finally {
      if (this.#closed) table.close();
    }
  }

  /** The table with exactly `points`: changed rows are edited, anything else makes it new. */
  async #bring(points: readonly Point[]): Promise<TableHandle> {
    const { x, y } = this.#names;
    if (!this.#table || points.length !== this.#sent.length) {
      const old = this.#table;
      this.#table = null;
      const engine = await this.#engine();
      this.#table = await engine.fromColumns({
        [x]: Float64Array.from(points, (point) => point.x),
        [y]: Float64Array.from(points, (point) => point.y),
      });
      old?.close();
    } else {
      const set = points.flatMap((point, row) =>
        point === this.#sent[row] ? [] : [{ row, values: this.#values(point) }],
      );
      if (set.length > 0) await this.#table.edit({ set });
    }
    this.#sent = points;
    return this.#table;
  }

  #values(point: Point): { column: string; value: number }[] {
    return [
      { column: this.#names.x, value: point.x },
      { column: this.#names.y, value: point.y },
    ];
  }
}

/** A column's name as a formula writes any name. */
export function quoted(name: string): string {
  return `\`${name.replace(/[\\`]/g, "\\$&")}\``;
}

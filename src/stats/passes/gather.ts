// The rows themselves, each as one vector, for models of more columns than rows that are solved row by row.

import type { NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";

/** How columns are moved and stretched; a factor of 0 leaves a column out. */
export interface GatherArgs {
  /** p of each, and the response's. */
  centre: Float64Array;
  factor: Float64Array;
  level: number;
  responseFactor: number;
}

/** Rows times the root of their weight: p values each, and the response. */
export interface GatheredRows {
  rows: Float64Array[];
  y: number[];
}

export const gatherPass: RowPass<GatherArgs, GatheredRows> = {
  run({ n, columns, weights }, { centre, factor, level, responseFactor }) {
    const p = centre.length;
    const root = (i: number): number => (weights ? Math.sqrt(weights[i] as number) : 1);
    const rows = Array.from({ length: n }, (_, i) => {
      const w = root(i);
      return centre.map((c, j) => w * ((columns[j]?.[i] as number) - c) * (factor[j] as number));
    });
    const response = columns[p] as NumericColumn;
    return { rows, y: Array.from(response, (value, i) => root(i) * (value - level) * responseFactor) };
  },
  merge: (a, b) => ({ rows: [...a.rows, ...b.rows], y: [...a.y, ...b.y] }),
};

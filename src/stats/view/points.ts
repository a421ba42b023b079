// The points of a window, row by row, as long as they are few.

import type { NumericColumn } from "#kernel/backend.ts";
import { tableRowOf } from "../passes/pick.ts";
import type { RowPass } from "../rows.ts";
import type { Stretch, WindowPoints } from "./types.ts";

export interface PointsArgs {
  x: Stretch;
  y: Stretch;
  limit: number;
}

/** The first `limit` points by row, and how many there are. */
export interface FoundPoints extends WindowPoints {
  limit: number;
}

const joined = (a: Float64Array, b: Float64Array, limit: number): Float64Array => {
  const out = new Float64Array(Math.min(limit, a.length + b.length));
  out.set(a);
  out.set(b.subarray(0, out.length - a.length), a.length);
  return out;
};

export const pointsPass: RowPass<PointsArgs, FoundPoints> = {
  run(block, { x: [left, right], y: [low, high], limit }) {
    const { n, columns } = block;
    const [x, y] = columns as [NumericColumn, NumericColumn];
    const places: number[] = [];
    let nInside = 0;
    for (let i = 0; i < n; i++) {
      const px = x[i] as number;
      const py = y[i] as number;
      if (!(px >= left && px <= right && py >= low && py <= high)) continue;
      nInside += 1;
      if (places.length < limit) places.push(i);
    }
    return {
      rows: Float64Array.from(places, (i) => tableRowOf(block, i)),
      x: Float64Array.from(places, (i) => x[i] as number),
      y: Float64Array.from(places, (i) => y[i] as number),
      nInside,
      limit,
    };
  },
  merge: (a, b) => ({
    rows: joined(a.rows, b.rows, a.limit),
    x: joined(a.x, b.x, a.limit),
    y: joined(a.y, b.y, a.limit),
    nInside: a.nInside + b.nInside,
    limit: a.limit,
  }),
};

// What came in each period of each series, which naive forecasts repeat.

import { LeastwiseError } from "#base/error.ts";
import { type InverseStep, undo } from "#formula/inverse.ts";
import { entriesOf } from "../passes/pick.ts";
import type { RowPass } from "../rows.ts";

/** Cells of the table of series by periods. */
const MOST_CELLS = 5_000_000;

/** Period and series of every row of a table, −1 where it has none. */
export interface Series {
  periods: Int32Array;
  groups: Int32Array;
  nPeriods: number;
  nGroups: number;
}

interface Came {
  sum: Float64Array;
  n: Float64Array;
}

/** Sum and number of the responses in each cell; `steps` take a response to the scale of the errors. */
export const camePass: RowPass<{ series: Series; steps: InverseStep[] }, Came> = {
  run(block, { series, steps }) {
    const { nPeriods, nGroups } = series;
    const came = { sum: new Float64Array(nPeriods * nGroups), n: new Float64Array(nPeriods * nGroups) };
    const periods = entriesOf(series.periods, block);
    const groups = entriesOf(series.groups, block);
    const y = block.columns.at(-1);
    for (let i = 0; i < block.n; i++) {
      const cell = cellOf(series, groups[i] as number, periods[i] as number);
      if (cell < 0) continue;
      came.sum[cell] = (came.sum[cell] as number) + undo(steps, y?.[i] as number);
      came.n[cell] = (came.n[cell] as number) + 1;
    }
    return came;
  },
  merge: (a, b) => ({
    sum: a.sum.map((v, k) => v + (b.sum[k] as number)),
    n: a.n.map((v, k) => v + (b.n[k] as number)),
  }),
};

/** @throws LeastwiseError `bad-argument` where there are too many series for their periods */
export function requireFewCells({ nPeriods, nGroups }: Series): void {
  if (nPeriods * nGroups <= MOST_CELLS) return;
  const message = `by: series times periods must be ${MOST_CELLS} at most; got ${nGroups} times ${nPeriods}`;
  throw new LeastwiseError("bad-argument", message, { value: nGroups });
}

/** Place of a series' period in the table of cells; −1 where either is missing. */
export function cellOf({ nPeriods }: Series, group: number, period: number): number {
  return group < 0 || period < 0 ? -1 : group * nPeriods + period;
}

/** What a naive forecaster knows. Entries are by cell. */
export interface Naive {
  /** Mean response; NaN where none came. */
  mean: Float64Array;
  /** The latest period up to this one in which one came; −1 before the first. */
  latest: Int32Array;
}

export function naiveOf({ sum, n }: Came, { nPeriods, nGroups }: Series): Naive {
  const mean = sum.map((total, cell) => total / (n[cell] as number));
  const latest = new Int32Array(mean.length);
  for (let g = 0; g < nGroups; g++) {
    let last = -1;
    for (let t = 0; t < nPeriods; t++) {
      if (!Number.isNaN(mean[g * nPeriods + t])) last = t;
      latest[g * nPeriods + t] = last;
    }
  }
  return { mean, latest };
}

// Forecasts of every row from every origin that reaches it, and the sums of their errors by horizon.

import { type InverseStep, undo } from "#formula/inverse.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { entriesOf } from "../passes/pick.ts";
import type { RowBlock, RowPass } from "../rows.ts";
import { cellOf, type Naive, type Series } from "./naive.ts";
import type { Refit } from "./refit.ts";

/** Sums of one horizon; pinball losses follow, one a quantile. */
export const FIELDS = [
  "n",
  "abs",
  "square",
  "share",
  "nZero",
  "covered",
  "naiveN",
  "naiveAbs",
  "naiveSquare",
  "naiveModelAbs",
  "seasonalN",
  "seasonalAbs",
  "seasonalSquare",
  "seasonalModelAbs",
] as const;
export type Field = (typeof FIELDS)[number];
const PLACE = Object.fromEntries(FIELDS.map((field, place) => [field, place])) as Record<Field, number>;

const NAIVE_FIELDS = {
  naive: ["naiveN", "naiveAbs", "naiveSquare", "naiveModelAbs"],
  seasonal: ["seasonalN", "seasonalAbs", "seasonalSquare", "seasonalModelAbs"],
} as const;

export interface ForecastArgs {
  series: Series;
  naive: Naive;
  season: number;
  horizon: number;
  /** One a model: its last training period, its coefficients, and its quantiles of Student's t. */
  origins: { last: number; model: Refit; t: number[]; ends: [number, number] }[];
  quantiles: readonly number[];
  steps: InverseStep[];
  /** Whether the inverse transform falls, so that quantiles change places. */
  falls: boolean;
}

/** Sums, those of horizon h from (h − 1)·width on. */
export type ForecastSums = Float64Array;

export const widthOf = (quantiles: readonly number[]): number => FIELDS.length + quantiles.length;

export const forecastPass: RowPass<ForecastArgs, ForecastSums> = {
  run(block, args) {
    const width = widthOf(args.quantiles);
    const sums = new Float64Array(args.horizon * width);
    const periods = entriesOf(args.series.periods, block);
    const groups = entriesOf(args.series.groups, block);
    const rowsAt = byPeriod(periods, args.series.nPeriods);
    for (const origin of args.origins) {
      for (let h = 1; h <= args.horizon && origin.last + h < args.series.nPeriods; h++) {
        const into = sums.subarray((h - 1) * width, h * width);
        for (const i of rowsAt(origin.last + h))
          addRow(into, args, { origin, h, block, i, group: groups[i] as number });
      }
    }
    return sums;
  },
  merge: (a, b) => a.map((v, k) => v + (b[k] as number)),
};

/** The rows of a block by their period. */
function byPeriod(periods: Int32Array, nPeriods: number): (period: number) => Int32Array {
  const start = new Int32Array(nPeriods + 1);
  for (const period of periods) if (period >= 0) start[period + 1] = (start[period + 1] as number) + 1;
  for (let t = 0; t < nPeriods; t++) start[t + 1] = (start[t + 1] as number) + (start[t] as number);
  const rows = new Int32Array(start[nPeriods] as number);
  const next = start.slice();
  for (const [i, period] of periods.entries()) {
    if (period < 0) continue;
    rows[next[period] as number] = i;
    next[period] = (next[period] as number) + 1;
  }
  return (period) => rows.subarray(start[period], start[period + 1]);
}

interface Forecast {
  origin: ForecastArgs["origins"][number];
  h: number;
  block: RowBlock;
  i: number;
  group: number;
}

function addRow(into: Float64Array, args: ForecastArgs, { origin, h, block, i, group }: Forecast): void {
  if (group < 0) return;
  const { steps } = args;
  const { model, t, ends } = origin;
  const link = linkOf(model, block.columns, i);
  const y = undo(steps, block.columns.at(-1)?.[i] as number);
  const error = y - undo(steps, link);
  const at = (quantile: number) => undo(steps, link + model.sigma * quantile);
  const [low, high] = [at(ends[args.falls ? 1 : 0]), at(ends[args.falls ? 0 : 1])];
  add(into, "n", 1);
  add(into, "abs", Math.abs(error));
  add(into, "square", error * error);
  add(into, y === 0 ? "nZero" : "share", y === 0 ? 1 : Math.abs(error / y));
  add(into, "covered", low <= y && y <= high ? 1 : 0);
  for (const [k, quantile] of args.quantiles.entries()) {
    const place = FIELDS.length + k;
    const over = y - at((args.falls ? -1 : 1) * (t[k] as number));
    into[place] = (into[place] as number) + Math.max(quantile * over, (quantile - 1) * over);
  }
  addNaive(into, args, { origin, h, group, y, error });
}

/** level + Σ beta (x − centre). */
function linkOf({ level, beta, centre }: Refit, columns: readonly NumericColumn[], i: number): number {
  let sum = level;
  for (let j = 0; j < beta.length; j++) {
    sum += (beta[j] as number) * ((columns[j]?.[i] as number) - (centre[j] as number));
  }
  return sum;
}

function addNaive(
  into: Float64Array,
  { series, naive, season }: ForecastArgs,
  found: Pick<Forecast, "origin" | "h" | "group"> & { y: number; error: number },
): void {
  const { origin, h, group, y, error } = found;
  const latest = naive.latest[cellOf(series, group, origin.last)] as number;
  const repeated = latest < 0 ? Number.NaN : (naive.mean[cellOf(series, group, latest)] as number);
  addOne(into, "naive", { from: repeated, y, error });
  // The last season that was over at the origin.
  const back = origin.last + h - season * Math.ceil(h / season);
  const seasonal = back < 0 ? Number.NaN : (naive.mean[cellOf(series, group, back)] as number);
  addOne(into, "seasonal", { from: seasonal, y, error });
}

function addOne(
  into: Float64Array,
  kind: "naive" | "seasonal",
  { from, y, error }: { from: number; y: number; error: number },
): void {
  if (Number.isNaN(from)) return;
  const [n, abs, square, modelAbs] = NAIVE_FIELDS[kind];
  add(into, n, 1);
  add(into, abs, Math.abs(y - from));
  add(into, square, (y - from) ** 2);
  add(into, modelAbs, Math.abs(error));
}

function add(into: Float64Array, field: Field, value: number): void {
  const place = PLACE[field];
  into[place] = (into[place] as number) + value;
}

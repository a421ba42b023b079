// Rolling-origin evaluation: a model for every origin, forecasts of the periods after it, and how wrong they were.

import { LeastwiseError } from "#base/error.ts";
import { type InverseStep, inverseOf, undo } from "#formula/inverse.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { studentTQuantile } from "../inference/student-t.ts";
import type { Rows } from "../rows.ts";
import { type ForecastArgs, type ForecastSums, forecastPass, widthOf } from "./errors-pass.ts";
import { reachOf, requireRowsArePeriods } from "./futures.ts";
import { camePass, naiveOf, requireFewCells, type Series } from "./naive.ts";
import { type Origins, originsOf, requireWhole } from "./origins.ts";
import type { Periods } from "./periods.ts";
import { type Refit, refitAll, stretchPass } from "./refit.ts";
import { errorsOf } from "./summary.ts";
import type { PeriodUnit, RollingOrigin, RollingOriginOptions } from "./types.ts";

const SEASONS: Record<PeriodUnit, number> = { day: 7, week: 52, month: 12 };

/** What is told of the rows beside their design. */
export interface RollingRows {
  rows: Rows;
  /** Names of the table's columns. */
  columns: readonly string[];
  periods: Periods;
  /** Series of every row of the table, from 0; −1 where it is missing. */
  groups: Int32Array;
  nGroups: number;
}

/**
 * Forecast from every origin and compare. Models are refitted from moments of the stretches between origins, merged; what
 * the plan itself remembers (levels, centres, knots) is of the whole table. In all, three passes over the rows.
 *
 * @throws LeastwiseError `bad-argument` for options out of range, and for a predictor whose future is not known, naming it;
 * `rows-too-few` where an origin has no more rows than terms
 */
export async function rollingOriginOf(
  plan: Plan,
  from: RollingRows,
  backend: Pick<Backend, "dense">,
  options: RollingOriginOptions,
): Promise<RollingOrigin> {
  const { rows, periods, groups, nGroups } = from;
  const { horizon, unit = "day", season = SEASONS[unit], quantiles = [0.1, 0.5, 0.9], level = 0.95 } = options;
  requireWhole("horizon", horizon);
  requireWhole("season", season);
  for (const quantile of [...quantiles, level]) requireShare(quantile);
  const reach = reachOf(plan, options, from.columns);
  const series: Series = { periods: periods.of, groups, nPeriods: periods.count, nGroups };
  requireRowsArePeriods(plan, options, series);
  requireFewCells(series);
  const origins = originsOf(periods.count, options);
  const steps = stepsOf(plan, options.scale ?? "link");
  const models = await fitted(plan, { rows, periods, groups }, origins, backend);
  const came = await rows.reduce(camePass, { series, steps });
  const naive = naiveOf(came, series);
  const args: ForecastArgs = {
    series,
    naive,
    season,
    horizon: reach,
    origins: origins.last.map((last, o) => originOf(last, models[o] as Refit, quantiles, level)),
    quantiles,
    steps,
    falls: undo(steps, 1) < undo(steps, 0),
  };
  const sums = await rows.reduce(forecastPass, args);
  return {
    terms: [...(plan.intercept ? ["(Intercept)"] : []), ...plan.columns.map(({ name }) => name)],
    origins: origins.last.map((last, o) => {
      const { n, rank } = models[o] as Refit;
      return { origin: periods.text(last), n, rank };
    }),
    ...summarised(sums, { horizon, reach, quantiles }),
    nDropped: came.n.reduce((left, n) => left - n, groups.length),
  };
}

async function fitted(
  plan: Plan,
  { rows, periods, groups }: Pick<RollingRows, "rows" | "periods" | "groups">,
  origins: Origins,
  backend: Pick<Backend, "dense">,
): Promise<Refit[]> {
  const stretches = periods.of.map((period, row) =>
    period < 0 || (groups[row] as number) < 0 ? -1 : (origins.stretchOf[period] as number),
  );
  const states = await rows.reduce(stretchPass, { stretches, nStretches: origins.nStretches });
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const texts = origins.last.map((last) => periods.text(last));
  return refitAll(states, origins, { names, intercept: plan.intercept, texts, turn: rows.turn }, backend.dense);
}

function originOf(
  last: number,
  model: Refit,
  quantiles: readonly number[],
  level: number,
): ForecastArgs["origins"][number] {
  const df = model.n - model.rank;
  const t = quantiles.map((quantile) => studentTQuantile(quantile, df));
  const end = studentTQuantile((1 + level) / 2, df);
  return { last, model, t, ends: [-end, end] };
}

function stepsOf(plan: Plan, scale: string): InverseStep[] {
  if (scale === "link") return [];
  const inverse = scale === "response" ? inverseOf(plan.response.expr) : null;
  if (inverse !== null) return inverse.steps;
  const rule =
    scale === "response"
      ? "the response must be a function of one column that can be undone"
      : 'must be "link" or "response"';
  const got = scale === "response" ? plan.response.label : scale;
  throw new LeastwiseError("bad-argument", `scale: ${rule}; got ${got}`, { value: got });
}

function requireShare(value: number): void {
  if (value > 0 && value < 1) return;
  throw new LeastwiseError("bad-argument", `quantiles and level: must be in (0, 1); got ${value}`, { value });
}

function summarised(
  sums: ForecastSums,
  { horizon, reach, quantiles }: { horizon: number; reach: number; quantiles: readonly number[] },
): Pick<RollingOrigin, "horizons" | "overall" | "reasons"> {
  const width = widthOf(quantiles);
  const none = new Float64Array(width);
  const parts = Array.from({ length: horizon }, (_, h) =>
    h < reach ? sums.subarray(h * width, (h + 1) * width) : none,
  );
  const total = parts.reduce((all, part) => all.map((v, k) => v + (part[k] as number)), none);
  const reason = `a lagged predictor reaches back ${reach} periods only`;
  const beyond = Array.from({ length: horizon - reach }, (_, k) => ({ field: `horizons[${reach + k}]`, reason }));
  return {
    horizons: parts.map((part) => errorsOf(part, quantiles)),
    overall: errorsOf(total, quantiles),
    reasons: beyond,
  };
}

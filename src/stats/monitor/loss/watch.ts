// All charts of a loss series against its own first part, with customary parameters.

import { LeastwiseError } from "#base/error.ts";
import { quantileOf } from "#base/quantile.ts";
import { type BaselineParams, type BaselineState, baselineRule } from "./baseline-rule.ts";
import { type Chart, type ChartRun, type ChartState, runChart } from "./chart.ts";
import { requireThat } from "./checks.ts";
import { type CusumParams, type CusumState, cusum } from "./cusum.ts";
import { type EwmaParams, type EwmaState, ewma } from "./ewma.ts";
import { type PageHinkleyParams, type PageHinkleyState, pageHinkley } from "./page-hinkley.ts";

export interface WatchOptions {
  /** Losses at the start that are taken as usual. */
  baseline: number;
  /** CUSUM: slack and limit in standard deviations. Default 0.5 and 5. */
  k?: number;
  h?: number;
  /** Page–Hinkley: in the unit of the loss. Default 0.5 and 5 standard deviations of the baseline. */
  delta?: number;
  lambda?: number;
  /** EWMA: weight of the newest loss, and width in standard deviations. Default 0.2 and 3. */
  weight?: number;
  width?: number;
  /** Fixed baseline: quantile in (0, 1), and how many of the last losses. Default 0.95, 3 of 5. */
  quantile?: number;
  above?: number;
  of?: number;
}

export interface LossWatch {
  baseline: { n: number; mean: number; sd: number; level: number };
  cusum: ChartRun<CusumState, CusumParams>;
  pageHinkley: ChartRun<PageHinkleyState, PageHinkleyParams>;
  ewma: ChartRun<EwmaState, EwmaParams>;
  fixed: ChartRun<BaselineState, BaselineParams>;
}

/** Mean, standard deviation (n − 1) and quantile (R's type 7) of the losses present. */
function baselineOf(losses: readonly (number | null)[], quantile: number): LossWatch["baseline"] {
  const present = losses.filter((loss): loss is number => loss !== null && !Number.isNaN(loss)).sort((a, b) => a - b);
  const n = present.length;
  requireThat("baseline", n >= 2, "at least 2 losses that are present", n);
  const first = present[0] as number;
  const mean = first + present.reduce((sum, x) => sum + (x - first), 0) / n;
  const sd = Math.sqrt(present.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
  return { n, mean, sd, level: quantileOf(present, quantile) };
}

/** Run on what comes after the baseline, which holds 2 losses at least; indices are those of the whole series. */
function runAfter<State extends ChartState, Params>(
  chart: Chart<State, Params>,
  losses: readonly (number | null)[],
  { from, params }: { from: number; params: Params },
): ChartRun<State, Params> {
  const run = runChart(chart, losses.slice(from), params);
  const before = new Array<null>(from).fill(null);
  return {
    ...run,
    alarm: run.alarm === null ? null : run.alarm + from,
    statistic: [...before, ...run.statistic],
    limit: [...before, ...run.limit],
  };
}

/**
 * Watch a series of losses in time order, one a day or a batch, against its first `baseline` ones.
 *
 * The mean and spread of few losses are rough, and with them the rate of false alarms: 100 give the spread to 7 %.
 *
 * @throws LeastwiseError `bad-argument` where a parameter is out of its range, the baseline does not vary, or an infinite loss
 */
export function watchLosses(series: ArrayLike<number | null>, options: WatchOptions): LossWatch {
  requireThat("options", typeof options === "object" && options !== null, "an object with baseline", options);
  const losses = Array.from(series);
  const { baseline: from, quantile = 0.95 } = options;
  const few = Number.isInteger(from) && from >= 2 && from < losses.length;
  requireThat("baseline", few, `a whole number from 2 to below the ${losses.length} losses`, from);
  requireThat("quantile", quantile > 0 && quantile < 1, "in (0, 1)", quantile);
  const infinite = losses.findIndex((loss) => loss === Number.POSITIVE_INFINITY || loss === Number.NEGATIVE_INFINITY);
  if (infinite >= 0) {
    const message = `loss ${infinite}: must be finite or missing; got ${losses[infinite]}`;
    throw new LeastwiseError("bad-argument", message, { value: losses[infinite] });
  }
  const baseline = baselineOf(losses.slice(0, from), quantile);
  const { mean: target, sd, level } = baseline;
  requireThat("baseline", sd > 0, "losses that vary", `${from} times ${target}`);
  const { k = 0.5, h = 5, delta = 0.5 * sd, lambda = 5 * sd, weight = 0.2, width = 3, above = 3, of = 5 } = options;
  return {
    baseline,
    cusum: runAfter(cusum, losses, { from, params: { target, sd, k, h } }),
    pageHinkley: runAfter(pageHinkley, losses, { from, params: { delta, lambda } }),
    ewma: runAfter(ewma, losses, { from, params: { target, sd, lambda: weight, width } }),
    fixed: runAfter(baselineRule, losses, { from, params: { level, k: above, n: of } }),
  };
}

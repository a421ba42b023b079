// What the charts of a loss series have in common: a state, a step, and the run over a series.

/** What every chart shows after a loss: a statistic, its limit, and whether it is above it. */
export interface ChartState {
  /** Losses seen. */
  n: number;
  statistic: number;
  limit: number;
  alarm: boolean;
}

/**
 * A chart as two pure functions over plain states, so that a page can step through a series and a server can keep the state
 * between two rows. No state is reset at an alarm: begin with `start` once the cause is mended.
 */
export interface Chart<State extends ChartState, Params> {
  start(params: Params): State;
  step(state: State, loss: number, params: Params): State;
}

/** A chart run over a series. */
export interface ChartRun<State extends ChartState, Params> {
  params: Params;
  /** Index of the first loss at which the statistic is above its limit. */
  alarm: number | null;
  /** One a loss; `null` where the loss is missing, which leaves the state as it was. */
  statistic: (number | null)[];
  limit: (number | null)[];
  /** The state after the last loss, from which a run can go on. */
  state: State;
}

/**
 * Run a chart over losses in time order; `null` and NaN are missing.
 *
 * @param from the state to go on from; default `chart.start(params)`
 */
export function runChart<State extends ChartState, Params>(
  chart: Chart<State, Params>,
  losses: ArrayLike<number | null>,
  params: Params,
  from: State = chart.start(params),
): ChartRun<State, Params> {
  const run: ChartRun<State, Params> = { params, alarm: null, statistic: [], limit: [], state: from };
  for (const [i, loss] of Array.from(losses).entries()) {
    const present = loss !== null && !Number.isNaN(loss);
    if (present) run.state = chart.step(run.state, loss, params);
    if (present && run.state.alarm) run.alarm ??= i;
    run.statistic.push(present ? run.state.statistic : null);
    run.limit.push(present ? run.state.limit : null);
  }
  return run;
}

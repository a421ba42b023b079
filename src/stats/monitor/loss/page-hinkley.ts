// The Page–Hinkley test that losses rise above their own mean so far (Page 1954; Hinkley 1971).

import type { Chart, ChartState } from "./chart.ts";
import { requirePositive, requireThat } from "./checks.ts";

/** Both in the unit of the loss. */
export interface PageHinkleyParams {
  /** A rise that does not count. */
  delta: number;
  /** The limit of the summed rises. */
  lambda: number;
}

export interface PageHinkleyState extends ChartState {
  mean: number;
  sum: number;
  least: number;
}

/** sum = Σ (loss − mean so far − delta); the statistic is how far the sum is above its least value, 0 before the first. */
export const pageHinkley: Chart<PageHinkleyState, PageHinkleyParams> = {
  /** @throws LeastwiseError `bad-argument` unless delta >= 0 and lambda > 0, both finite */
  start({ delta, lambda }) {
    requireThat("delta", delta >= 0 && Number.isFinite(delta), "finite and >= 0", delta);
    requirePositive("lambda", lambda);
    return { n: 0, mean: 0, sum: 0, least: 0, statistic: 0, limit: lambda, alarm: false };
  },
  step(state, loss, { delta, lambda }) {
    const n = state.n + 1;
    const mean = state.mean + (loss - state.mean) / n;
    const sum = state.sum + (loss - mean - delta);
    const least = Math.min(state.least, sum);
    const statistic = sum - least;
    return { n, mean, sum, least, statistic, limit: lambda, alarm: statistic > lambda };
  },
};

// A fixed baseline: alarm where too many of the newest losses are above a level that was usual.

import type { Chart, ChartState } from "./chart.ts";
import { requireFinite, requireThat } from "./checks.ts";

export interface BaselineParams {
  /** The level, a high quantile of the losses of the baseline. */
  level: number;
  /** Alarm where at least k of the last n losses are above the level. */
  k: number;
  n: number;
}

export interface BaselineState extends ChartState {
  /** Whether each of the last losses was above the level, oldest first; at most n. */
  above: boolean[];
}

/** The statistic is the share of the last n losses above the level; the limit is (k − 1)/n, and the alarm is above it. */
export const baselineRule: Chart<BaselineState, BaselineParams> = {
  /** @throws LeastwiseError `bad-argument` unless k and n are whole, 1 <= k <= n */
  start({ level, k, n }) {
    requireFinite("level", level);
    requireThat("n", Number.isInteger(n) && n >= 1, "a whole number >= 1", n);
    requireThat("k", Number.isInteger(k) && k >= 1 && k <= n, `a whole number from 1 to n = ${n}`, k);
    return { n: 0, above: [], statistic: 0, limit: (k - 1) / n, alarm: false };
  },
  step(state, loss, { level, k, n }) {
    const above = [...state.above, loss > level].slice(-n);
    const count = above.filter(Boolean).length;
    return { n: state.n + 1, above, statistic: count / n, limit: (k - 1) / n, alarm: count >= k };
  },
};

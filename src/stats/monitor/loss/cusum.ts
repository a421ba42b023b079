// The two-sided cumulative sum chart (Page 1954).

import type { Chart, ChartState } from "./chart.ts";
import { requirePositive, requireThat, requireUsual, type UsualLoss } from "./checks.ts";

/** Slack `k` and limit `h` are in standard deviations of the loss. */
export interface CusumParams extends UsualLoss {
  /** Half the shift that is to be found soon; 0.5 finds one standard deviation. */
  k: number;
  /** 5 with k = 0.5 gives a false alarm in some 465 losses, were they normal and independent. */
  h: number;
}

export interface CusumState extends ChartState {
  high: number;
  low: number;
}

/** high = max(0, high + z − k), low = max(0, low − z − k) with z = (loss − target)/sd; the statistic is the larger. */
export const cusum: Chart<CusumState, CusumParams> = {
  /** @throws LeastwiseError `bad-argument` unless sd, h > 0 and k >= 0, all finite */
  start({ k, h, ...usual }) {
    requireUsual(usual);
    requirePositive("h", h);
    requireThat("k", k >= 0 && Number.isFinite(k), "finite and >= 0", k);
    return { n: 0, high: 0, low: 0, statistic: 0, limit: h, alarm: false };
  },
  step(state, loss, { target, sd, k, h }) {
    const z = (loss - target) / sd;
    const high = Math.max(0, state.high + z - k);
    const low = Math.max(0, state.low - z - k);
    const statistic = Math.max(high, low);
    return { n: state.n + 1, high, low, statistic, limit: h, alarm: statistic > h };
  },
};

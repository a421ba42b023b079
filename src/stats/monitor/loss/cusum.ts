// The two-sided cumulative sum chart (Page 1954).

import type { Chart, ChartState } from "./chart.ts";
import { requireFinite, requirePositive, requireThat } from "./checks.ts";

/** The loss to be expected and its standard deviation; slack `k` and limit `h` are in such standard deviations. */
export interface CusumParams {
  target: number;
  sd: number;
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
  start({ target, sd, k, h }) {
    requireFinite("target", target);
    requirePositive("sd", sd);
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

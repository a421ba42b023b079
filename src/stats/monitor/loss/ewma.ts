// The chart of the exponentially weighted moving average (Roberts 1959), with its limits from the first loss on.

import type { Chart, ChartState } from "./chart.ts";
import { requirePositive, requireThat, requireUsual, type UsualLoss } from "./checks.ts";

export interface EwmaParams extends UsualLoss {
  /** Weight of the newest loss, in (0, 1]; 1 is Shewhart's chart. */
  lambda: number;
  /** Limit in standard deviations of the average. */
  width: number;
}

export interface EwmaState extends ChartState {
  average: number;
  /** (1 − lambda)^(2n), what the average still owes to its start. */
  memory: number;
}

/** average = lambda·loss + (1 − lambda)·average from the target; alarm beyond width·sd·√(lambda/(2 − lambda)·(1 − memory)). */
export const ewma: Chart<EwmaState, EwmaParams> = {
  /** @throws LeastwiseError `bad-argument` unless lambda is in (0, 1] and sd and width are finite and > 0 */
  start({ lambda, width, ...usual }) {
    requireUsual(usual);
    requirePositive("width", width);
    requireThat("lambda", lambda > 0 && lambda <= 1, "in (0, 1]", lambda);
    return { n: 0, average: usual.target, memory: 1, statistic: 0, limit: 0, alarm: false };
  },
  step(state, loss, { target, sd, lambda, width }) {
    const average = lambda * loss + (1 - lambda) * state.average;
    const memory = state.memory * (1 - lambda) ** 2;
    const limit = width * sd * Math.sqrt((lambda / (2 - lambda)) * (1 - memory));
    const statistic = Math.abs(average - target);
    return { n: state.n + 1, average, memory, statistic, limit, alarm: statistic > limit };
  },
};

// The charts of a loss series by name.

import { baselineRule } from "./baseline-rule.ts";
import { cusum } from "./cusum.ts";
import { ewma } from "./ewma.ts";
import { pageHinkley } from "./page-hinkley.ts";

/** Each is a pure `start` and `step` over plain states; see `Chart`. */
export const lossCharts = { baselineRule, cusum, ewma, pageHinkley } as const;

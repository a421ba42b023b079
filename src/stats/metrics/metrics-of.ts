// Metrics of predictions that are at hand as arrays, whoever made them.

import { LeastwiseError } from "#base/error.ts";
import type { WeightsAre } from "../types.ts";
import { checkMetricsOptions, metricsFrom } from "./metrics.ts";
import { errorSums } from "./sums.ts";
import type { Metrics, MetricsOptions } from "./types.ts";

export type MetricsOfOptions = MetricsOptions & {
  /** One a row; finite, >= 0 and not all 0. */
  weights?: ArrayLike<number>;
  weightsAre?: WeightsAre;
  /** Coefficients that were estimated, the intercept among them, for the adjusted R². */
  nParameters?: number;
};

/** What a value must be. */
interface Rule {
  words: string;
  code: "value-not-finite" | "weights";
  holds(value: number): boolean;
}

const FINITE: Rule = { words: "a finite number", code: "value-not-finite", holds: Number.isFinite };

const WEIGHTS: Record<WeightsAre, Rule> = {
  analytic: { words: "finite and >= 0", code: "weights", holds: (w) => Number.isFinite(w) && w >= 0 },
  frequency: {
    words: "a whole number >= 0, as a frequency",
    code: "weights",
    holds: (w) => Number.isSafeInteger(w) && w >= 0,
  },
};

function checkValues(name: string, values: ArrayLike<number>, { words, code, holds }: Rule): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (holds(value)) continue;
    throw new LeastwiseError(code, `${name}, row ${i + 1}: must be ${words}; got ${value}`, {
      at: { row: i + 1 },
      value,
    });
  }
}

function checkLength(name: string, got: number, n: number): void {
  if (got === n) return;
  const message = `${name}: must hold one value for each of ${n} rows; got ${got}`;
  throw new LeastwiseError("bad-argument", message, { value: got });
}

/**
 * Metrics of `predicted` as predictions of `actual`, row by row, in the unit of `actual`.
 *
 * @throws LeastwiseError `bad-argument`, `rows-too-few`, `value-not-finite` and `weights` naming the row
 */
export function metricsOf(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: MetricsOfOptions = {},
): Metrics {
  const { weights, weightsAre = "analytic", nParameters } = options;
  if (!Object.hasOwn(WEIGHTS, weightsAre)) {
    const message = `weightsAre: must be "analytic" or "frequency"; got ${weightsAre}`;
    throw new LeastwiseError("bad-argument", message, { value: weightsAre });
  }
  checkLength("predicted", predicted.length, actual.length);
  checkValues("actual", actual, FINITE);
  checkValues("predicted", predicted, FINITE);
  if (weights) {
    checkLength("weights", weights.length, actual.length);
    checkValues("weights", weights, WEIGHTS[weightsAre]);
  }
  if (nParameters !== undefined && !(Number.isInteger(nParameters) && nParameters >= 0)) {
    const message = `nParameters: must be a whole number >= 0; got ${nParameters}`;
    throw new LeastwiseError("bad-argument", message, { value: nParameters });
  }
  checkMetricsOptions(options);
  const sums = errorSums({ actual, predicted, weights });
  return metricsFrom(sums, { nDropped: 0, nParameters, weightsAre }, options);
}

// Counts of what is drawn of the rows of a known fit, stretch by stretch, for all backends.

import { countPairs, emptyGrid, widened } from "#base/grid.ts";
import type { Block, DiagnoseSums, DrawnRows } from "./backend.ts";

/** Values of a stretch of rows; NaN where a row has no weight, and no standardised residual at leverage 1. */
export interface DrawnValues {
  fitted: Float64Array;
  leverage: Float64Array;
  standardised: Float64Array;
  /** √w (y − ŷ). */
  weighed: Float64Array;
}

/** Extremes of all rows up to the end of a stretch. */
export type DrawnExtremes = Pick<
  DiagnoseSums,
  "minFitted" | "maxFitted" | "maxResidual" | "maxLeverage" | "maxStandardised"
>;

/** Turn each value x into √|x|. */
function takeRoots(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.sqrt(Math.abs(values[i] as number));
}

/** What is drawn, row after row: each stretch is counted while its values are near. */
export class Drawing {
  readonly #residuals: Float64Array;
  readonly #weighted: boolean;
  #count = 0;
  #residualFitted = emptyGrid();
  #scaleLocation = emptyGrid();
  #residualLeverage = emptyGrid();

  constructor({ n, weights }: Pick<Block, "n" | "weights">) {
    this.#residuals = new Float64Array(n);
    this.#weighted = weights !== undefined;
  }

  /** `standardised` is used up: fresh memory for as many roots costs more than the roots. */
  add({ fitted, leverage, standardised, weighed }: DrawnValues, extremes: DrawnExtremes): void {
    const ofFitted = { least: extremes.minFitted, most: extremes.maxFitted };
    const about0 = (most: number) => ({ least: -most, most });
    const from0 = (most: number) => ({ least: 0, most });
    const { maxResidual, maxLeverage, maxStandardised } = extremes;
    this.#residualFitted = widened(this.#residualFitted, ofFitted, about0(maxResidual));
    this.#scaleLocation = widened(this.#scaleLocation, ofFitted, from0(Math.sqrt(maxStandardised)));
    this.#residualLeverage = widened(this.#residualLeverage, from0(maxLeverage), about0(maxStandardised));
    countPairs(this.#residualFitted, fitted, weighed);
    countPairs(this.#residualLeverage, leverage, standardised);
    takeRoots(standardised);
    countPairs(this.#scaleLocation, fitted, standardised);
    this.#keep(weighed);
  }

  /** Only rows without weight, of which a block without weights has none, have no residual. */
  #keep(weighed: Float64Array): void {
    const kept = this.#weighted ? weighed.filter((r) => !Number.isNaN(r)) : weighed;
    this.#residuals.set(kept, this.#count);
    this.#count += kept.length;
  }

  get drawn(): DrawnRows {
    return {
      residuals: this.#residuals.subarray(0, this.#count),
      residualFitted: this.#residualFitted,
      scaleLocation: this.#scaleLocation,
      residualLeverage: this.#residualLeverage,
    };
  }
}

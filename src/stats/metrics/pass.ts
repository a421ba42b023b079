// One pass over the rows of a table under a fit: predictions and the sums of their errors.

import type { LinearPredictor } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";
import { type ErrorSums, errorSums, mergeErrorSums } from "./sums.ts";

export interface MetricsArgs {
  predictor: LinearPredictor;
  /** Indices of the design columns that the predictor takes. */
  columns: Int32Array;
}

export const metricsPass: RowPass<MetricsArgs, ErrorSums> = {
  async run(block, { predictor, columns }, backend) {
    const actual = block.columns.at(-1) ?? new Float64Array();
    const used = Array.from(columns, (j) => block.columns[j] ?? new Float64Array(block.n));
    const { fitted } = await backend.predict({ n: block.n, columns: used }, predictor);
    return errorSums({ actual, predicted: fitted, weights: block.weights });
  },
  merge: mergeErrorSums,
};

// Rows as resampling takes them, over arrays in memory or a planned table.

import type { Backend } from "#kernel/backend.ts";
import type { ResampledRows } from "#stats/resampling/deal-rows.ts";
import { type ArrayModel, arrayRows } from "./array-rows.ts";

/** Rows of a model of arrays, in one block. */
export function resampledArrays(model: ArrayModel, backend: Backend): ResampledRows {
  return {
    rows: arrayRows(model, backend),
    names: [...Object.keys(model.columns), "y"],
    intercept: model.intercept ?? true,
    nTableRows: model.y.length,
  };
}

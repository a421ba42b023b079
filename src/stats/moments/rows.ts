// Rows of which only moments are left, for models that need no more.

import { LeastwiseError } from "#base/error.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { residualsOfMoments } from "./residuals.ts";

/** The error of a call, or a part of one, that must read rows where there are none. */
export function rowsNeeded(what: string): LeastwiseError {
  return new LeastwiseError("rows-needed", `${what}: must have rows to read; got a table made from moments`, {
    value: what,
  });
}

/** Rows behind moments. Sums of residuals come from the moments too; passes reject with `rows-needed`. */
export function momentsRows(moments: Moments, turn: Rows["turn"]): Rows {
  return {
    hasRows: false,
    nRows: moments.n,
    moments: async () => ({ ...moments, nDropped: moments.nDropped ?? 0 }),
    residuals: async (predictor) => residualsOfMoments(moments, predictor),
    reduce: () => Promise.reject(rowsNeeded("a pass over rows")),
    reduceExact: () => Promise.reject(rowsNeeded("a pass over rows")),
    turn,
  };
}

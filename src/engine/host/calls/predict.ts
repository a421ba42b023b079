// Fitted values of a whole table, chunk by chunk, with the intervals that `stats` computes.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { expandPredictors } from "#formula/expand.ts";
import { intervalOf, predictorOf } from "#stats/models/predict.ts";
import type { Fit } from "#stats/types.ts";
import type { Prediction, PredictOptions } from "../../contract.ts";
import { badOption } from "../options.ts";
import type { CallContext } from "../planned.ts";

/** Predict every row of a table; NaN where a predictor is missing. */
export async function predict(context: CallContext, fit: Fit, options: PredictOptions): Promise<Prediction> {
  const { table, backend, pace } = context;
  const { interval } = options;
  if (!fit?.plan || !fit.covariance) throw badOption("fit", "a result of fit()", fit);
  if (interval !== undefined && interval !== "confidence" && interval !== "prediction") {
    throw badOption("interval", '"confidence" or "prediction"', interval);
  }
  if (interval !== undefined && fit.penalty) {
    throw badOption("interval", "left out for a penalised fit, which has no standard errors", interval);
  }
  const { predictor, whiten, columns } = predictorOf(fit);
  const fitted = new Float64Array(table.nRows).fill(Number.NaN);
  const quadratic = new Float64Array(interval ? table.nRows : 0).fill(Number.NaN);
  for (let k = 0; k < table.superblocks.length; k++) {
    if (k > 0) await pace.turn();
    const rows = expandPredictors(fit.plan, table, k);
    const block = { n: rows.n, columns: Array.from(columns, (j) => rows.columns[j] ?? new Float64Array(rows.n)) };
    // A kernel block has one column at least; a model of the intercept alone has none.
    const found =
      columns.length === 0
        ? { fitted: new Float64Array(rows.n).fill(predictor.intercept), quadratic: new Float64Array(rows.n) }
        : await backend.predict(block, predictor, interval ? whiten : undefined);
    const offset = k * SUPERBLOCK_ROWS;
    place(found.fitted, { into: fitted, offset, kept: rows.kept });
    if (interval && found.quadratic) place(found.quadratic, { into: quadratic, offset, kept: rows.kept });
  }
  return interval ? { fitted, ...intervalOf(fit, fitted, quadratic, { ...options, interval }) } : { fitted };
}

function place(
  values: Float64Array,
  { into, offset, kept }: { into: Float64Array; offset: number; kept: Int32Array | null },
): void {
  if (!kept) into.set(values, offset);
  else for (let i = 0; i < kept.length; i++) into[offset + (kept[i] as number)] = values[i] as number;
}

// The residuals of a fit in a block of its rows, for passes that need each of them.

import type { Backend } from "#kernel/backend.ts";
import type { FitPredictor } from "../models/predict.ts";
import type { RowBlock } from "../rows.ts";

/** Fitted values in a block: its design columns, the response last; with `whiten` also ‖R⁻ᵀ(x − centre)‖². */
export async function fittedIn(
  block: RowBlock,
  { predictor, whiten, columns }: FitPredictor,
  backend: Pick<Backend, "predict">,
  quadratic = false,
): Promise<{ fitted: Float64Array; quadratic?: Float64Array }> {
  const { n } = block;
  const kept = Array.from(columns, (j) => block.columns[j] ?? new Float64Array(n));
  return backend.predict({ n, columns: kept }, predictor, quadratic ? whiten : undefined);
}

/** The response of a block. */
export function responseIn(block: RowBlock): ArrayLike<number> {
  return block.columns.at(-1) ?? new Float64Array(block.n);
}

/** y − ŷ in every row of a block. */
export async function residualsIn(
  block: RowBlock,
  predictor: FitPredictor,
  backend: Pick<Backend, "predict">,
): Promise<Float64Array> {
  const { fitted } = await fittedIn(block, predictor, backend);
  const y = responseIn(block);
  return fitted.map((value, i) => (y[i] as number) - value);
}

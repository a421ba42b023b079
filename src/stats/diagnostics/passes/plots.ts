// The pass for what is drawn: all residuals in the order of the rows, and counts for three plots.

import type { DiagnoseSums } from "#kernel/backend.ts";
import type { RowPass } from "../../rows.ts";
import { addBins, axisOf, countInto, emptyBins } from "../bins.ts";
import { keptBlock, type RowModel, requestOf } from "../model.ts";
import type { Bins2d } from "../types.ts";

interface PlotArgs {
  model: RowModel;
  /** Extremes that the fused pass found. */
  extremes: Pick<DiagnoseSums, "minFitted" | "maxFitted" | "maxResidual" | "maxLeverage" | "maxStandardised">;
}

interface PlotFindings {
  /** √w (y − ŷ) of the rows with weight > 0. */
  residuals: Float64Array;
  residualFitted: Bins2d;
  scaleLocation: Bins2d;
  residualLeverage: Bins2d;
}

/** One array after the other. */
export function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

export const plotPass: RowPass<PlotArgs, PlotFindings> = {
  async run(block, { model, extremes }, backend) {
    const request = requestOf(model, { nTop: 0, changes: false, rows: true });
    const { rows } = await backend.diagnose(keptBlock(block, model), request);
    const { minFitted, maxFitted, maxResidual, maxLeverage, maxStandardised } = extremes;
    const fitted = axisOf(minFitted, maxFitted);
    const standardised = axisOf(-maxStandardised, maxStandardised);
    const residualFitted = emptyBins(fitted, axisOf(-maxResidual, maxResidual));
    const scaleLocation = emptyBins(fitted, axisOf(0, Math.sqrt(maxStandardised)));
    const residualLeverage = emptyBins(axisOf(0, maxLeverage), standardised);
    if (!rows) return { residuals: new Float64Array(), residualFitted, scaleLocation, residualLeverage };
    const weighed = rows.residual.map((e, i) => e * (rows.rootWeight[i] as number));
    countInto(residualFitted, rows.fitted, weighed);
    countInto(
      scaleLocation,
      rows.fitted,
      rows.standardised.map((s) => Math.sqrt(Math.abs(s))),
    );
    countInto(residualLeverage, rows.leverage, rows.standardised);
    const residuals = block.weights ? weighed.filter((r) => !Number.isNaN(r)) : weighed;
    return { residuals, residualFitted, scaleLocation, residualLeverage };
  },
  merge: (a, b) => ({
    residuals: concatenated(a.residuals, b.residuals),
    residualFitted: addBins(a.residualFitted, b.residualFitted),
    scaleLocation: addBins(a.scaleLocation, b.scaleLocation),
    residualLeverage: addBins(a.residualLeverage, b.residualLeverage),
  }),
};

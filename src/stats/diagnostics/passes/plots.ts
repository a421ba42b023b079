// The pass for what is drawn: all residuals in the order of the rows, and counts for three plots.

import type { DiagnoseSums } from "#kernel/backend.ts";
import type { RowPass } from "../../rows.ts";
import { addBins, axisOf, type BinCounts, countInto, emptyBins } from "../bins.ts";
import { keptBlock, type RowModel, requestOf } from "../model.ts";
import { concatenated, liveRows, pickRows } from "../pick.ts";

interface PlotArgs {
  model: RowModel;
  /** Extremes that the fused pass found. */
  extremes: Pick<DiagnoseSums, "minFitted" | "maxFitted" | "maxResidual" | "maxLeverage" | "maxStandardised">;
}

interface PlotFindings {
  /** √w (y − ŷ) of the rows with weight > 0. */
  residuals: Float64Array;
  residualFitted: BinCounts;
  scaleLocation: BinCounts;
  residualLeverage: BinCounts;
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
    const residuals = new Float64Array(block.n);
    const spread = new Float64Array(block.n);
    for (let i = 0; i < block.n; i++) {
      residuals[i] = (rows.residual[i] as number) * (rows.rootWeight[i] as number);
      spread[i] = Math.sqrt(Math.abs(rows.standardised[i] as number));
    }
    countInto(residualFitted, rows.fitted, residuals);
    countInto(scaleLocation, rows.fitted, spread);
    countInto(residualLeverage, rows.leverage, rows.standardised);
    const live = block.weights ? (pickRows(residuals, liveRows(block)) as Float64Array) : residuals;
    return { residuals: live, residualFitted, scaleLocation, residualLeverage };
  },
  merge: (a, b) => ({
    residuals: concatenated(a.residuals, b.residuals),
    residualFitted: addBins(a.residualFitted, b.residualFitted),
    scaleLocation: addBins(a.scaleLocation, b.scaleLocation),
    residualLeverage: addBins(a.residualLeverage, b.residualLeverage),
  }),
};

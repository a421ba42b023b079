// Predictions back on the response's own scale: the median by the inverse transform, the mean by Duan's smearing estimate
// (1983), for which the residuals of the fit are passed over once.

import { exp } from "#formula/elementary.ts";
import { type InverseStep, inverseOf, undo } from "#formula/inverse.ts";
import { type FitPredictor, predictorOf } from "../models/predict.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { joined, residualsIn } from "./residuals.ts";
import type { Smearing } from "./types.ts";

/** Residuals that stand for all of them where the transform is no logarithm. */
const STANDING = 256;

/** Σ w exp(slope·e) and Σ w. */
const expPass: RowPass<{ predictor: FitPredictor; slope: number }, { sum: number; weight: number; n: number }> = {
  async run(block, { predictor, slope }, backend) {
    const residuals = await residualsIn(block, predictor, backend);
    let sum = 0;
    let weight = 0;
    for (const [i, e] of residuals.entries()) {
      const w = block.weights?.[i] ?? 1;
      sum += w * exp(slope * e);
      weight += w;
    }
    return { sum, weight, n: residuals.length };
  },
  merge: (a, b) => ({ sum: a.sum + b.sum, weight: a.weight + b.weight, n: a.n + b.n }),
};

const residualPass: RowPass<FitPredictor, Float64Array> = {
  async run(block, predictor, backend) {
    const residuals = await residualsIn(block, predictor, backend);
    const { weights } = block;
    return weights ? residuals.filter((_, i) => (weights[i] as number) > 0) : residuals;
  },
  merge: joined,
};

/**
 * What smearing needs of the rows of a fit; null where the response is a plain column, cannot be undone, or overflows. In a
 * weighted fit of a logarithm rows count by their weight, otherwise those of weight 0 do not count.
 */
export async function smearingOf(fit: Fit, rows: Pick<Rows, "reduce">): Promise<Smearing | null> {
  const inverse = inverseOf(fit.plan.response.expr);
  if (inverse === null || inverse.steps.length === 0) return null;
  const predictor = predictorOf(fit);
  const slope = slopeBeforeExp(inverse.steps);
  if (slope !== null) {
    const { sum, weight, n } = await rows.reduce(expPass, { predictor, slope });
    const factor = sum / weight;
    return Number.isFinite(factor) ? { kind: "factor", slope, factor, n } : null;
  }
  const residuals = (await rows.reduce(residualPass, predictor)).sort();
  return { kind: "residuals", values: standingFor(residuals), n: residuals.length };
}

/** The slope with which a residual enters the exponential, where there is one and all else is affine; else null. */
function slopeBeforeExp(steps: readonly InverseStep[]): number | null {
  const at = steps.findIndex(({ kind }) => kind === "exp");
  if (at < 0 || steps.some(({ kind }, i) => kind !== "affine" && i !== at)) return null;
  return steps.slice(0, at).reduce((slope, step) => (step.kind === "affine" ? slope * step.slope : slope), 1);
}

/** Means of equal shares of the ascending values; the values themselves where they are few. */
function standingFor(sorted: Float64Array): number[] {
  const n = sorted.length;
  const count = Math.min(n, STANDING);
  return Array.from({ length: count }, (_, k) => {
    const share = sorted.subarray(Math.floor((k * n) / count), Math.floor(((k + 1) * n) / count));
    return share.reduce((a, b) => a + b, 0) / share.length;
  });
}

/** The predicted mean on the column's own scale where the linear predictor is `link`. */
export function smeared(steps: readonly InverseStep[], smearing: Smearing, link: number): number {
  if (smearing.kind === "factor") {
    const at = steps.findIndex(({ kind }) => kind === "exp");
    return undo(steps.slice(at + 1), smearing.factor * undo(steps.slice(0, at + 1), link));
  }
  return smearing.values.reduce((sum, e) => sum + undo(steps, link + e), 0) / smearing.values.length;
}

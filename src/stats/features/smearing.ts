// Predictions back on the response's own scale: the median by the inverse transform, the mean by Duan's smearing estimate
// (1983), for which the residuals of the fit are passed over once.

import { exp } from "#base/elementary.ts";
import { type InverseStep, inverseOf, undo } from "#formula/inverse.ts";
import { type FitPredictor, predictorOf } from "../models/predict.ts";
import { lostTerm } from "../models/representable.ts";
import { concatenated } from "../passes/pick.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { residualsIn } from "./residuals.ts";
import type { Smearing } from "./types.ts";

/** Residuals that stand for all of them where the transform is no logarithm. */
const STANDING = 256;

/** Σ w exp(slope·e) and Σ w. */
export const expPass: RowPass<{ predictor: FitPredictor; slope: number }, { sum: number; weight: number; n: number }> =
  {
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

interface Weighed {
  residuals: Float64Array;
  weights: Float64Array;
}

/** Every residual of weight above 0, and its weight. */
export const residualPass: RowPass<FitPredictor, Weighed> = {
  async run(block, predictor, backend) {
    const residuals = await residualsIn(block, predictor, backend);
    const weights = Float64Array.from(block.weights ?? new Float64Array(residuals.length).fill(1));
    const counts = (_: number, i: number) => (weights[i] as number) > 0;
    return { residuals: residuals.filter(counts), weights: weights.filter(counts) };
  },
  merge: (a, b) => ({ residuals: concatenated(a.residuals, b.residuals), weights: concatenated(a.weights, b.weights) }),
};

/**
 * What smearing needs of the rows of a fit; null where the response is a plain column, cannot be undone, or overflows, and
 * where a coefficient is beyond the range of doubles. Rows count by their weight.
 */
export async function smearingOf(fit: Fit, rows: Pick<Rows, "reduce">): Promise<Smearing | null> {
  const inverse = inverseOf(fit.plan.response.expr);
  if (inverse === null || inverse.steps.length === 0 || lostTerm(fit) !== undefined) return null;
  const predictor = predictorOf(fit);
  const slope = slopeBeforeExp(inverse.steps);
  if (slope !== null) {
    const { sum, weight, n } = await rows.reduce(expPass, { predictor, slope });
    const factor = sum / weight;
    return Number.isFinite(factor) ? { kind: "factor", slope, factor, n } : null;
  }
  const all = await rows.reduce(residualPass, predictor);
  return { kind: "residuals", ...standingFor(all), n: all.residuals.length };
}

/** The slope with which a residual enters the exponential, where there is one and all else is affine; else null. */
function slopeBeforeExp(steps: readonly InverseStep[]): number | null {
  const at = steps.findIndex(({ kind }) => kind === "exp");
  if (at < 0 || steps.some(({ kind }, i) => kind !== "affine" && i !== at)) return null;
  return steps.slice(0, at).reduce((slope, step) => (step.kind === "affine" ? slope * step.slope : slope), 1);
}

/** Means of some equal shares of the ascending residuals, each itself where they are few; and the weight of each share. */
function standingFor({ residuals, weights }: Weighed): { values: number[]; shares: number[] } {
  const n = residuals.length;
  const order = Array.from(residuals.keys()).sort((a, b) => (residuals[a] as number) - (residuals[b] as number));
  const count = Math.min(n, STANDING);
  const total = weights.reduce((a, b) => a + b, 0);
  const parts = Array.from({ length: count }, (_, k) => {
    const part = order.slice(Math.floor((k * n) / count), Math.floor(((k + 1) * n) / count));
    const weight = part.reduce((sum, i) => sum + (weights[i] as number), 0);
    const sum = part.reduce((all, i) => all + (weights[i] as number) * (residuals[i] as number), 0);
    return { value: sum / weight, share: weight / total };
  });
  return { values: parts.map(({ value }) => value), shares: parts.map(({ share }) => share) };
}

/** The predicted mean on the column's own scale where the linear predictor is `link`. */
export function smeared(steps: readonly InverseStep[], smearing: Smearing, link: number): number {
  if (smearing.kind === "factor") {
    const at = steps.findIndex(({ kind }) => kind === "exp");
    return undo(steps.slice(at + 1), smearing.factor * undo(steps.slice(0, at + 1), link));
  }
  const { values, shares } = smearing;
  return values.reduce((sum, e, k) => sum + (shares[k] as number) * undo(steps, link + e), 0);
}

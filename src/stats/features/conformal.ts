// Split conformal intervals (Papadopoulos et al. 2002; Lei et al. 2018): a quantile of the errors on rows that the fit has
// not seen bounds the errors on further rows, whatever their distribution, if all rows are exchangeable.

import { LeastwiseError } from "#base/error.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import { fitOls } from "../models/ols.ts";
import { type FitPredictor, predictorOf } from "../models/predict.ts";
import { requireCoefficients } from "../models/representable.ts";
import { concatenated } from "../passes/pick.ts";
import { numberRows } from "../resampling/deal.ts";
import { checkSeed, DEFAULT_SEED } from "../resampling/seed.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";
import { partOf } from "./part-rows.ts";
import { fittedIn, responseIn } from "./residuals.ts";
import type { Calibration, CalibrationOptions, SplitConformal, SplitConformalOptions } from "./types.ts";
import { withFeatures } from "./with-features.ts";

interface ScoreArgs {
  predictor: FitPredictor;
  /** What is added to the quadratic form under the root; null for absolute errors. */
  constant: number | null;
}

/** |y − ŷ| of every row with weight, or that over √(1 + 1/W + ‖R⁻ᵀ(x − centre)‖²). */
export const scorePass: RowPass<ScoreArgs, Float64Array> = {
  async run(block, { predictor, constant }, backend) {
    const { fitted, quadratic } = await fittedIn(block, predictor, backend, constant !== null);
    const y = responseIn(block);
    const scores = fitted.map((value, i) => {
      const size = constant === null ? 1 : Math.sqrt(constant + (quadratic?.[i] ?? 0));
      return Math.abs((y[i] as number) - value) / size;
    });
    const { weights } = block;
    return weights ? scores.filter((_, i) => (weights[i] as number) > 0) : scores;
  },
  merge: concatenated,
};

/** What the standard error of a new response adds to the quadratic form, over sigma squared. */
function spreadConstant({ plan, covariance }: Pick<Fit, "plan" | "covariance">): number {
  return 1 + (plan.intercept ? 1 / covariance.weight : 0);
}

/**
 * The quantile of errors that makes intervals of `level`: of n sorted scores the one of rank ⌈(n + 1)·level⌉.
 *
 * @param rows rows that the fit has not seen
 * @throws LeastwiseError `bad-argument` for options out of range; `rows-too-few` where n < level/(1 − level), for then no
 * score is large enough; `value-not-finite` where a number cannot hold a coefficient
 */
export async function calibrate(
  fit: Fit,
  rows: Pick<Rows, "reduce">,
  { level = 0.95, scores = "absolute" }: CalibrationOptions = {},
): Promise<Calibration> {
  checkCalibration(fit, { level, scores });
  requireCoefficients(fit);
  const constant = scores === "scaled" ? spreadConstant(fit) : null;
  const all = (await rows.reduce(scorePass, { predictor: predictorOf(fit), constant })).sort();
  const n = all.length;
  // A product that rounding put just above a whole number is that.
  const rank = Math.ceil((n + 1) * level * (1 - 4 * Number.EPSILON));
  if (rank > n) {
    const needed = Math.ceil(level / (1 - level));
    const message = `calibration: a level of ${level} needs ${needed} rows or more; got ${n}`;
    throw new LeastwiseError("rows-too-few", message, { value: n });
  }
  return { n, level, scores, radius: all[rank - 1] as number };
}

function checkCalibration(fit: Fit, { level, scores }: Required<CalibrationOptions>): void {
  if (!(level > 0 && level < 1)) {
    throw new LeastwiseError("bad-argument", `level: must be in (0, 1); got ${level}`, { value: level });
  }
  if (scores !== "absolute" && scores !== "scaled") {
    const message = `scores: must be "absolute" or "scaled"; got ${String(scores)}`;
    throw new LeastwiseError("bad-argument", message, { value: String(scores) });
  }
  if (scores === "scaled" && fit.penalty) {
    const message = "scores: must be absolute for a penalised fit, which has no standard errors; got scaled";
    throw new LeastwiseError("bad-argument", message, { value: scores });
  }
}

/**
 * Fit on a random part of the rows and calibrate on the others. The rows used are shuffled by a seeded permutation; the
 * first ⌊share·n⌋ of them calibrate.
 *
 * @throws LeastwiseError as `fitOls` and `calibrate` do; `bad-argument` for a share not in (0, 1) or a seed that is none
 */
export async function splitConformal(
  plan: Plan,
  rows: Rows,
  backend: Pick<Backend, "name" | "dense">,
  { share = 0.5, seed = DEFAULT_SEED, ...options }: SplitConformalOptions = {},
): Promise<SplitConformal> {
  if (!(share > 0 && share < 1)) {
    throw new LeastwiseError("bad-argument", `share: must be in (0, 1); got ${share}`, { value: share });
  }
  const { first, n } = await numberRows(rows);
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const shuffle = { n, seed: checkSeed(seed), repeat: 0 };
  const ends = [Math.floor(share * n), n];
  const half = (part: number) =>
    partOf(rows, names, { rule: { kind: "stretches", nFolds: 2, shuffle, first, ends }, part });
  const fit = await withFeatures(await fitOls(plan, half(1), backend, { weighted: false }), half(1));
  return { fit, calibration: await calibrate(fit, half(0), options) };
}

/** The ends of the intervals around fitted values; scaled ones need ‖R⁻ᵀ(x − centre)‖² of every row. */
export function conformalInterval(
  fit: Pick<Fit, "plan" | "covariance">,
  { fitted, quadratic }: { fitted: Float64Array; quadratic: Float64Array },
  { radius, scores }: Calibration,
): { lower: Float64Array; upper: Float64Array } {
  const constant = spreadConstant(fit);
  const half = (i: number) => (scores === "scaled" ? radius * Math.sqrt(constant + (quadratic[i] as number)) : radius);
  return { lower: fitted.map((y, i) => y - half(i)), upper: fitted.map((y, i) => y + half(i)) };
}

// Solves the normal equations and refines the solution from the residuals of the data (Björck's corrected seminormal
// equations, 1987, with the Cholesky factor of the moments).

import type { Cholesky, Dense, LinearPredictor, ResidualSums } from "#kernel/backend.ts";
import type { Rows } from "../rows.ts";
import type { NormalEquations } from "./normal-equations.ts";
import { factorByRank } from "./rank.ts";

/** A solution at `centre`. */
export interface Start {
  factor: Cholesky;
  condition: number;
  predictor: LinearPredictor;
  /** A first correction above this shows a factor too poor to go on with; Infinity for one that is known to be good enough. */
  tolerated: number;
  /** Passes by which corrections must have become rounding. */
  maxPasses: number;
}

/** A solution as the sum of `predictor` and a last correction that is too small to be worth another pass. */
export interface Solution extends Start {
  correction: { intercept: number; beta: Float64Array };
  /** Of the residuals of both. */
  rss: number;
  /** Passes over the rows, and the largest relative change of a coefficient by the first. */
  passes: number;
  firstStep: number;
  /** Whether the factor is as good as the solution; where it is not, passes end at once. */
  settled: boolean;
}

/** The standard errors, which come from the factor alone, are about as far off as a first correction. */
const TOLERATED = 1e-8;

/** Corrections below this leave no room for a further one. */
const TOL = 1e-13;

/** A last correction above this is no rounding. */
const SETTLED = 1e-10;

/** Where the residuals are nearly 0, a correction may be small and yet much of them. */
const GAIN = 1e-3;

/** Each pass gains −log10(condition·u) digits; where it gains nothing, passes end sooner. */
const MAX_PASSES = 4;

/** A pass that does not shrink the correction by this factor has met rounding. */
const PROGRESS = 0.25;

interface Correction {
  intercept: number;
  beta: Float64Array;
  /** Largest change of a coefficient relative to its size. */
  step: number;
  /** How much the sum of squares will fall. */
  gain: number;
}

/** Solve from moments alone. */
export function solveMoments(system: NormalEquations, dense: Dense): Start {
  const { p, A, scale, r, centre, level } = system;
  const { factor, condition } = factorByRank(A, p, dense);
  const b = dense.solve(factor, r, 1);
  const beta = b.map((value, j) => (factor.aliased[j] ? 0 : value / (scale[j] as number)));
  return {
    factor,
    condition,
    predictor: { intercept: level, beta, centre },
    tolerated: TOLERATED,
    maxPasses: MAX_PASSES,
  };
}

/** The solution from moments as it is, with the residual sum of squares that the moments leave. */
export function unrefined(system: NormalEquations, start: Start): Solution {
  const explained = start.predictor.beta.reduce(
    (sum, value, j) => sum + value * (system.scale[j] as number) * (system.r[j] as number),
    0,
  );
  const correction = { intercept: 0, beta: new Float64Array(system.p) };
  return { ...start, correction, rss: Math.max(0, system.tss - explained), passes: 0, firstStep: 0, settled: true };
}

/** The change of the coefficients that these residuals ask for. */
function correctionFor(
  system: NormalEquations,
  { factor, predictor }: Pick<Start, "factor" | "predictor">,
  sums: ResidualSums,
  dense: Dense,
): Correction {
  const { scale, intercept, weight } = system;
  const gradient = scale.map((d, j) => (d === 0 ? 0 : (sums.gradient[j] as number) / d));
  const b = dense.solve(factor, gradient, 1);
  const beta = b.map((value, j) => (factor.aliased[j] ? 0 : value / (scale[j] as number)));
  const level = intercept ? sums.sum / weight : 0;
  let step = 0;
  let gain = level * level * weight;
  for (const [j, change] of beta.entries()) {
    if (change === 0) continue;
    const size = Math.max(Math.abs(predictor.beta[j] as number), Math.abs(change));
    step = Math.max(step, Math.abs(change) / size);
    gain += change * (sums.gradient[j] as number);
  }
  return { intercept: level, beta, step, gain };
}

/** Refine until the corrections are rounding, unless the first shows a poor factor. Each pass reads the rows once. */
export async function refine(system: NormalEquations, start: Start, rows: Rows, dense: Dense): Promise<Solution> {
  const { factor, tolerated, maxPasses } = start;
  let { predictor } = start;
  let firstStep = 0;
  let lastStep = Number.POSITIVE_INFINITY;
  for (let passes = 1; ; passes++) {
    const sums = await rows.residuals(predictor);
    const correction = correctionFor(system, { factor, predictor }, sums, dense);
    const { step, gain } = correction;
    if (passes === 1) firstStep = step;
    // What a first correction leaves is its square: the factor that gave it errs by as much as it found.
    const small = passes === 1 ? SETTLED : TOL;
    const done = step <= small && gain <= GAIN * sums.rss;
    if (done || firstStep > tolerated || step > PROGRESS * lastStep || passes === maxPasses) {
      const settled = firstStep <= tolerated && step <= SETTLED;
      return { ...start, predictor, correction, rss: Math.max(0, sums.rss - gain), passes, firstStep, settled };
    }
    lastStep = step;
    predictor = {
      intercept: predictor.intercept + correction.intercept,
      beta: predictor.beta.map((value, j) => value + (correction.beta[j] as number)),
      centre: predictor.centre,
    };
  }
}

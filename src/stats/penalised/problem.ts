// A penalised model on the correlation scale: every column of length 1 and the response too, whatever is penalised.

import type { DescentProblem } from "#kernel/backend.ts";
import { levelAfter } from "../models/level.ts";
import { type NormalEquations, normalEquations } from "../models/normal-equations.ts";
import { packedIndex } from "../moments/packed.ts";
import { roundingScatter } from "../moments/scale.ts";
import type { Moments } from "../types.ts";
import type { ResolvedOptions } from "./options.ts";

/** The problem that descent solves, and the way back to the scale of the data. */
export interface PenalisedProblem {
  system: NormalEquations;
  descent: DescentProblem;
  /** A coefficient on the scale of the data over one on the correlation scale; 0 where a column is constant. */
  toData: Float64Array;
  /** 1/n standard deviation of the response; about 0 without intercept. */
  responseSd: number;
}

/** Standard deviation that the penalty of a column counts in, over the root mean square that the scale divides by. */
function penaltyUnits(system: NormalEquations, moments: Moments, standardize: boolean): Float64Array {
  const { weight } = system;
  return system.scale.map((d, j) => {
    if (d === 0) return 0;
    if (!standardize) return Math.sqrt(weight) / d;
    // Without intercept too, columns are standardised about their mean, as glmnet does.
    return system.intercept ? 1 : Math.sqrt(moments.scatter[packedIndex(j, j)] as number) / d;
  });
}

/**
 * Scale a model for descent. `penaltyOf` gives the penalties there.
 *
 * @throws LeastwiseError `response-constant`; `value-not-finite` where squares overflow
 */
export function penalisedProblem(moments: Moments, intercept: boolean, options: ResolvedOptions): PenalisedProblem {
  const system = normalEquations(moments, intercept);
  const { p, scale, tss, weight } = system;
  const length = Math.sqrt(tss);
  // A column that is constant has no standard deviation to be penalised in, with or without intercept.
  for (let j = 0; j < p; j++) {
    const floor = roundingScatter(moments.mean[j] as number, weight);
    if (scale[j] !== 0 && (moments.scatter[packedIndex(j, j)] as number) <= floor) dropColumn(system, j);
  }
  const units = penaltyUnits(system, moments, options.standardize);
  const toData = scale.map((d) => (d === 0 ? 0 : length / d));
  const onScale = (bounds: Float64Array) =>
    bounds.map((bound, j) => (toData[j] === 0 || bound === 0 ? 0 : bound / (toData[j] as number)));
  const l1 = options.penaltyFactors.map((factor, j) => factor * (units[j] as number));
  return {
    system,
    descent: {
      p,
      A: system.A,
      r: system.r.map((value) => value / length),
      l1,
      l2: l1.map((value, j) => value * (units[j] as number)),
      lower: onScale(options.lower),
      upper: onScale(options.upper),
    },
    toData,
    responseSd: Math.sqrt(tss / weight),
  };
}

function dropColumn({ p, A, scale, r }: NormalEquations, j: number): void {
  scale[j] = 0;
  r[j] = 0;
  for (let k = 0; k < p; k++) {
    A[j * p + k] = 0;
    A[k * p + j] = 0;
  }
}

/** What one lambda is on the correlation scale, of |b| and of b²/2. See `PathOptions` for why the two differ. */
export function penaltyOf(lambda: number, l1Ratio: number, responseSd: number): { lambda1: number; lambda2: number } {
  if (l1Ratio === 0) return { lambda1: 0, lambda2: lambda };
  return { lambda1: (lambda * l1Ratio) / responseSd, lambda2: (lambda * (1 - l1Ratio)) / responseSd };
}

/** Intercept of coefficients on the scale of the data; 0 where the model has none. */
export function interceptOf({ system }: PenalisedProblem, coefficients: readonly number[]): number {
  if (!system.intercept) return 0;
  const parts = coefficients.map((value) => ({ value, correction: 0 }));
  const back = Array.from(system.centre, (centre) => -centre);
  return levelAfter({ value: system.level, correction: 0 }, parts, back);
}

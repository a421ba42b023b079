// The normal equations of a least-squares fit on the correlation scale: A b = r with unit diagonal.

import { LeastwiseError } from "#base/error.ts";
import type { LinearPredictor } from "#kernel/backend.ts";
import { toCorrelation } from "../moments/correlation.ts";
import { uncentredGram } from "../moments/gram.ts";
import { packedIndex } from "../moments/packed.ts";
import { requireFinite, requireScale, roundingScatter } from "../moments/scale.ts";
import type { Moments } from "../types.ts";

/** With intercept everything is about the means, without it about 0. */
export interface NormalEquations {
  p: number;
  intercept: boolean;
  weight: number;
  /** p×p column-major, unit diagonal; rows and columns of constant columns are 0. */
  A: Float64Array;
  /** b is in units of scale·beta; 0 where a column is constant. */
  scale: Float64Array;
  r: Float64Array;
  /** Origin of the columns, and the fitted value there. */
  centre: Float64Array;
  level: number;
  /** Mean of the response, with or without intercept. */
  responseMean: number;
  tss: number;
}

/** @throws LeastwiseError `response-constant` where nothing is left to explain */
function requireVariation(moments: Moments, intercept: boolean, tss: number): void {
  const p = moments.mean.length - 1;
  const mean = moments.mean[p] as number;
  if (tss > (intercept ? roundingScatter(mean, moments.weight) : 0)) return;
  const column = moments.names[p] as string;
  const message = `response ${column}: must vary; got ${Number(mean.toPrecision(15))} in every row`;
  throw new LeastwiseError("response-constant", message, { at: { column }, value: mean });
}

/**
 * Normal equations of the last column of `moments` on the others.
 *
 * @throws LeastwiseError `response-constant`; `value-not-finite` where squares over- or underflow
 */
export function normalEquations(moments: Moments, intercept: boolean): NormalEquations {
  requireFinite(moments);
  requireScale(moments);
  const p = moments.mean.length - 1;
  const { weight } = moments;
  const packed = intercept ? moments.scatter : uncentredGram(moments);
  const tss = packed[packedIndex(p, p)] as number;
  requireVariation(moments, intercept, tss);
  const predictors = moments.mean.slice(0, p);
  const floor = predictors.map((mean) => (intercept ? roundingScatter(mean, weight) : 0));
  const { A, scale } = toCorrelation(packed, floor);
  const r = scale.map((d, j) => (d === 0 ? 0 : (packed[packedIndex(j, p)] as number) / d));
  const responseMean = moments.mean[p] as number;
  const centre = intercept ? Float64Array.from(predictors) : new Float64Array(p);
  return { p, intercept, weight, A, scale, r, centre, level: intercept ? responseMean : 0, responseMean, tss };
}

/** Norm over the rows of what is rounded in a residual: the response and every term of the predictor. */
export function termsNorm({ weight, responseMean, tss, scale }: NormalEquations, { beta }: LinearPredictor): number {
  let squares = weight * responseMean * responseMean + tss;
  for (const [j, value] of beta.entries()) squares += (value * (scale[j] as number)) ** 2;
  return Math.sqrt(squares);
}

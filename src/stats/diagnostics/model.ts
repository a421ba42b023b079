// A fit as the passes over its rows take it: plain data, columns kept only.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, Block, Cholesky, DiagnoseRequest, LinearPredictor } from "#kernel/backend.ts";
import { predictorOf } from "../models/predict.ts";
import type { RowBlock } from "../rows.ts";
import type { Fit, Moments } from "../types.ts";

/** A leverage this close to 1 is 1 to its rounding, at the least and at the most, whatever the condition. */
const SATURATION = { least: 1e-12, most: 1e-6 };

/** What every pass of diagnostics knows. */
export interface RowModel {
  /** Columns of a block that are the design's and kept. */
  columns: number[];
  /** Of all columns of a block before the response: the design's, and perhaps further ones to order rows by. */
  names: string[];
  intercept: boolean;
  predictor: LinearPredictor;
  whiten: Cholesky;
  perWeight: number;
  rss: number;
  dfResidual: number;
  rank: number;
  saturation: number;
  /** Mean residual, and the unit that fourth powers are taken in. */
  origin: number;
  unit: number;
}

/** Rounding of a sum of weights that is summed in another order. */
const SAME_WEIGHT = 1e-9;

/** @throws LeastwiseError `bad-argument` unless the rows are as many, and weigh as much, as the fit's */
function requireSameRows(fit: Fit, { n, weight }: Moments): void {
  const wanted = fit.covariance.weight;
  if (n === fit.n && Math.abs(weight - wanted) <= SAME_WEIGHT * wanted) return;
  const message = `table: must hold the rows of the fit, ${fit.n} of weight ${wanted} in all; got ${n} of weight ${weight}`;
  throw new LeastwiseError("bad-argument", message, { value: n });
}

/** The fitted value at the centre: a fit keeps that at 0, whose rounding is large where a column is far from 0. */
function levelOf({ mean }: Moments, { beta, centre }: LinearPredictor, columns: Int32Array): number {
  return columns.reduce(
    (level, column, j) => level - (beta[j] as number) * ((mean[column] as number) - (centre[j] as number)),
    mean.at(-1) as number,
  );
}

/** Mean of y − ŷ: 0 with an intercept; weighted residuals are about 0 as they are. */
function meanResidual(fit: Fit, moments: Moments, predictor: LinearPredictor, columns: Int32Array): number {
  if (fit.plan.intercept || fit.weighted) return 0;
  const last = moments.mean.length - 1;
  return columns.reduce(
    (sum, column, j) => sum - (predictor.beta[j] as number) * (moments.mean[column] as number),
    moments.mean[last] as number,
  );
}

/** @throws LeastwiseError `weights` where a row stands for several: none of them has a number, or an influence of its own */
function requireSingleRows({ weightsAre }: Fit): void {
  if (weightsAre !== "frequency") return;
  const message = "weights: must not be frequencies, for influence is of single rows; got a fit with frequency weights";
  throw new LeastwiseError("weights", message, { value: weightsAre });
}

/**
 * The model of a fit on the rows that `moments` are of.
 *
 * @throws LeastwiseError `bad-argument` where the rows are not those of the fit; `weights` where weights are frequencies
 */
export function rowModel(fit: Fit, moments: Moments): RowModel {
  requireSingleRows(fit);
  requireSameRows(fit, moments);
  const { predictor, whiten, columns } = predictorOf(fit);
  if (fit.plan.intercept) predictor.intercept = levelOf(moments, predictor, columns);
  const rounding = 8 * Number.EPSILON * (columns.length + 2) * fit.solver.condition;
  return {
    columns: Array.from(columns),
    names: moments.names.slice(0, -1),
    intercept: fit.plan.intercept,
    predictor,
    whiten,
    perWeight: fit.plan.intercept ? 1 / fit.covariance.weight : 0,
    rss: fit.rss,
    dfResidual: fit.dfResidual,
    rank: fit.rank,
    saturation: Math.min(SATURATION.most, Math.max(SATURATION.least, rounding)),
    origin: meanResidual(fit, moments, predictor, columns),
    unit: fit.sigma || 1,
  };
}

/** The columns kept and the response of a block. */
export function keptBlock(block: RowBlock, { columns, names }: RowModel): Block {
  const all = [...columns, names.length].map((j) => block.columns[j] ?? new Float64Array(block.n));
  return { n: block.n, columns: all, weights: block.weights };
}

/** A request for a pass of this model. */
export function requestOf(model: RowModel, asked: Pick<DiagnoseRequest, "nTop" | "changes" | "rows">): DiagnoseRequest {
  const { predictor, whiten, perWeight, rss, dfResidual, rank, saturation, origin, unit } = model;
  return { predictor, whiten, perWeight, rss, dfResidual, rank, saturation, origin, unit, ...asked };
}

/** Fitted values and residuals y − ŷ of a block. */
export async function residualsOf(
  block: RowBlock,
  model: RowModel,
  backend: Backend,
): Promise<{ fitted: Float64Array; residual: Float64Array; kept: Block }> {
  const kept = keptBlock(block, model);
  const design = { n: kept.n, columns: kept.columns.slice(0, -1) };
  const { intercept: level } = model.predictor;
  const slopes =
    design.columns.length === 0
      ? new Float64Array(kept.n)
      : (await backend.predict(design, { ...model.predictor, intercept: 0 })).fitted;
  const y = kept.columns.at(-1) as Float64Array;
  const residual = new Float64Array(kept.n);
  const fitted = new Float64Array(kept.n);
  for (let i = 0; i < kept.n; i++) {
    // The level goes off first, where a response far from 0 loses least.
    residual[i] = (y[i] as number) - level - (slopes[i] as number);
    fitted[i] = level + (slopes[i] as number);
  }
  return { fitted, residual, kept };
}

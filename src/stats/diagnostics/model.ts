// A fit as the passes over its rows take it: plain data, columns kept only.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, Block, DiagnoseRequest } from "#kernel/backend.ts";
import { type FitPredictor, predictorOf } from "../models/predict.ts";
import type { RowBlock, Rows } from "../rows.ts";
import type { Fit } from "../types.ts";

/** A leverage this close to 1 is 1 to its rounding, at the least and at the most, whatever the condition. */
const SATURATION = { least: 1e-12, most: 1e-6 };

/** What a pass asks for beside what it knows. */
type Asked = Pick<DiagnoseRequest, "nTop" | "rows" | "drawn">;

/** What every pass of diagnostics knows. */
export interface RowModel extends Omit<DiagnoseRequest, keyof Asked> {
  /** Columns of a block that are the design's and kept. */
  columns: number[];
  /** Of all design columns; a block may have further ones to order rows by, before the response. */
  names: string[];
  intercept: boolean;
}

/** Mean of y − ŷ: 0 with an intercept; weighted residuals are about 0 as they are. */
async function meanResidual(fit: Fit, rows: Rows, { predictor, columns }: FitPredictor): Promise<number> {
  if (fit.plan.intercept || fit.weighted) return 0;
  const { mean } = await rows.moments();
  return columns.reduce(
    (sum, column, j) => sum - (predictor.beta[j] as number) * (mean[column] as number),
    mean.at(-1) as number,
  );
}

/** @throws LeastwiseError `weights` where a row stands for several: none of them has a number, or an influence of its own */
function requireSingleRows({ weightsAre }: Fit): void {
  if (weightsAre !== "frequency") return;
  const message = "weights: must not be frequencies, for influence is of single rows; got a fit with frequency weights";
  throw new LeastwiseError("weights", message, { value: weightsAre });
}

/**
 * The model of a fit on its rows; whoever passes over them checks that they are the fit's.
 *
 * @throws LeastwiseError `weights` where weights are frequencies
 */
export async function rowModel(fit: Fit, rows: Rows): Promise<RowModel> {
  requireSingleRows(fit);
  const known = predictorOf(fit);
  const { predictor, whiten, columns } = known;
  const rounding = 8 * Number.EPSILON * (columns.length + 2) * fit.solver.condition;
  return {
    columns: Array.from(columns),
    names: fit.plan.columns.map(({ name }) => name),
    intercept: fit.plan.intercept,
    predictor,
    whiten,
    perWeight: fit.plan.intercept ? 1 / fit.covariance.weight : 0,
    rss: fit.rss,
    dfResidual: fit.dfResidual,
    rank: fit.rank,
    saturation: Math.min(SATURATION.most, Math.max(SATURATION.least, rounding)),
    origin: await meanResidual(fit, rows, known),
    unit: fit.sigma || 1,
  };
}

/** The columns kept and the response of a block. */
export function keptBlock(block: RowBlock, { columns }: RowModel): Block {
  const all = [...columns, block.columns.length - 1].map((j) => block.columns[j] ?? new Float64Array(block.n));
  return { n: block.n, columns: all, weights: block.weights };
}

/** A request for a pass of this model. */
export function requestOf(model: RowModel, asked: Asked): DiagnoseRequest {
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
  const { fitted: slopes } = await backend.predict(design, { ...model.predictor, intercept: 0 });
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

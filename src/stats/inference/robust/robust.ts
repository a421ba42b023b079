// Robust tables of a least-squares fit: White's covariances, clusters, and Newey and West's.

import { LeastwiseError } from "#base/error.ts";
import type { Backend } from "#kernel/backend.ts";
import { fullGram } from "../../moments/gram.ts";
import { type RowCount, requireSameRows } from "../../passes/row-count.ts";
import type { Rows } from "../../rows.ts";
import type { Fit } from "../../types.ts";
import type { RobustTable, RobustType } from "../types.ts";
import { gatherPass, sortedStretch } from "./by-order.ts";
import { clusterPass, sumColumns } from "./clusters.ts";
import { meatMatrix, meatPass } from "./meat.ts";
import { sandwich } from "./sandwich.ts";
import { type FittedModel, fittedModel } from "./scores.ts";
import { robustTable } from "./table.ts";
import { bartlettSum, windowPass, windowsOf } from "./windows.ts";

export type RobustRequest =
  | { type: "HC0" | "HC1" | "HC2" | "HC3" }
  /** `groups`: the cluster of every row of the table; −1 where it is missing. */
  | { type: "cluster"; groups: Int32Array; correction: "CR0" | "CR1" }
  /** `order`: what to sort the rows of the table by; absent where they stand in order. */
  | { type: "newey-west"; lag?: number | undefined; order?: Float64Array | undefined };

/** The middle of the estimator, or why there is none, and what the table says beside it. */
interface Middle {
  meat: Float64Array | null;
  reason?: string;
  rows: RowCount;
  df: number;
  details?: Pick<RobustTable, "clusters" | "lag">;
}

interface Context {
  fit: Fit;
  model: FittedModel;
  rows: Rows;
  backend: Backend;
}

/** The lag where none is given: 4 (n/100)^(2/9), rounded down (Newey and West 1994, for Bartlett's weights). */
function defaultLag(n: number): number {
  return Math.min(n - 1, Math.floor(4 * (n / 100) ** (2 / 9)));
}

const scaled = (values: Float64Array, factor: number): Float64Array => values.map((v) => v * factor);

async function white(type: "HC0" | "HC1" | "HC2" | "HC3", { fit, model, rows }: Context): Promise<Middle> {
  const power = type === "HC2" ? 1 : type === "HC3" ? 2 : 0;
  const found = await rows.reduce(meatPass, { model, power });
  const df = fit.dfResidual;
  if (found.nSaturated > 0) {
    const which = found.nSaturated === 1 ? "row" : `${found.nSaturated} rows, the first of them row`;
    const reason = `${type} divides by 1 − leverage, which is 0 in ${which} ${found.firstSaturated}; HC0 and HC1 do not`;
    return { meat: null, reason, rows: found.rows, df };
  }
  const meat = scaled(meatMatrix(found, model), type === "HC1" ? fit.n / df : 1);
  return { meat, rows: found.rows, df };
}

async function clustered(
  { groups, correction }: Extract<RobustRequest, { type: "cluster" }>,
  { fit, model, rows, backend }: Context,
): Promise<Middle> {
  const found = await rows.reduce(clusterPass, { model, groups });
  const n = found.groups.length;
  const df = n - 1;
  const details = { clusters: { n, correction } };
  if (n < 2) {
    const reason = "one cluster says nothing of how clusters differ: two or more are needed";
    return { meat: null, reason, rows: found.rows, df, details };
  }
  const gram = fullGram(await backend.moments({ n, columns: sumColumns(found) }));
  const factor = correction === "CR0" ? 1 : (n / (n - 1)) * ((fit.n - 1) / fit.dfResidual);
  return { meat: scaled(gram, factor), rows: found.rows, df, details };
}

async function neweyWest(
  { lag: given, order }: Extract<RobustRequest, { type: "newey-west" }>,
  { fit, model, rows, backend }: Context,
): Promise<Middle> {
  const lag = given ?? defaultLag(fit.n);
  if (model.counted) {
    const message = "weights: must not be frequencies for newey-west, as equal rows have no order; got frequencies";
    throw new LeastwiseError("weights", message, { value: "frequency" });
  }
  if (lag >= fit.n) {
    const message = `lag: must be below the number of rows, ${fit.n}; got ${lag}`;
    throw new LeastwiseError("bad-argument", message, { value: lag });
  }
  if (!order) {
    const found = await rows.reduce(windowPass, { model, lag });
    return { meat: bartlettSum(found), rows: found.rows, df: fit.dfResidual, details: { lag } };
  }
  const found = await rows.reduce(gatherPass, { model, order });
  const sums = await windowsOf(sortedStretch(found), { rows: found.rows, lag }, backend);
  return { meat: bartlettSum(sums), rows: found.rows, df: fit.dfResidual, details: { lag } };
}

function middleOf(request: RobustRequest, context: Context): Promise<Middle> {
  switch (request.type) {
    case "cluster":
      return clustered(request, context);
    case "newey-west":
      return neweyWest(request, context);
    default:
      return white(request.type, context);
  }
}

/** What can be said before any row is read: nothing, where sigma is 0 or cannot be estimated. */
function withoutRows(fit: Fit, type: RobustType): RobustTable | null {
  const df = fit.dfResidual;
  if (fit.sigma === null) {
    const reason = "no degrees of freedom are left: every row is fitted exactly";
    return robustTable(fit, { type, covariance: null, df, reason });
  }
  if (fit.sigma > 0) return null;
  const k = fit.rank;
  return robustTable(fit, { type, covariance: new Array<number>((k * (k + 1)) / 2).fill(0), df });
}

/**
 * The table of a fit with a robust covariance of its coefficients: (X′WX)⁻¹ M (X′WX)⁻¹, M of the scores x w e.
 *
 * HC0 Σ x x′ w² e² (White 1980); HC1 that times n/(n − rank); HC2 and HC3 with e² over (1 − h) and (1 − h)² (MacKinnon and
 * White 1985). Clusters: the Gram of the score sums (CR0), times G/(G − 1)·(n − 1)/(n − rank) (CR1). Newey and West (1987):
 * Bartlett weights 1 − l/(lag + 1), neither prewhitened nor corrected for rank. Tails are t's on n − rank degrees of
 * freedom, on G − 1 for clusters. Rows of weight 0 count as absent, and a row with a frequency as so many rows. A perfect
 * fit has standard errors of 0, and a row of leverage 1 leaves HC2 and HC3 without a value, with the reason.
 *
 * @throws LeastwiseError `bad-argument` for a lag of n or more, and for rows that are not the fit's; `missing-values` where
 * a row of the model has no cluster; `weights` for frequencies with Newey and West's
 */
export async function robust(fit: Fit, rows: Rows, backend: Backend, request: RobustRequest): Promise<RobustTable> {
  const known = withoutRows(fit, request.type);
  if (known) return known;
  const model = fittedModel(fit, fit.sigma ?? 1);
  const middle = await middleOf(request, { fit, model, rows, backend });
  requireSameRows(fit, middle.rows);
  const found = middle.meat && sandwich(model, middle.meat, backend.dense);
  const covariance = found?.every(Number.isFinite) ? found : null;
  const reason = found && !covariance ? "its squares are too large for a number" : middle.reason;
  const table = robustTable(fit, { type: request.type, covariance, df: middle.df, reason });
  return { ...table, ...middle.details };
}

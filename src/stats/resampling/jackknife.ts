// Delete-a-block jackknife of coefficients (Quenouille, 1956; Shao and Wu, 1989): each block left out once, without
// another pass over the rows.

import { complements } from "../moments/complement.ts";
import { mergeMoments } from "../moments/merge.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { interceptOf, modelOf, type PenalisedModel, slopesOf } from "./coefficients.ts";
import type { Solver } from "./predictors.ts";
import { columnMeans, columnSquares } from "./summary.ts";
import type { Jackknife, ModelOptions, Resampled } from "./types.ts";

/** Coefficients in the order of the terms: the intercept first where there is one. */
export interface Coefficients {
  values: number[];
  deficient: boolean;
}

/** Coefficients of one sample. */
export function coefficientsOf(moments: Moments, model: PenalisedModel, solver: Solver): Coefficients {
  const { slopes, deficient } = slopesOf(moments, model, solver);
  return { values: model.intercept ? [interceptOf(moments, slopes), ...slopes] : slopes, deficient };
}

/** Terms and penalty of a resampled model. */
export function described(total: Moments, model: PenalisedModel): Pick<Resampled, "terms" | "lambda" | "l1Ratio"> {
  const terms = total.names.slice(0, -1);
  return {
    terms: model.intercept ? ["(Intercept)", ...terms] : terms,
    lambda: model.lambda,
    l1Ratio: model.l1Ratio,
  };
}

/**
 * Standard errors √((B − 1)/B Σ (θ₍ᵦ₎ − θ̄)²) and bias (B − 1)(θ̄ − θ) from B blocks of about equal weight.
 *
 * @throws LeastwiseError `bad-argument` for fewer than 2 blocks or a bad penalty
 */
export async function jackknifeBlocks(
  blocks: readonly Moments[],
  options: ModelOptions & { intercept: boolean; seed: number | null },
  solver: Solver,
  turn: Rows["turn"],
): Promise<Jackknife> {
  const model = modelOf(options, options.intercept);
  const others = complements(blocks, mergeMoments);
  const total = mergeMoments(blocks[0] as Moments, others[0] as Moments);
  const { values } = coefficientsOf(total, model, solver);
  const left: Coefficients[] = [];
  for (const moments of others) {
    await turn();
    left.push(coefficientsOf(moments, model, solver));
  }
  const rows = left.map((one) => one.values);
  const means = columnMeans(rows);
  const B = blocks.length;
  return {
    ...described(total, model),
    coefficients: values,
    standardErrors: columnSquares(rows, means).map((sum) => Math.sqrt(((B - 1) / B) * sum)),
    bias: means.map((mean, j) => (B - 1) * (mean - (values[j] as number))),
    n: total.n,
    seed: options.seed,
    nBlocks: B,
    nDeficient: left.filter(({ deficient }) => deficient).length,
  };
}

// The cross-validated curve of one l1Ratio: one grid of lambdas for all folds, losses from moments, and from rows where
// those have lost too many digits.

import { LeastwiseError } from "#base/error.ts";
import type { LinearPredictor } from "#kernel/backend.ts";
import { pathFromMoments } from "../penalised/path.ts";
import type { PathOptions } from "../penalised/types.ts";
import type { Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { chooseLambdas, type FoldLoss, meanAndError, overRepeats } from "./choose.ts";
import type { FoldRule } from "./deal.ts";
import { lossFromMoments } from "./loss.ts";
import { predictorsAt, type Solver, trainedCoefficients } from "./predictors.ts";
import { rowLossPass, type Tried } from "./row-loss.ts";
import type { Split } from "./splits.ts";
import type { ValidationCurve } from "./types.ts";

/** One way of dealing: its splits, and where the rows of each tested fold are. */
export interface Dealing {
  splits: Split[];
  /** null where there are moments alone. */
  rule: FoldRule | null;
  /** Fold of the rule that each split tests. */
  tested: number[];
}

/** What a model is validated on. */
export interface Validated {
  total: Moments;
  dealings: Dealing[];
  intercept: boolean;
  /** null where there are moments alone. */
  rows: Rows | null;
  solver: Solver;
  turn: Rows["turn"];
}

export interface CurveResult {
  curve: ValidationCurve;
  nRowLosses: number;
  /** Losses that stayed those of moments, though these had lost digits. */
  nDoubtful: number;
}

/** A loss that moments could not tell. */
interface Lost {
  dealing: Dealing;
  split: number;
  lambda: number;
  predictor: LinearPredictor;
  into: FoldLoss;
}

/** Predictors of one split, one a lambda. */
export function predictorsOf(data: Validated, train: Moments, options: PathOptions & { lambdas: readonly number[] }) {
  const { intercept, solver } = data;
  return predictorsAt(train, intercept, trainedCoefficients(train, { intercept }, options, solver));
}

async function lossesOf(
  data: Validated,
  dealing: Dealing,
  options: PathOptions & { lambdas: readonly number[] },
): Promise<{ losses: FoldLoss[]; lost: Lost[] }> {
  const lost: Lost[] = [];
  const losses: FoldLoss[] = [];
  for (const [split, { train, test }] of dealing.splits.entries()) {
    await data.turn();
    const into: FoldLoss = { weight: test.weight, mse: [] };
    for (const [lambda, predictor] of predictorsOf(data, train, options).entries()) {
      const loss = lossFromMoments(test, predictor);
      into.mse.push(loss.sse / test.weight);
      if (loss.lost) lost.push({ dealing, split, lambda, predictor, into });
    }
    losses.push(into);
  }
  return { losses, lost };
}

/** Sum the lost losses over the rows, in one pass. */
async function sumOverRows(rows: Rows, lost: readonly Lost[]): Promise<void> {
  const groups = new Map<FoldLoss, Lost[]>();
  for (const entry of lost) groups.set(entry.into, [...(groups.get(entry.into) ?? []), entry]);
  const tried: Tried[] = [...groups.values()].map((entries) => {
    const { dealing, split } = entries[0] as Lost;
    return {
      rule: dealing.rule as FoldRule,
      fold: dealing.tested[split] as number,
      predictors: entries.map(({ predictor }) => predictor),
    };
  });
  const sums = await rows.reduce(rowLossPass, tried);
  for (const [t, entries] of [...groups.values()].entries()) {
    for (const [k, { into, lambda }] of entries.entries()) into.mse[lambda] = (sums[t]?.[k] as number) / into.weight;
  }
}

/** @throws LeastwiseError `value-not-finite` where a loss overflowed */
function requireFinite(mean: readonly number[]): void {
  const value = mean.find((m) => !Number.isFinite(m));
  if (value === undefined) return;
  throw new LeastwiseError("value-not-finite", `fold losses: must be finite; got ${value}`, { value: String(value) });
}

/** Cross-validate the path of one l1Ratio on its own grid, or on `options.lambdas`. */
export async function curveOf(data: Validated, options: PathOptions & { l1Ratio: number }): Promise<CurveResult> {
  const path = pathFromMoments(data.total, data, options, data.solver);
  const { lambdas } = path;
  const found: Awaited<ReturnType<typeof lossesOf>>[] = [];
  for (const dealing of data.dealings) found.push(await lossesOf(data, dealing, { ...options, lambdas }));
  const lost = found.flatMap((one) => one.lost);
  if (data.rows && lost.length > 0) await sumOverRows(data.rows, lost);
  const { mean, sd } = overRepeats(found.map(({ losses }) => meanAndError(losses, lambdas.length)));
  requireFinite(mean);
  const { lambdaMin, lambda1se } = chooseLambdas(lambdas, mean, sd);
  const byFold = found.flatMap(({ losses }) => losses.map(({ mse }) => mse));
  return {
    curve: { l1Ratio: path.l1Ratio, lambdas, mean, sd, byFold, lambdaMin, lambda1se, df: path.df },
    nRowLosses: data.rows ? lost.length : 0,
    nDoubtful: data.rows ? 0 : lost.length,
  };
}

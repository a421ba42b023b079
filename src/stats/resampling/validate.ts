// Cross-validation of penalised least squares from the moments of folds: a grid of lambdas for each l1Ratio, or a search.

import type { Backend } from "#kernel/backend.ts";
import type { PathOptions } from "../penalised/types.ts";
import { type CurveResult, curveOf, type Validated } from "./curve.ts";
import { finalistErrors } from "./finalists.ts";
import { searchPairs } from "./search.ts";
import { DEFAULT_SEED } from "./seed.ts";
import type { CrossValidation, Trial, ValidationOptions } from "./types.ts";

/** What `crossValidate` adds to a validation: how the rows were dealt. */
export type Dealt = Pick<CrossValidation, "scheme" | "seed" | "repeats" | "n" | "nDropped" | "foldSizes">;

const QUANTILES = [0.1, 0.5, 0.9];

function pathOptionsOf(options: ValidationOptions): PathOptions {
  const { nLambda, lambdaMinRatio, lambdas, standardize, penaltyFactors, bounds, earlyStop } = options;
  return {
    ...(nLambda !== undefined && { nLambda }),
    ...(lambdaMinRatio !== undefined && { lambdaMinRatio }),
    ...(lambdas && { lambdas }),
    ...(standardize !== undefined && { standardize }),
    ...(penaltyFactors && { penaltyFactors }),
    ...(bounds && { bounds }),
    ...(earlyStop !== undefined && { earlyStop }),
  };
}

function bestOf({ curve }: CurveResult): Trial {
  const k = curve.lambdas.indexOf(curve.lambdaMin);
  return { lambda: curve.lambdaMin, l1Ratio: curve.l1Ratio, mean: curve.mean[k] as number, sd: curve.sd[k] as number };
}

function least<T>(values: readonly T[], of: (value: T) => number): T {
  return values.reduce((best, value) => (of(value) < of(best) ? value : best));
}

function reasonsOf(results: readonly { nDoubtful: number }[]): CrossValidation["reasons"] {
  const nDoubtful = results.reduce((sum, result) => sum + result.nDoubtful, 0);
  if (nDoubtful === 0) return [];
  const reason = `${nDoubtful} losses are below 1e-4 of their total and there are no rows to sum them over: their last digits are rounding`;
  return [{ field: "mean", reason }];
}

/** Curves of the l1Ratios given, or the trials of a search and the curve of its best l1Ratio. */
async function curvesOf(data: Validated, options: ValidationOptions, random: Backend["random"]) {
  const paths = pathOptionsOf(options);
  const { search, l1Ratio = 1, seed = DEFAULT_SEED } = options;
  const shares = typeof l1Ratio === "number" ? [l1Ratio] : [...l1Ratio];
  if (!search) {
    const results: CurveResult[] = [];
    for (const share of shares) results.push(await curveOf(data, { ...paths, l1Ratio: share }));
    return { results, searched: null, best: bestOf(least(results, (result) => bestOf(result).mean)) };
  }
  const alone = shares.length === 1 && options.l1Ratio === undefined;
  const low = alone ? 0 : Math.min(...shares);
  const high = alone ? 1 : Math.max(...shares);
  const searched = await searchPairs({ data, options: paths, low, high }, search, random(seed));
  const best = least(searched.trials, ({ mean }) => mean);
  return { results: [await curveOf(data, { ...paths, l1Ratio: best.l1Ratio })], searched, best };
}

/** Cross-validate on splits that are dealt already. */
export async function validate(
  data: Validated,
  dealt: Dealt,
  options: ValidationOptions,
  random: Backend["random"],
): Promise<CrossValidation> {
  const { results, searched, best } = await curvesOf(data, options, random);
  const curves = results.map(({ curve }) => curve);
  const chosen = least(curves, (curve) => (curve.l1Ratio === best.l1Ratio ? 0 : 1));
  const counted = searched ? [...results, searched] : results;
  const finalists = [
    { lambda: best.lambda, l1Ratio: best.l1Ratio },
    { lambda: chosen.lambda1se, l1Ratio: chosen.l1Ratio },
  ];
  const { rows } = data;
  const quantiles = options.quantiles ?? QUANTILES;
  const errors =
    options.rowErrors && rows
      ? await finalistErrors({ ...data, rows }, finalists, {
          options: pathOptionsOf(options),
          quantiles,
          nDropped: dealt.nDropped,
          weightsAre: data.total.weightsAre,
        })
      : [];
  return {
    ...dealt,
    ...chosen,
    curves,
    best,
    trials: searched?.trials ?? [],
    errors,
    nRowLosses: counted.reduce((sum, { nRowLosses }) => sum + nRowLosses, 0),
    reasons: reasonsOf(counted),
  };
}

// Cross-validation the slow way: every fold refitted to its training rows, and every row predicted.

import { rowsOf } from "#base/pick.ts";
import { referenceBackend } from "#kernel/reference/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import { pathFromMoments } from "#stats/penalised/path.ts";
import type { PathOptions } from "#stats/penalised/types.ts";
import type { ArrayModel } from "./array-rows.ts";

const oracle = referenceBackend();

export interface BruteForce {
  mean: number[];
  sd: number[];
  /** `[fold][lambda]` */
  byFold: number[][];
}

/** Mean and standard error of the folds' losses at `options.lambdas`; `trainsOn(k)` tells which folds train fold k. */
export async function bruteForce(
  { columns, y, weights, intercept = true }: ArrayModel,
  folds: Int32Array,
  options: PathOptions & { lambdas: readonly number[] },
  trainsOn: (fold: number, other: number) => boolean = (fold, other) => fold !== other,
): Promise<BruteForce> {
  const names = [...Object.keys(columns), "y"];
  const all = [...Object.values(columns), y].map((column) => Float64Array.from(column));
  const block = { n: y.length, columns: all, weights: weights && Float64Array.from(weights) };
  const losses: { weight: number; mse: number[] }[] = [];
  for (let k = 0; k <= Math.max(...folds); k++) {
    if (!folds.some((other) => other >= 0 && trainsOn(k, other))) continue;
    const training = folds.map((other) => (other >= 0 && trainsOn(k, other) ? 1 : 0));
    const train = toMoments(await oracle.moments(rowsOf(block, training, 1)), names, 0);
    const path = pathFromMoments(train, { intercept }, options, oracle);
    const test = rowsOf(block, folds, k);
    let weight = 0;
    const sse = options.lambdas.map(() => 0);
    for (let i = 0; i < test.n; i++) {
      const w = test.weights?.[i] ?? 1;
      weight += w;
      for (const [at, row] of path.coefficients.entries()) {
        const fitted = row.reduce(
          (sum, b, j) => sum + b * (test.columns[j]?.[i] as number),
          path.intercepts[at] as number,
        );
        sse[at] = (sse[at] as number) + w * ((test.columns.at(-1)?.[i] as number) - fitted) ** 2;
      }
    }
    losses.push({ weight, mse: sse.map((value) => value / weight) });
  }
  const total = losses.reduce((sum, loss) => sum + loss.weight, 0);
  const mean = options.lambdas.map((_, at) => losses.reduce((s, l) => s + l.weight * (l.mse[at] as number), 0) / total);
  const sd = mean.map((m, at) => {
    const squares = losses.reduce((s, l) => s + l.weight * ((l.mse[at] as number) - m) ** 2, 0);
    return Math.sqrt(squares / total / (losses.length - 1));
  });
  return { mean, sd, byFold: losses.map(({ mse }) => mse) };
}

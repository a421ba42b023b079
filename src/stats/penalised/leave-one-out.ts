// Leave-one-out errors of ridge at every lambda by one pass over rows: e/(1 − h), with the penalty kept as it is.

import type { Backend } from "#kernel/backend.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import { resolveOptions } from "./options.ts";
import { penalisedProblem } from "./problem.ts";
import { ridgeBasis, ridgeWeights } from "./ridge.ts";
import type { Path, PathOptions } from "./types.ts";

/** A leverage this close to 1 is 1 to rounding: the row decides its own fit. */
const ALONE = 1e-10;

/** The basis on the scale of the data, and each lambda's 1/(sigma + lambda). */
interface LeaveOneOutArgs {
  /** Coordinates, and p×size loads of x − centre on them. */
  size: number;
  loads: Float64Array;
  q: Float64Array;
  /** size a lambda. */
  weights: Float64Array;
  nLambda: number;
  centre: Float64Array;
  level: number;
  /** What the response is divided by. */
  length: number;
  /** Leverage of the intercept over the weight of a row. */
  interceptShare: number;
  /** Whether weights count rows, of which one is left out. */
  counted: boolean;
}

/** Coordinates of row i. */
function coordinatesOf(
  columns: readonly ArrayLike<number>[],
  i: number,
  { size, loads, centre }: LeaveOneOutArgs,
  t: Float64Array,
): void {
  const p = centre.length;
  t.fill(0);
  for (let j = 0; j < p; j++) {
    const x = (columns[j]?.[i] as number) - (centre[j] as number);
    for (let k = 0; k < size; k++) t[k] = (t[k] as number) + x * (loads[k * p + j] as number);
  }
}

/** Σ w (e/(1 − h))² of each lambda, in units of the response's squared length; infinite where a row has leverage 1. */
export const leaveOneOutPass: RowPass<LeaveOneOutArgs, Float64Array> = {
  run({ n, columns, weights: rowWeights }, args) {
    const { size, q, weights, nLambda, level, length, interceptShare, counted } = args;
    const y = columns[columns.length - 1] as ArrayLike<number>;
    const sums = new Float64Array(nLambda);
    const t = new Float64Array(size);
    for (let i = 0; i < n; i++) {
      const w = rowWeights ? (rowWeights[i] as number) : 1;
      coordinatesOf(columns, i, args, t);
      const away = ((y[i] as number) - level) / length;
      for (let k = 0; k < nLambda; k++) {
        let fitted = 0;
        let leverage = interceptShare;
        for (let c = 0; c < size; c++) {
          const share = (t[c] as number) * (weights[k * size + c] as number);
          fitted += share * (q[c] as number);
          leverage += share * (t[c] as number);
        }
        const left = 1 - (counted ? 1 : w) * leverage;
        const error = left > ALONE ? (away - fitted) / left : Number.POSITIVE_INFINITY;
        if (w > 0) sums[k] = (sums[k] as number) + w * error * error;
      }
    }
    return sums;
  },
  merge: (a, b) => a.map((value, k) => value + (b[k] as number)),
};

/**
 * Mean squared leave-one-out error of the ridge models at `lambdas`, null where a row decides its own fit.
 *
 * The rows keep their weights, and the columns the units they are penalised in.
 */
export async function ridgeLeaveOneOut(
  { moments, model, rows }: { moments: Moments; model: { intercept: boolean }; rows: Pick<Rows, "reduce"> },
  lambdas: Path["lambdas"],
  options: PathOptions,
  backend: Pick<Backend, "dense">,
): Promise<(number | null)[]> {
  const resolved = resolveOptions({ ...options, l1Ratio: 0 }, moments.mean.length - 1);
  const problem = penalisedProblem(moments, model.intercept, resolved);
  const { system } = problem;
  const basis = ridgeBasis(problem, backend.dense);
  const length = Math.sqrt(system.tss);
  const weights = new Float64Array(basis.size * lambdas.length);
  for (const [k, lambda] of lambdas.entries()) weights.set(ridgeWeights(basis, lambda), k * basis.size);
  const sums = await rows.reduce(leaveOneOutPass, {
    size: basis.size,
    loads: basis.T.map((load, at) => {
      const d = system.scale[at % basis.p] as number;
      return d === 0 ? 0 : load / d;
    }),
    q: basis.q,
    weights,
    nLambda: lambdas.length,
    centre: system.centre,
    level: system.level,
    length,
    interceptShare: system.intercept ? 1 / system.weight : 0,
    counted: moments.weightsAre === "frequency",
  });
  return Array.from(sums, (sum) => (Number.isFinite(sum) ? (sum * system.tss) / system.weight : null));
}

// A second regression on the rows of the first: how much of the last column the others explain.

import type { BlockMoments, Dense } from "#kernel/backend.ts";
import { factorByRank } from "../models/rank.ts";
import { toCorrelation } from "../moments/correlation.ts";
import { uncentredGram } from "../moments/gram.ts";
import { packedIndex } from "../moments/packed.ts";
import { roundingScatter } from "../moments/scale.ts";

/** Relative rounding of a sum of squares of p products. */
const rounding = (p: number): number => 16 * Number.EPSILON * (p + 2);

/** Sums of squares of a regression, about the mean where it has an intercept. */
export interface Explained {
  n: number;
  rank: number;
  total: number;
  explained: number;
  /** What is left of the total, 0 where that is rounding. */
  unexplained: number;
}

/** Regress the last column of `moments` on the others, dependent ones left out. */
export function explainedBy(moments: BlockMoments, intercept: boolean, dense: Dense): Explained {
  const p = moments.mean.length - 1;
  const state = { weight: moments.weight, mean: Array.from(moments.mean), scatter: Array.from(moments.scatter) };
  const packed = intercept ? state.scatter : uncentredGram(state);
  const floor = state.mean.map((mean) => (intercept ? roundingScatter(mean, moments.weight) : 0));
  const { A, scale } = toCorrelation(packed, floor.slice(0, p));
  const { factor } = factorByRank(A, p, dense);
  const r = scale.map((d, j) => (d === 0 ? 0 : (packed[packedIndex(j, p)] as number) / d));
  const whitened = dense.solveTriangular(factor, r, 1, true);
  const sum = packed[packedIndex(p, p)] as number;
  const total = sum > (floor[p] as number) ? sum : 0;
  const explained = Math.min(
    total,
    whitened.reduce((squares, value) => squares + value * value, 0),
  );
  const left = total - explained;
  return {
    n: moments.n,
    rank: factor.rank + (intercept ? 1 : 0),
    total,
    explained,
    unexplained: left > rounding(p) * total ? left : 0,
  };
}

/** Moments of a few rows, in plain code: what stands between two stretches is not worth a backend's pass. */
export function momentsOfRows(rows: readonly Float64Array[]): BlockMoments {
  const n = rows.length;
  const q = rows[0]?.length ?? 0;
  const mean = new Float64Array(q);
  for (const row of rows) for (let j = 0; j < q; j++) mean[j] = (mean[j] as number) + (row[j] as number) / n;
  const scatter = new Float64Array((q * (q + 1)) / 2);
  for (const row of rows) {
    for (let j = 0; j < q; j++) {
      const b = (row[j] as number) - (mean[j] as number);
      for (let i = 0; i <= j; i++) {
        const at = packedIndex(i, j);
        scatter[at] = (scatter[at] as number) + ((row[i] as number) - (mean[i] as number)) * b;
      }
    }
  }
  return { n, weight: n, mean, scatter, shift: mean.slice() };
}

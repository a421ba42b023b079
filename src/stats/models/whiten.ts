// The second factor of CholeskyQR2: where the moments of the columns are too ill conditioned to be factored well, those of the
// columns made nearly orthonormal by the first factor are not.

import type { BlockMoments, Cholesky, Dense } from "#kernel/backend.ts";
import { uncentredGram } from "../moments/gram.ts";
import { packedIndex, symmetricOf } from "../moments/packed.ts";
import { whitenedPass } from "../passes/whitened.ts";
import type { Rows } from "../rows.ts";
import { fullRank } from "./full-rank.ts";
import type { NormalEquations } from "./normal-equations.ts";
import type { Start } from "./solve.ts";

/** The factor of the columns kept, in units of the data. */
function compactFactor({ p, scale }: NormalEquations, { R }: Cholesky, kept: readonly number[]): Cholesky {
  const k = kept.length;
  const out = new Float64Array(k * k);
  for (const [at, j] of kept.entries()) {
    for (const [row, i] of kept.slice(0, at + 1).entries()) {
      out[at * k + row] = (R[j * p + i] as number) * (scale[j] as number);
    }
  }
  return fullRank(out, k);
}

/** Full symmetric k×k matrix of the whitened columns, and their products with the response. */
function whitenedSystem(state: BlockMoments, intercept: boolean): { G: Float64Array; c: Float64Array } {
  const k = state.mean.length - 1;
  const packed = intercept ? state.scatter : uncentredGram(state);
  return {
    G: symmetricOf(packed, k),
    c: Float64Array.from({ length: k }, (_, j) => packed[packedIndex(j, k)] as number),
  };
}

/** The product of two upper factors, spread over all p columns on the correlation scale. */
function combinedFactor(system: NormalEquations, kept: readonly number[], second: Cholesky, first: Cholesky): Cholesky {
  const { p, scale } = system;
  const k = kept.length;
  const R = new Float64Array(p * p);
  const aliased = new Uint8Array(p).fill(1);
  for (const [at, j] of kept.entries()) {
    aliased[j] = 0;
    for (const [row, i] of kept.slice(0, at + 1).entries()) {
      let value = 0;
      for (let h = row; h <= at; h++) value += (second.R[h * k + row] as number) * (first.R[at * k + h] as number);
      R[j * p + i] = value / (scale[j] as number);
    }
  }
  return { p, R, rank: k, aliased, pivots: new Float64Array(p).fill(1) };
}

/** A better factor and solution from a second pass over the rows; null where even the whitened columns are dependent. */
export async function whitenedStart(
  system: NormalEquations,
  start: Start,
  rows: Rows,
  dense: Dense,
): Promise<Start | null> {
  const kept = Array.from(system.scale.keys()).filter((j) => !start.factor.aliased[j]);
  const first = compactFactor(system, start.factor, kept);
  const centre = Float64Array.from(kept, (j) => system.centre[j] as number);
  const state = await rows.reduce(whitenedPass, { columns: kept, centre, factor: first });
  const { G, c } = whitenedSystem(state, system.intercept);
  const second = dense.cholesky(G, kept.length, Number.EPSILON);
  if (second.rank < kept.length) return null;
  const b = dense.solveTriangular(first, dense.solve(second, c, 1), 1, false);
  const beta = new Float64Array(system.p);
  for (const [at, j] of kept.entries()) beta[j] = b[at] as number;
  const factor = combinedFactor(system, kept, second, first);
  return { ...start, factor, predictor: { ...start.predictor, beta }, tolerated: Number.POSITIVE_INFINITY };
}

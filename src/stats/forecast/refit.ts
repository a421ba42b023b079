// The model of each origin from merged moments: no row is read again, so nothing is refined from residuals either.

import { LeastwiseError } from "#base/error.ts";
import type { Backend, Dense } from "#kernel/backend.ts";
import { normalEquations } from "../models/normal-equations.ts";
import { factorByRank } from "../models/rank.ts";
import { mergeMoments } from "../moments/merge.ts";
import { packedIndex } from "../moments/packed.ts";
import { toMoments } from "../moments/state.ts";
import { entriesOf } from "../passes/pick.ts";
import type { RowPass, Rows } from "../rows.ts";
import type { Moments } from "../types.ts";
import type { Origins } from "./origins.ts";

/** A model as forecasts need it. */
export interface Refit {
  level: number;
  beta: Float64Array;
  centre: Float64Array;
  sigma: number;
  n: number;
  rank: number;
}

type States = Awaited<ReturnType<Backend["foldMoments"]>>;

/** Moments of every stretch of periods. `stretches` is the stretch of each row of the table, −1 for none. */
export const stretchPass: RowPass<{ stretches: Int32Array; nStretches: number }, States> = {
  run(block, { stretches, nStretches }, backend) {
    return backend.foldMoments(block, entriesOf(stretches, block), nStretches);
  },
  merge: (a, b, backend) => a.map((state, s) => backend.merge(state, b[s] as States[number])),
};

/** The model of each origin. Throws `rows-too-few` where one has no more rows than terms. */
export async function refitAll(
  states: States,
  { stretches }: Origins,
  model: { names: string[]; intercept: boolean; texts: readonly string[]; turn: Rows["turn"] },
  dense: Dense,
): Promise<Refit[]> {
  const parts = states.map((state) => toMoments(state, model.names, 0));
  let sum: Moments | null = null;
  let before = { from: 0, to: 0 };
  const models: Refit[] = [];
  for (const [o, { from, to }] of stretches.entries()) {
    await model.turn();
    // A window that only grows goes on from the one before it.
    const grows: boolean = sum !== null && from === before.from;
    const more = parts.slice(grows ? before.to : from, to);
    sum = more.reduce<Moments | null>(
      (all, part) => (all === null ? part : mergeMoments(all, part)),
      grows ? sum : null,
    );
    before = { from, to };
    models.push(refit(sum as Moments, { ...model, text: model.texts[o] as string }, dense));
  }
  return models;
}

function refit(moments: Moments, { intercept, text }: { intercept: boolean; text: string }, dense: Dense): Refit {
  const p = moments.mean.length - 1;
  const { n } = moments;
  if (n <= p + (intercept ? 1 : 0)) {
    const message = `origin ${text}: must have more rows up to it than the model has terms; got ${n} for ${p + (intercept ? 1 : 0)}`;
    throw new LeastwiseError("rows-too-few", message, { value: n });
  }
  if (moments.scatter[packedIndex(p, p)] === 0 && intercept) {
    const level = moments.mean[p] as number;
    return { level, beta: new Float64Array(p), centre: new Float64Array(p), sigma: 0, n, rank: 1 };
  }
  const { A, scale, r, centre, level, tss } = normalEquations(moments, intercept);
  const { factor } = factorByRank(A, p, dense);
  const b = dense.solve(factor, r, 1);
  const beta = b.map((value, j) => (factor.aliased[j] ? 0 : value / (scale[j] as number)));
  const explained = b.reduce((sum, value, j) => sum + value * (r[j] as number), 0);
  const rank = factor.rank + (intercept ? 1 : 0);
  const sigma = Math.sqrt(Math.max(0, tss - explained) / (n - rank));
  return { level, beta, centre, sigma, n, rank };
}

// What a model of a selection is judged by, from its residual sum of squares and its rank.

import { type Goodness, goodnessOf } from "../../models/goodness.ts";
import { termsNorm } from "../../models/normal-equations.ts";
import type { Rows } from "../../rows.ts";
import type { SelectedModel } from "../types.ts";
import { formulaOf, type GroupSet, rankOf, type Search, sweptBy, termsOf } from "./candidates.ts";

/** A share of the response left unexplained that is below this is summed over the rows. */
const FROM_ROWS = 1e-4;

/** So it is where sweeps lose more digits than this. */
const LOST = 1e6;

/** Share left unexplained that is rounding of a perfect fit. */
export const roundingShare = (q: number): number => 16 * Number.EPSILON * (q + 2);

/** Goodness of a model that leaves `share` of the total unexplained. */
export function goodnessFor(search: Search, share: number, rank: number): Goodness {
  const { tss, intercept } = search.equations;
  const left = share <= roundingShare(search.system.q) || rank >= search.n ? 0 : share;
  const { n, sumLogWeight } = search;
  return goodnessOf({ n, rank, intercept, rss: left * tss, mss: (1 - left) * tss, tss, sumLogWeight });
}

/** −2 logLik + k (rank + 1); −Infinity for a perfect fit. */
export function penalised({ logLik }: Pick<Goodness, "logLik">, rank: number, k: number): number {
  return logLik === null ? Number.NEGATIVE_INFINITY : k * (rank + 1) - 2 * logLik;
}

/** Share of the total that a set leaves: from moments, and from the rows where that has too few digits. */
async function shareOf(search: Search, set: GroupSet, rows: Rows): Promise<number> {
  const { system, equations } = search;
  const { q, columns } = system;
  const A = sweptBy(search, set);
  const share = Math.max(0, A[q * q - 1] as number);
  if (share >= FROM_ROWS && search.condition < LOST) return share;
  const { p, scale, centre, level, tss } = equations;
  const beta = new Float64Array(p);
  for (const [g, group] of search.groups.entries()) {
    if (!set[g]) continue;
    for (const k of group.columns) {
      const j = columns[k] as number;
      beta[j] = ((A[(q - 1) * q + k] as number) * Math.sqrt(tss)) / (scale[j] as number);
    }
  }
  const predictor = { intercept: level, beta, centre };
  const { rss } = await rows.residuals(predictor);
  const rounding = ((3 * Number.EPSILON) / 2) * termsNorm(equations, predictor);
  return rss <= rounding * rounding ? 0 : rss / tss;
}

/** Mean square error of the largest model, which Mallows' Cp measures by; null where there is none. */
export async function largestError(search: Search, rows: Rows): Promise<number | null> {
  const all = search.groups.map(() => true);
  const df = search.n - rankOf(search, all);
  const share = await shareOf(search, all, rows);
  return df === 0 || share <= 0 ? null : (share * search.equations.tss) / df;
}

/** A set as it is given out. `sigma2` is the largest model's mean square error. */
export async function modelOf(
  search: Search,
  set: GroupSet,
  { rows, sigma2 }: { rows: Rows; sigma2: number | null },
): Promise<SelectedModel> {
  const rank = rankOf(search, set);
  const { n } = search;
  const share = rank >= n ? 0 : await shareOf(search, set, rows);
  const { tss, intercept } = search.equations;
  const rss = share * tss;
  const sums = { n, rank, intercept, rss, mss: (1 - share) * tss, tss, sumLogWeight: search.sumLogWeight };
  const { rSquared, adjRSquared, aic, bic } = goodnessOf(sums);
  const cp = sigma2 === null ? null : rss / sigma2 - n + 2 * rank;
  return {
    formula: formulaOf(search, set),
    terms: termsOf(search, set),
    rank,
    rss,
    rSquared,
    adjRSquared,
    aic,
    bic,
    cp,
  };
}

// How many rows a pass has met and what they weigh: a check that a table is the one a fit was made of.

import { LeastwiseError } from "#base/error.ts";
import type { RowBlock } from "../rows.ts";
import type { Fit } from "../types.ts";

/** Rows of weight > 0, and their weight. */
export interface RowCount {
  n: number;
  weight: number;
}

export function countRows({ n, weights }: Pick<RowBlock, "n" | "weights">): RowCount {
  if (!weights) return { n, weight: n };
  let counted = 0;
  let weight = 0;
  for (const w of weights) {
    weight += w;
    if (w > 0) counted += 1;
  }
  return { n: counted, weight };
}

export function addCounts(a: RowCount, b: RowCount): RowCount {
  return { n: a.n + b.n, weight: a.weight + b.weight };
}

/** Rounding of a sum of weights that is summed in another order. */
const SAME_WEIGHT = 1e-9;

/** @throws LeastwiseError `bad-argument` unless the rows are as many, and weigh as much, as the fit's */
export function requireSameRows(fit: Fit, { n, weight }: RowCount): void {
  const wanted = fit.covariance.weight;
  // A fit of frequencies counts the rows that they stand for.
  const counted = fit.weightsAre === "frequency" ? Math.round(weight) : n;
  if (counted === fit.n && Math.abs(weight - wanted) <= SAME_WEIGHT * wanted) return;
  const message = `table: must hold the rows of the fit, ${fit.n} of weight ${wanted} in all; got ${counted} of weight ${weight}`;
  throw new LeastwiseError("bad-argument", message, { value: counted });
}

// Each column of a model on its own: mean, scatter and scatter with the response, for designs too wide for all products.

import type { NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";
import { countRows } from "./row-count.ts";

/** Of q columns, the response last: means, Σ w (z − mean)², and Σ w (z − mean)(y − mean of y). */
export interface ColumnSums {
  /** Rows, and rows with weight > 0. */
  nSeen: number;
  n: number;
  weight: number;
  mean: Float64Array;
  scatter: Float64Array;
  cross: Float64Array;
}

/** Σ w (z − origin). */
function sumAbout(z: NumericColumn, origin: number, weights: NumericColumn | undefined): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) sum += (weights ? (weights[i] as number) : 1) * ((z[i] as number) - origin);
  return sum;
}

/** Deviations of the response times their weights. */
function weighed(y: NumericColumn, mean: number, weights: NumericColumn | undefined): Float64Array {
  const out = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) out[i] = (weights ? (weights[i] as number) : 1) * ((y[i] as number) - mean);
  return out;
}

export const columnsPass: RowPass<null, ColumnSums> = {
  run({ n: nSeen, columns, weights }) {
    const q = columns.length;
    const { n, weight } = countRows({ n: nSeen, weights });
    const zeros = () => new Float64Array(q);
    const sums = { nSeen, n, weight, mean: zeros(), scatter: zeros(), cross: zeros() };
    if (weight === 0) return sums;
    const { mean, scatter, cross } = sums;
    // Summed about a value that counts: a row without weight may be far from all others.
    const counted = weights?.findIndex((w) => w > 0) ?? 0;
    for (const [j, z] of columns.entries()) {
      const origin = z[counted] as number;
      mean[j] = origin + sumAbout(z, origin, weights) / weight;
    }
    const dy = weighed(columns[q - 1] as NumericColumn, mean[q - 1] as number, weights);
    for (const [j, z] of columns.entries()) {
      const m = mean[j] as number;
      let squares = 0;
      let products = 0;
      for (let i = 0; i < nSeen; i++) {
        const d = (z[i] as number) - m;
        squares += (weights ? (weights[i] as number) : 1) * d * d;
        products += (dy[i] as number) * d;
      }
      scatter[j] = squares;
      cross[j] = products;
    }
    return sums;
  },

  /** Chan, Golub and LeVeque's update, a column at a time. */
  merge(a, b) {
    const nSeen = a.nSeen + b.nSeen;
    if (a.weight === 0 || b.weight === 0) return { ...(a.weight === 0 ? b : a), nSeen };
    const weight = a.weight + b.weight;
    const share = b.weight / weight;
    const delta = a.mean.map((m, j) => (b.mean[j] as number) - m);
    const ofResponse = (delta[delta.length - 1] as number) * a.weight * share;
    return {
      nSeen,
      n: a.n + b.n,
      weight,
      mean: a.mean.map((m, j) => m + (delta[j] as number) * share),
      scatter: a.scatter.map((s, j) => s + (b.scatter[j] as number) + (delta[j] as number) ** 2 * a.weight * share),
      cross: a.cross.map((s, j) => s + (b.cross[j] as number) + (delta[j] as number) * ofResponse),
    };
  },
};

// Each column of a model on its own: mean, scatter and scatter with the response, for designs too wide for all products.

import type { NumericColumn } from "#kernel/backend.ts";
import type { RowPass } from "../rows.ts";

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
  return Float64Array.from(y, (value, i) => (weights ? (weights[i] as number) : 1) * (value - mean));
}

function totalWeight(n: number, weights: NumericColumn | undefined): { counted: number; weight: number } {
  if (!weights) return { counted: n, weight: n };
  let counted = 0;
  let weight = 0;
  for (const w of weights) {
    weight += w;
    if (w > 0) counted += 1;
  }
  return { counted, weight };
}

export const columnsPass: RowPass<null, ColumnSums> = {
  run({ n: nSeen, columns, weights }) {
    const q = columns.length;
    const { counted, weight } = totalWeight(nSeen, weights);
    const zeros = () => new Float64Array(q);
    const sums = { nSeen, n: counted, weight, mean: zeros(), scatter: zeros(), cross: zeros() };
    if (weight === 0) return sums;
    const { mean, scatter, cross } = sums;
    for (const [j, z] of columns.entries()) {
      const origin = z[0] as number;
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

// Seeded designs of correlated columns, and their moments.

import type { Backend } from "#kernel/backend.ts";
import { randomStream } from "#kernel/reference/random.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { Moments } from "#stats/types.ts";

export interface DesignShape {
  n: number;
  p: number;
  /** Correlation of neighbours, which falls off with distance, or the same between all. */
  rho: number;
  kind?: "neighbours" | "all";
  /** Columns that the response is made of. Default 10. */
  nTrue?: number;
  noise?: number;
  seed: number;
}

/** p columns of n values, then a response of every other one of the first, plus noise. */
export function design({ n, p, rho, kind = "neighbours", nTrue = 10, noise = 1, seed }: DesignShape): Float64Array[] {
  const stream = randomStream(seed);
  const shared = stream.normal(n, 0, 1);
  const columns: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const own = stream.normal(n, 0, 1);
    const before = kind === "all" ? shared : (columns[j - 1] ?? shared);
    const a = kind === "all" ? Math.sqrt(rho) : rho;
    columns.push(own.map((e, i) => a * (before[i] as number) + Math.sqrt(1 - a * a) * e));
  }
  const y = stream.normal(n, 0, noise);
  for (let k = 0; k < nTrue; k++) {
    const x = columns[(k * 7) % p] as Float64Array;
    const beta = (k % 2 === 0 ? 1 : -1) / (1 + k / 4);
    for (let i = 0; i < n; i++) y[i] = (y[i] as number) + beta * (x[i] as number);
  }
  return [...columns, y];
}

/** Moments of columns called x0, x1, … and y. */
export async function momentsOf(columns: Float64Array[], backend: Pick<Backend, "moments">): Promise<Moments> {
  const names = columns.map((_, j) => (j === columns.length - 1 ? "y" : `x${j}`));
  const n = columns[0]?.length ?? 0;
  return toMoments(await backend.moments({ n, columns }), names, 0);
}

// Moments of some of the columns, in any order, in O(q²): what a model with fewer terms needs of the rows.

import type { Moments } from "../types.ts";
import { packedIndex } from "./packed.ts";

/** Moments of the columns at `columns` (indices into `names`), in that order; the plan of all of them is left out. */
export function subsetMoments({ plan: _, ...moments }: Moments, columns: readonly number[]): Moments {
  const pick = <T>(values: readonly T[]): T[] => columns.map((c) => values[c] as T);
  const scatter = columns.flatMap((c, j) =>
    columns.slice(0, j + 1).map((r) => moments.scatter[packedIndex(r, c)] as number),
  );
  return { ...moments, mean: pick(moments.mean), scatter, names: pick(moments.names), shift: pick(moments.shift) };
}

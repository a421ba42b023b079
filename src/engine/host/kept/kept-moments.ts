// Moments of superblocks that are kept with a table, by what makes the rows and the columns of a model. Columns of a larger
// model serve a smaller one where both have all rows: their moments have the same bits.

import { LeastRecent } from "#base/least-recent.ts";
import { readsOtherRows } from "#formula/expand.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { DesignColumn, Plan } from "#formula/types.ts";
import type { BlockMoments } from "#kernel/backend.ts";
import { packedIndex } from "#stats/moments/packed.ts";
import type { Table } from "#table/types.ts";
import { type CountedMoments, type MergeMoments, MomentTree } from "./moment-tree.ts";

/** Bytes of moments that are kept with one table. */
const MOST_BYTES = 2 ** 26;

/** What the moments of a model's rows depend on, beside the table. */
export interface MomentsSource {
  plan: Plan;
  /** Name of the column of weights, where there are some. */
  weights: string | null;
  positive: boolean;
}

interface KeptTree {
  tree: MomentTree;
  /** Of the design's columns, in their order. */
  columns: readonly string[];
  /** Response, weights and which rows count. */
  rows: string;
  /** Whether no row is left out for a missing value. */
  complete: boolean;
}

/** Moments of superblocks, and where a model's columns are among theirs; null where they are just those. */
export interface FoundMoments {
  tree: MomentTree;
  places: readonly number[] | null;
}

/** What does not depend on where it stood in the formula's text. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => (key === "at" ? 0 : part));
}

function columnText({ factors }: DesignColumn, { levels }: Plan): string {
  const variables = factors.flatMap((factor) => (factor.kind === "numeric" ? [] : [factor.variable]));
  return textOf([factors, levels.filter(({ variable }) => variables.includes(variable))]);
}

/** Bytes of a tree of `size` moments of q columns, about. */
function bytesOf(size: number, q: number): number {
  return 2 * size * (8 * ((q * (q + 1)) / 2 + 2 * q) + 200);
}

export class KeptMoments {
  #trees = new LeastRecent<KeptTree>(MOST_BYTES);

  /**
   * Moments of the superblocks of a table for a model, as far as they are known: `wanted` are those that are needed. Null
   * where they cannot be kept, as what makes a row depends on others.
   */
  find(
    { plan, weights, positive }: MomentsSource,
    { columns: ofTable }: Pick<Table, "columns">,
    shuffle: ShuffleRows | null,
    tree: { size: number; merge: MergeMoments; wanted: readonly [number, number] },
  ): FoundMoments | null {
    if (readsOtherRows(plan, shuffle)) return null;
    const columns = plan.columns.map((column) => columnText(column, plan));
    const read = weights === null ? plan.variables : [...plan.variables, weights];
    const complete = ofTable.every(({ info }) => info.missing === 0 || !read.includes(info.name));
    const rows = textOf([plan.response, complete ? null : plan.variables, weights, positive]);
    const key = textOf([rows, columns]);
    const known = this.#trees.get(key);
    if (known && known.tree.missing(...tree.wanted).length === 0) return { tree: known.tree, places: null };
    const larger = complete ? this.#larger(rows, columns, tree.wanted) : null;
    if (larger) return larger;
    if (known) return { tree: known.tree, places: null };
    const made = new MomentTree(tree.size, tree.merge);
    this.#trees.set(key, { tree: made, columns, rows, complete }, bytesOf(tree.size, columns.length + 1));
    return { tree: made, places: null };
  }

  /** Moments of a model with these columns, in their order, and more. */
  #larger(rows: string, columns: readonly string[], wanted: readonly [number, number]): FoundMoments | null {
    for (const [, kept] of this.#trees.entries()) {
      if (!kept.complete || kept.rows !== rows || kept.tree.missing(...wanted).length > 0) continue;
      const places = placesIn(kept.columns, columns);
      if (places) return { tree: kept.tree, places: [...places, kept.columns.length] };
    }
    return null;
  }

  /** What is kept of a table of `size` superblocks that differs from this one in the superblocks `changed`. */
  without(changed: readonly number[], size: number): KeptMoments {
    const kept = new KeptMoments();
    for (const [key, entry, bytes] of this.#trees.entries()) {
      kept.#trees.set(key, { ...entry, tree: entry.tree.without(changed, size) }, bytes);
    }
    return kept;
  }
}

/** Places of `columns` among `all`, in ascending order; null where one is missing or before another. */
function placesIn(all: readonly string[], columns: readonly string[]): number[] | null {
  const places: number[] = [];
  let from = 0;
  for (const column of columns) {
    const place = all.indexOf(column, from);
    if (place < 0) return null;
    places.push(place);
    from = place + 1;
  }
  return places;
}

/** Moments of the columns at `places`, in ascending order. */
export function momentsAt(counted: CountedMoments, places: readonly number[]): CountedMoments {
  const { n, weight, mean, scatter, shift } = counted.moments;
  const pick = (values: Float64Array) => Float64Array.from(places, (j) => values[j] as number);
  const picked = new Float64Array((places.length * (places.length + 1)) / 2);
  let at = 0;
  for (const [j, column] of places.entries()) {
    for (let i = 0; i <= j; i++) picked[at++] = scatter[packedIndex(places[i] as number, column)] as number;
  }
  const moments: BlockMoments = { n, weight, mean: pick(mean), scatter: picked, shift: pick(shift) };
  return { ...counted, moments };
}

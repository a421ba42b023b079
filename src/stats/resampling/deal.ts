// Which fold a row is in. A rule is plain data and answers for any superblock on its own.

import type { Backend, Shuffle } from "#kernel/backend.ts";
import { entriesOf } from "../passes/pick.ts";
import type { RowBlock, RowPass, Rows } from "../rows.ts";

/** Number of the first row used of each superblock among all rows used, how many there are, and how many are absent by weight. */
export interface RowNumbers {
  first: number[];
  n: number;
  nAbsent: number;
}

/** How the rows used are dealt to `nFolds` folds. */
export type FoldRule =
  /** By the place in a shuffled order: fold = place mod nFolds, so that sizes differ by one at most. */
  | { kind: "shuffled"; nFolds: number; shuffle: Shuffle; first: readonly number[] }
  /** By stretches of a shuffled order: fold k ends before place `ends[k]`. */
  | { kind: "stretches"; nFolds: number; shuffle: Shuffle; first: readonly number[]; ends: readonly number[] }
  /** By stretches of the order of the table. */
  | { kind: "numbered"; nFolds: number; first: readonly number[]; ends: readonly number[] }
  /** One a row of the table; −1 for rows in none. */
  | { kind: "given"; nFolds: number; ids: Int32Array };

export const countPass: RowPass<null, { superblock: number; n: number; nAbsent: number }[]> = {
  run: ({ superblock, n, nAbsent = 0 }) => [{ superblock, n, nAbsent }],
  merge: (a, b) => [...a, ...b],
};

/** Number the rows of a model that are used, in the order of the table. */
export async function numberRows(rows: Rows): Promise<RowNumbers> {
  const first: number[] = [];
  let n = 0;
  let nAbsent = 0;
  for (const count of await rows.reduce(countPass, null)) {
    first[count.superblock] = n;
    n += count.n;
    nAbsent += count.nAbsent;
  }
  return { first, n, nAbsent };
}

/** Cut `n` places into `nParts` stretches whose sizes differ by one at most; where each ends. */
export function evenEnds(n: number, nParts: number): number[] {
  return Array.from({ length: nParts }, (_, k) => Math.floor(((k + 1) * n) / nParts));
}

function stretchOf(place: number, ends: readonly number[]): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place < (ends[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low === ends.length ? -1 : low;
}

/** The fold of each row of a block. */
export function foldsOf(block: RowBlock, rule: FoldRule, backend: Pick<Backend, "shuffle">): Int32Array {
  if (rule.kind === "given") return entriesOf(rule.ids, block);
  const first = rule.first[block.superblock] as number;
  if (rule.kind === "numbered") {
    return Int32Array.from({ length: block.n }, (_, i) => stretchOf(first + i, rule.ends));
  }
  if (rule.kind === "shuffled") return backend.shuffle(rule.shuffle, first, block.n, rule.nFolds);
  return backend.shuffle(rule.shuffle, first, block.n).map((place) => stretchOf(place, rule.ends));
}

// How rows are cut: superblocks by row index, merged in one fixed tree, so that any number of workers gives the same bits.

/** Rows in a superblock, and in a chunk of a table's column (DESIGN: the values that cross borders). */
export const SUPERBLOCK_ROWS = 65_536;

/** Number of superblocks that hold `nRows` rows. */
export function countSuperblocks(nRows: number): number {
  return Math.ceil(nRows / SUPERBLOCK_ROWS);
}

/** Rows of a table, or of a part of one, by its chunks. */
interface Chunked {
  /** The superblock that each chunk holds. */
  superblocks: readonly number[];
  /** The row of the whole table, from 0, that each chunk begins with; left out where all superblocks before are full. */
  starts?: readonly number[] | undefined;
}

/** The row of the whole table, from 0, that chunk `k` begins with. */
export function firstRowOf({ superblocks, starts }: Chunked, k: number): number {
  return starts?.[k] ?? (superblocks[k] ?? k) * SUPERBLOCK_ROWS;
}

/** Superblocks of a table between their edges, rows from 0: superblock b holds rows `edges[b]` to `edges[b + 1]`. */
export type Edges = readonly number[];

/** Where superblocks of these sizes begin and end. */
export function edgesOf(sizes: readonly number[]): number[] {
  const edges = [0];
  for (const size of sizes) edges.push((edges[edges.length - 1] as number) + size);
  return edges;
}

/** The edges of a table whose superblocks but the last are full. */
export function evenEdges(nRows: number): number[] {
  return Array.from({ length: countSuperblocks(nRows) + 1 }, (_, b) => Math.min(nRows, b * SUPERBLOCK_ROWS));
}

/** The superblocks that hold a row from `from` on, before `to`. */
export function superblocksIn(edges: Edges, from: number, to: number): number[] {
  const found: number[] = [];
  for (let b = 0; b + 1 < edges.length; b++) {
    if (Math.max(edges[b] as number, from) < Math.min(edges[b + 1] as number, to)) found.push(b);
  }
  return found;
}

/**
 * Merge the leaves of a fixed binary tree over the superblock index: neighbours first, an odd one carried up.
 *
 * @throws RangeError if `leaves` is empty
 */
export function mergeTree<T>(leaves: readonly T[], merge: (a: T, b: T) => T): T {
  let level = leaves.slice();
  while (level.length > 1) {
    const next: T[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) next.push(merge(level[i] as T, level[i + 1] as T));
    if (level.length % 2 === 1) next.push(level[level.length - 1] as T);
    level = next;
  }
  const root = level[0];
  if (root === undefined) throw new RangeError("leaves: must not be empty; got 0");
  return root;
}

/** `mergeTree` of leaves that come one by one, of which it keeps no more than a logarithm of their number. */
export class TreeSum<T> {
  readonly #merge: (a: T, b: T) => T;
  /** Whole subtrees, the largest first; no two have the same height. */
  readonly #subtrees: { height: number; value: T }[] = [];

  constructor(merge: (a: T, b: T) => T) {
    this.#merge = merge;
  }

  add(leaf: T): void {
    let top = { height: 0, value: leaf };
    while (this.#subtrees.at(-1)?.height === top.height) {
      const left = this.#subtrees.pop() as { height: number; value: T };
      top = { height: top.height + 1, value: this.#merge(left.value, top.value) };
    }
    this.#subtrees.push(top);
  }

  /** The merge of all leaves so far; null without any. */
  total(): T | null {
    const values = this.#subtrees.map(({ value }) => value);
    return values.length === 0 ? null : values.reduceRight((right, left) => this.#merge(left, right));
  }
}

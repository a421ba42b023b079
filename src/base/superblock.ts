// How rows are cut: superblocks by row index, merged in one fixed tree, so that any number of workers gives the same bits.

/** Rows in a superblock, and in a chunk of a table's column (DESIGN: the values that cross borders). */
export const SUPERBLOCK_ROWS = 65_536;

/** Number of superblocks that hold `nRows` rows. */
export function countSuperblocks(nRows: number): number {
  return Math.ceil(nRows / SUPERBLOCK_ROWS);
}

/** The superblocks of rows `from` to `to` (exclusive, from 0). */
export function superblocksIn(from: number, to: number): number[] {
  const first = Math.floor(from / SUPERBLOCK_ROWS);
  return Array.from({ length: Math.max(0, Math.ceil(to / SUPERBLOCK_ROWS) - first) }, (_, i) => first + i);
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

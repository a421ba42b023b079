// Moments of superblocks in a segment tree: those of any run of superblocks from a few merges, and never a subtraction.

import type { WeighedMoments } from "#stats/passes/moments.ts";

/** Moments of some rows, and how many of them were left out. */
export interface CountedMoments extends WeighedMoments {
  nDropped: number;
}

export type MergeMoments = (a: CountedMoments, b: CountedMoments) => CountedMoments;

/**
 * Leaves are the moments of superblocks, as far as they are known. Node i of level l covers leaves `i·2^l` to `(i + 1)·2^l`,
 * cut at the last; without a right half it is its left one, so that the root is what `mergeTree` makes of the leaves. Nodes
 * are merged when they are asked for, and kept.
 */
export class MomentTree {
  readonly #size: number;
  readonly #merge: MergeMoments;
  /** `[level][i]`, the leaves first. */
  readonly #levels: (CountedMoments | undefined)[][] = [[]];

  constructor(size: number, merge: MergeMoments) {
    this.#size = size;
    this.#merge = merge;
  }

  /** The leaves from `from` to `to`, exclusive, that are not known. */
  missing(from: number, to: number): number[] {
    const leaves = this.#levels[0];
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).filter((i) => !leaves?.[i]);
  }

  set(i: number, leaf: CountedMoments): void {
    for (const [level, nodes] of this.#levels.entries()) delete nodes[Math.floor(i / 2 ** level)];
    (this.#levels[0] as CountedMoments[])[i] = leaf;
  }

  /** The fewest nodes that cover the leaves from `from` to `to`, exclusive, from left to right. */
  nodes(from: number, to: number): CountedMoments[] {
    const found: CountedMoments[] = [];
    for (let at = from; at < to; ) {
      let level = 0;
      while (at % 2 ** (level + 1) === 0 && this.#end(level, at) < to && this.#end(level + 1, at) <= to) level += 1;
      found.push(this.#node(level, at / 2 ** level));
      at = this.#end(level, at);
    }
    return found;
  }

  /** A tree of `size` leaves that knows what this one does, save the leaves `changed`. */
  without(changed: readonly number[], size: number): MomentTree {
    const tree = new MomentTree(size, this.#merge);
    for (const [i, leaf] of (this.#levels[0] ?? []).entries()) {
      if (leaf && i < size && !changed.includes(i)) tree.set(i, leaf);
    }
    return tree;
  }

  /** Where the leaves of a node of `level` that begins with leaf `at` end. */
  #end(level: number, at: number): number {
    return Math.min(this.#size, at + 2 ** level);
  }

  #node(level: number, i: number): CountedMoments {
    this.#levels[level] ??= [];
    const nodes = this.#levels[level] as (CountedMoments | undefined)[];
    const known = nodes[i];
    if (known) return known;
    const left = this.#node(level - 1, 2 * i);
    const half = 2 ** (level - 1);
    const node = (2 * i + 1) * half < this.#size ? this.#merge(left, this.#node(level - 1, 2 * i + 1)) : left;
    nodes[i] = node;
    return node;
  }
}

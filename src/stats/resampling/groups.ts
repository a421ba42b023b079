// Ways of dealing that look at a column: whole groups to folds, and blocks of an order.

/**
 * The fold of each group, groups whole and sizes even: the largest group goes first, each to the fold that holds least;
 * ties go to the earlier group and the earlier fold. Groups without rows get −1.
 */
export function dealGroups(sizes: ArrayLike<number>, nFolds: number): Int32Array {
  const order = Array.from({ length: sizes.length }, (_, g) => g).filter((g) => (sizes[g] as number) > 0);
  order.sort((a, b) => (sizes[b] as number) - (sizes[a] as number) || a - b);
  const held = new Float64Array(nFolds);
  const folds = new Int32Array(sizes.length).fill(-1);
  for (const group of order) {
    let least = 0;
    for (let f = 1; f < nFolds; f++) if ((held[f] as number) < (held[least] as number)) least = f;
    held[least] = (held[least] as number) + (sizes[group] as number);
    folds[group] = least;
  }
  return folds;
}

/**
 * The block of each row where rows follow `values` upwards: `nBlocks` blocks whose sizes differ by little more than the
 * ties, which are never parted. A block is empty where ties leave it nothing.
 */
export function dealOrder(values: ArrayLike<number>, nBlocks: number): Int32Array {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  order.sort((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  const blocks = new Int32Array(n);
  let block = 0;
  for (let at = 0; at < n; at++) {
    const row = order[at] as number;
    const tied = at > 0 && values[row] === values[order[at - 1] as number];
    if (!tied) block = Math.floor((at * nBlocks) / n);
    blocks[row] = block;
  }
  return blocks;
}

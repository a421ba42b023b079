// Exact order statistics of many values without a full sort: count in fine cells, and sort only those that hold a wanted rank.

import { extentOf } from "#base/grid.ts";

/** Values up to which a sort is quicker than a count. */
const SORTED = 4096;

/** Cells of a count, over the range of the values; a count fits in the near cache. */
const CELLS = 2 ** 15;

/** All values in ascending order. */
export function sortedValues(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}

/** Even cells from the least value to the most. */
interface Cells {
  least: number;
  perCell: number;
}

function cellsOf(parts: readonly Float64Array[]): Cells {
  const { least, most } = extentOf(parts);
  return { least, perCell: (CELLS - 1) / (most - least) };
}

function countCells(parts: readonly Float64Array[], { least, perCell }: Cells): Uint32Array {
  const counts = new Uint32Array(CELLS);
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const cell = ((part[i] as number) - least) * perCell;
      counts[cell | 0] = (counts[cell | 0] as number) + 1;
    }
  }
  return counts;
}

/** Ranks of one cell, from the first value of it on. */
interface Sought {
  from: number;
  members: Float64Array;
  ranks: number[];
}

/** The cells that hold a wanted rank, with room for their members. */
function soughtCells(counts: Uint32Array, ranks: readonly number[]): Map<number, Sought> {
  const sought = new Map<number, Sought>();
  let cell = 0;
  let before = 0;
  for (const rank of ranks.slice().sort((a, b) => a - b)) {
    while (before + (counts[cell] as number) <= rank) {
      before += counts[cell] as number;
      cell += 1;
    }
    const known = sought.get(cell);
    if (known) known.ranks.push(rank);
    else sought.set(cell, { from: before, members: new Float64Array(counts[cell] as number), ranks: [rank] });
  }
  return sought;
}

/** Put values into the cells that are sought. */
function gather(parts: readonly Float64Array[], { least, perCell }: Cells, sought: ReadonlyMap<number, Sought>): void {
  const all = [...sought];
  const slots = new Int16Array(CELLS).fill(-1);
  for (const [slot, [cell]] of all.entries()) slots[cell] = slot;
  const filled = new Uint32Array(all.length);
  const members = all.map(([, { members: own }]) => own);
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      const value = part[i] as number;
      const slot = slots[((value - least) * perCell) | 0] as number;
      if (slot < 0) continue;
      const at = filled[slot] as number;
      (members[slot] as Float64Array)[at] = value;
      filled[slot] = at + 1;
    }
  }
}

/**
 * The values of ranks, counted from 0, of values in parts: what a sort of all of them has there.
 *
 * @param ranks below the number of values
 */
export function orderStatistics(parts: readonly Float64Array[], ranks: readonly number[]): Map<number, number> {
  const n = parts.reduce((sum, part) => sum + part.length, 0);
  const cells = cellsOf(parts);
  const found = new Map<number, number>();
  // Values that are all equal, or whose range is no number, have no cells.
  if (n <= SORTED || !(cells.perCell > 0 && Number.isFinite(cells.perCell))) {
    const sorted = sortedValues(parts);
    for (const rank of ranks) found.set(rank, sorted[rank] as number);
    return found;
  }
  const sought = soughtCells(countCells(parts, cells), ranks);
  gather(parts, cells, sought);
  for (const { from, members, ranks: own } of sought.values()) {
    // Far values leave most of the others in one cell: that is cut into cells of its own.
    const within = orderStatistics(
      [members],
      own.map((rank) => rank - from),
    );
    for (const rank of own) found.set(rank, within.get(rank - from) as number);
  }
  return found;
}

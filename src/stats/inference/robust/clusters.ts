// Sums of scores by cluster: rows of one cluster may depend on each other in any way (Liang and Zeger 1986).

import { LeastwiseError } from "#base/error.ts";
import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { RowBlock, RowPass } from "../../rows.ts";
import {
  addCounts,
  countRows,
  type FittedModel,
  positiveRows,
  type RowCount,
  scoreColumns,
  scoresOf,
} from "./scores.ts";

export interface ClusterArgs {
  model: FittedModel;
  /** The cluster of every row of the table; −1 where it is missing. */
  groups: Int32Array;
}

/** Score sums of the clusters seen, which ascend: k values a cluster. */
export interface ClusterSums {
  rows: RowCount;
  k: number;
  groups: Int32Array;
  sums: Float64Array;
}

/** @throws LeastwiseError `missing-values` where a row of the model has no cluster */
function groupOf({ superblock, kept }: RowBlock, i: number, groups: Int32Array): number {
  const row = superblock * SUPERBLOCK_ROWS + (kept?.[i] ?? i);
  const group = groups[row] ?? -1;
  if (group >= 0) return group;
  const message = `cluster, row ${row + 1}: must not be missing in a row of the model; got no value`;
  throw new LeastwiseError("missing-values", message, { at: { row: row + 1 } });
}

export const clusterPass: RowPass<ClusterArgs, ClusterSums> = {
  async run(block, { model, groups }, backend) {
    const scores = await scoresOf(block, model, backend, false);
    const present = positiveRows(block);
    const columns = scoreColumns(scores, model, present);
    const k = columns.length;
    const n = present ? present.length : block.n;
    const ofRow = Int32Array.from({ length: n }, (_, i) => groupOf(block, present?.[i] ?? i, groups));
    const seen = Int32Array.from(new Set(ofRow)).sort();
    const place = new Map(Array.from(seen, (group, at) => [group, at]));
    const sums = new Float64Array(seen.length * k);
    for (let i = 0; i < n; i++) {
      const at = (place.get(ofRow[i] as number) as number) * k;
      for (let j = 0; j < k; j++) sums[at + j] = (sums[at + j] as number) + (columns[j]?.[i] as number);
    }
    return { rows: countRows(block), k, groups: seen, sums };
  },
  merge: (a, b) => {
    const { k } = a;
    const groups = Int32Array.from(new Set([...a.groups, ...b.groups])).sort();
    const place = new Map(Array.from(groups, (group, at) => [group, at]));
    const sums = new Float64Array(groups.length * k);
    for (const part of [a, b]) {
      for (const [from, group] of part.groups.entries()) {
        const at = (place.get(group) as number) * k;
        for (let j = 0; j < k; j++) sums[at + j] = (sums[at + j] as number) + (part.sums[from * k + j] as number);
      }
    }
    return { rows: addCounts(a.rows, b.rows), k, groups, sums };
  },
};

/** The sums as k columns, one value a cluster. */
export function sumColumns({ k, groups, sums }: ClusterSums): Float64Array[] {
  return Array.from({ length: k }, (_, j) => Float64Array.from(groups, (_, g) => sums[g * k + j] as number));
}

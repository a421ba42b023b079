// Sums of scores by cluster: rows of one cluster may depend on each other in any way (Liang and Zeger 1986).

import { LeastwiseError } from "#base/error.ts";
import { liveRows, tableRowOf } from "../../passes/pick.ts";
import { addCounts, countRows, type RowCount } from "../../passes/row-count.ts";
import type { RowBlock, RowPass } from "../../rows.ts";
import { type FittedModel, scoreColumns, scoresOf } from "./scores.ts";

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
function groupOf(block: RowBlock, i: number, groups: Int32Array): number {
  const row = tableRowOf(block, i);
  const group = groups[row] ?? -1;
  if (group >= 0) return group;
  const message = `cluster, row ${row + 1}: must not be missing in a row of the model; got no value`;
  throw new LeastwiseError("missing-values", message, { at: { row: row + 1 } });
}

/** The different clusters of some rows, ascending, and the place among them of each row's. */
function placesOf(ofRow: Int32Array): { seen: Int32Array; places: Int32Array } {
  const first = new Map<number, number>();
  for (const group of ofRow) if (!first.has(group)) first.set(group, 0);
  const seen = Int32Array.from(first.keys()).sort();
  for (let at = 0; at < seen.length; at++) first.set(seen[at] as number, at);
  return { seen, places: ofRow.map((group) => first.get(group) as number) };
}

function addRow(sums: Float64Array, at: number, values: Float64Array): void {
  for (let j = 0; j < values.length; j++) sums[at + j] = (sums[at + j] as number) + (values[j] as number);
}

export const clusterPass: RowPass<ClusterArgs, ClusterSums> = {
  async run(block, { model, groups }, backend) {
    const scores = await scoresOf(block, model, backend, false);
    const live = liveRows(block);
    const columns = scoreColumns(scores, model, live);
    const k = columns.length;
    const { seen, places } = placesOf(live.map((i) => groupOf(block, i, groups)));
    const sums = new Float64Array(seen.length * k);
    for (const [j, column] of columns.entries()) {
      for (let i = 0; i < places.length; i++) {
        const at = (places[i] as number) * k + j;
        sums[at] = (sums[at] as number) + (column[i] as number);
      }
    }
    return { rows: countRows(block), k, groups: seen, sums };
  },
  merge: (a, b) => {
    const { k } = a;
    const most = a.groups.length + b.groups.length;
    const groups = new Int32Array(most);
    const sums = new Float64Array(most * k);
    let n = 0;
    for (let i = 0, j = 0; i < a.groups.length || j < b.groups.length; n++) {
      const group = Math.min(a.groups[i] ?? Number.POSITIVE_INFINITY, b.groups[j] ?? Number.POSITIVE_INFINITY);
      groups[n] = group;
      if (a.groups[i] === group) {
        addRow(sums, n * k, a.sums.subarray(i * k, (i + 1) * k));
        i += 1;
      }
      if (b.groups[j] === group) {
        addRow(sums, n * k, b.sums.subarray(j * k, (j + 1) * k));
        j += 1;
      }
    }
    return { rows: addCounts(a.rows, b.rows), k, groups: groups.slice(0, n), sums: sums.slice(0, n * k) };
  },
};

/** The sums as k columns, one value a cluster. */
export function sumColumns({ k, groups, sums }: ClusterSums): Float64Array[] {
  return Array.from({ length: k }, (_, j) => Float64Array.from(groups, (_, g) => sums[g * k + j] as number));
}

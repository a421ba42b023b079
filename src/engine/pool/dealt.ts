// A table whose superblocks several workers hold.

import { type ChunkSummary, joinSummaries } from "#table/column.ts";
import type { Column, Table } from "#table/types.ts";
import type { Follower } from "./follower.ts";
import type { SummarisedPart } from "./make.ts";

/** Superblocks of a table that another worker holds. */
export interface RemotePart {
  follower: Follower;
  superblocks: readonly number[];
}

/** A table as the leader holds it: `here` are its own superblocks, under the names and types of the whole. */
export interface DealtTable {
  here: Table;
  parts: readonly RemotePart[];
}

/** The superblocks of a table that are here, its columns told from what each worker summarised of those that it holds. */
export function wholeTable(here: Table, parts: readonly SummarisedPart[]): Table {
  const columns = here.columns.map((column, j): Column => {
    const placed = parts.flatMap(({ superblocks, summaries }) =>
      superblocks.map((superblock, k) => ({ superblock, summary: summaries[j]?.[k] as ChunkSummary })),
    );
    placed.sort((a, b) => a.superblock - b.superblock);
    const { name, type } = column.info;
    const told = joinSummaries(placed.map(({ summary }) => summary));
    if (column.kind === "category") return { ...column, info: { ...column.info, missing: told.missing } };
    return { ...column, info: { name, type, ...told } };
  });
  return { ...here, columns };
}

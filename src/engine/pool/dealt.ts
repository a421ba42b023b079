// A table whose superblocks several workers hold.

import type { Edges } from "#base/superblock.ts";
import { summarised } from "#table/column.ts";
import type { ChunkSummary, Column, LevelCounts, Table } from "#table/types.ts";
import type { Follower } from "./follower.ts";

/** Superblocks of a table that another worker holds. */
export interface RemotePart {
  follower: Follower;
  superblocks: readonly number[];
}

/** A table as the leader holds it: `here` are its own superblocks, under the names and types of the whole. */
export interface DealtTable {
  here: Table;
  parts: readonly RemotePart[];
  /** Of all its superblocks. */
  edges: Edges;
}

type Summary = ChunkSummary | LevelCounts;

/** What a worker tells of the superblocks that it holds: `summaries[j][k]` is of column j, of a category of many levels what is missing. */
export interface SummarisedPart {
  superblocks: number[];
  summaries: Summary[][];
}

/** The superblocks of a table that are here, its columns told from what was summarised of some superblocks. */
export function wholeTable(here: Table, parts: readonly SummarisedPart[]): Table {
  const columns = here.columns.map((column, j): Column => {
    const placed = parts.flatMap(({ superblocks, summaries }) =>
      superblocks.map((superblock, k) => ({ superblock, summary: summaries[j]?.[k] as Summary })),
    );
    placed.sort((a, b) => a.superblock - b.superblock);
    return summarised(
      column,
      placed.map(({ summary }) => summary),
    );
  });
  return { ...here, columns };
}

// Edits of some superblocks of a table, where they lie: chunks that an edit does not touch are shared with the table before.

import { type Edges, edgesOf, SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { joinSummaries, startsOf, storedChunk, summaryOf } from "./column.ts";
import type { Changes, Value } from "./edit-check.ts";
import type { ChunkSummary, Column, ColumnInfo, LevelCounts, Table } from "./types.ts";

/** What becomes of one superblock. Rows count within it, from 0, as they were before. */
export interface SuperblockEdit {
  superblock: number;
  /** Ascending. */
  removed: number[];
  /** By column: numbers, or codes of levels; −1 and NaN are missing. */
  set: { column: string; rows: number[]; values: number[] }[];
  /** Rows that are appended, and the values of each column. */
  nAdded: number;
  added: { column: string; values: number[] }[];
}

/** What is told of a chunk after an edit. */
export interface EditedChunk {
  superblock: number;
  column: string;
  summary: ChunkSummary | LevelCounts;
}

/** An edit of superblocks on their own, and how many rows each superblock of the table has after it. */
export interface LocalEdit {
  edits: SuperblockEdit[];
  edges: Edges;
}

/**
 * An edit superblock by superblock; null where more than those that it names must be seen: for a level that is new, a
 * superblock that ends up empty or is new, or a column that was not summarised.
 */
export function localEdit(columns: readonly Column[], edges: Edges, changes: Changes): LocalEdit | null {
  const { removed, added } = changes;
  const moved = removed.size > 0 || added.length > 0;
  const touched = columns.filter(({ info }) => moved || changes.set.has(info.name));
  if (touched.some(({ summaries }) => summaries?.length !== edges.length - 1)) return null;
  const encoders = new Map(touched.map((column) => [column.info.name, encoderOf(column)]));
  const edits = new Map<number, SuperblockEdit>();
  const editOf = (row: number): { edit: SuperblockEdit; at: number } => {
    const superblock = edges.findIndex((edge) => edge > row) - 1;
    const edit = edits.get(superblock) ?? { superblock, removed: [], set: [], nAdded: 0, added: [] };
    edits.set(superblock, edit);
    return { edit, at: row - (edges[superblock] as number) };
  };
  for (const row of [...removed].sort((a, b) => a - b)) {
    const { edit, at } = editOf(row);
    edit.removed.push(at);
  }
  for (const [column, cells] of changes.set) {
    for (const [row, value] of cells) {
      const { edit, at } = editOf(row);
      const code = encoders.get(column)?.(value) ?? null;
      if (code === null) return null;
      let cellsOf = edit.set.find((set) => set.column === column);
      if (!cellsOf) {
        cellsOf = { column, rows: [], values: [] };
        edit.set.push(cellsOf);
      }
      cellsOf.rows.push(at);
      cellsOf.values.push(code);
    }
  }
  if (added.length > 0 && !append(editOf(changes.nRows - 1).edit, { added, encoders })) return null;
  const sizes = edges.slice(1).map((edge, b) => edge - (edges[b] as number));
  for (const edit of edits.values()) {
    sizes[edit.superblock] = (sizes[edit.superblock] as number) - edit.removed.length + edit.nAdded;
  }
  if (sizes.some((size) => size === 0 || size > SUPERBLOCK_ROWS)) return null;
  return { edits: [...edits.values()], edges: edgesOf(sizes) };
}

type Encoder = (value: Value) => number | null;

/** A value as a column stores it; null for a level that it does not have. */
function encoderOf({ kind, info: { levels = [] } }: Column): Encoder {
  if (kind === "number") return (value) => (value === null ? Number.NaN : Number(value));
  const codes = new Map(levels.map((level, code) => [level, code]));
  return (value) => (value === null ? -1 : (codes.get(String(value)) ?? null));
}

/** Whether all rows added have levels that are known. */
function append(
  edit: SuperblockEdit,
  { added, encoders }: { added: Changes["added"]; encoders: ReadonlyMap<string, Encoder> },
): boolean {
  edit.nAdded = added.length;
  for (const [column, encode] of encoders) {
    const values = added.map((row) => encode(row.get(column) ?? null));
    if (values.some((value) => value === null)) return false;
    edit.added.push({ column, values: values as number[] });
  }
  return true;
}

/** The part of a table after an edit, and what is told of the chunks that were changed. */
export function editPart(table: Table, edits: readonly SuperblockEdit[]): { table: Table; changed: EditedChunk[] } {
  const changed: EditedChunk[] = [];
  const columns = table.columns.map((column) => {
    const chunks = column.chunks.slice();
    for (const edit of edits) {
      const k = table.superblocks.indexOf(edit.superblock);
      const chunk = chunks[k];
      if (!chunk || !touches(edit, column.info.name)) continue;
      const edited = editChunk(chunk, column.info.name, edit);
      const stored = column.kind === "number" ? storedChunk(edited as NumericColumn) : edited;
      chunks[k] = stored;
      changed.push({ superblock: edit.superblock, column: column.info.name, summary: summaryOf(column, stored) });
    }
    return { ...column, chunks };
  });
  return { table: { ...table, columns: columns as Column[] }, changed };
}

function touches({ removed, set, nAdded }: SuperblockEdit, column: string): boolean {
  return removed.length > 0 || nAdded > 0 || set.some((cells) => cells.column === column);
}

function editChunk(
  chunk: Column["chunks"][number],
  column: string,
  { removed, set, nAdded, added }: SuperblockEdit,
): Float64Array | Int32Array {
  const size = chunk.length - removed.length + nAdded;
  const out = chunk instanceof Int32Array ? new Int32Array(size) : new Float64Array(size);
  let to = 0;
  let from = 0;
  for (const row of [...removed, chunk.length]) {
    out.set(chunk.subarray(from, row), to);
    to += row - from;
    from = row + 1;
  }
  const cells = set.find((of) => of.column === column);
  for (const [i, row] of cells?.rows.entries() ?? []) {
    const removedBefore = removed.filter((gone) => gone < row).length;
    out[row - removedBefore] = cells?.values[i] as number;
  }
  out.set(added.find((of) => of.column === column)?.values ?? [], to);
  return out;
}

/** What is told of columns after the chunks `changed`; null where a level is gone, which all rows must be seen for. */
export function editedInfos(
  columns: readonly Column[],
  changed: readonly EditedChunk[],
): Pick<Column, "info" | "summaries">[] | null {
  const found: Pick<Column, "info" | "summaries">[] = [];
  for (const column of columns) {
    const mine = changed.filter((chunk) => chunk.column === column.info.name);
    const after = mine.length === 0 ? column : edited(column, mine);
    if (after === null) return null;
    const { info, summaries } = after;
    found.push(summaries ? { info, summaries } : { info });
  }
  return found;
}

function edited(column: Column, mine: readonly EditedChunk[]): Pick<Column, "info" | "summaries"> | null {
  const summaries: (ChunkSummary | LevelCounts)[] = column.summaries?.slice() ?? [];
  for (const { superblock, summary } of mine) summaries[superblock] = summary;
  const { name, type, levels = [] } = column.info;
  if (column.kind === "number") {
    const all = summaries as ChunkSummary[];
    return { info: { name, type, ...joinSummaries(all) }, summaries: all };
  }
  const all = summaries as LevelCounts[];
  const before = column.summaries ?? [];
  const isGone = levels.some((_, code) => countOf(before, code) > 0 && countOf(all, code) === 0);
  if (isGone) return null;
  const missing = all.reduce((sum, of) => sum + of.missing, 0);
  return { info: { ...column.info, missing }, summaries: all };
}

function countOf(summaries: readonly LevelCounts[], code: number): number {
  return summaries.reduce((sum, { counts }) => sum + (counts[code] ?? 0), 0);
}

/** How the part of a table that a worker holds is told of the rest after an edit. */
export interface Described {
  edges: Edges;
  infos: ColumnInfo[];
}

/** A part of a table after an edit, under what is true of the whole. */
export function described(part: Table, { edges, infos }: Described): Table {
  const starts = startsOf(edges);
  const columns = part.columns.map((column, j) => ({ ...column, info: infos[j] as ColumnInfo }));
  const { starts: _, ...rest } = part;
  const table = { ...rest, nRows: edges.at(-1) ?? 0, columns };
  return starts ? { ...table, starts: part.superblocks.map((b) => starts[b] as number) } : table;
}

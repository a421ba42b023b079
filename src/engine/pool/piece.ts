// One superblock of the rows of a planned model, as passes take it.

import { firstRowOf } from "#base/superblock.ts";
import { expandExact } from "#formula/exact.ts";
import { expandRows, readsOtherRows } from "#formula/expand.ts";
import { type PlainColumns, plainRows } from "#formula/plain.ts";
import { chunkRows, chunkSize } from "#formula/rows.ts";
import type { ExpandOptions } from "#formula/scope.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { pickRows } from "#stats/passes/pick.ts";
import type { ExactRowBlock, RowBlock } from "#stats/rows.ts";
import type { RowWindow } from "#stats/types.ts";
import type { Table } from "#table/types.ts";

/** What a model's rows are made of. */
export interface ModelSource {
  plan: Plan;
  table: Table;
  /** Weights of chunk k; NaN where one is missing. Null without weights. */
  weights: ((k: number) => NumericColumn) | null;
  /** Whether rows of weight 0, which count as absent, are left out of passes too: a row that is drawn or dealt must count. */
  positive: boolean;
  /** Where the plan was made of these rows: what dealt the folds of its target encodings. */
  shuffle: ShuffleRows | null;
  /** Rows of the whole table, from 0, the last exclusive, that are the model's; null for all. */
  window: RowWindow | null;
}

/** A superblock as the passes take it, and how many of its rows were left out. */
export interface Piece<Block = RowBlock> {
  block: Block;
  nDropped: number;
}

/** Where the rows of a piece are read: a chunk of a table, and which of its rows are meant. */
interface PiecePlace {
  table: Table;
  k: number;
  /** Row of the whole table that the chunk begins with. */
  first: number;
  superblock: number;
  /** Weights of the rows of that chunk. */
  weights: NumericColumn | null;
  /** Rows of the chunk, the last exclusive. */
  low: number;
  high: number;
}

/**
 * A window's rows are expanded alone, as a chunk of their own, unless what is made of one depends on others: then the whole
 * superblock is, and the window cut out of it.
 */
function placeOf({ plan, table, weights, shuffle, window }: ModelSource, k: number): PiecePlace {
  const superblock = table.superblocks[k] ?? k;
  const first = firstRowOf(table, k);
  const { low, high } = chunkRows(table, k, window);
  const ofChunk = weights?.(k) ?? null;
  const isWhole = low === 0 && high === chunkSize(table, k);
  if (isWhole || readsOtherRows(plan, shuffle)) {
    return { table, k, first, superblock, weights: ofChunk, low, high };
  }
  const columns = table.columns.map((column) => ({ ...column, chunks: [column.chunks[k]?.subarray(low, high)] }));
  const view = { nRows: table.nRows, superblocks: [superblock], starts: [first + low], columns } as Table;
  const ofRows = ofChunk?.subarray(low, high) ?? null;
  return { table: view, k: 0, first: first + low, superblock, weights: ofRows, low: 0, high: high - low };
}

/** Rows of one superblock: the design columns, then the response, and the weights. */
export function pieceOf(source: ModelSource, plain: PlainColumns | null, chunk: number): Piece {
  const place = placeOf(source, chunk);
  const { n, columns, response, kept } =
    plain && place.table === source.table
      ? plainRows(plain, place.table, place.k)
      : expandRows(source.plan, place.table, place.k, optionsOf(source));
  const all = [...columns, response];
  const rows = rowsKept(place, { n, kept, positive: source.positive });
  const { present, nAbsent } = rows;
  const block: RowBlock = present
    ? { ...rows.block, columns: all.map((column) => pickRows(column, present)), nAbsent }
    : { ...rows.block, columns: all };
  return { block, nDropped: rows.nDropped };
}

/** The same in double-double, of rows with weight alone: values are scaled to the largest. */
export function exactPieceOf(source: ModelSource, chunk: number): Piece<ExactRowBlock> {
  const place = placeOf(source, chunk);
  const { n, kept, columns, low, slopes, inputs } = expandExact(source.plan, place.table, place.k, optionsOf(source));
  const { present, nDropped, ...rows } = rowsKept(place, { n, kept, positive: true });
  if (!present) return { block: { ...rows.block, columns, low, slopes, inputs, nDropped }, nDropped };
  const pickAny = (values: Float64Array | null) => values && pickRows(values, present);
  const block: ExactRowBlock = {
    ...rows.block,
    columns: columns.map((column) => pickRows(column, present)),
    low: low.map(pickAny),
    slopes: slopes.map((of) => new Map([...of].map(([input, slope]) => [input, pickAny(slope)]))),
    inputs: inputs.map(({ values, roundings }) => ({ values: pickRows(values, present), roundings })),
    nDropped,
  };
  return { block, nDropped };
}

/** Levels of a window's plan are those that occur in it: rows around it may have others, and are cut off. */
function optionsOf({ shuffle, window }: ModelSource): ExpandOptions {
  return window === null ? { shuffle } : { shuffle, unseenLevels: "missing" };
}

interface RowsKept {
  /** The block without its columns. */
  block: Omit<RowBlock, "columns" | "nAbsent">;
  /** Places, among the rows expanded, of those that stay; null where all do. */
  present: Int32Array | null;
  /** Rows left out for a weight of 0, and all others that were. */
  nAbsent: number;
  nDropped: number;
}

/** Which of the `n` rows expanded are in the window and have a weight, above 0 where it must be `positive`. */
function rowsKept(
  { superblock, first, weights, low, high }: PiecePlace,
  { n, kept, positive }: { n: number; kept: Int32Array | null; positive: boolean },
): RowsKept {
  const ofRows = weights && (kept ? pickRows(weights, kept) : weights);
  const at: number[] = [];
  let nAbsent = 0;
  const isIn = (i: number) => {
    const row = kept ? (kept[i] as number) : i;
    return row >= low && row < high;
  };
  const isWhole = (kept?.[0] ?? 0) >= low && (kept ? (kept.at(-1) ?? low) : n - 1) < high;
  if (isWhole && (!ofRows || ofRows.every((w) => w > 0 || (w === 0 && !positive)))) {
    const block = { n, ...(ofRows && { weights: ofRows }), superblock, first, kept };
    return { block, present: null, nAbsent: 0, nDropped: high - low - n };
  }
  for (let i = 0; i < n; i++) {
    if (!isIn(i)) continue;
    const w = ofRows ? (ofRows[i] as number) : 1;
    if (w > 0 || (w === 0 && !positive)) at.push(i);
    else if (w === 0) nAbsent += 1;
  }
  const present = Int32Array.from(at);
  const block = {
    n: present.length,
    ...(ofRows && { weights: pickRows(ofRows, present) }),
    superblock,
    first,
    kept: kept ? present.map((i) => kept[i] as number) : present,
  };
  return { block, present, nAbsent, nDropped: high - low - present.length - nAbsent };
}

// The rows of a planned model in the superblocks that one worker holds, and passes over them.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { expandExact } from "#formula/exact.ts";
import { expandRows } from "#formula/expand.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend, NumericColumn } from "#kernel/backend.ts";
import { pickRows } from "#stats/passes/pick.ts";
import type { ExactRowBlock, ExactRowPass, RowBlock, RowPass } from "#stats/rows.ts";
import type { Table } from "#table/types.ts";
import type { Pace } from "./pace.ts";

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
  /** Rows of the table that are the model's, `[from, to)`; null: all. */
  window: readonly [number, number] | null;
}

/** Where a pass runs. */
export interface PassPlace {
  backend: Backend;
  pace: Pace;
}

/** What a pass made of each superblock that has a row of the model's, in the order of the table's, and how many rows were left out of all of them. */
export interface PassResults<Result> {
  results: Result[];
  superblocks: number[];
  nDropped: number;
}

/** A superblock as the passes take it, and how many of its rows were left out. */
interface Piece {
  block: RowBlock;
  nDropped: number;
}

/** Bytes of expanded columns that are kept from one pass to the next; what is above is expanded anew. */
const KEEP_BYTES = 2 ** 27;

/** The model's rows, expanded when a pass asks for them. Rows with a missing value or a missing weight are left out. */
export class ModelRows {
  readonly #source: ModelSource;
  readonly #pieceAt: (k: number) => Piece;
  readonly #exactPieceAt: (k: number) => { block: ExactRowBlock };

  constructor(source: ModelSource) {
    this.#source = source;
    this.#pieceAt = keeping(source, pieceOf);
    this.#exactPieceAt = keeping(source, exactPieceOf);
  }

  /** The rows of the first superblock that is held. */
  first(): RowBlock | undefined {
    const [k] = chunksOf(this.#source);
    return k === undefined ? undefined : this.#pieceAt(k).block;
  }

  async run<Args, Result>(
    pass: RowPass<Args, Result>,
    args: Args,
    { backend, pace }: PassPlace,
    chunks: readonly number[] = chunksOf(this.#source),
  ): Promise<PassResults<Result>> {
    const results: Result[] = [];
    let nDropped = 0;
    for (const k of chunks) {
      // Messages come in before every superblock, and so between the passes over one.
      await pace.turn();
      const piece = this.#pieceAt(k);
      nDropped += piece.nDropped;
      results.push(await pass.run(piece.block, args, backend));
    }
    return { results, superblocks: superblocksAt(this.#source, chunks), nDropped };
  }

  async runExact<Args, Result>(
    pass: ExactRowPass<Args, Result>,
    args: Args,
    { backend, pace }: PassPlace,
  ): Promise<PassResults<Result>> {
    const results: Result[] = [];
    let nDropped = 0;
    const chunks = chunksOf(this.#source);
    for (const k of chunks) {
      await pace.turn();
      const { block } = this.#exactPieceAt(k);
      nDropped += block.nDropped;
      results.push(await pass.run(block, args, backend));
    }
    return { results, superblocks: superblocksAt(this.#source, chunks), nDropped };
  }
}

/** Chunks that hold a row of the window. */
function chunksOf({ table, window }: ModelSource): number[] {
  const chunks = [...table.superblocks.keys()];
  if (!window) return chunks;
  const firstRow = (k: number) => (table.superblocks[k] ?? k) * SUPERBLOCK_ROWS;
  return chunks.filter((k) => firstRow(k) < window[1] && firstRow(k) + SUPERBLOCK_ROWS > window[0]);
}

const superblocksAt = ({ table }: ModelSource, chunks: readonly number[]): number[] =>
  chunks.map((k) => table.superblocks[k] as number);

/** Expanded superblocks, kept while they fit: a fit passes over its rows more than once. */
function keeping<T extends { block: RowBlock }>(
  source: ModelSource,
  make: (source: ModelSource, k: number) => T,
): (k: number) => T {
  const kept = new Map<number, T>();
  let room = KEEP_BYTES;
  return (k) => {
    const known = kept.get(k);
    if (known) return known;
    const piece = make(source, k);
    const bytes = ownBytes(piece, source.table, k);
    if (bytes <= room) {
      room -= bytes;
      kept.set(k, piece);
    }
    return piece;
  };
}

/** Bytes of a piece that are not the table's own arrays. */
function ownBytes({ block }: { block: RowBlock | ExactRowBlock }, table: Table, k: number): number {
  const stored = new Set<unknown>(table.columns.map(({ chunks }) => chunks[k]));
  const exact = "low" in block ? [...block.low, ...block.slopes.flatMap((slopes) => [...slopes.values()])] : [];
  return [...block.columns, ...exact].reduce(
    (sum, column) => sum + (column && !stored.has(column) ? column.byteLength : 0),
    0,
  );
}

/** Rows of one superblock: the design columns, then the response, and the weights. */
function pieceOf(source: ModelSource, chunk: number): Piece {
  const { plan, table, weights, shuffle, positive } = source;
  const { n, columns, response, kept, dropped } = expandRows(plan, table, chunk, { shuffle });
  const superblock = table.superblocks[chunk] ?? chunk;
  const all = [...columns, response];
  const { present, ofRows, nAbsent } = weighed(weights, chunk, { n, kept, positive, part: partOf(source, chunk) });
  if (!present) return { block: { n, columns: all, weights: ofRows, superblock, kept }, nDropped: dropped };
  const block = {
    n: present.length,
    columns: all.map((column) => pickRows(column, present)),
    weights: ofRows && pickRows(ofRows, present),
    superblock,
    kept: kept ? present.map((i) => kept[i] as number) : present,
    nAbsent,
  };
  return { block, nDropped: sizeOf(source, chunk) - present.length - nAbsent };
}

/** The same in double-double, of rows with weight alone: values are scaled to the largest. */
function exactPieceOf(source: ModelSource, chunk: number): { block: ExactRowBlock } {
  const { plan, table, weights, shuffle } = source;
  const { n, kept, dropped, columns, low, slopes, inputs } = expandExact(plan, table, chunk, { shuffle });
  const superblock = table.superblocks[chunk] ?? chunk;
  const { present, ofRows, nAbsent } = weighed(weights, chunk, {
    n,
    kept,
    positive: true,
    part: partOf(source, chunk),
  });
  if (!present) {
    const block = { n, columns, low, slopes, inputs, weights: ofRows, superblock, kept, nDropped: dropped };
    return { block };
  }
  const pickAny = (values: Float64Array | null) => values && pickRows(values, present);
  const block: ExactRowBlock = {
    n: present.length,
    columns: columns.map((column) => pickRows(column, present)),
    low: low.map(pickAny),
    slopes: slopes.map((of) => new Map([...of].map(([input, slope]) => [input, pickAny(slope)]))),
    inputs: inputs.map(({ values, roundings }) => ({ values: pickRows(values, present), roundings })),
    weights: ofRows && pickRows(ofRows, present),
    superblock,
    kept: kept ? present.map((i) => kept[i] as number) : present,
    nDropped: sizeOf(source, chunk) - present.length - nAbsent,
  };
  return { block };
}

interface Weighed {
  ofRows?: NumericColumn;
  /** Places of the rows that stay; null where all do. */
  present: Int32Array | null;
  /** Rows left out for a weight of 0. */
  nAbsent: number;
}

/** Which rows of a chunk count. */
interface Counted {
  n: number;
  kept: Int32Array | null;
  positive: boolean;
  /** Places of the window within the chunk; null where all are in it. */
  part: [low: number, high: number] | null;
}

/** Weights of the rows kept, and which of them are in the window and not missing, nor 0 where they must be `positive`. */
function weighed(weights: ModelSource["weights"], chunk: number, { n, kept, positive, part }: Counted): Weighed {
  const ofChunk = weights?.(chunk);
  const ofRows = ofChunk && kept ? pickRows(ofChunk, kept) : ofChunk;
  const found = ofRows ? { ofRows } : {};
  const stays = (w: number) => w > 0 || (w === 0 && !positive);
  if (!part && (!ofRows || ofRows.every(stays))) return { ...found, present: null, nAbsent: 0 };
  const [low, high] = part ?? [0, SUPERBLOCK_ROWS];
  const at: number[] = [];
  let nAbsent = 0;
  for (let i = 0; i < n; i++) {
    const place = kept ? (kept[i] as number) : i;
    if (place < low || place >= high) continue;
    const weight = ofRows ? (ofRows[i] as number) : 1;
    if (stays(weight)) at.push(i);
    else if (weight === 0) nAbsent += 1;
  }
  return { ...found, present: Int32Array.from(at), nAbsent };
}

/** The part of a chunk that lies in the window; null where all of it does. */
function partOf({ table, window }: ModelSource, chunk: number): [number, number] | null {
  if (!window) return null;
  const first = (table.superblocks[chunk] ?? chunk) * SUPERBLOCK_ROWS;
  const size = table.columns[0]?.chunks[chunk]?.length ?? 0;
  const [low, high] = [Math.max(0, window[0] - first), Math.min(size, window[1] - first)];
  return low === 0 && high === size ? null : [low, high];
}

/** Rows of a chunk in the window, whole or not. */
function sizeOf(source: ModelSource, chunk: number): number {
  const part = partOf(source, chunk);
  return part ? part[1] - part[0] : (source.table.columns[0]?.chunks[chunk]?.length ?? 0);
}

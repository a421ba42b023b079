// The rows of a planned model in the superblocks that one worker holds, and passes over them.

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
}

/** Where a pass runs. */
export interface PassPlace {
  backend: Backend;
  pace: Pace;
}

/** What a pass made of each superblock, in the order of the table's, and how many rows were left out of all of them. */
export interface PassResults<Result> {
  results: Result[];
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
  readonly #table: Table;
  readonly #pieceAt: (k: number) => Piece;
  readonly #exactPieceAt: (k: number) => { block: ExactRowBlock };

  constructor(source: ModelSource) {
    this.#table = source.table;
    this.#pieceAt = keeping(source, pieceOf);
    this.#exactPieceAt = keeping(source, exactPieceOf);
  }

  async run<Args, Result>(
    pass: RowPass<Args, Result>,
    args: Args,
    { backend, pace }: PassPlace,
    chunks: Iterable<number> = this.#table.superblocks.keys(),
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
    return { results, nDropped };
  }

  async runExact<Args, Result>(
    pass: ExactRowPass<Args, Result>,
    args: Args,
    { backend, pace }: PassPlace,
  ): Promise<PassResults<Result>> {
    const results: Result[] = [];
    let nDropped = 0;
    for (const k of this.#table.superblocks.keys()) {
      await pace.turn();
      const { block } = this.#exactPieceAt(k);
      nDropped += block.nDropped;
      results.push(await pass.run(block, args, backend));
    }
    return { results, nDropped };
  }
}

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
function pieceOf({ plan, table, weights, shuffle, positive }: ModelSource, chunk: number): Piece {
  const { n, columns, response, kept, dropped } = expandRows(plan, table, chunk, { shuffle });
  const superblock = table.superblocks[chunk] ?? chunk;
  const all = [...columns, response];
  const { present, ofRows, nAbsent } = weighed(weights, chunk, { kept, positive });
  if (!present) return { block: { n, columns: all, weights: ofRows, superblock, kept }, nDropped: dropped };
  const block = {
    n: present.length,
    columns: all.map((column) => pickRows(column, present)),
    weights: ofRows && pickRows(ofRows, present),
    superblock,
    kept: kept ? present.map((i) => kept[i] as number) : present,
    nAbsent,
  };
  return { block, nDropped: dropped + n - present.length - nAbsent };
}

/** The same in double-double, of rows with weight alone: values are scaled to the largest. */
function exactPieceOf({ plan, table, weights, shuffle }: ModelSource, chunk: number): { block: ExactRowBlock } {
  const { n, kept, dropped, columns, low, slopes, inputs } = expandExact(plan, table, chunk, { shuffle });
  const superblock = table.superblocks[chunk] ?? chunk;
  const { present, ofRows, nAbsent } = weighed(weights, chunk, { kept, positive: true });
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
    nDropped: dropped + n - present.length - nAbsent,
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

/** Weights of the rows kept, and which of them are not missing, nor 0 where they must be `positive`. */
function weighed(
  weights: ModelSource["weights"],
  chunk: number,
  { kept, positive = false }: { kept: Int32Array | null; positive?: boolean | undefined },
): Weighed {
  if (!weights) return { present: null, nAbsent: 0 };
  const ofChunk = weights(chunk);
  const ofRows = kept ? pickRows(ofChunk, kept) : ofChunk;
  const stays = (w: number) => w > 0 || (w === 0 && !positive);
  if (ofRows.every(stays)) return { ofRows, present: null, nAbsent: 0 };
  const at: number[] = [];
  let nAbsent = 0;
  for (let i = 0; i < ofRows.length; i++) {
    if (stays(ofRows[i] as number)) at.push(i);
    else if (ofRows[i] === 0) nAbsent += 1;
  }
  return { ofRows, present: Int32Array.from(at), nAbsent };
}

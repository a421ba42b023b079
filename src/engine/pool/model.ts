// The rows of a planned model in the superblocks that one worker holds, and passes over them.

import { firstRowOf } from "#base/superblock.ts";
import { expandExact } from "#formula/exact.ts";
import { expandRows, readsOtherRows } from "#formula/expand.ts";
import { type PlainColumns, plainColumns, plainRows } from "#formula/plain.ts";
import { chunkRows, chunkSize } from "#formula/rows.ts";
import type { ExpandOptions } from "#formula/scope.ts";
import type { ShuffleRows } from "#formula/target.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend, NumericColumn } from "#kernel/backend.ts";
import { pickRows } from "#stats/passes/pick.ts";
import type { ExactRowBlock, ExactRowPass, RowBlock, RowPass } from "#stats/rows.ts";
import type { RowWindow } from "#stats/types.ts";
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
  /** Rows of the whole table, from 0, the last exclusive, that are the model's; null for all. */
  window: RowWindow | null;
}

/** Where a pass runs. */
export interface PassPlace {
  backend: Backend;
  pace: Pace;
}

/** What a pass made of a superblock, and how many of its rows were left out. */
export interface PassResult<Result> {
  superblock: number;
  result: Result;
  nDropped: number;
}

/** A superblock as the passes take it, and how many of its rows were left out. */
interface Piece<Block = RowBlock> {
  block: Block;
  nDropped: number;
}

/** Bytes of expanded columns that are kept from one pass to the next; what is above is expanded anew. */
const KEEP_BYTES = 2 ** 27;

/** The model's rows, expanded when a pass asks for them. Rows with a missing value or a missing weight are left out. */
export class ModelRows {
  readonly #source: ModelSource;
  readonly #pieceAt: (k: number) => Piece;
  readonly #exactPieceAt: (k: number) => Piece<ExactRowBlock>;

  constructor(source: ModelSource) {
    this.#source = source;
    const plain = plainColumns(source.plan, source.table);
    this.#pieceAt = keeping(source, (k) => pieceOf(source, plain, k));
    this.#exactPieceAt = keeping(source, (k) => exactPieceOf(source, k));
  }

  /** The rows of the first superblock that is held. */
  first(): RowBlock | undefined {
    const { table, window } = this.#source;
    const k = [...table.superblocks.keys()].find((at) => {
      const { low, high } = chunkRows(table, at, window);
      return low < high;
    });
    return k === undefined ? undefined : this.#pieceAt(k).block;
  }

  /** Run a pass over the superblocks held that have a row of the model, or over those of them that are in `only`. */
  run<Args, Result>(
    pass: RowPass<Args, Result>,
    args: Args,
    place: PassPlace,
    only: readonly number[] | null = null,
  ): Promise<PassResult<Result>[]> {
    return this.#over(only, place, async (k) => {
      const { block, nDropped } = this.#pieceAt(k);
      return { result: await pass.run(block, args, place.backend), nDropped };
    });
  }

  runExact<Args, Result>(
    pass: ExactRowPass<Args, Result>,
    args: Args,
    place: PassPlace,
  ): Promise<PassResult<Result>[]> {
    return this.#over(null, place, async (k) => {
      const { block, nDropped } = this.#exactPieceAt(k);
      return { result: await pass.run(block, args, place.backend), nDropped };
    });
  }

  async #over<T>(only: readonly number[] | null, { pace }: PassPlace, run: (k: number) => Promise<T>) {
    const { table, window } = this.#source;
    const results: (T & { superblock: number })[] = [];
    for (const [k, superblock] of table.superblocks.entries()) {
      const { low, high } = chunkRows(table, k, window);
      if (low >= high && window !== null) continue;
      if (only !== null && !only.includes(superblock)) continue;
      // Messages come in before every superblock, and so between the passes over one.
      await pace.turn();
      results.push({ superblock, ...(await run(k)) });
    }
    return results;
  }
}

/** Expanded superblocks, kept while they fit: a fit passes over its rows more than once. */
function keeping<T extends { block: RowBlock }>({ table }: ModelSource, make: (k: number) => T): (k: number) => T {
  const kept = new Map<number, T>();
  let room = KEEP_BYTES;
  return (k) => {
    const known = kept.get(k);
    if (known) return known;
    const piece = make(k);
    const bytes = ownBytes(piece, table, k);
    if (bytes <= room) {
      room -= bytes;
      kept.set(k, piece);
    }
    return piece;
  };
}

/** Bytes of a piece that are not the table's own arrays. */
function ownBytes({ block }: { block: RowBlock | ExactRowBlock }, table: Table, k: number): number {
  const stored = new Set<unknown>(table.columns.map(({ chunks }) => chunks[k]?.buffer));
  const exact = "low" in block ? [...block.low, ...block.slopes.flatMap((slopes) => [...slopes.values()])] : [];
  return [...block.columns, ...exact].reduce(
    (sum, column) => sum + (column && !stored.has(column.buffer) ? column.byteLength : 0),
    0,
  );
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
function pieceOf(source: ModelSource, plain: PlainColumns | null, chunk: number): Piece {
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
function exactPieceOf(source: ModelSource, chunk: number): Piece<ExactRowBlock> {
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

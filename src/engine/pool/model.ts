// The rows of a planned model in the superblocks that one worker holds, and passes over them.

import { plainColumns } from "#formula/plain.ts";
import { chunkRows } from "#formula/rows.ts";
import type { Backend } from "#kernel/backend.ts";
import type { ExactRowBlock, ExactRowPass, RowBlock, RowPass } from "#stats/rows.ts";
import type { Table } from "#table/types.ts";
import type { Pace } from "./pace.ts";
import { exactPieceOf, type ModelSource, type Piece, pieceOf } from "./piece.ts";

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

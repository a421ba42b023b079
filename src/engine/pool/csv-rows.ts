// The rows of a CSV that one worker reads, and the superblocks of it that it is to hold.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import { summaryOf } from "#table/column.ts";
import type { JoinedColumn, Placed } from "#table/csv/join.ts";
import type { CsvPlan, Part, PartRead, PartSummary } from "#table/csv/part.ts";
import { readPart, type ScanRows } from "#table/csv/part-reader.ts";
import { assemble, cutPieces, detached, numericChunk, type Piece, type RawChunk } from "#table/csv/pieces.ts";
import { recodeInPlace, summariseChunk } from "#table/passes.ts";
import type { ChunkSummary, Column, Table } from "#table/types.ts";
import { type SummarisedPart, wholeTable } from "./dealt.ts";

/** A column of the whole file, and the sorted code of each of its words. */
export type FinalColumn = JoinedColumn & { levels: string[]; recode: Int32Array | null };

/** Where the rows of a part go: those of other superblocks than `mine` are given away. */
export interface PartPlace {
  index: number;
  placed: Placed;
  mine: readonly number[];
}

/** A superblock that was put together; codes are the file's, and summaries are of the columns that have values. */
export interface ReadSuperblock {
  chunks: readonly RawChunk[];
  summaries: readonly (ChunkSummary | null)[];
}

export class CsvRows {
  /** Parts whose rows are not placed yet, with their bytes: a plan that changes has them read again. */
  readonly #parts = new Map<number, Part>();
  readonly #reads = new Map<number, PartRead>();
  readonly #waiting = new Map<number, Piece[]>();
  readonly #superblocks = new Map<number, ReadSuperblock>();
  readonly #scanRows: ScanRows | undefined;
  readonly #completed: (superblock: number, read: ReadSuperblock) => void;

  /** @param completed told of every superblock that is put together before the end */
  constructor(
    scanRows: ScanRows | undefined,
    completed: (superblock: number, read: ReadSuperblock) => void = () => {},
  ) {
    this.#scanRows = scanRows;
    this.#completed = completed;
  }

  /** Read a part; its rows stay here until they are placed. */
  read(part: Part, plan: CsvPlan): PartSummary {
    this.#parts.set(part.index, part);
    return this.readAgain(part.index, plan);
  }

  readAgain(index: number, plan: CsvPlan): PartSummary {
    const read = readPart(this.#parts.get(index) as Part, plan, this.#scanRows);
    this.#reads.set(index, read);
    return read.summary;
  }

  /** Keep what is mine of a part, and give the rest in memory of its own. */
  place({ index, placed, mine }: PartPlace): Piece[] {
    const read = this.#reads.get(index) as PartRead;
    this.#reads.delete(index);
    this.#parts.delete(index);
    const pieces = cutPieces(read, placed);
    this.keep(pieces.filter(({ superblock }) => mine.includes(superblock)));
    return pieces.filter(({ superblock }) => !mine.includes(superblock)).map(detached);
  }

  /** Take rows; a superblock that is complete is put together. */
  keep(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      const { superblock } = piece;
      const all = [...(this.#waiting.get(superblock) ?? []), piece];
      this.#waiting.set(superblock, all);
      const nRows = all.reduce((sum, each) => sum + each.nRows, 0);
      // One that is partly words and partly values is put together when all values are known.
      if (nRows === SUPERBLOCK_ROWS && areAlike(all)) {
        this.#completed(
          superblock,
          this.#complete(superblock, () => null),
        );
      }
    }
  }

  /** The superblocks that are here as columns of their final types. */
  finish(nRows: number, columns: readonly FinalColumn[]): { table: Table; summary: SummarisedPart } {
    for (const superblock of [...this.#waiting.keys()]) {
      this.#complete(superblock, (c) => columns[c]?.values ?? null);
    }
    const superblocks = [...this.#superblocks.keys()].sort((a, b) => a - b);
    const read = superblocks.map((superblock) => this.#superblocks.get(superblock) as ReadSuperblock);
    this.#superblocks.clear();
    const finished = columns.map((column, c) =>
      columnOf(
        column,
        read.map(({ chunks }) => chunks[c] as RawChunk),
      ),
    );
    const summaries = finished.map((column, c) =>
      column.chunks.map((chunk, k) => read[k]?.summaries[c] ?? summaryOf(column, chunk)),
    );
    const summary = { superblocks, summaries };
    return { table: wholeTable({ nRows, superblocks, columns: finished }, [summary]), summary };
  }

  #complete(superblock: number, values: (column: number) => Float64Array | null): ReadSuperblock {
    const pieces = this.#waiting.get(superblock) as Piece[];
    const nRows = pieces.reduce((sum, piece) => sum + piece.nRows, 0);
    const chunks = assemble(pieces, nRows, values);
    const summaries = chunks.map((chunk) => (chunk instanceof Int32Array ? null : summariseChunk(chunk)));
    const read = { chunks, summaries };
    this.#superblocks.set(superblock, read);
    this.#waiting.delete(superblock);
    return read;
  }
}

/** Whether each column is words in all pieces or in none. */
function areAlike(pieces: readonly Piece[]): boolean {
  const [first, ...rest] = pieces.map(({ columns }) => columns.map((column) => column instanceof Int32Array));
  return rest.every((are) => are.every((isWords, c) => isWords === first?.[c]));
}

/** What is told of the column comes from summaries. */
function columnOf(final: FinalColumn, raw: readonly RawChunk[]): Column {
  const { name, type, recode, levels } = final;
  if (type !== "category") {
    return { kind: "number", info: { name, type, missing: 0 }, chunks: raw.map((chunk) => numericChunk(chunk, final)) };
  }
  const chunks = raw as Int32Array[];
  for (const chunk of chunks) recodeInPlace(chunk, recode as Int32Array);
  return { kind: "category", info: { name, type, missing: 0, levels }, chunks };
}

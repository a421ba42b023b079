// From parts to superblocks: a part's rows cut at their borders, and a superblock put together from what was cut.

import { SUPERBLOCK_ROWS } from "#base/superblock.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { recodeInPlace } from "../passes.ts";
import type { JoinedColumn, Placed } from "./join.ts";
import type { PartColumn, PartRead } from "./part.ts";

/** Rows of one part that lie in one superblock. Codes are the file's. */
export interface Piece {
  superblock: number;
  /** Row within the superblock. */
  offset: number;
  nRows: number;
  columns: PartColumn[];
}

/** A column's rows of one superblock; codes are the file's where the column was read as words. */
export type RawChunk = NumericColumn | Int32Array;

/** Cut a part into pieces. Its codes are changed to the file's, in place; the pieces are views of its arrays. */
export function cutPieces({ columns, summary }: PartRead, { rowOffset, recode }: Placed): Piece[] {
  for (const [c, table] of recode.entries()) {
    if (table !== null) recodeInPlace(columns[c] as Int32Array, table);
  }
  const pieces: Piece[] = [];
  for (let from = 0; from < summary.nRows; ) {
    const row = rowOffset + from;
    const offset = row % SUPERBLOCK_ROWS;
    const nRows = Math.min(SUPERBLOCK_ROWS - offset, summary.nRows - from);
    const to = from + nRows;
    pieces.push({
      superblock: Math.floor(row / SUPERBLOCK_ROWS),
      offset,
      nRows,
      columns: columns.map((column) => column.subarray(from, to)),
    });
    from = to;
  }
  return pieces;
}

/** A piece with buffers of its own, to be transferred. */
export function detached(piece: Piece): Piece {
  return { ...piece, columns: piece.columns.map((column) => column.slice()) };
}

/**
 * The chunks of a superblock of `nRows` rows from all its pieces, in any order. Values are f32 where they are in every piece.
 *
 * @param values value by the file's codes of each column that was read as words in some pieces only, else `null`
 */
export function assemble(
  pieces: readonly Piece[],
  nRows: number,
  values: (column: number) => Float64Array | null,
): RawChunk[] {
  const nColumns = pieces[0]?.columns.length ?? 0;
  return Array.from({ length: nColumns }, (_, c) => {
    const parts = pieces.map(({ columns }) => columns[c] as PartColumn);
    const areWords = parts.map((part) => part instanceof Int32Array);
    const chunk = areWords.every(Boolean)
      ? new Int32Array(nRows)
      : new (parts.every((part) => part instanceof Float32Array) ? Float32Array : Float64Array)(nRows);
    for (const [i, part] of parts.entries()) {
      const { offset } = pieces[i] as Piece;
      const mixed = part instanceof Int32Array && !(chunk instanceof Int32Array);
      chunk.set(mixed ? valuesOf(part, values(c)) : part, offset);
    }
    return chunk;
  });
}

/** The values of a column that is no category; f32 where they came so. */
export function numericChunk(chunk: RawChunk, column: Pick<JoinedColumn, "values">): NumericColumn {
  return chunk instanceof Int32Array ? valuesOf(chunk, column.values) : chunk;
}

function valuesOf(codes: Int32Array, values: Float64Array | null): Float64Array {
  const chunk = new Float64Array(codes.length);
  for (let i = 0; i < codes.length; i++) chunk[i] = values?.[codes[i] as number] ?? Number.NaN;
  return chunk;
}

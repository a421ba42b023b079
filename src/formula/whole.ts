// A column of a table as one array, row by row.

import type { Column } from "#table/types.ts";

type Chunks = readonly ArrayLike<number>[];

/** The numbers, or codes of categories, of all rows. */
export function wholeColumn(chunks: Chunks): Float64Array {
  return filled(new Float64Array(lengthOf(chunks)), chunks);
}

/** A whole number for each value of a column, one a row; −1 where it is missing. Categories keep their codes. */
export function groupCodes({ kind, chunks }: Column): Int32Array {
  const groups = new Int32Array(lengthOf(chunks));
  if (kind === "category") return filled(groups, chunks);
  const codes = new Map<number, number>();
  let row = 0;
  for (const chunk of chunks) {
    for (let i = 0; i < chunk.length; i++) {
      const value = chunk[i] as number;
      const known = Number.isNaN(value) ? -1 : codes.get(value);
      if (known === undefined) codes.set(value, codes.size);
      groups[row] = known ?? codes.size - 1;
      row += 1;
    }
  }
  return groups;
}

function lengthOf(chunks: Chunks): number {
  return chunks.reduce((sum, { length }) => sum + length, 0);
}

function filled<T extends Float64Array | Int32Array>(out: T, chunks: Chunks): T {
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

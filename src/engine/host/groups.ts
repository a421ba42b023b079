// Rows grouped by the values of a column.

import type { Column } from "#table/types.ts";

/** Group of every row, from 0 on, −1 where the value is missing; and what each group's value is called. */
export interface Groups {
  groups: Int32Array;
  labels: string[];
}

/** The rows by a category's levels, or by the different numbers in the order in which they come. */
export function groupsOf(column: Column): Groups {
  const groups = new Int32Array(column.chunks.reduce((sum, { length }) => sum + length, 0));
  const codes = new Map<number, number>();
  let row = 0;
  for (const chunk of column.chunks) {
    for (const value of chunk) {
      const isMissing = column.kind === "category" ? value < 0 : Number.isNaN(value);
      if (!isMissing && !codes.has(value)) codes.set(value, codes.size);
      groups[row] = isMissing ? -1 : (codes.get(value) as number);
      row += 1;
    }
  }
  const labels = [...codes.keys()].map((value) =>
    column.kind === "category" ? (column.info.levels?.[value] ?? "") : String(value),
  );
  return { groups, labels };
}

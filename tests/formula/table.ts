// Small tables for the formula tests, made by hand so that they depend on no reader.

import type { Column, Table } from "#table/types.ts";

export type Cells = readonly (number | string | null)[];

/** A table of one chunk from columns by name: strings make a category with sorted levels, null is missing. */
export function tableOf(columns: readonly (readonly [string, Cells])[], superblock = 0): Table {
  const nRows = columns[0]?.[1].length ?? 0;
  return { nRows, superblocks: [superblock], columns: columns.map(([name, cells]) => columnOf(name, cells)) };
}

function columnOf(name: string, cells: Cells): Column {
  const missing = cells.filter((cell) => cell === null).length;
  const texts = cells.filter((cell) => typeof cell === "string");
  if (texts.length === 0) {
    const values = Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell)));
    return { kind: "number", info: { name, type: "number", missing }, chunks: [values] };
  }
  const levels = [...new Set(texts)].sort(byCodePoint);
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(String(cell))));
  return { kind: "category", info: { name, type: "category", missing, levels }, chunks: [codes] };
}

function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

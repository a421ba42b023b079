// Rows over a table the way the engine will make them, without an engine: one block a superblock, merged in the tree.

import { expandExact } from "#formula/exact.ts";
import { expandRows } from "#formula/expand.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend } from "#kernel/backend.ts";
import type { ExactRowBlock, RowBlock, Rows } from "#stats/rows.ts";
import { readCsv } from "#table/csv/read.ts";
import type { Table } from "#table/types.ts";
import { blockRows } from "./block-rows.ts";

/** A table from CSV text. */
export async function tableOf(csv: string): Promise<Table> {
  async function* bytes() {
    yield new TextEncoder().encode(csv);
  }
  return (await readCsv(bytes(), {})).table;
}

/** The rows of a chunk that the plan keeps, with the values of the weight column there. */
function blockOf(plan: Plan, table: Table, chunk: number, weights: string | undefined): RowBlock & { dropped: number } {
  const { n, response, columns, kept, dropped } = expandRows(plan, table, chunk);
  const superblock = table.superblocks[chunk] ?? chunk;
  const block = { n, columns: [...columns, response], dropped, superblock, kept };
  if (weights === undefined) return block;
  const column = table.columns.find(({ info }) => info.name === weights);
  if (column?.kind !== "number") throw new RangeError(`weights: must be a numeric column; got ${weights}`);
  const values = Float64Array.from(column.chunks[chunk] ?? []);
  return { ...block, weights: kept ? Float64Array.from(kept, (row) => values[row] as number) : values };
}

/** The same rows in double-double; they need the weights only. */
function exactBlockOf(plan: Plan, table: Table, chunk: number, block: RowBlock): ExactRowBlock {
  const { columns, low, slopes, inputs, dropped } = expandExact(plan, table, chunk);
  return { ...block, columns, low, slopes, inputs, nDropped: dropped };
}

/** The rows of a planned model on a table; `weights` names a column. */
export function tableRows(plan: Plan, table: Table, backend: Backend, weights?: string): Rows {
  const blocks = table.superblocks.map((_, chunk) => blockOf(plan, table, chunk, weights));
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  const nDropped = blocks.reduce((sum, { dropped }) => sum + dropped, 0);
  const exactBlocks = () => blocks.map((block, chunk) => exactBlockOf(plan, table, chunk, block));
  return blockRows(blocks, { names, nDropped, backend, exactBlocks });
}

// Rows over a table the way the engine will make them, without an engine: one block a superblock, merged in the tree.

import { mergeTree } from "#base/superblock.ts";
import { expandRows } from "#formula/expand.ts";
import type { Plan } from "#formula/types.ts";
import type { Backend, Block, ResidualSums } from "#kernel/backend.ts";
import { toMoments } from "#stats/moments/state.ts";
import type { Rows } from "#stats/rows.ts";
import { readCsv } from "#table/csv/read.ts";
import type { Table } from "#table/types.ts";

/** A table from CSV text. */
export async function tableOf(csv: string): Promise<Table> {
  async function* bytes() {
    yield new TextEncoder().encode(csv);
  }
  return (await readCsv(bytes(), {})).table;
}

/** The rows of a chunk that the plan keeps, with the values of the weight column there. */
function blockOf(plan: Plan, table: Table, chunk: number, weights: string | undefined): Block & { dropped: number } {
  const { n, response, columns, kept, dropped } = expandRows(plan, table, chunk);
  const block = { n, columns: [...columns, response], dropped };
  if (weights === undefined) return block;
  const column = table.columns.find(({ info }) => info.name === weights);
  if (column?.kind !== "number") throw new RangeError(`weights: must be a numeric column; got ${weights}`);
  const values = Float64Array.from(column.chunks[chunk] ?? []);
  return { ...block, weights: kept ? Float64Array.from(kept, (row) => values[row] as number) : values };
}

function addSums(a: ResidualSums, b: ResidualSums): ResidualSums {
  return {
    rss: a.rss + b.rss,
    sum: a.sum + b.sum,
    gradient: a.gradient.map((g, j) => g + (b.gradient[j] as number)),
    maxAbs: Math.max(a.maxAbs, b.maxAbs),
  };
}

/** The rows of a planned model on a table; `weights` names a column. */
export function tableRows(plan: Plan, table: Table, backend: Backend, weights?: string): Rows {
  const blocks = table.superblocks.map((_, chunk) => blockOf(plan, table, chunk, weights));
  const names = [...plan.columns.map(({ name }) => name), plan.response.label];
  let sumLogWeight = 0;
  for (const block of blocks) {
    for (const w of block.weights ?? []) if (w > 0) sumLogWeight += Math.log(w);
  }
  return {
    async moments() {
      const states = await Promise.all(blocks.map((block) => backend.moments(block)));
      const nDropped = blocks.reduce((sum, { dropped }) => sum + dropped, 0);
      return { ...toMoments(mergeTree(states, backend.merge), names, sumLogWeight), nDropped };
    },
    async residuals(predictor) {
      return mergeTree(await Promise.all(blocks.map((block) => backend.residuals(block, predictor))), addSums);
    },
  };
}

// What every worker of a pool does with the superblocks of a table that it holds: the same functions on each.

import { columnsByName, findColumn } from "#formula/rows.ts";
import { type Survey, survey } from "#formula/survey.ts";
import type { FactorPart, Plan } from "#formula/types.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { exactPassNamed, type PassName, passNamed } from "#stats/row-passes.ts";
import type { Column, Table } from "#table/types.ts";
import { type ColumnWindow, runOnColumns } from "./column-blocks.ts";
import { ModelRows, type PassPlace, type PassResults } from "./model.ts";
import { type PredictArgs, type PredictedRows, predictRows } from "./predict.ts";

/** Weights as they travel: the name of a column, or those of the superblocks that the worker holds. */
export type SharedWeights = { column: string } | { chunks: Float64Array[] };

/** A model as it travels. */
export interface SharedModel {
  plan: Plan;
  weights: SharedWeights | null;
  positive: boolean;
  window: readonly [number, number] | null;
}

/** A pass of a model that is told once, by the number that its leader gave it. */
export interface PassTask {
  id: number;
  /** Left out once the worker knows it. */
  model?: SharedModel;
  pass: PassName;
  exact: boolean;
  args: unknown;
}

/** A call's place on one worker: models that it has opened stay until it ends. */
export interface TaskPlace extends PassPlace {
  models: Map<number, ModelRows>;
}

interface SurveyArgs {
  used: readonly string[];
  factors: readonly { column: string; part: FactorPart | null }[];
}

/** Some columns, all if `names` is null, of some of the superblocks held, all if that is null. */
interface CopyArgs {
  names: readonly string[] | null;
  superblocks: readonly number[] | null;
}

/** Copies of chunks: `chunks[j][k]` is column j in `superblocks[k]`. */
export interface CopiedChunks {
  superblocks: number[];
  chunks: Column["chunks"][];
}

export const shardTasks = {
  survey: (table: Table, { used, factors }: SurveyArgs): Survey => {
    const byName = columnsByName(table);
    return survey(
      table,
      used.map((name) => findColumn(byName, name)),
      factors.map(({ column, part }) => ({ column: findColumn(byName, column), part })),
    );
  },
  copy: copyChunks,
  pass: runPass,
  predict: (table: Table, args: PredictArgs, place: TaskPlace): Promise<PredictedRows[]> =>
    predictRows(table, args, place),
  columns: (
    table: Table,
    { window, pass, args }: { window: ColumnWindow; pass: PassName; args: unknown },
    place: TaskPlace,
  ): Promise<unknown[]> => runOnColumns(table, window, { pass: passNamed(pass), args }, place),
};

export type TaskName = keyof typeof shardTasks;
export type TaskArgs<K extends TaskName> = Parameters<(typeof shardTasks)[K]>[1];
export type TaskResult<K extends TaskName> = Awaited<ReturnType<(typeof shardTasks)[K]>>;

function runPass(table: Table, task: PassTask, place: TaskPlace): Promise<PassResults<unknown>> {
  const rows = modelOf(table, task, place);
  return task.exact
    ? rows.runExact(exactPassNamed(task.pass), task.args, place)
    : rows.run(passNamed(task.pass), task.args, place);
}

function modelOf(table: Table, { id, model }: PassTask, { models }: TaskPlace): ModelRows {
  const known = models.get(id);
  if (known || !model) return known as ModelRows;
  const { plan, weights, positive, window } = model;
  const chunk = weights && chunkOf(table, weights);
  const rows = new ModelRows({ plan, table, weights: chunk, positive, shuffle: null, window });
  models.set(id, rows);
  return rows;
}

function chunkOf(table: Table, weights: SharedWeights): (k: number) => NumericColumn {
  if ("chunks" in weights) return (k) => weights.chunks[k] as Float64Array;
  const { chunks } = findColumn(columnsByName(table), weights.column);
  return (k) => chunks[k] as NumericColumn;
}

function copyChunks(table: Table, { names, superblocks }: CopyArgs): CopiedChunks {
  const byName = columnsByName(table);
  const columns = names ? names.map((name) => findColumn(byName, name)) : table.columns;
  const held = [...table.superblocks.entries()].filter(([, b]) => superblocks === null || superblocks.includes(b));
  return {
    superblocks: held.map(([, superblock]) => superblock),
    chunks: columns.map(({ chunks }) => held.map(([k]) => (chunks[k] as NumericColumn).slice())) as Column["chunks"][],
  };
}

// What every worker of a pool does with the superblocks of a table that it holds: the same functions on each.

import { columnsByName, findColumn } from "#formula/rows.ts";
import { type Survey, surveyChunks } from "#formula/survey.ts";
import type { FactorPart, Plan } from "#formula/types.ts";
import type { NumericColumn } from "#kernel/backend.ts";
import { exactPassNamed, type PassName, passNamed } from "#stats/row-passes.ts";
import type { RowWindow } from "#stats/types.ts";
import { type Described, described, type EditedChunk, editPart, type SuperblockEdit } from "#table/edit-part.ts";
import type { Column, Table } from "#table/types.ts";
import type { TableId } from "../contract.ts";
import { type ColumnWindow, runOnColumns } from "./column-blocks.ts";
import { ModelRows, type PassPlace, type PassResult } from "./model.ts";
import { type PredictArgs, type PredictedRows, predictRows } from "./predict.ts";

/** Weights as they travel: the name of a column, or those of the superblocks that the worker holds. */
export type SharedWeights = { column: string } | { chunks: Float64Array[] };

/** A model as it travels. */
export interface SharedModel {
  plan: Plan;
  weights: SharedWeights | null;
  positive: boolean;
  window: RowWindow | null;
}

/** A pass of a model that is told once, by the number that its leader gave it. */
export interface PassTask {
  id: number;
  /** Left out once the worker knows it. */
  model?: SharedModel;
  pass: PassName;
  exact: boolean;
  /** Superblocks, where not all of the model's are wanted. */
  only: readonly number[] | null;
  args: unknown;
}

/** A call's place on one worker: models that it has opened stay until it ends. */
export interface TaskPlace extends PassPlace {
  models: Map<number, ModelRows>;
  /** Hold another table. */
  hold(id: TableId, part: Table): void;
}

interface SurveyArgs {
  used: readonly string[];
  factors: readonly { column: string; part: FactorPart | null }[];
  window: RowWindow | null;
  only: readonly number[];
}

/** What is known of the levels in the rows of one superblock. */
export interface SuperblockSurvey {
  superblock: number;
  survey: Survey;
}

/** Some columns, all if `names` is null, of some of the superblocks held, all if that is null. */
interface CopyArgs {
  names: readonly string[] | null;
  superblocks: readonly number[] | null;
}

/** Copies of chunks: `chunks[j][k]` is column j in `superblocks[k]`. */
export interface CopiedChunks {
  superblocks: number[];
  starts?: number[];
  chunks: Column["chunks"][];
}

export const shardTasks = {
  survey: surveySuperblocks,
  copy: copyChunks,
  /** Hold the table as it is after an edit, under another id. */
  edit: (
    table: Table,
    { edits, as }: { edits: readonly SuperblockEdit[]; as: TableId },
    place: TaskPlace,
  ): EditedChunk[] => {
    const made = editPart(
      table,
      edits.filter(({ superblock }) => table.superblocks.includes(superblock)),
    );
    place.hold(as, made.table);
    return made.changed;
  },
  /** What an edit made of the whole. */
  describe: (table: Table, { as, ...whole }: Described & { as: TableId }, place: TaskPlace): void =>
    place.hold(as, described(table, whole)),
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

export function surveySuperblocks(table: Table, { used, factors, window, only }: SurveyArgs): SuperblockSurvey[] {
  const byName = columnsByName(table);
  const source = {
    table,
    used: used.map((name) => findColumn(byName, name)),
    factors: factors.map(({ column, part }) => ({ column: findColumn(byName, column), part })),
  };
  const chunks = [...table.superblocks.keys()].filter((k) => only.includes(table.superblocks[k] as number));
  const surveys = surveyChunks(source, chunks, window);
  return surveys.map((survey, i) => ({ superblock: table.superblocks[chunks[i] as number] as number, survey }));
}

function runPass(table: Table, task: PassTask, place: TaskPlace): Promise<PassResult<unknown>[]> {
  const rows = modelOf(table, task, place);
  return task.exact
    ? rows.runExact(exactPassNamed(task.pass), task.args, place)
    : rows.run(passNamed(task.pass), task.args, place, task.only);
}

function modelOf(table: Table, { id, model }: PassTask, { models }: TaskPlace): ModelRows {
  const known = models.get(id);
  if (known || !model) return known as ModelRows;
  const { plan, weights, positive, window } = model;
  const rows = new ModelRows({
    plan,
    table,
    weights: weights && chunkOf(table, weights),
    positive,
    shuffle: null,
    window,
  });
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
    ...(table.starts && { starts: held.map(([k]) => table.starts?.[k] as number) }),
    chunks: columns.map(({ chunks }) => held.map(([k]) => (chunks[k] as NumericColumn).slice())) as Column["chunks"][],
  };
}

// What the worker that leads a pool and those that follow say to each other. Types only.

import type { Reply } from "#base/wire-error.ts";
import type { CsvPlan, Part, PartSummary } from "#table/csv/part.ts";
import type { Piece } from "#table/csv/pieces.ts";
import type { Table } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import type { FinalColumn, PartPlace } from "./csv-rows.ts";
import type { SummarisedPart } from "./dealt.ts";
import type { MakeArgs } from "./make.ts";
import type { SumArgs, SummedSuperblock } from "./sums.ts";
import type { TaskArgs, TaskName, TaskResult } from "./tasks.ts";

/** What a follower does with parts of a CSV. */
export interface CsvSteps {
  read(part: Part, plan: CsvPlan): PartSummary;
  readAgain(index: number, plan: CsvPlan): PartSummary;
  place(place: PartPlace): Piece[];
  keep(pieces: Piece[]): void;
  finish(nRows: number, columns: FinalColumn[]): SummarisedPart;
}

/** A worker that reads parts: the leader itself, or a follower behind its line. */
export type CsvReader = {
  [K in Exclude<keyof CsvSteps, "finish">]: (
    ...args: Parameters<CsvSteps[K]>
  ) => ReturnType<CsvSteps[K]> | Promise<ReturnType<CsvSteps[K]>>;
};

/** A follower's side. */
export interface ShardApi {
  /** Take over the superblocks of a table; their memory is transferred. */
  hold(id: TableId, part: Table): void;
  /** Make superblocks of a generated table, and hold them. */
  make(call: CallId, id: TableId, args: MakeArgs & { superblocks: number[] }): Promise<SummarisedPart>;
  /** Sum superblocks of a generated table, and keep none. */
  sum(call: CallId, args: MakeArgs & SumArgs & { superblocks: number[] }): Promise<SummedSuperblock[]>;
  /** One step of reading a CSV whose superblocks become the table `id`. */
  csv<K extends keyof CsvSteps>(
    call: CallId,
    id: TableId,
    step: K,
    ...args: Parameters<CsvSteps[K]>
  ): Promise<ReturnType<CsvSteps[K]>>;
  /** Run a task on the superblocks held of a table, within a call of the leader's. */
  run<K extends TaskName>(call: CallId, id: TableId, name: K, args: TaskArgs<K>): Promise<TaskResult<K>>;
  /** The call is over, or is to be: leave off, and forget what was kept for it. */
  end(call: CallId): void;
  release(id: TableId): void;
}

/** ShardApi as it stands on the wire. */
export type WireShardApi = {
  [K in keyof ShardApi]: (...args: Parameters<ShardApi[K]>) => Promise<Reply<Awaited<ReturnType<ShardApi[K]>>>>;
};

// What the worker that leads a pool and those that follow say to each other. Types only.

import type { Reply } from "#base/wire-error.ts";
import type { Table } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import type { MakeArgs, SummarisedPart } from "./make.ts";
import type { TaskArgs, TaskName, TaskResult } from "./tasks.ts";

/** A follower's side. */
export interface ShardApi {
  /** Take over the superblocks of a table; their memory is transferred. */
  hold(id: TableId, part: Table): void;
  /** Make superblocks of a generated table, and hold them. */
  make(call: CallId, id: TableId, args: MakeArgs & { superblocks: number[] }): Promise<SummarisedPart>;
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

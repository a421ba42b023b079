// A worker that follows: it holds superblocks of tables and runs what its leader asks on them.

import { type Endpoint, expose, transfer } from "comlink";
import { LeastwiseError } from "#base/error.ts";
import { type Reply, toWireError } from "#base/wire-error.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Table } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import { type MakeArgs, makePart, type SummarisedPart } from "./make.ts";
import { paceOf } from "./pace.ts";
import {
  type CopiedChunks,
  shardTasks,
  type TaskArgs,
  type TaskName,
  type TaskPlace,
  type TaskResult,
} from "./tasks.ts";
import type { ShardApi, WireShardApi } from "./types.ts";

type Task = (table: Table, args: unknown, place: TaskPlace) => unknown;

/** The tables of one follower. */
class Shard implements ShardApi {
  readonly #backend: Backend;
  readonly #tables = new Map<TableId, Table>();
  readonly #calls = new Map<CallId, { controller: AbortController; place: TaskPlace }>();

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  hold(id: TableId, part: Table): void {
    this.#tables.set(id, part);
  }

  async make(call: CallId, id: TableId, args: MakeArgs & { superblocks: number[] }): Promise<SummarisedPart> {
    const { table, summary } = await makePart(args, this.#placeOf(call));
    this.#tables.set(id, table);
    return summary;
  }

  async run<K extends TaskName>(call: CallId, id: TableId, name: K, args: TaskArgs<K>): Promise<TaskResult<K>> {
    const table = this.#tables.get(id);
    if (!table) throw new LeastwiseError("closed", `table: must be open; got table ${id}`);
    return (await (shardTasks[name] as Task)(table, args, this.#placeOf(call))) as TaskResult<K>;
  }

  end(call: CallId): void {
    this.#calls.get(call)?.controller.abort();
    this.#calls.delete(call);
  }

  release(id: TableId): void {
    this.#tables.delete(id);
  }

  #placeOf(call: CallId): TaskPlace {
    const known = this.#calls.get(call);
    if (known) return known.place;
    const controller = new AbortController();
    const place = { backend: this.#backend, pace: paceOf(controller.signal), models: new Map() };
    this.#calls.set(call, { controller, place });
    return place;
  }
}

/** Serve a shard on a port to its leader. */
export function serveShard(port: MessagePort, backend: Backend): void {
  const shard = new Shard(backend);
  const wire: WireShardApi = {
    hold: replied((...args) => shard.hold(...args)),
    make: replied((...args) => shard.make(...args)),
    run: replied((...args) => shard.run(...args)),
    end: replied((...args) => shard.end(...args)),
    release: replied((...args) => shard.release(...args)),
  } as WireShardApi;
  expose(wire, port as Endpoint);
}

/** A method whose result and error go in an envelope; copied chunks are transferred. */
function replied<Args extends unknown[]>(run: (...args: Args) => unknown) {
  return async (...args: Args): Promise<Reply<unknown>> => {
    try {
      const value = await run(...args);
      const reply: Reply<unknown> = { ok: true, value };
      return args[2] === ("copy" satisfies TaskName) ? transfer(reply, chunkBuffers(value as CopiedChunks)) : reply;
    } catch (error) {
      return { ok: false, error: toWireError(error) };
    }
  };
}

function chunkBuffers({ chunks }: CopiedChunks): ArrayBuffer[] {
  return chunks.flatMap((of) => of.map(({ buffer }) => buffer as ArrayBuffer));
}

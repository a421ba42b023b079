// A worker that follows: it holds superblocks of tables and runs what its leader asks on them.

import { type Endpoint, expose, transfer } from "comlink";
import { LeastwiseError } from "#base/error.ts";
import { type Reply, toWireError } from "#base/wire-error.ts";
import type { Backend } from "#kernel/backend.ts";
import type { Piece } from "#table/csv/pieces.ts";
import type { Table } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import { CsvRows } from "./csv-rows.ts";
import type { SummarisedPart } from "./dealt.ts";
import { pieceBuffers } from "./follower.ts";
import { type MakeArgs, makePart } from "./make.ts";
import { paceOf } from "./pace.ts";
import { type SumArgs, type SummedSuperblock, sumGenerated } from "./sums.ts";
import {
  type CopiedChunks,
  shardTasks,
  type TaskArgs,
  type TaskName,
  type TaskPlace,
  type TaskResult,
} from "./tasks.ts";
import type { CsvSteps, ShardApi, WireShardApi } from "./types.ts";

type Task = (table: Table, args: unknown, place: TaskPlace) => unknown;

/** A call of the leader's that has been here. */
interface ShardCall {
  controller: AbortController;
  place: TaskPlace;
  csv: CsvRows;
}

/** The tables of one follower. */
class Shard implements Omit<ShardApi, "csv"> {
  readonly #backend: Backend;
  readonly #tables = new Map<TableId, Table>();
  readonly #calls = new Map<CallId, ShardCall>();

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

  sum(call: CallId, args: MakeArgs & SumArgs & { superblocks: number[] }): Promise<SummedSuperblock[]> {
    return sumGenerated(args, this.#placeOf(call));
  }

  /** The rows of a CSV that is being read are kept with its call. */
  csv<K extends keyof CsvSteps>(call: CallId, id: TableId, step: K, ...args: Parameters<CsvSteps[K]>): unknown {
    const { csv } = this.#callOf(call);
    if (step !== "finish") return (csv[step] as (...args: unknown[]) => unknown).apply(csv, args);
    const { table, summary } = csv.finish(...(args as Parameters<CsvSteps["finish"]>));
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
    return this.#callOf(call).place;
  }

  #callOf(call: CallId): ShardCall {
    const known = this.#calls.get(call);
    if (known) return known;
    const controller = new AbortController();
    const place = {
      backend: this.#backend,
      pace: paceOf(controller.signal),
      models: new Map(),
      hold: this.hold.bind(this),
    };
    const made = { controller, place, csv: new CsvRows(this.#backend.scanRows) };
    this.#calls.set(call, made);
    return made;
  }
}

/** Serve a shard on a port to its leader. */
export function serveShard(port: MessagePort, backend: Backend): void {
  const shard = new Shard(backend);
  const wire = {
    hold: replied(shard.hold.bind(shard)),
    make: replied(shard.make.bind(shard)),
    sum: replied(shard.sum.bind(shard)),
    csv: replied(shard.csv.bind(shard)),
    run: replied(shard.run.bind(shard)),
    end: replied(shard.end.bind(shard)),
    release: replied(shard.release.bind(shard)),
  } as unknown as WireShardApi;
  expose(wire, port as Endpoint);
}

/** A method whose result and error go in an envelope; copied chunks are transferred. */
function replied(run: (...args: never[]) => unknown) {
  return async (...args: unknown[]): Promise<Reply<unknown>> => {
    try {
      const value = await run(...(args as never[]));
      const reply: Reply<unknown> = { ok: true, value };
      if (args[2] === ("copy" satisfies TaskName)) return transfer(reply, chunkBuffers(value as CopiedChunks));
      if (args[2] === ("place" satisfies keyof CsvSteps)) return transfer(reply, pieceBuffers(value as Piece[]));
      return reply;
    } catch (error) {
      return { ok: false, error: toWireError(error) };
    }
  };
}

function chunkBuffers({ chunks }: CopiedChunks): ArrayBuffer[] {
  return chunks.flatMap((of) => of.map(({ buffer }) => buffer as ArrayBuffer));
}

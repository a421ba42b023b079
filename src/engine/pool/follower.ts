// The leader's line to one follower. When that is lost, everything that waits on it ends.

import { type Endpoint, type Remote, transfer, wrap } from "comlink";
import { LeastwiseError } from "#base/error.ts";
import { fromWireError, type Reply } from "#base/wire-error.ts";
import type { Piece } from "#table/csv/pieces.ts";
import type { Table } from "#table/types.ts";
import type { CallId, TableId } from "../contract.ts";
import type { SummarisedPart } from "./dealt.ts";
import type { MakeArgs } from "./make.ts";
import type { SumArgs, SummedSuperblock } from "./sums.ts";
import type { TaskArgs, TaskName, TaskResult } from "./tasks.ts";
import type { CsvReader, CsvSteps, WireShardApi } from "./types.ts";

/** A follower that reads parts of a CSV, and makes columns of what it holds in the end. */
export interface CsvFollower extends CsvReader {
  follower: Follower;
  finish(...args: Parameters<CsvSteps["finish"]>): Promise<SummarisedPart>;
}

export class Follower {
  readonly #remote: Remote<WireShardApi>;
  readonly #port: MessagePort;
  readonly #waiting = new Set<(reason: unknown) => void>();
  #alive = true;

  constructor(port: MessagePort) {
    this.#port = port;
    this.#remote = wrap<WireShardApi>(port as Endpoint);
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Hand over superblocks of a table. */
  hold(id: TableId, part: Table): Promise<void> {
    const buffers = part.columns.flatMap(({ chunks }) => chunks.map(({ buffer }) => buffer as ArrayBuffer));
    return this.#send(() => this.#remote.hold(id, transfer(part, [...new Set(buffers)])));
  }

  /** Have it make superblocks of a generated table. */
  make(call: CallId, id: TableId, args: MakeArgs & { superblocks: number[] }): Promise<SummarisedPart> {
    return this.#send(() => this.#remote.make(call, id, args) as Promise<Reply<SummarisedPart>>);
  }

  /** Have it sum superblocks of a generated table. */
  sum(call: CallId, args: MakeArgs & SumArgs & { superblocks: number[] }): Promise<SummedSuperblock[]> {
    return this.#send(() => this.#remote.sum(call, args) as Promise<Reply<SummedSuperblock[]>>);
  }

  /** Its part in reading a CSV into the table `id`. */
  csvReader(call: CallId, id: TableId): CsvFollower {
    const step = <K extends keyof CsvSteps>(name: K, args: Parameters<CsvSteps[K]>) => {
      const remote = this.#remote.csv as unknown as (...args: unknown[]) => Promise<Reply<ReturnType<CsvSteps[K]>>>;
      return this.#send(() => remote(call, id, name, ...args));
    };
    return {
      follower: this,
      read: (part, plan) => step("read", [transfer(part, [part.bytes.buffer as ArrayBuffer]), plan]),
      readAgain: (index, plan) => step("readAgain", [index, plan]),
      place: (place) => step("place", [place]),
      keep: (pieces) => step("keep", [transfer(pieces, pieceBuffers(pieces))]),
      finish: (nRows, columns) => step("finish", [nRows, columns]),
    };
  }

  run<K extends TaskName>(call: CallId, id: TableId, name: K, args: TaskArgs<K>): Promise<TaskResult<K>> {
    const remote = this.#remote.run as unknown as (...args: unknown[]) => Promise<Reply<TaskResult<K>>>;
    return this.#send(() => remote(call, id, name, args));
  }

  end(call: CallId): void {
    this.#tell(() => this.#remote.end(call));
  }

  release(id: TableId): void {
    this.#tell(() => this.#remote.release(id));
  }

  /** The follower is gone, or is to be let go. */
  lose(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#port.close();
    for (const reject of this.#waiting) reject(lostError());
    this.#waiting.clear();
  }

  /** Comlink alone would wait for ever on one that died. */
  #send<T>(ask: () => Promise<Reply<T>>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#alive) {
        reject(lostError());
        return;
      }
      this.#waiting.add(reject);
      ask()
        .finally(() => this.#waiting.delete(reject))
        .then((reply) => (reply.ok ? resolve(reply.value) : reject(fromWireError(reply.error))))
        .catch((error: unknown) => reject(new LeastwiseError("internal", String(error))));
    });
  }

  #tell(ask: () => Promise<Reply<unknown>>): void {
    if (this.#alive) this.#send(ask).catch(() => {});
  }
}

/** The memory of pieces that are alone in it. */
export function pieceBuffers(pieces: readonly Piece[]): ArrayBuffer[] {
  return pieces.flatMap(({ columns }) => columns.map(({ buffer }) => buffer as ArrayBuffer));
}

function lostError(): LeastwiseError {
  return new LeastwiseError(
    "worker-crashed",
    "worker: must live until the call ends; got the end of one of the pool's",
  );
}

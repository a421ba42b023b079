// The workers of one engine: one that leads, which is there from the start, and those that share large tables with it,
// which start with the first of these. A follower that dies is replaced when the next large table, or a call, needs it.

import { transfer } from "comlink";
import type { EngineOptions } from "../contract.ts";
import type { Connection } from "./connection.ts";
import type { Environment } from "./environment.ts";
import { type Program, type Started, start, startWorker } from "./start.ts";

/** Above this, more workers gain less than their memory costs. */
const MOST_WORKERS = 8;

/** Workers that an engine may have. */
function workersOf({ workers = "auto" }: EngineOptions, { cores }: Environment): number {
  return workers === "auto" ? Math.max(1, Math.min(cores, MOST_WORKERS)) : workers;
}

/** Start the leader; `capabilities.workers` tells how many there may be. */
export async function startPool(options: EngineOptions, environment: Environment, program: Program): Promise<Started> {
  const wanted = workersOf(options, environment);
  const followers = new Followers(options, environment, program.script);
  const grow = wanted > 1 ? () => followers.fill(wanted - 1) : null;
  const started = await start(options, environment, program, { grow, ended: () => followers.close() });
  const { where } = started.capabilities;
  if (where !== "worker") return started;
  followers.follow(started);
  return { ...started, capabilities: { ...started.capabilities, workers: wanted } };
}

/** The workers that follow one leader, by their number from 1 on. */
class Followers {
  readonly #options: EngineOptions;
  readonly #environment: Environment;
  readonly #script: string;
  readonly #running = new Map<number, Connection>();
  #leader: Started | null = null;
  #filling: Promise<void> | null = null;
  #closed = false;

  constructor(options: EngineOptions, environment: Environment, script: string) {
    this.#options = options;
    this.#environment = environment;
    this.#script = script;
  }

  follow(leader: Started): void {
    this.#leader = leader;
  }

  /** Start those that are missing. One that cannot start is done without. */
  fill(count: number): Promise<void> {
    this.#filling ??= Promise.all(
      Array.from({ length: count }, (_, i) => i + 1)
        .filter((shard) => !this.#running.has(shard))
        .map((shard) => this.#start(shard).catch(() => {})),
    )
      .then(() => {})
      .finally(() => {
        this.#filling = null;
      });
    return this.#filling;
  }

  close(): void {
    this.#closed = true;
    for (const connection of this.#running.values()) connection.close();
    this.#running.clear();
  }

  async #start(shard: number): Promise<void> {
    const leader = this.#leader;
    if (!leader || this.#closed) return;
    // All compute with the build that the leader chose, so that all give the same bits, and all draft where it may.
    const { backend, webgpu } = leader.capabilities;
    const drafts = (this.#options.backend ?? "auto") === "auto" && webgpu.isFallback === false;
    const options = { ...this.#options, backend: drafts ? "auto" : backend } as const;
    const ended = () => {
      this.#running.delete(shard);
      leader.connection.tell("lost", shard);
    };
    const { connection, capabilities } = await startWorker(options, this.#environment, this.#script, {
      grow: null,
      ended,
    });
    if (this.#closed || capabilities.backend !== backend) {
      connection.close();
      return;
    }
    this.#running.set(shard, connection);
    const { port1, port2 } = new MessageChannel();
    await connection.send("follow", transfer(port1, [port1]));
    await leader.connection.send("lead", shard, transfer(port2, [port2]));
  }
}

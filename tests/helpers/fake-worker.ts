// A worker without a thread: a host behind a message channel that a test can kill, silence or make throw events.

import type { Environment, WorkerLike } from "#engine/client/environment.ts";

/** Web Locks for one test: a name is free, or held until `free` is called. */
export class FakeLocks {
  readonly #held = new Set<string>();
  readonly #waiting = new Map<string, (() => void)[]>();

  hold(name: string): void {
    this.#held.add(name);
  }

  free(name: string): void {
    this.#held.delete(name);
    for (const run of this.#waiting.get(name) ?? []) run();
    this.#waiting.delete(name);
  }

  /** Number of requests that wait. */
  get nWaiting(): number {
    return [...this.#waiting.values()].reduce((sum, list) => sum + list.length, 0);
  }

  readonly request = ((name: string, options: LockOptions, granted: () => unknown) =>
    new Promise<unknown>((resolve, reject) => {
      options.signal?.addEventListener("abort", () => {
        this.#waiting.delete(name);
        reject(options.signal?.reason);
      });
      const run = () => resolve(granted());
      if (this.#held.has(name)) this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), run]);
      else run();
    })) as unknown as LockManager["request"];
}

/** A fake worker and what it takes to harm it. */
export interface FakeWorker extends WorkerLike {
  terminated: boolean;
  /** Messages to and from it are lost from now on. */
  silence(): void;
  dispatch(event: Event): void;
}

/** Serve `serve` as a worker would be served. */
export function fakeWorker(serve: (port: MessagePort) => void): FakeWorker {
  const { port1, port2 } = new MessageChannel();
  const events = new EventTarget();
  let silent = false;
  port1.onmessage = ({ data }) => {
    if (!silent) events.dispatchEvent(new MessageEvent("message", { data }));
  };
  const worker: FakeWorker = {
    terminated: false,
    silence() {
      silent = true;
    },
    dispatch: (event) => void events.dispatchEvent(event),
    postMessage: (message: unknown, transfer?: Transferable[] | StructuredSerializeOptions) => {
      if (!silent) port1.postMessage(message, (Array.isArray(transfer) ? transfer : []) as Transferable[]);
    },
    addEventListener: events.addEventListener.bind(events) as WorkerLike["addEventListener"],
    removeEventListener: events.removeEventListener.bind(events) as WorkerLike["removeEventListener"],
    terminate() {
      worker.terminated = true;
      silent = true;
      port1.close();
    },
  };
  serve(port2);
  return worker;
}

/** An environment with real timers, no workers and no locks, unless they are given. */
export function environment(parts: Partial<Environment> = {}): Environment {
  let names = 0;
  return {
    cores: 1,
    startWorker: null,
    locks: null,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    uniqueName: () => {
      names += 1;
      return `lock-${names}`;
    },
    ping: { everyMs: 10, limitMs: 50 },
    ...parts,
  };
}

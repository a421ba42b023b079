// One line to one host: calls go out, answers come back, and when the host dies or is closed every call that waits ends.

import { type Endpoint, type Remote, wrap } from "comlink";
import { fromWireError, type Reply } from "#base/wire-error.ts";
import type { CallId, ComputeApi, WireApi } from "../contract.ts";
import { abortable } from "./abortable.ts";
import { closedError, notSent } from "./errors.ts";

type Method = keyof ComputeApi;
type Args<K extends Method> = Parameters<ComputeApi[K]>;
type Value<K extends Method> = Awaited<ReturnType<ComputeApi[K]>>;

let lastCall: CallId = 0;

/** A live host. It ends once, by `end` or `close`, and is not used again. */
export class Connection {
  /** Whether the host can die while the page lives. */
  readonly mortal: boolean;
  // Comlink answers by this one remote for as long as the host lives: a transient one is collected in flight.
  readonly #remote: Remote<WireApi>;
  readonly #dispose: () => void;
  readonly #waiting = new Set<(reason: unknown) => void>();
  #ended: { reason: unknown } | null = null;

  /** @param dispose ends the worker, or closes the channel */
  constructor(endpoint: Endpoint, { mortal, dispose }: { mortal: boolean; dispose: () => void }) {
    this.mortal = mortal;
    this.#remote = wrap<WireApi>(endpoint);
    this.#dispose = dispose;
  }

  get alive(): boolean {
    return this.#ended === null;
  }

  /** Number of calls without an answer. */
  get pending(): number {
    return this.#waiting.size;
  }

  /** Call the host. Comlink alone would wait for ever on one that died. */
  send<K extends Method>(method: K, ...args: Args<K>): Promise<Value<K>> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended.reason);
        return;
      }
      this.#waiting.add(reject);
      const call = this.#remote[method] as unknown as (...args: Args<K>) => Promise<Reply<Value<K>>>;
      call(...args)
        .finally(() => this.#waiting.delete(reject))
        .then((reply) => (reply.ok ? resolve(reply.value) : reject(fromWireError(reply.error))))
        .catch((error: unknown) => reject(notSent(error)));
    });
  }

  /** Call the host with a call id; where `signal` aborts, the host is told to leave off, and `undo` runs. */
  call<K extends Method>(
    method: K,
    args: (call: CallId) => Args<K>,
    { signal, undo }: { signal?: AbortSignal | undefined; undo?: () => void } = {},
  ): Promise<Value<K>> {
    lastCall += 1;
    const call = lastCall;
    const cancel = () => {
      this.tell("cancel", call);
      undo?.();
    };
    return abortable(signal, () => this.send(method, ...args(call)), cancel);
  }

  /** Send what needs no answer. */
  tell<K extends Method>(method: K, ...args: Args<K>): void {
    this.send(method, ...args).catch(() => {});
  }

  /** The host is dead, or is to be: end it and reject every call that waits. */
  end(reason: unknown): void {
    if (this.#ended) return;
    this.#ended = { reason };
    this.#dispose();
    for (const reject of this.#waiting) reject(reason);
    this.#waiting.clear();
  }

  /** Let go of the host. */
  close(): void {
    if (!this.alive) return;
    // One in process runs on unless it is told; a worker just ends.
    if (!this.mortal) this.tell("stop");
    this.end(closedError("engine"));
  }
}

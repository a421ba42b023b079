// Notices that a worker died. Nothing tells: `terminate()`, `self.close()` and a crash of its process fire no event.

import type { Connection } from "./connection.ts";
import type { Environment, WorkerLike } from "./environment.ts";
import { crashError } from "./errors.ts";

/**
 * End `connection` when `worker` dies: by its error event, by the Web Lock it holds (`lock`), or, where locks are refused
 * (null), by its silence while calls wait. The result ends the watch.
 */
export function watchWorker(
  worker: WorkerLike,
  connection: Connection,
  { lock, environment }: { lock: string | null; environment: Environment },
): () => void {
  const died = (how: string) => connection.end(crashError(how));
  const crashed = (event: Event) => died(wordsOf(event));
  worker.addEventListener("error", crashed);
  worker.addEventListener("messageerror", crashed);
  const ping = () => pingAll(connection, environment, died);
  const { locks } = environment;
  const stop = lock !== null && locks ? awaitLock(locks, lock, { died, refused: ping }) : ping();
  return () => {
    stop();
    worker.removeEventListener("error", crashed);
    worker.removeEventListener("messageerror", crashed);
  };
}

/** What an error event of a worker says. */
export function wordsOf(event: Event): string {
  const { message } = event as { message?: string };
  return message ? `an error in it: ${message}` : `an event "${event.type}"`;
}

/** Wait for a lock that the worker holds; where that is refused, go another way. */
function awaitLock(
  locks: Pick<LockManager, "request">,
  name: string,
  { died, refused }: { died: (how: string) => void; refused: () => () => void },
): () => void {
  const waiting = new AbortController();
  let stop = () => waiting.abort();
  locks
    .request(name, { signal: waiting.signal }, () => died("its end"))
    .catch(() => {
      if (!waiting.signal.aborted) stop = refused();
    });
  return () => stop();
}

/** Ask the worker whether it lives, as long as calls wait for it. */
function pingAll(connection: Connection, { after, ping }: Environment, died: (how: string) => void): () => void {
  let silent = 0;
  let asked = false;
  let stop = () => {};
  // Silence is counted in turns, since after a computer's sleep the clock has run on alone.
  const turn = () => {
    stop = after(ping.everyMs, turn);
    if (asked) {
      silent += 1;
      if (silent * ping.everyMs >= ping.limitMs) died(`no answer within ${ping.limitMs} ms`);
    } else if (connection.pending > 0) {
      asked = true;
      connection.send("ping").then(
        () => {
          asked = false;
          silent = 0;
        },
        () => {},
      );
    }
  };
  stop = after(ping.everyMs, turn);
  return () => stop();
}

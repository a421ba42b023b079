// Lets other messages in between two steps of a long call, so that it can be cancelled and a page in process can draw.

/** The rhythm of one call. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Wait one macrotask; throws the signal's reason once the call is cancelled. */
  turn(): Promise<void>;
}

type Later = (run: () => void) => void;

/** A macrotask without the 4 ms that nested timers wait in browsers. */
function laterHere(): Later {
  // A message channel would keep Node alive.
  const { setImmediate } = globalThis as { setImmediate?: Later };
  if (setImmediate) return (run) => setImmediate(run);
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    port2.postMessage(null);
  };
}

let later: Later | null = null;

/** The pace of a call that `signal` cancels. */
export function paceOf(signal: AbortSignal): Pace {
  later ??= laterHere();
  const run = later;
  return {
    signal,
    async turn() {
      await new Promise<void>((resolve) => run(resolve));
      signal.throwIfAborted();
    },
  };
}

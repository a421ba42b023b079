// Latest wins: for calls that follow a hand, where only the newest answer matters. It cancels nothing that runs.

/**
 * A function that runs one call of `fn` at a time. While one runs, only the newest of the calls that come in waits; a
 * call whose place a newer one takes never runs and resolves to `undefined`. An error rejects its own call only, and
 * the one that waits runs all the same.
 */
export function latest<A extends unknown[], R>(fn: (...args: A) => Promise<R>): (...args: A) => Promise<R | undefined> {
  let running = false;
  let waiting: { start: () => void; drop: () => void } | null = null;
  const run = async (args: A): Promise<R> => {
    running = true;
    try {
      return await fn(...args);
    } finally {
      running = false;
      const next = waiting;
      waiting = null;
      next?.start();
    }
  };
  return (...args) => {
    if (!running) return run(args);
    waiting?.drop();
    return new Promise((resolve) => {
      waiting = { start: () => resolve(run(args)), drop: () => resolve(undefined) };
    });
  };
}

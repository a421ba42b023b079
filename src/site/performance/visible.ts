// Times taken while the tab is hidden say nothing: browsers slow such tabs down. They are thrown away and taken again.

/** The part of a document that tells whether it is seen. */
export type Seen = Pick<Document, "hidden" | "addEventListener" | "removeEventListener">;

/** Resolve once the tab is seen; rejects with the signal's reason. */
export function whenSeen(seen: Seen, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (!seen.hidden) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const done = (end: () => void) => {
      seen.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", stop);
      end();
    };
    const look = () => {
      if (!seen.hidden) done(resolve);
    };
    const stop = () => done(() => reject(signal.reason));
    seen.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", stop);
  });
}

/** Milliseconds of one run, or null where the tab was hidden meanwhile. */
export async function timedInSight(seen: Seen, run: () => Promise<unknown>): Promise<number | null> {
  let wasHidden = seen.hidden;
  const look = () => {
    wasHidden ||= seen.hidden;
  };
  seen.addEventListener("visibilitychange", look);
  try {
    const began = performance.now();
    await run();
    const milliseconds = performance.now() - began;
    return wasHidden ? null : milliseconds;
  } finally {
    seen.removeEventListener("visibilitychange", look);
  }
}
